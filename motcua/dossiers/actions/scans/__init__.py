"""Scans become papers: laid, sorted, read, accepted, signed, swept."""
