"""What one is told: a person's inbox, and outgoing messages through ports."""
