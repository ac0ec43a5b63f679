"""The stand-in for a trust service: it stamps the time, and tells of certificates whether they were revoked.

It stands beside the demo authority of `signing`, whose certificates it speaks for. RFC 3161, RFC 6960, RFC 5280.
"""
