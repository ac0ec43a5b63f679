"""The papers an event gives, receipts and letters: drawn, signed, kept."""
