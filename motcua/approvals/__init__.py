"""Four eyes: a proposal to change what all work by, decided by somebody else than who made it.

Nouns: a proposal and its kind (a port: what is changed, and by whom). Not for: the change itself, which its owner does.
"""
