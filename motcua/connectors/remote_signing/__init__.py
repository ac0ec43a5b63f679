"""Signs with keys at a remote signing service, by the API of the Cloud Signature Consortium (v1.0.4, v2).

Not for: keys in a token on this machine (`tokens`).
"""
