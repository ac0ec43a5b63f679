"""Announces events and runs work later, in the same PostgreSQL and the same transaction as what changed.

Not for: knowing what an event means; apps above listen in their own tasks.py.
"""
