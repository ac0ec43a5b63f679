"""Signs PDF, and tells of a PDF who signed it and whether it is still what was signed.

Main nouns: `SigningKey` (a certificate and the way to its private key), `Report` (what a check found). Not for: who
may sign what; dossiers and results are unknown here.

Signing takes three steps, so that the private key may live anywhere (a file, a token, a remote service) and foreign
PDF never meets it: a process behind the fence prepares the file, the key signs a few hundred bytes, the process
behind the fence puts the signature in.
"""
