"""Turns templates and plain data into PDF: fonts, base layout, QR codes.

Main nouns: a template (`<app>/typst/*.typ`), `Printed` (a PDF with the places kept free for signatures). Not for:
what a document says; the layouts of dossier forms live with their owners.
"""
