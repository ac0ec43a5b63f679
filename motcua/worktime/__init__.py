"""Holidays, swapped days, office hours, and due dates computed over them. Knows nobody."""
