"""What a province decides for all its dossiers, from a day on."""
