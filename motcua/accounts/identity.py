"""Identity numbers: sealed once, found by a keyed index, named elsewhere by reference only.

Law 91/2025/QH15 on the protection of personal data asks for encryption of what identifies people; the number stands
in one table, so that answers, process data, search text, events and logs hold none.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from motcua import statements
from motcua.accounts.models import Person, SealedNumber
from motcua.accounts.rules import IdentityKind
from motcua.lib import personal_id, tax_code
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.sealing import Sealer

KNOWN = """
    SELECT n.id, n.cipher, p.id FROM accounts_sealednumber n LEFT JOIN accounts_person p ON p.identity_id = n.id
    WHERE n.kind = %s AND n.index = %s
"""
CIPHERS = "SELECT id, cipher FROM accounts_sealednumber WHERE id = ANY(%s)"
PERSON = SealedNumber._meta.get_field("person")
_REFERENCE = re.compile(r"idn:(\d{1,18})", re.ASCII)


@lru_cache(maxsize=4)
def _sealer(keys: str, index_key: str) -> Sealer:
    return Sealer.from_text(keys, index_key)


def sealer() -> Sealer:
    """Return the sealer of this installation's keys."""
    return _sealer(settings.IDENTITY_KEYS, settings.IDENTITY_INDEX_KEY)


def normal(kind: IdentityKind, value: str) -> str:
    """Return the one written form of a number; raises Refused where it cannot be one."""
    if kind == IdentityKind.PERSONAL_ID:
        return personal_id.parse(value).number
    if kind == IdentityKind.TAX_CODE:
        return tax_code.parse(value)
    text = re.sub(r"[\s.\-]", "", value).upper()
    if not re.fullmatch(r"[0-9A-Z]{1,30}", text, re.ASCII) or (
        kind == IdentityKind.OLD_ID and not re.fullmatch(r"\d{9}", text)
    ):
        raise Refused("identity_number", N_("Số giấy tờ không đúng định dạng."))
    return text


def seal(kind: IdentityKind, value: str, *, known: Iterable[SealedNumber] = ()) -> SealedNumber:
    """Return the sealed number, made now if it is new; raises Refused where the number is malformed.

    It carries its person, of whom only the id was read. Numbers that are `known` already are not looked for again.
    """
    text = normal(kind, value)
    index = sealer().index(f"{kind}:{text}")
    for each in known:
        if (each.kind, each.index) == (kind, index):
            return each
    if (found := _kept(kind, index)) is not None:
        return found
    return SealedNumber.objects.get_or_create(kind=kind, index=index, defaults={"cipher": sealer().seal(text)})[0]


def known(kind: IdentityKind, value: str) -> SealedNumber | None:
    """Return what `seal` would where the number was sealed before, else None; writes nothing."""
    return _kept(kind, sealer().index(f"{kind}:{normal(kind, value)}"))


def _kept(kind: IdentityKind, index: str) -> SealedNumber | None:
    found = statements.row(KNOWN, [kind, index])
    if found is None:
        return None
    sealed = statements.made(SealedNumber, pk=found[0], kind=kind, index=index, cipher=found[1])
    PERSON.set_cached_value(sealed, statements.made(Person, pk=found[2]) if found[2] is not None else None)
    return sealed


def reveal(sealed: SealedNumber) -> str:
    """Return the number in clear. Whoever shows it to somebody records that with `audit.viewed`."""
    return sealer().open(bytes(sealed.cipher))


def find(value: str) -> SealedNumber | None:
    """Return the sealed number of this value, whichever its kind, or None."""
    indexes = []
    for kind in IdentityKind:
        try:
            indexes.append(sealer().index(f"{kind}:{normal(kind, value)}"))
        except Refused:
            continue
    return SealedNumber.objects.filter(index__in=indexes).order_by("pk").first()


def reveal_all(references: set[str]) -> dict[str, str]:
    """Return the numbers behind many references in one query; unknown references are left out."""
    ids = [int(match[1]) for reference in references if (match := _REFERENCE.fullmatch(reference))]
    return {f"idn:{pk}": sealer().open(bytes(cipher)) for pk, cipher in statements.rows(CIPHERS, [ids])}
