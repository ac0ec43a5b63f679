"""Signed calls to subscribers when a dossier changes."""
