"""Pages of the desk, by topic."""
