"""What an upgrade does to the catalogue of a province that is at work."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from motcua.audit import actions as audit
from motcua.lib.actors import SYSTEM, Actor
from motcua.lib.dates import today
from motcua.procedures import queries
from motcua.procedures.actions import import_records
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.tests.test_records import COLLECTED
from motcua.project import renewing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)


@pytest.fixture
def shipped(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What this version ships: one procedure, one that the snapshot lacks, a package that is none."""
    (tmp_path / "packages" / "1.000001").mkdir(parents=True)
    settings.REPOSITORY = tmp_path
    ours, added = tmp_path / "ours.jsonl", tmp_path / "added.jsonl"
    ours.write_text(json.dumps(COLLECTED))
    added.write_text(json.dumps({**COLLECTED, "code": "2.000009"}))
    monkeypatch.setattr(renewing, "OURS", ours)
    monkeypatch.setattr(renewing, "ADDED", added)
    return tmp_path


def renew(now: datetime = LATER) -> str:
    said: list[str] = []
    audit.record("package.published", about=("procedure", "1.000001"), by=Actor("official", "7", "Ya"), at=NOW)
    assert renewing.renew_catalogue(now=now, say=said.append) == []
    return "\n".join(said)


def test_an_empty_catalogue_is_filled_by_its_own_command(shipped: Path) -> None:
    assert "import_procedures" in renew()
    assert not ProcedureVersion.objects.exists()


def test_new_and_changed_procedures_come_as_versions_of_today_and_only_once(shipped: Path) -> None:
    import_records(found=[(1, {**COLLECTED, "field": "Cũ"})], on=today(NOW), by=SYSTEM, now=NOW, say=lambda *_: None)
    old = queries.current("1.000001", today(NOW))
    said = renew()
    assert "created: 1 (2.000009)" in said
    assert "updated: 1 (1.000001)" in said
    assert "kept as the province changed them: 1 (1.000001)" in said
    assert queries.current("1.000001", today(NOW)) == old
    assert queries.current("1.000001", today(LATER)).number == 2
    assert "Catalogue: 2 procedures unchanged." in renew()
    assert ProcedureVersion.objects.count() == 3


def test_records_of_the_provinces_own_stay(shipped: Path) -> None:
    theirs = {**COLLECTED, "field": "Của tỉnh"}
    import_records(
        found=[(1, theirs)], on=today(NOW), by=SYSTEM, now=NOW, say=lambda *_: None, source="so-tu-phap.jsonl"
    )
    said = renew()
    assert "imports a catalogue of its own" in said
    assert "created: 1 (2.000009)" in said
    assert queries.current("1.000001", today(LATER)).record["field"] == "Của tỉnh"


def test_a_faulty_package_is_named(shipped: Path) -> None:
    import_records(found=[(1, COLLECTED)], on=today(NOW), by=SYSTEM, now=NOW, say=lambda *_: None)
    (shipped / "packages" / "1.000001" / "package.yaml").write_text("code: '1.000001'\n")
    assert renewing.renew_catalogue(now=LATER, say=lambda _: None) == ["1.000001"]
