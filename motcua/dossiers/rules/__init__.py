"""Decisions about a dossier, without a database: states, steps, codes, papers and the clock."""
