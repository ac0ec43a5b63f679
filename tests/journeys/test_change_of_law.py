"""A change of law is data: the building permit by the law of 2014 and, from 01/07/2026, by Law 135/2025/QH15."""

from datetime import UTC, date, datetime, time

import pytest

from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.rules.states import Channel
from motcua.dossiers.tests import factories
from motcua.eforms.units import UNITS
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import VN
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures import queries
from motcua.procedures.actions import Outcome, load_package
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.packages.folders import dated_in, read_folder
from motcua.procedures.packages.linting import lint

from .test_package_runs import published
from .test_packages import ROOT, Units, sample_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PERMIT = ROOT / "packages" / "1.013225"
LAST_DAY, FIRST_DAY = date(2026, 6, 30), date(2026, 7, 1)
LOADED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UNITS, "ward", Units().ward)
    monkeypatch.setattr(UNITS, "find", Units().find)


def house(version: ProcedureVersion) -> tuple[int, str]:
    limit = next(one for one in version.limits if "house" in one["cases"])
    return limit["amount"], limit["unit"]


def test_each_day_has_its_law_and_loading_again_changes_nothing() -> None:
    (dated,) = dated_in(PERMIT)
    assert lint(read_folder(dated)) == []
    published(PERMIT, now=LOADED)
    before, after = queries.current(PERMIT.name, LAST_DAY), queries.current(PERMIT.name, FIRST_DAY)
    # The record of the ministry, by the Construction Law of 2014, art. 102; Decree 217/2026/NĐ-CP, art. 54(1)(b).
    assert (house(before), house(after)) == ((15, "day"), (7, "working_day"))
    # Decree 217/2026/NĐ-CP, art. 60; what the folder of the day does not hold is as before.
    added = {paper["key"] for paper in after.papers} - {paper["key"] for paper in before.papers}
    assert added == {"heritage_opinion"}
    assert (after.form, after.declaration) == (before.form, before.declaration)
    # Decree 217/2026/NĐ-CP, art. 54(2)(b): one request, answered within two working days.
    assert after.settings["supplement"]["answer_within"] == {"amount": 2, "unit": "working_day"}
    assert queries.current(PERMIT.name, date(2026, 11, 23)).pk == after.pk
    again = [
        load_package(folder=read_folder(path), on=date(2026, 11, 30), by=SYSTEM, now=LOADED) for path in (PERMIT, dated)
    ]
    assert again == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert [str(one.valid) for one in queries.versions(PERMIT.name)] == [
        "[2026-07-01, None)",
        "[2025-07-01, 2026-07-01)",
        "(None, 2025-07-01)",
    ]


def test_a_dossier_keeps_the_law_of_the_day_it_was_filed_on() -> None:
    published(PERMIT, now=LOADED)
    sample, agency = sample_of(PERMIT), places.commune()
    citizen = people.citizen("Nguyễn Thị An", number="068190012345")
    assert agency.one_stop is not None
    worker = people.official("Ya Thuyên", (Role.RECEPTIONIST, agency.one_stop))
    promised, asked = {}, {}
    # Monday before, Thursday after.
    for day in (date(2026, 6, 29), date(2026, 7, 2)):
        now = datetime.combine(day, time(2, 0), UTC)
        dossier = factories.filed(
            by=citizen,
            of=queries.current(PERMIT.name, day),
            now=now,
            agency=agency,
            channel=Channel.DIRECT,
            case_key="house",
            answers=sample["answers"],
            papers=tuple(PaperData(key=key, originals=1) for key in sample["papers"]),
        )
        actions.complete(task_id=factories.task(dossier).pk, outcome="accept", note="", by=worker, now=now)
        dossier.refresh_from_db()
        promised[day] = dossier.due_at
        asked[day] = actions.supplement_limits(dossier).until
    assert {day: due.astimezone(VN).date() for day, due in promised.items() if due} == {
        date(2026, 6, 29): date(2026, 7, 14),  # 15 days
        date(2026, 7, 2): date(2026, 7, 13),  # seven working days
    }
    # The 2014 law gives seven working days to ask for more; Decree 217/2026/NĐ-CP art. 54(2) three for a house.
    assert {day: until.astimezone(VN).date() for day, until in asked.items() if until} == {
        date(2026, 6, 29): date(2026, 7, 8),
        date(2026, 7, 2): date(2026, 7, 7),
    }
