"""Keys, certificates, and signing and verifying documents. Knows nothing of dossiers."""
