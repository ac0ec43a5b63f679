"""A stand-in for the national public service portal: people file there, and it hands the dossiers over by our API."""
