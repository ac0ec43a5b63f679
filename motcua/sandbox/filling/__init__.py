"""Fills a demo database with realistic dossiers: real ones through the actions, then copies of them by SQL.

`stories` says what is filed and how far it goes, `prototypes` does it, `places` knows who works where, `draw` decides
what each copy is, `people` who files it, `copying` writes the tables, `blobs` the files. `loading` runs all of it.
"""
