"""Motcua: the one-stop public-service system of a province."""
