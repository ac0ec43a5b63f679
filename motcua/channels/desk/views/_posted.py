"""What was posted, read the same way on every page of the desk."""

from uuid import UUID

from motcua.accounts.doors import SignedInRequest
from motcua.lib.text import clean, read_number

MOST_NOTE = 4000


def text_of(request: SignedInRequest, name: str) -> str:
    """Return what was typed under a name, clean and of bearable length."""
    return clean(request.POST.get(name, ""))[:MOST_NOTE]


def number_of(request: SignedInRequest, name: str) -> int | None:
    """Return a whole number that was posted; None for anything else."""
    text = request.POST.get(name, "")
    return read_number(text)


def uuid_of(request: SignedInRequest, name: str) -> UUID | None:
    """Return a public id that was posted; None for anything else."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None
