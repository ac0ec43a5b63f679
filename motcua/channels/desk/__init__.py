"""What officials see: the inbox, a dossier on one screen, and what may be done next."""
