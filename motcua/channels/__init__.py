"""The ways people come in: thin pages over the apps below."""
