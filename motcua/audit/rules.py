"""What may stand in an audit row, and how the chain of hashes is made."""

import hashlib
import re
from collections.abc import Iterable, Mapping

GENESIS = b"\0" * 32
NUMBER = re.compile(r"(?<!\d)(\d{9}|\d{10}|\d{12})(?!\d)")
# One in a hundred names of ours has nine or more digits in a row.
OUR_NAME = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
LONGEST = 200

Detail = str | int | bool | None


def check_details(details: Mapping[str, Detail]) -> None:
    """Refuse what could be somebody's data: long texts, and numbers of the length of identity cards and phones."""
    for key, value in details.items():
        if not isinstance(value, str | int | bool | None):
            raise TypeError(f"audit detail {key} is {type(value).__name__}; only short texts, numbers and yes/no")
        if isinstance(value, str) and (len(value) > LONGEST or NUMBER.search(OUR_NAME.sub("", value))):
            raise ValueError(f"audit detail {key} looks like personal data")


def named(thing: tuple[str, str]) -> str:
    """Return a subject as the table keeps it: `dossier:7`."""
    kind, identifier = thing
    if not kind or not identifier or ":" in kind:
        raise ValueError(f"not a subject: {thing!r}")
    return f"{kind}:{identifier}"


def sealed(previous: bytes, rows: Iterable[str]) -> tuple[bytes, int]:
    """Return the hash of a batch over the hash before it and each of its rows, and how many rows there were."""
    chain = hashlib.sha256(previous)
    count = 0
    for row in rows:
        chain.update(hashlib.sha256(row.encode()).digest())
        count += 1
    return chain.digest(), count
