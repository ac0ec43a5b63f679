"""The PDF engine: typst, bundled fonts, QR codes. The layouts of forms live with their owners."""
