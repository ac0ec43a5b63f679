"""The papers of a case: what the system writes, in whose layout, under whose name."""
