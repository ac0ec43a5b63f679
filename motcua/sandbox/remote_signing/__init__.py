"""The stand-in for a remote signing service: keys that sign where their owner consents (CSC API v1.0.4 and v2)."""
