"""Addresses of the portal that letters and printed papers carry: what is printed cannot be changed, they stay.

The worker writes them, and looking a page up by its name would load every page of the web: 30 MB, for four addresses.
A test holds them against the pages' own.
"""

from urllib.parse import quote


def dossier_page(code: str) -> str:
    """Return the path at which a person who signed in follows a dossier."""
    return f"/ho-so/{quote(code)}"


def tracking_page(code: str) -> str:
    """Return the path at which anybody follows a dossier with its secret; the code is filled in."""
    return f"/tra-cuu?ma={quote(code)}"


def result_page(token: str) -> str:
    """Return the path at which anybody checks a result."""
    return f"/xac-minh/{quote(token)}"


def copy_page(token: str) -> str:
    """Return the path at which a certified copy is checked and fetched."""
    return f"/ban-sao/{quote(token)}"
