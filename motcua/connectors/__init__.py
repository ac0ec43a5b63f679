"""The systems we talk to, one folder each, all of the same shape."""
