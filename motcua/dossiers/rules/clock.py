"""When a dossier is promised, and until when an answer is owed: the package's limits over an agency's working time.

The arithmetic and its articles are in `worktime.rules`; here stands which rule applies to a dossier.
"""
