"""Importing: reported record by record, twice the same, new versions where content changed, survivors of bad lines."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from motcua.audit import actions as audit
from motcua.lib.actors import SYSTEM, Actor
from motcua.procedures import queries
from motcua.procedures.actions import Outcome, Report, derive_again, import_records, importing
from motcua.procedures.models import CatalogueState, Procedure, ProcedureVersion
from motcua.procedures.rules.defaults import Package, package_of
from motcua.procedures.rules.files import records_in
from motcua.procedures.rules.records import BadRecord
from motcua.procedures.tests.test_records import COLLECTED, NATIONAL

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def load(*records: object, on: date = TODAY, is_trial: bool = False) -> tuple[Report, list[tuple[int, str, Outcome]]]:
    lines: list[tuple[int, str, Outcome]] = []
    report = import_records(
        found=enumerate(records, 1),
        on=on,
        by=SYSTEM,
        now=NOW,
        say=lambda number, code, outcome, remarks: lines.append((number, code, outcome)),
        is_trial=is_trial,
    )
    return report, lines


def test_the_same_twice_changes_nothing() -> None:
    before = CatalogueState.objects.now()
    first, _ = load(COLLECTED)
    again, lines = load(COLLECTED)
    assert first.summary() == {
        "read": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "reasons": {},
    }
    assert lines == [(1, "1.000001", Outcome.UNCHANGED)]
    assert again.counts[Outcome.UNCHANGED] == 1
    assert ProcedureVersion.objects.count() == 1
    assert CatalogueState.objects.now() > before


def test_newer_words_of_lists_come_without_a_new_version() -> None:
    load(COLLECTED)
    Procedure.objects.update(summary={})
    report, _ = load(COLLECTED)
    assert report.counts[Outcome.UNCHANGED] == 1
    assert Procedure.objects.get().summary["results"] == ["Giấy"]
    assert ProcedureVersion.objects.count() == 1


def test_a_change_makes_a_version_and_leaves_the_old_one_alone() -> None:
    load(COLLECTED)
    old = queries.current("1.000001", TODAY)
    content = (old.digest, old.record, old.papers)
    load({**COLLECTED, "name": "Thủ tục cấp giấy thử nghiệm (mới)"}, on=date(2027, 1, 1))
    new = queries.current("1.000001", date(2027, 1, 1))
    old.refresh_from_db()
    assert (old.digest, old.record, old.papers) == content
    assert queries.current("1.000001", date(2026, 12, 31)) == old
    assert (new.number, new.record["name"]) == (2, "Thủ tục cấp giấy thử nghiệm (mới)")
    assert Procedure.objects.get().title == "Cấp giấy thử nghiệm (mới)"


def test_a_change_on_the_same_day_takes_the_place() -> None:
    load(COLLECTED)
    load({**COLLECTED, "field": "A"})
    load({**COLLECTED, "field": "B"})
    assert queries.current("1.000001", TODAY).record["field"] == "B"
    assert [item.number for item in queries.versions("1.000001")] == [3, 2, 1]


def test_a_version_of_tomorrow_stays_ahead() -> None:
    load(COLLECTED)
    load({**COLLECTED, "field": "Năm sau"}, on=date(2027, 1, 1))
    load({**COLLECTED, "field": "Hôm nay"}, on=TODAY)
    assert queries.current("1.000001", TODAY).record["field"] == "Hôm nay"
    assert queries.current("1.000001", date(2027, 1, 1)).record["field"] == "Năm sau"


def test_both_shapes_meet_in_one_procedure() -> None:
    load(COLLECTED)
    report, _ = load(NATIONAL)
    assert report.counts[Outcome.UPDATED] == 1
    assert Procedure.objects.count() == 1


def test_bad_ones_are_named_and_the_rest_goes_on() -> None:
    report, lines = load({**COLLECTED, "code": "x"}, BadRecord("bad_json"), COLLECTED, COLLECTED)
    assert lines == [
        (1, "x", Outcome.REJECTED),
        (2, "?", Outcome.REJECTED),
        (3, "1.000001", Outcome.CREATED),
        (4, "1.000001", Outcome.REJECTED),
    ]
    assert report.summary()["reasons"] == {"bad_code": 1, "bad_json": 1, "code_twice_in_file": 1}


def test_a_trial_changes_nothing() -> None:
    report, _ = load(COLLECTED, is_trial=True)
    assert report.counts[Outcome.CREATED] == 1
    assert not Procedure.objects.exists()


def test_broken_lines_of_a_file(tmp_path: Path) -> None:
    good = json.dumps(COLLECTED, ensure_ascii=False).encode()
    path = tmp_path / "broken.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + good + b"\n\n{\n\xff\xfe\n" + b"[" * 5000 + b"\n" + good + b"\n")
    found = list(records_in(path))
    assert [number for number, _ in found] == [1, 3, 4, 5, 6]
    assert [item.reason for _, item in found if isinstance(item, BadRecord)] == ["bad_json", "not_utf8", "bad_json"]


def test_a_list_and_gzip_and_a_file_that_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps([COLLECTED, NATIONAL]))
    assert [number for number, _ in records_in(path)] == [1, 2]
    whole = gzip.compress("\n".join(json.dumps({**COLLECTED, "n": str(n) * 99}) for n in range(400)).encode())
    path.write_bytes(whole[: len(whole) // 2])
    found: list[tuple[int, Any]] = list(records_in(path))
    assert isinstance(found[-1][1], BadRecord)
    assert found[-1][1].reason == "file_damaged"


def test_the_command_ends_with_one_line_of_json(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(COLLECTED) + "\n{broken\n")
    out = StringIO()
    call_command("import_procedures", str(path), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("1\t1.000001\tcreated\t")
    assert lines[1].startswith("2\t?\trejected\tbad_json")
    assert json.loads(lines[-1]) == {
        "read": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
        "reasons": {"bad_json": 1},
        "dry_run": False,
    }
    with pytest.raises(CommandError, match="không đọc được"):
        call_command("import_procedures", str(tmp_path / "none.jsonl"))


def test_what_the_program_reads_otherwise_becomes_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade of a province that imports records of its own: the records stay, old versions stay."""
    load(COLLECTED)
    old = queries.current("1.000001", TODAY)
    tomorrow = date(2026, 11, 24)

    def again() -> Report:
        return derive_again(on=tomorrow, by=SYSTEM, now=NOW, say=lambda *_: None)

    assert again().counts == {Outcome.UNCHANGED: 1}

    def otherwise(record: dict[str, Any]) -> Package:
        package = package_of(record)
        return replace(package, settings={**package.settings, "supplement": {"clock": "not_counted"}})

    monkeypatch.setattr(importing, "package_of", otherwise)
    assert again().counts == {Outcome.UPDATED: 1}
    new = queries.current("1.000001", tomorrow)
    assert (new.number, new.settings["supplement"]) == (2, {"clock": "not_counted"})
    assert new.record == old.record
    assert queries.current("1.000001", TODAY) == old
    assert again().counts == {Outcome.UNCHANGED: 1}


def test_an_upgrade_knows_whose_a_package_and_a_catalogue_are() -> None:
    assert not queries.is_changed_by_people("1.000001")
    about = ("procedure", "1.000001")
    audit.record("package.published", about=about, by=SYSTEM, at=NOW)
    assert not queries.is_changed_by_people("1.000001")
    somebody = Actor(kind="official", id="7", name="Ya Thuyên")
    audit.record("package.published", about=about, by=somebody, at=NOW + timedelta(hours=1))
    assert queries.is_changed_by_people("1.000001")
    load(COLLECTED)
    assert not queries.imports_its_own()
    import_records(found=[(1, COLLECTED)], on=TODAY, by=SYSTEM, now=NOW, say=lambda *_: None, source="tinh.jsonl")
    assert queries.imports_its_own()
