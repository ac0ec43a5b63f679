"""Small topic modules without models and without Django, usable by every app."""
