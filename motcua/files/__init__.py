"""Stored documents: content hash, kind, size, pages. A file has no owner and no address; what owns it opens it."""
