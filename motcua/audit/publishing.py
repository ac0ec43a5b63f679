"""Publishes the trail: the root of a Merkle tree over all that was sealed, signed by a key that the database lacks.

Whoever keeps a head can prove later that the trail under it was changed, even by somebody who may do everything in the
database: see `proving.py` and https://www.rfc-editor.org/rfc/rfc9162
"""

from collections.abc import Iterator
from datetime import datetime, time

import structlog
from django.db import transaction

from motcua.audit import kept_heads, merkle, rules, sealing
from motcua.audit.heads import Tampered, notary, parts
from motcua.audit.models import Batch, Head, Seal
from motcua.audit.statement import NOTHING_BEFORE, Statement, digest, moment_of
from motcua.lib.dates import VN, today
from motcua.lib.refusals import Unavailable

log = structlog.get_logger(__name__)
AT_ONCE = 500


def publish_due(*, now: datetime) -> Head | None:
    """Publish as it is due each hour: the first of a day here as that day's, once the service of time answers.

    None where no key is entered yet: `motcua_audit_published_seconds` then stays at -1.
    """
    if not notary().is_ready():
        log.warning("audit not published: no key is entered")
        return None
    midnight = datetime.combine(today(now), time(), VN)
    if not Head.objects.filter(kind="day", at__gte=midnight).exists():
        try:
            return publish(kind="day", now=now)
        except Unavailable as problem:
            # Where it is the key that cannot be reached, the hour's fails as well, and says so.
            log.warning("audit day not published yet", why=str(problem))
    return publish(kind="hour", now=now)


def publish(*, kind: str, now: datetime) -> Head:
    """Put what was sealed since the last head under a new one, sign it and keep it; return it.

    A head of a `day` carries the token of a time-stamping service where one is set. Also where nothing was sealed: then
    it says that nothing was. Raises Tampered, and Unavailable where the key or the service of time cannot be reached;
    then nothing is kept and the next time takes all. Call it outside a transaction.
    """
    kept_heads.catch_up()
    last = Head.objects.order_by("-number").first()
    peaks = merkle.Peaks(last.seals, parts(last.peaks)) if last is not None else merkle.Peaks()
    entries = last.entries if last is not None else 0
    made: list[Batch] = []
    with transaction.atomic():
        for seal, leaf, count in _since(peaks.size):
            made.append(Batch(seal_id=seal.number, nodes=b"".join(peaks.add(leaf))))
            entries += count
        newest = Seal.objects.filter(number=peaks.size).values_list("hash", flat=True).first()
    statement = Statement(
        number=(last.number if last is not None else 0) + 1,
        kind=kind,
        at=moment_of(now),
        seals=peaks.size,
        entries=entries,
        root=peaks.root().hex(),
        last_seal=bytes(newest).hex() if newest is not None else rules.GENESIS.hex(),
        before=digest(last.statement) if last is not None else NOTHING_BEFORE,
    )
    text, by = statement.text(), notary()
    signature, chain = by.sign(data=text.encode())
    token = by.witness(data=text.encode()) if kind == "day" else None
    with transaction.atomic():
        Batch.objects.bulk_create(made, batch_size=AT_ONCE)
        head = Head.objects.create(
            number=statement.number,
            kind=kind,
            at=statement.moment,
            seals=statement.seals,
            entries=statement.entries,
            peaks=b"".join(peaks.hashes),
            statement=text,
            signature=signature,
            chain=chain,
            token=token,
        )
    kept_heads.catch_up()
    log.info("audit published", head=head.number, seals=head.seals, root=statement.root)
    return head


def _since(number: int) -> Iterator[tuple[Seal, bytes, int]]:
    """Yield the seals behind a number with the leaf that each becomes and how many entries it has."""
    for seal in Seal.objects.filter(number__gt=number).order_by("number").iterator():
        leaf, chained, count = sealing.leaf_of(seal)
        if chained != bytes(seal.hash) or count != seal.count:
            raise Tampered(f"seal {seal.number} no longer fits its entries")
        yield seal, leaf, count
