"""What was posted, read the same way on every page of the desk."""

from uuid import UUID

from motcua.accounts.doors import SignedInRequest
from motcua.lib.text import clean

MOST_NOTE = 4000


def text_of(request: SignedInRequest, name: str) -> str:
    """Return what was typed under a name, clean and of bearable length."""
    return clean(request.POST.get(name, ""))[:MOST_NOTE]


def number_of(request: SignedInRequest, name: str) -> int | None:
    """Return a whole number that was posted; None for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def uuid_of(request: SignedInRequest, name: str) -> UUID | None:
    """Return a public id that was posted; None for anything else."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None
