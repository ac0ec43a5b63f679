"""Lists and books that leave the system as files."""
