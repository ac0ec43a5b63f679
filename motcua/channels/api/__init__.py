"""What machines see: /api/v1."""
