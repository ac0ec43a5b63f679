"""The catalogue that ships: every record is readable, and every default package is one that can be used."""

from datetime import UTC, date, datetime

import pytest

from motcua.eforms.form import Form
from motcua.lib.actors import SYSTEM
from motcua.procedures import searching
from motcua.procedures.actions import Outcome, import_records
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.rules import words
from motcua.procedures.rules.files import OURS, records_in

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.mark.long
@pytest.mark.django_db
def test_the_whole_catalogue() -> None:
    report = import_records(found=records_in(OURS), on=date(2026, 11, 23), say=lambda *_: None, by=SYSTEM, now=NOW)
    assert report.summary() == {
        "read": 2563,
        "created": 2563,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "reasons": {},
    }
    # Those of ministry level alone are information: 1,003, and a few of offices that no province has.
    assert 1003 <= Procedure.objects.filter(handled_by="nobody_here").count() <= 1030
    seen = set()
    for version in ProcedureVersion.objects.select_related("process").iterator():
        assert version.process is not None
        assert len({paper["key"] for paper in version.papers}) == len(version.papers)
        if repr(version.form) not in seen:
            seen.add(repr(version.form))
            Form.from_package(version.form["schema"], version.form["presentation"])
    again = import_records(found=records_in(OURS), on=date(2026, 11, 23), say=lambda *_: None, by=SYSTEM, now=NOW)
    assert again.counts == {Outcome.UNCHANGED: 2563}
    assert searching.search("sang tên sổ đỏ").entries[0].code == "1.013831"
    known = set(Procedure.objects.values_list("code", flat=True))
    assert [code for code in words.frequent_codes() if code not in known] == []
