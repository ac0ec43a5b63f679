"""The case: filing, state, clock, papers, results, tracking.

Not for: pages (channels), money (payments), how a process is drawn (workflow).
"""
