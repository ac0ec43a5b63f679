"""The desk of officials: inbox, search, the dossier on one screen, and its next steps.

Reads, or makes one changing call of `dossiers.actions`, and renders. Not for: decisions, which stand in `dossiers`.
"""
