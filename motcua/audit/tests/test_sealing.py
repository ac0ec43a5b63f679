"""The chain of seals finds whatever was done to sealed entries, and its order is final."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from motcua import audit
from motcua.audit import queries, sealing
from motcua.audit.aside import aside
from motcua.audit.tests.trail import NOW, clear, record, seal_all, tamper
from motcua.lib.actors import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_trail() -> Iterator[None]:
    clear()
    yield
    clear()


def test_an_untouched_chain_verifies() -> None:
    for name in "abc":
        record(name)
    seal_all(3)
    record("d")
    seal_all(1)
    record("e")
    verdict = queries.verify_chain()
    assert (verdict.seals, verdict.entries, verdict.unsealed, verdict.flaws) == (2, 4, 1, [])
    assert queries.has_hash(verdict.last_hash)
    assert not queries.has_hash("00" * 32)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'test.undone' WHERE about = 'test:b'",
        "UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE about = 'test:b'",
        "UPDATE audit_entry SET actor_id = 'x' WHERE about = 'test:b'",
        "UPDATE audit_entry SET details = '{\"a\": 1}' WHERE about = 'test:b'",
        "UPDATE audit_entry SET tx = '3' WHERE about = 'test:b'",
        "UPDATE audit_entry SET era = 0 WHERE about = 'test:b'",
        "DELETE FROM audit_entry WHERE about = 'test:b'",
        "DELETE FROM audit_seal WHERE number = 2",
        "DELETE FROM audit_seal WHERE number = 1",
        "UPDATE audit_seal SET hash = sha256('x') WHERE number = 2",
        "UPDATE audit_seal SET count = 2 WHERE number = 2",
        "UPDATE audit_seal SET from_tx = from_tx + 1 WHERE number = 2",
        "WITH gone AS (DELETE FROM audit_entry WHERE about = 'test:b')"
        " UPDATE audit_seal SET count = 0 WHERE number = 2",
        "INSERT INTO audit_entry (tx, at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency,"
        " request_id, details) SELECT tx, at, kind, 'test.forged', 'test:f', subjects, actor_kind, actor_id,"
        " actor_name, agency, request_id, details FROM audit_entry WHERE about = 'test:b'",
        "INSERT INTO audit_entry (tx, at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency,"
        " request_id, details) SELECT '4', at, kind, 'test.forged', 'test:f', subjects, actor_kind, actor_id,"
        " actor_name, agency, request_id, details FROM audit_entry WHERE about = 'test:b'",
    ],
)
def test_whatever_a_superuser_does_to_sealed_entries_is_found(statement: str) -> None:
    for name in "abc":
        record(name)
        seal_all(1)
    assert queries.verify_chain().flaws == []
    tamper(statement)
    assert queries.verify_chain().flaws != []


def test_a_wholly_rewritten_chain_lacks_the_hash_kept_elsewhere() -> None:
    record("a")
    seal_all(1)
    kept = queries.verify_chain().last_hash
    tamper("UPDATE audit_entry SET action = 'test.undone'")
    tamper("DELETE FROM audit_seal")
    seal_all(1)
    assert queries.verify_chain().flaws == []
    assert not queries.has_hash(kept)


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_an_older_transaction_that_commits_late_still_takes_its_place() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def old() -> None:
        with transaction.atomic():
            audit.record("test.done", about=("test", "old"), by=SYSTEM, at=NOW)
            begun.set()
            go_on.wait(10)

    thread = in_thread(old)
    assert begun.wait(10)
    record("young")
    assert sealing.seal() == 0, "young waits: an older transaction may still put entries before it"
    go_on.set()
    thread.join()
    seal_all(2)
    assert queries.verify_chain().flaws == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT about FROM audit_entry ORDER BY tx, id")
        assert cursor.fetchall() == [("test:old",), ("test:young",)]


def test_many_writers_and_sealers_at_once_leave_one_sound_chain() -> None:
    def write() -> None:
        for number in range(40):
            record(str(number))

    # Whatever the machine makes of the threads, there is a chain to go on with.
    record("before")
    seal_all(1)
    stop = threading.Event()

    def keep_sealing() -> None:
        while not stop.is_set():
            sealing.seal()

    sealers = [in_thread(keep_sealing) for _ in range(2)]
    writers = [in_thread(write) for _ in range(4)]
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    for _ in range(2400):
        if not queries.verify_chain().unsealed:
            break
        sealing.seal()
        time.sleep(0.05)
    verdict = queries.verify_chain()
    assert (verdict.entries, verdict.unsealed, verdict.flaws) == (161, 0, [])
    assert verdict.seals > 1


def test_a_transaction_larger_than_a_batch_is_not_torn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 3)
    with transaction.atomic():
        for number in range(8):
            audit.record("test.done", about=("test", str(number)), by=SYSTEM, at=NOW)
    for name in "abcde":
        record(name)
    seal_all(13)
    verdict = queries.verify_chain()
    assert (verdict.entries, verdict.flaws) == (13, [])
    assert verdict.seals >= 3


def test_the_chain_goes_on_where_transaction_ids_begin_anew() -> None:
    record("a")
    seal_all(1)
    record("b")
    assert sealing.begin_era() == 2
    # As after a restore into a younger server: its ids are below the sealed ones.
    record("c")
    with connection.cursor() as cursor:
        cursor.execute("SELECT era FROM audit_entry ORDER BY id")
        assert cursor.fetchall() == [(1,), (1,), (2,)]
    seal_all(2)
    verdict = queries.verify_chain()
    assert (verdict.entries, verdict.unsealed, verdict.flaws) == (3, 0, [])
    tamper(
        "INSERT INTO audit_entry (era, tx, at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency,"
        " request_id, details) SELECT 1, '999999999', at, kind, 'test.forged', 'test:f', subjects, actor_kind,"
        " actor_id, actor_name, agency, request_id, details FROM audit_entry WHERE about = 'test:b'"
    )
    assert queries.verify_chain().flaws != []


def bring_in(table: str, moments: list[datetime]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency,"  # noqa: S608
            " request_id, details) SELECT nextval(pg_get_serial_sequence('audit_entry', 'id')), at, 'change',"
            " 'test.old', 'thing:1', '{}', 'system', '1', '', '', '', '{}' FROM unnest(%s::timestamptz[]) at",
            [moments],
        )


def test_a_trail_of_years_is_brought_in_with_its_guards() -> None:
    # The first lies before the first month, the last in a month that has its partition.
    moments = [datetime(2018, 1, 1, tzinfo=UTC), *(datetime(2019, 12, day, tzinfo=UTC) for day in (1, 31)), NOW]
    with transaction.atomic(), connection.cursor() as cursor:
        with aside(since=datetime(2019, 11, 5, tzinfo=UTC)) as table:
            bring_in(table, moments)
        cursor.execute("SELECT count(*) FROM audit_entry WHERE action = 'test.old'")
        assert cursor.fetchone()[0] == len(moments)
        cursor.execute("SELECT count(*) FROM audit_entry_2019_12")
        assert cursor.fetchone()[0] == 2
        for deed in ("DELETE FROM", "TRUNCATE"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(f"{deed} audit_entry_2019_12")
        # Other tests know no such month.
        transaction.set_rollback(True)


def test_what_was_brought_in_is_sealed() -> None:
    with transaction.atomic(), aside(since=NOW) as table:
        bring_in(table, [NOW])
    seal_all(1)
    verdict = queries.verify_chain()
    assert (verdict.entries, verdict.unsealed, verdict.flaws) == (1, 0, [])
