"""Wires everything together: settings, addresses, the embedded database, start and upgrade.

Not for: rules or data of any kind. Nobody imports this package.
"""
