"""Whom the system knows already: from a sign-in, or from what they said of themselves in an earlier dossier.

Whoever looks somebody up writes that down with `audit.viewed`.
"""

from dataclasses import dataclass, field
from typing import Any

from motcua.accounts import identity
from motcua.accounts.models import Person, SealedNumber, User
from motcua.lib.text import fold

from .models import Party
from .piles import inbox

MOST_FOUND = 10
_READ = 60  # dossiers looked through for a name


@dataclass(frozen=True)
class Known:
    """Somebody as last seen. `number` is the sealed one; `address` is that of the newest dossier that has one."""

    name: str
    birth: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    address: dict[str, Any] = field(default_factory=dict)
    is_organisation: bool = False
    number: SealedNumber | None = None


def by_number(value: str) -> Known | None:
    """Return whoever bears an identity number, or None."""
    sealed = identity.find(value)
    return of_number(sealed) if sealed is not None else None


def of_number(sealed: SealedNumber) -> Known | None:
    """Return whoever bears a sealed number: the registered name of a sign-in before the words of a dossier."""
    person = Person.objects.filter(identity=sealed).first()
    party = Party.objects.filter(identity=sealed).order_by("-dossier").first()
    if person is None and party is None:
        return None
    return Known(
        name=person.full_name if person is not None else party.name if party is not None else "",
        birth=(person.birth if person is not None else "") or (party.birth if party is not None else ""),
        sex=person.sex if person is not None else "",
        phone=party.phone if party is not None else "",
        email=party.email if party is not None else "",
        address=party.address if party is not None else {},
        is_organisation=person.is_organisation if person is not None else party is not None and party.is_organisation,
        number=sealed,
    )


def by_name(name: str, birth: str, *, by: User) -> list[Known]:
    """Return people of this name and birth in the dossiers that somebody may see, each once, the newest first.

    `birth` may be a year alone; whose dossier tells only a year is found by it. Without a birth nobody is found: a name
    says too little to show a stranger's number.
    """
    words = fold(name).split()
    if not words or not birth:
        return []
    codes = [line.code for line in inbox.search(by, name, limit=_READ).lines]
    parties = (
        Party.objects.filter(dossier__code__in=codes, identity__isnull=False)
        .select_related("identity", "person")
        .order_by("-dossier", "role")
    )
    found: dict[int, Known] = {}
    for party in parties:
        if party.identity is None or party.identity.pk in found:
            continue
        if not (set(words) <= set(fold(party.name).split()) and agrees(party.birth, birth)):
            continue
        found[party.identity.pk] = Known(
            name=party.person.full_name if party.person is not None else party.name,
            birth=party.birth,
            sex=party.person.sex if party.person is not None else "",
            phone=party.phone,
            email=party.email,
            address=party.address,
            is_organisation=party.is_organisation,
            number=party.identity,
        )
    return list(found.values())[:MOST_FOUND]


def agrees(one: str, other: str) -> bool:
    """Tell whether two births may be the same: as far as both are known, and at least the year."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
