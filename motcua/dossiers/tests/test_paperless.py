"""Procedures without paper: paper is taken for a written reason only, counted, and nobody brings originals."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions, paperless
from motcua.dossiers.models import Dossier, PaperTaken
from motcua.dossiers.rules.filing import Originals, PaperData
from motcua.dossiers.rules.states import Channel, Origin
from motcua.dossiers.tests import factories as cases
from motcua.lib.actors import SYSTEM
from motcua.lib.refusals import Refused
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures.models import Paperless, ProcedureVersion
from motcua.procedures.paperless import PaperlessKind, decision_on

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 23)
COPY = PaperData("proof", copies=1)


@pytest.fixture
def version() -> ProcedureVersion:
    settings = {"processing_system": "local", "in_person": {"who": ["cha, mẹ"], "originals": ["proof"]}}
    return cases.version(papers=[cases.PROOF], settings=settings)


@pytest.fixture
def decision(version: ProcedureVersion) -> Paperless:
    since = DateRange(date(2026, 1, 1), None)
    return Paperless.objects.create(
        procedure=version.procedure, number="12/QĐ-UBND", decided_on=date(2025, 12, 20), valid=since
    )


@pytest.fixture
def receptionist() -> User:
    return official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(places.commune())))


def brought(version: ProcedureVersion, by: User, paper: PaperData, reason: str = "") -> Dossier:
    return cases.filed(
        by=by, of=version, origin=Origin.COUNTER, channel=Channel.DIRECT, papers=(paper,), paper_reason=reason
    )


def test_paper_needs_a_reason_and_what_is_shown_and_given_back_does_not(
    version: ProcedureVersion, decision: Paperless
) -> None:
    shown = PaperData("proof", originals=1, originals_were=Originals.RETURNED)
    procedure = version.procedure_id
    assert paperless.check_taking(procedure, [shown], "", on=TODAY) is None
    assert paperless.check_taking(procedure, [COPY], "người già", on=TODAY) == decision
    assert paperless.check_taking(procedure, [COPY], "", on=date(2025, 12, 31)) is None, "before the decision held"
    with pytest.raises(Refused, match="12/QĐ-UBND"):
        paperless.check_taking(procedure, [COPY], " ", on=TODAY)


def test_what_is_taken_at_the_counter_is_counted_and_nobody_brings_originals(
    version: ProcedureVersion, decision: Paperless, citizen: User, receptionist: User
) -> None:
    with pytest.raises(Refused, match="không dùng hồ sơ giấy"):
        brought(version, citizen, COPY)
    assert not Dossier.objects.exists()
    dossier = brought(version, citizen, COPY, "máy quét hỏng")
    taken = PaperTaken.objects.get()
    assert (taken.dossier, taken.reason, paperless.times_taken()) == (dossier, "máy quét hỏng", {decision.pk: 1})
    assert paperless.meeting_of(dossier).originals == ()
    Dossier.objects.filter(pk=dossier.pk).update(submitted_at=cases.NOW.replace(year=2025))
    dossier.refresh_from_db()
    assert [key for key, _name in paperless.meeting_of(dossier).originals] == ["proof"]


def test_a_supplement_on_paper_says_why_in_its_message(
    version: ProcedureVersion, decision: Paperless, citizen: User, receptionist: User
) -> None:
    dossier = cases.filed(by=citizen, of=version)
    item = actions.Missing("paper:proof", "Nộp giấy chứng sinh")
    actions.ask_supplement(task_id=cases.task(dossier).pk, items=[item], reason="", by=receptionist, now=cases.NOW)
    answer: dict[str, Any] = {"public_id": dossier.public_id, "papers": (COPY,), "by": receptionist, "now": cases.NOW}
    with pytest.raises(Refused, match="ghi lý do"):
        actions.answer_supplement(**answer)
    actions.answer_supplement(**answer, message="bà cụ không có điện thoại")
    assert PaperTaken.objects.get().reason == "bà cụ không có điện thoại"


def test_who_asks_for_paper_says_why_once(
    version: ProcedureVersion, decision: Paperless, citizen: User, receptionist: User
) -> None:
    dossier = cases.filed(by=citizen, of=version)
    item = actions.Missing("paper:proof", "Nộp giấy chứng sinh")
    why: dict[str, Any] = {"paper_reason": "phải lưu bản gốc", "by": receptionist, "now": cases.NOW}
    actions.ask_supplement(task_id=cases.task(dossier).pk, items=[item], reason="Thiếu", **why)
    asked = dossier.supplement_requests.get()
    assert (asked.reason, asked.paper_reason) == ("Thiếu\nNộp bản giấy: phải lưu bản gốc", "phải lưu bản gốc")
    actions.answer_supplement(public_id=dossier.public_id, papers=(COPY,), by=receptionist, now=cases.NOW)
    assert PaperTaken.objects.get().reason == "phải lưu bản gốc"


def test_a_decision_begins_and_ends_on_its_day(version: ProcedureVersion, decision: Paperless) -> None:
    kind, code = PaperlessKind(), version.procedure.code
    with pytest.raises(Refused, match="số của quyết định"):
        kind.check(code, {"decided_on": "2026-11-01"}, TODAY)
    with pytest.raises(Refused, match="Ngày hết"):
        kind.check(code, {"number": "1", "decided_on": "2026-11-01", "until": "2026-11-01"}, TODAY)
    newer = {"number": "99/QĐ-UBND", "decided_on": "2026-11-01", "until": "2026-12-31"}
    kind.check(code, newer, TODAY)
    with transaction.atomic():
        kind.apply(code, newer, TODAY, SYSTEM, cases.NOW)
    held = [decision_on(version.procedure_id, day) for day in (date(2026, 11, 22), TODAY, date(2026, 12, 31))]
    assert [one.number if one else "" for one in held] == ["12/QĐ-UBND", "99/QĐ-UBND", "99/QĐ-UBND"]
    assert decision_on(version.procedure_id, date(2027, 1, 1)) is None
    with transaction.atomic():
        kind.apply(code, {"ends": True}, date(2026, 12, 1), SYSTEM, cases.NOW)
    assert decision_on(version.procedure_id, date(2026, 12, 1)) is None
    with pytest.raises(Refused, match="đang không thuộc"):
        kind.check(code, {"ends": True}, date(2026, 12, 2))
