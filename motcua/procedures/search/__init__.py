"""Search over the catalogue: an index in memory that carries the catalogue's version."""
