"""The studio of those who configure: procedures with their packages, changed by proposals that somebody else approves.

Reads, or makes one changing call of `approvals`, and renders. Not for: what a change does, which its kind knows.
"""
