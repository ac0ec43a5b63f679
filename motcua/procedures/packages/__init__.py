"""Procedure packages as folders under version control: reading, checking, writing (docs/howto/add-a-procedure.md)."""
