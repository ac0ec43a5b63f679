"""Asks a time-stamping service (RFC 3161) to witness when a signature was made.

Not for: signing; `signing` asks through its port and puts the answer into the document.
"""
