"""Signs with keys in a token or a hardware security module (PKCS#11 v2.40), reached by its maker's library.

Not for: keys at a remote signing service (`remote_signing`), which is asked over the network.
"""
