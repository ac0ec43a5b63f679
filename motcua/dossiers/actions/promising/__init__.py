"""The promised day: moved by decision, counted again, warned of."""
