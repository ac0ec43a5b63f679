"""Who did and who saw what, when and why: append-only, hash-chained; refers to things by name and id.

Not for: values. A row names subjects, never their data.
"""
