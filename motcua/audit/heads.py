"""A head of the published tree as it is given away and as it comes back, and who vouches for it."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.audit.models import Head
from motcua.audit.ports import Notary
from motcua.audit.statement import Statement

WIDTH = 32


class Tampered(Exception):
    """A seal no longer fits its entries, or a head is gone: nothing is published over it, and somebody has to look."""


def notary() -> Notary:
    """Return who signs in this deployment."""
    found: Notary = import_string(settings.PORTS["audit.notary"])()
    return found


@dataclass(frozen=True)
class Published:
    """A head as it is given away: the statement to the letter, and what vouches for it."""

    statement: str
    signature: bytes
    chain: str
    token: bytes | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it for a file or an answer."""
        return {
            "statement": self.statement,
            "signature": base64.b64encode(self.signature).decode(),
            "certificates": self.chain,
            "time_stamp": base64.b64encode(self.token).decode() if self.token is not None else None,
        }


def published(head: Head) -> Published:
    """Return a head as it is given away."""
    token = bytes(head.token) if head.token is not None else None
    return Published(head.statement, bytes(head.signature), head.chain, token)


def from_json(found: Any) -> Published:
    """Return a head that was given away; raises ValueError where it is none."""
    try:
        token = found["time_stamp"]
        return Published(
            str(found["statement"]),
            base64.b64decode(found["signature"], validate=True),
            str(found["certificates"]),
            base64.b64decode(token, validate=True) if token is not None else None,
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"not a published head: {problem!r}") from problem


def read_heads(lines: Iterable[str]) -> list[Published]:
    """Return the heads of a file of JSON lines, as the public page gives it; raises ValueError naming a bad line."""
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(from_json(json.loads(line)))
            except ValueError as problem:
                raise ValueError(f"line {number}: {problem}") from problem
    return found


def newest(limit: int) -> list[Head]:
    """Return the newest heads, the last one first."""
    return list(Head.objects.order_by("-number")[:limit])


def since(number: int, limit: int) -> Iterator[Head]:
    """Yield the heads from a number on, at most `limit`."""
    return Head.objects.filter(number__gte=number).order_by("number")[:limit].iterator()


def is_signed(head: Published, said: Statement) -> bool:
    """Tell whether a head bears a good signature of its statement."""
    return notary().is_good(data=head.statement.encode(), signature=head.signature, chain=head.chain, at=said.moment)


def parts(joined: Any) -> list[bytes]:
    """Return the hashes that a column holds one behind the other."""
    whole = bytes(joined)
    return [whole[at : at + WIDTH] for at in range(0, len(whole), WIDTH)]
