"""Asks clamd (ClamAV) whether an upload is known to do harm.

Not for: what a file is and what it may hold; `files.inspection` looks at that first, behind the fence.
"""
