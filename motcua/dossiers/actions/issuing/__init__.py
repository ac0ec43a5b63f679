"""The result: numbered, signed, sealed, issued, replaced."""
