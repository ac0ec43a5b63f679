"""Reads the audit trail and proves that nobody touched it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import QuerySet

from motcua.audit import rules, sealing
from motcua.audit.models import Entry, Seal

OUTSIDE = """
    SELECT count(*) FROM audit_entry e WHERE (e.era < %s OR (e.era = %s AND e.tx < %s::text::xid8)) AND NOT EXISTS (
        SELECT FROM audit_seal s
        WHERE s.era = e.era AND e.tx >= s.from_tx::text::xid8 AND e.tx < s.to_tx::text::xid8)
"""

# Two conditions, each along the index, instead of one that would read everything.
UNSEALED = """
    SELECT count(*), COALESCE(EXTRACT(epoch FROM now() - min(at)), 0)::float FROM (
        SELECT at FROM audit_entry WHERE era = %s AND tx >= %s::text::xid8
        UNION ALL SELECT at FROM audit_entry WHERE era > %s
    ) waiting
"""


@dataclass(frozen=True)
class Flaw:
    """Something in the sealed part of the trail is not as it was sealed."""

    seal: int
    what: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check: how much was checked, the last hash to compare with one kept elsewhere, and the flaws."""

    seals: int
    entries: int
    last_hash: str
    unsealed: int
    flaws: list[Flaw]


@transaction.atomic
def verify_chain(told: Callable[[Seal, bytes, int], None] | None = None) -> Verdict:
    """Recompute every seal; find any sealed entry that was changed, removed or put in, and any seal that was.

    `told` is given each seal in order with the leaf that its entries make and how many they are: what is compared with
    published heads need not be read and hashed a second time.

    Who rewrites entries and all later seals alike is found by comparing the last hash with one kept elsewhere: the
    sealer writes each into the log.
    """
    flaws: list[Flaw] = []
    previous, number, era, start, entries = rules.GENESIS, 0, 1, Decimal(0), 0
    for seal in Seal.objects.order_by("number"):
        if seal.number != number + 1:
            flaws.append(Flaw(seal.number, f"seals {number + 1} to {seal.number - 1} are missing"))
        if seal.era not in {era, era + 1}:
            flaws.append(Flaw(seal.number, "an era is missing"))
        if seal.from_tx != (start if seal.era == era else 0):
            flaws.append(Flaw(seal.number, "transactions between two seals are not covered"))
        if bytes(seal.previous) != previous:
            flaws.append(Flaw(seal.number, "does not follow from the seal before it"))
        if told is None:
            digest, count = rules.sealed(bytes(seal.previous), sealing.texts(seal.era, seal.from_tx, seal.to_tx))
        else:
            leaf, digest, count = sealing.leaf_of(seal)
            told(seal, leaf, count)
        if count != seal.count:
            flaws.append(Flaw(seal.number, f"{seal.count} entries were sealed, {count} are there"))
        elif digest != bytes(seal.hash):
            flaws.append(Flaw(seal.number, "an entry or the seal was changed"))
        previous, number, era, start = bytes(seal.hash), seal.number, seal.era, seal.to_tx
        entries += count
    with connection.cursor() as cursor:
        cursor.execute(OUTSIDE, [era, era, str(start)])
        if strangers := cursor.fetchone()[0]:
            flaws.append(Flaw(number, f"{strangers} entries stand in sealed time without a seal"))
        cursor.execute("SELECT count(*) FROM audit_entry")
        total = cursor.fetchone()[0]
    return Verdict(number, entries, previous.hex(), total - entries - strangers, flaws)


def unsealed() -> tuple[int, float]:
    """Return how many entries wait for the sealer, and for how many seconds the oldest has."""
    last = Seal.objects.order_by("-number").values_list("era", "to_tx").first()
    era, tx = last or (1, Decimal(0))
    with connection.cursor() as cursor:
        cursor.execute(UNSEALED, [era, str(tx), era])
        count, seconds = cursor.fetchone()
    return count, max(seconds, 0.0)


def published_age() -> float:
    """Return how many seconds ago the trail was published last: what is younger no head holds; -1 where none is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXTRACT(epoch FROM now() - max(at))::float FROM audit_head")
        [seconds] = cursor.fetchone()
    return seconds if seconds is not None else -1.0


def history_of(subject: tuple[str, str]) -> QuerySet[Entry]:
    """Return the changes of one thing, newest first; page them."""
    return Entry.objects.filter(about=rules.named(subject)).order_by("-at", "-id")


def viewers_of(subject: tuple[str, str]) -> QuerySet[Entry]:
    """Return the requests that showed one subject's data, newest first; page them."""
    return Entry.objects.filter(kind="view", subjects__contains=[rules.named(subject)]).order_by("-at", "-id")


def viewers_of_any(subjects: Sequence[str], *, but: tuple[str, str], before_id: int | None = None) -> QuerySet[Entry]:
    """Return the requests that showed any of some subjects (`dossier:7`), newest first; those of one actor left out."""
    found = Entry.objects.filter(kind="view", subjects__overlap=list(subjects))
    found = found.exclude(actor_kind=but[0], actor_id=but[1])
    return (found.filter(id__lt=before_id) if before_id is not None else found).order_by("-id")


def has_hash(digest: str) -> bool:
    """Tell whether the chain contains a hash that was written down earlier."""
    return Seal.objects.filter(hash=bytes.fromhex(digest)).exists()
