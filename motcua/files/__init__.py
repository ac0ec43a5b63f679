"""Stored documents: what people hand in and what the State hands out, each with its hash, kind and pages.

Main nouns: `StoredFile` (one object of the store, belonging to whoever attached it) and `Upload` (a file on its way
in, in pieces). Not for: who may see a file (its owner, a paper or a result, opens it), nor what it means.
"""
