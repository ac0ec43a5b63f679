"""Who: people and organisations, users, posts held, machine clients, sealed numbers, the permission table."""
