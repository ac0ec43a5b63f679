"""What waits: at a desk, at a counter, on its way between them."""
