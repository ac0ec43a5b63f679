"""What the system holds of one person, for that person: a copy of all of it to take away.

Nouns: an own copy and its records. Not for: what officials take away (`dossiers.taking_away`), and a single item shown
to somebody (`vault.sharing`).
"""
