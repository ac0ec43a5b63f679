"""The design system: base pages, component macros, static files, and the helper that tests fetch pages with.

Not for: pages of any one subject; those live in the channels.
"""
