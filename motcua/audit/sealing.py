"""Seals the audit trail: chains its entries, in the order of their transactions, by hashes."""

from collections.abc import Iterator
from decimal import Decimal

import structlog
from django.db import connection, transaction

from motcua.audit import merkle, rules
from motcua.audit.models import Seal

log = structlog.get_logger(__name__)

# What a row's hash covers: every column. The text is the same on every version of PostgreSQL.
TEXT = """jsonb_build_array(id, era, tx::text, (extract(epoch FROM at) * 1000000)::bigint, kind, action, about,
        subjects, actor_kind, actor_id, actor_name, agency, request_id, details)::text"""
ROWS = f"""
    SELECT {TEXT}
    FROM audit_entry WHERE era = %s AND tx >= %s::text::xid8 AND tx < %s::text::xid8 ORDER BY tx, id
"""  # noqa: S608
LAST_SEAL = "SELECT number, era, to_tx, hash FROM audit_seal ORDER BY number DESC LIMIT 1"
CUT = """
    SELECT tx::text::numeric FROM audit_entry
    WHERE era = %s AND tx >= %s::text::xid8 AND tx < %s::text::xid8 ORDER BY tx, id OFFSET %s LIMIT 1
"""
SEAL = """
    INSERT INTO audit_seal (number, era, from_tx, to_tx, count, previous, hash) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
SEALER_LOCK = 0x5EA1
BATCH = 5000
END_OF_ERA = 2**64 - 1


def texts(era: int, from_tx: Decimal | int, to_tx: Decimal | int) -> Iterator[str]:
    """Yield what is hashed of each entry of a range of transactions, in order, without holding all in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS, [era, str(from_tx), str(to_tx)])
        while rows := cursor.fetchmany(2000):
            for row in rows:
                yield row[0]


def leaf_of(seal: Seal) -> tuple[bytes, bytes, int]:
    """Return the leaf that a seal's entries make, the hash with which they continue the chain, and their number.

    The leaf is the hash of the root of a tree of its own over the entries' texts, so that one entry can be shown
    without the others.
    """
    below = merkle.Peaks()

    def each() -> Iterator[str]:
        for text in texts(seal.era, seal.from_tx, seal.to_tx):
            below.add(merkle.leaf(text.encode()))
            yield text

    chained, count = rules.sealed(bytes(seal.previous), each())
    return merkle.leaf(below.root()), chained, count


def seal() -> int:
    """Seal all entries whose place in the order of commits is final; return how many.

    Only entries below the oldest running transaction are taken: no entry can appear among or before them any more,
    however late its transaction commits. One sealer works at a time, others return at once; writers wait for nobody.
    """
    total = 0
    while True:
        count, more = _seal_batch()
        total += count
        if not more:
            return total


@transaction.atomic
def _seal_batch() -> tuple[int, bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return 0, False
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::numeric, audit_current_era()")
        furthest, current_era = cursor.fetchone()
        cursor.execute(LAST_SEAL)
        number, era, start, previous = cursor.fetchone() or (0, 1, 0, rules.GENESIS)
        # A finished era has no running transactions.
        end = furthest if era == current_era else END_OF_ERA
        cursor.execute(CUT, [era, str(start), str(end), 0])
        first = cursor.fetchone()
        if first is None:
            if era == current_era:
                return 0, False
            cursor.execute(SEAL, [number + 1, era + 1, 0, 0, 0, previous, rules.sealed(bytes(previous), [])[0]])
            return 0, True
        cursor.execute(CUT, [era, str(start), str(end), BATCH])
        cut = cursor.fetchone()
        # A transaction is never torn in two, even one with more entries than a batch.
        until = end if cut is None else max(cut[0], first[0] + 1)
        digest, count = rules.sealed(bytes(previous), texts(era, start, until))
        cursor.execute(SEAL, [number + 1, era, start, until, count, previous, digest])
    log.info("audit sealed", seal=number + 1, count=count, hash=digest.hex())
    return count, cut is not None or era != current_era


def ensure_partitions(ahead: int = 3) -> int:
    """Have a partition for this month and those ahead; return how many were made.

    Rows of a month without one go to the default partition, so a worker that stood still loses nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_ensure_partitions(%s)", [ahead])
        return int(cursor.fetchone()[0])


@transaction.atomic
def begin_era() -> int:
    """Begin a new era after a backup was restored into another server, whose transaction ids begin anew.

    Only the tables' owner may; return the era's number.
    """
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_era (number) SELECT max(number) + 1 FROM audit_era RETURNING number")
        number = int(cursor.fetchone()[0])
        cursor.execute(f"ALTER TABLE audit_entry ALTER COLUMN era SET DEFAULT {number}")
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_entry'::regclass")
        for [partition] in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {partition} ALTER COLUMN era SET DEFAULT {number}")
    return number
