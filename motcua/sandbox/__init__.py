"""Stand-ins for outside systems, speaking real protocols on loopback. For the demo and tests only."""
