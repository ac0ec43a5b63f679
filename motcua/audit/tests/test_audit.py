"""The trail can be added to, and nothing else."""

from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from django.db import DatabaseError, connection, transaction

from motcua import audit
from motcua.audit import queries, rules, sealing
from motcua.audit.models import Entry
from motcua.lib.actors import Actor

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
OFFICIAL = Actor(kind="official", id="7", name="Nguyễn Văn An", agency="H36.12")
CITIZEN = Actor(kind="citizen", id="9", name="Kră Jăn K'Brếu")


def record(number: int = 1, **details: Any) -> None:
    with transaction.atomic():
        audit.record("dossier.received", about=("dossier", str(number)), by=OFFICIAL, at=NOW, details=details)


@pytest.mark.django_db
def test_a_change_is_written_with_who_when_and_request() -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc-12345"):
        record(7, step="receive", tries=2)
    [entry] = queries.history_of(("dossier", "7"))
    assert (entry.kind, entry.action, entry.about, entry.at) == ("change", "dossier.received", "dossier:7", NOW)
    assert (entry.actor_kind, entry.actor_id, entry.actor_name, entry.agency) == (
        "official",
        "7",
        "Nguyễn Văn An",
        "H36.12",
    )
    assert (entry.request_id, entry.details) == ("abc-12345", {"step": "receive", "tries": 2})


@pytest.mark.django_db
def test_the_same_change_to_many_is_a_row_for_each() -> None:
    with transaction.atomic():
        audit.record_each("dossier.drawn", about=[("dossier", "8"), ("dossier", "9")], by=OFFICIAL, at=NOW)
        audit.record("dossier.drawn", about=("dossier", "10"), by=OFFICIAL, at=NOW)
    rows = [Entry.objects.filter(about=f"dossier:{number}").values().get() for number in (8, 9, 10)]
    one, two, as_recorded = [{**row, "id": 0, "about": ""} for row in rows]
    assert one == two == as_recorded


@pytest.mark.django_db
def test_a_view_names_every_subject_and_can_be_found_by_each() -> None:
    audit.viewed([("person", "3"), ("dossier", "8")], by=OFFICIAL, why="desk.inbox", request_id="r1", at=NOW)
    for subject in (("person", "3"), ("dossier", "8")):
        [entry] = queries.viewers_of(subject)
        assert (entry.kind, entry.action, entry.request_id) == ("view", "desk.inbox", "r1")
    assert not queries.history_of(("dossier", "8")).exists()


@pytest.mark.django_db
def test_a_page_that_shows_nobody_is_not_written() -> None:
    audit.viewed([], by=OFFICIAL, why="desk.inbox", at=NOW)
    assert not Entry.objects.filter(kind="view", actor_id="7", action="desk.inbox").exists()


@pytest.mark.django_db
def test_a_citizens_name_is_not_kept() -> None:
    with transaction.atomic():
        audit.record("dossier.filed", about=("dossier", "1"), by=CITIZEN, at=NOW)
    [entry] = queries.history_of(("dossier", "1"))
    assert (entry.actor_id, entry.actor_name) == ("9", "")


@pytest.mark.django_db(transaction=True)
def test_a_change_falls_with_its_transaction() -> None:
    def act() -> None:
        with transaction.atomic():
            audit.record("dossier.fell", about=("dossier", "fallen"), by=OFFICIAL, at=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        act()
    assert not queries.history_of(("dossier", "fallen")).exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_is_not_written_outside_a_transaction_nor_a_view_inside_one() -> None:
    with pytest.raises(RuntimeError):
        audit.record("x", about=("dossier", "1"), by=OFFICIAL, at=NOW)
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.viewed([("person", "3")], by=OFFICIAL, why="x", at=NOW)


@pytest.mark.parametrize(
    "details",
    [
        {"number": "068095001234"},
        {"text": "CMND 250123456 cũ"},
        {"phone": "0912345678"},
        {"text": "x" * 201},
    ],
)
def test_details_that_look_like_somebodys_data_are_refused(details: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="personal"):
        rules.check_details(details)


def test_details_hold_only_short_plain_values() -> None:
    with pytest.raises(TypeError):
        rules.check_details({"answers": {"name": "An"}})  # type: ignore[dict-item]
    rules.check_details({"code": "H36.12-261123-0001", "ok": True, "n": 68095001234, "none": None})
    rules.check_details({"proposal": "0b9f5a62-0000-4000-8000-068095001234"})


@pytest.mark.django_db
def test_nobody_acts_anonymously() -> None:
    with pytest.raises(ValueError, match="anonym"), transaction.atomic():
        audit.record_each("x", about=[("dossier", "1")], by=Actor(kind="official", id="", name=""), at=NOW)
    with pytest.raises(ValueError, match="anonym"), transaction.atomic():
        audit.record("x", about=("dossier", "1"), by=Actor(kind="official", id="", name=""), at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'other'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "TRUNCATE audit_entry_rest",
        "TRUNCATE audit_seal",
        "DELETE FROM {partition}",
        "UPDATE {partition} SET about = 'dossier:2'",
        "TRUNCATE {partition}",
    ],
)
def test_even_the_owner_cannot_change_it_by_statement(statement: str) -> None:
    record()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_entry ORDER BY id DESC LIMIT 1")
        partition = cursor.fetchone()[0]
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement.format(partition=partition))


@pytest.mark.django_db
def test_partitions_exist_for_the_months_ahead_and_a_stray_row_is_kept() -> None:
    assert sealing.ensure_partitions(3) == 0
    assert sealing.ensure_partitions(5) == 2
    with transaction.atomic():
        audit.record("x", about=("dossier", "old"), by=OFFICIAL, at=datetime(2001, 1, 1, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_entry WHERE about = 'dossier:old'")
        assert cursor.fetchone() == ("audit_entry_rest",)
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_entry'::regclass")
        assert cursor.fetchone()[0] >= 7


@pytest.mark.django_db
def test_who_inserts_does_not_choose_the_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (tx, at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency,"
            " request_id, details) VALUES ('5', now(), 'change', 'x', 'a:1', '{}', 'system', '1', '', '', '', '{}')"
            " RETURNING tx = pg_current_xact_id()"
        )
        assert cursor.fetchone() == (True,)
