"""Asks authorities whether their certificates were revoked (OCSP, RFC 6960; lists, RFC 5280).

Not for: judging the answers; `signing` puts them into documents and judges them there.
"""
