"""The counter: who comes, what for, with which papers; the slip, the result, and what the day still asks.

Reads, or makes one changing call of the apps below, and renders. Not for: decisions on substance, which are the desk's.
"""
