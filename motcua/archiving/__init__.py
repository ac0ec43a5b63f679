"""How long a dossier that is over is kept, and the package with which it goes to the archive.

Nouns: a retention rule (dated), the retention of one dossier, an archive package with its receipt. Not for: destroying
what is due, and the store of a person (`vault`), which does not replace an archive.
"""
