"""The steps of processing, one by one and many at once."""
