"""What passes from hand to hand: dossiers, originals, results."""
