"""Signed calls to subscribers when a dossier changes, tried again for more than a day.

Not for: personal data (a call names the dossier; the subscriber reads it through the API), other kinds of news.
"""
