"""Pages of the counter, by topic."""
