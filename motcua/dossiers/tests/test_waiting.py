"""Waiting for people, and what the timetable does when they do not come."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing, Receipt
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import CHECK
from motcua.lib.dates import today
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.notices.models import Notice
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.workflow.bpmn import Part, Step, Wait
from motcua.workflow.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
MUCH_LATER = NOW + timedelta(days=60)
APPRAISE = Step("appraise", "Thẩm định", "appraise", "specialist", "competent", "5wd", ("approve",))
TAX = Wait("tax", "Chờ nộp thuế", "tax_paid", "specialist")


def received(citizen: User, officer: User, *parts: Part, **fields: Any) -> Dossier:
    dossier = factories.filed(by=citizen, of=factories.version_of(*parts, **fields))
    return actions.receive(task_id=factories.task(dossier).pk, by=officer, now=NOW)


def test_an_unanswered_request_ends_a_dossier_that_was_not_received(citizen: User, commune_officer: User) -> None:
    dossier = factories.filed(by=citizen)
    missing = [Missing("other", "Ghi rõ")]
    actions.ask_supplement(
        task_id=factories.task(dossier).pk, items=missing, reason="Thiếu", by=commune_officer, now=NOW
    )
    assert actions.expire_supplements(now=MUCH_LATER) == 0, "nobody is known to have read it"
    actions.opened(dossier_id=dossier.pk, by=citizen, now=NOW)
    assert actions.expire_supplements(now=NOW) == 0
    assert actions.expire_supplements(now=MUCH_LATER) == 1
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED
    assert actions.expire_supplements(now=MUCH_LATER) == 0


def paid(dossier: Dossier, officer: User, now: datetime = NOW, **receipt: Any) -> Dossier:
    values = {"number": "BL 0012", "paid_on": today(now), "amount": 1_200_000, **receipt}
    return actions.payment_done(dossier_id=dossier.pk, receipt=Receipt(**values), by=officer, now=now)


def test_a_payment_asked_for_by_hand_stops_the_clock_and_leaves_its_time_out(
    citizen: User, commune_officer: User
) -> None:
    dossier = received(citizen, commune_officer, APPRAISE)
    first_due = dossier.due_at
    task = factories.task(dossier)
    dossier = actions.ask_payment(task_id=task.pk, amount=1_200_000, reason="Thuế", by=commune_officer, now=NOW)
    assert (dossier.state, dossier.paused_at) == (State.FINANCIAL_OBLIGATION, NOW)
    dossier = paid(dossier, commune_officer, NOW + timedelta(days=7))
    assert dossier.state == State.PROCESSING
    assert first_due is not None
    assert dossier.due_at is not None
    assert dossier.due_at > first_due


@pytest.mark.parametrize(("clock", "stands_still"), [("stopped", True), ("running", False)])
def test_the_process_waits_for_the_tax_with_the_clock_as_the_package_says(
    citizen: User, commune_officer: User, clock: str, stands_still: bool
) -> None:
    """The time in which a financial duty is settled is not the agency's (land procedures, Decree 151/2025)."""
    rule = {"clock": clock, "text": "Nộp thuế theo thông báo", "basis": "Nghị định 151/2025/NĐ-CP"}
    settings = {"channels": ["online"], "financial_duty": rule}
    dossier = received(citizen, commune_officer, TAX, APPRAISE, settings=settings)
    assert dossier.state == State.FINANCIAL_OBLIGATION
    assert (dossier.paused_at == NOW) is stands_still
    assert factories.task(dossier).status == "waiting"
    first_due = dossier.due_at
    assert first_due is not None
    run_due_jobs()
    assert Notice.objects.filter(person=citizen.person, kind="pay").get().params["reason"] == rule["text"]
    dossier = paid(dossier, commune_officer, NOW + timedelta(days=7))
    assert (dossier.state, dossier.paused_at) == (State.PROCESSING, None)
    assert (dossier.due_at > first_due) is stands_still if dossier.due_at else False
    assert factories.task(dossier).kind == "appraise"
    kinds = [event.kind for event in dossier.events.order_by("pk")]
    assert kinds == ["filed", "received", "payment_asked", "paid"]
    proof = dossier.events.get(kind="paid")
    assert proof.note == "Chứng từ số BL 0012, ngày 30/11/2026, 1.200.000 đồng"
    assert proof.params == {"receipt": "BL 0012", "paid_on": "2026-11-30", "amount": 1_200_000}
    with pytest.raises(Conflict, match="nothing_to_pay"):
        paid(dossier, commune_officer)


@pytest.mark.parametrize(
    "wrong", [{"number": " "}, {"paid_on": date(2026, 11, 24)}, {"paid_on": date(1, 1, 1)}, {"amount": 0}]
)
def test_what_no_receipt_says_is_refused(citizen: User, commune_officer: User, wrong: dict[str, Any]) -> None:
    dossier = received(citizen, commune_officer, TAX, APPRAISE)
    with pytest.raises(Refused, match="receipt_"):
        paid(dossier, commune_officer, **wrong)


def test_nobody_but_an_official_or_the_tax_office_says_that_it_is_paid(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    dossier = received(citizen, commune_officer, TAX, APPRAISE)
    land_office = people.api_client(places.commune(), scopes=["dossiers:write", "tasks:write"]).user
    for somebody in (citizen, commune_leader, land_office):
        with pytest.raises(Forbidden):
            paid(dossier, somebody)
    tax_office = people.api_client(places.agency("G12.136", "Thuế tỉnh"), scopes=["payments:write"]).user
    assert paid(dossier, tax_office).state == State.PROCESSING


def test_a_dossier_is_withdrawn_while_it_waits_for_the_tax(citizen: User, commune_officer: User) -> None:
    dossier = received(citizen, commune_officer, TAX, APPRAISE)
    dossier = actions.withdraw(dossier_id=dossier.pk, reason="Thôi bán", by=citizen, now=NOW)
    assert dossier.state == State.WITHDRAWN
    assert not Task.objects.undone().exists()


@pytest.mark.parametrize(("clock", "stands_still"), [("stopped", True), ("running", False)])
def test_silence_goes_on_after_the_packages_time_and_the_clock_with_it(
    citizen: User, commune_officer: User, clock: str, stands_still: bool
) -> None:
    rule = {"within": {"amount": 1, "unit": "day"}, "clock": clock}
    settings = {"channels": ["online"], "applicant_check": rule}
    dossier = received(citizen, commune_officer, CHECK, APPRAISE, settings=settings)
    assert dossier.events.filter(kind="draft_to_check").exists()
    assert (dossier.paused_at == NOW) is stands_still
    assert dossier.clock_stops.filter(reason="applicant_check").exists() is stands_still
    first_due = dossier.due_at
    assert actions.accept_silence(now=NOW) == 0
    until = actions.check_until(dossier, factories.task(dossier))
    assert until is not None
    assert actions.accept_silence(now=until) == 1
    dossier.refresh_from_db()
    assert dossier.paused_at is None
    assert (dossier.due_at != first_due) is stands_still
    # The silence is kept as what it is: nobody's confirmation.
    assert [event.actor_kind for event in dossier.events.filter(kind="draft_silence")] == ["system"]
    assert not dossier.events.filter(kind="draft_confirmed").exists()
    assert factories.task(dossier).kind == "appraise"
    assert actions.accept_silence(now=MUCH_LATER) == 0


@pytest.mark.parametrize("outcome", ["confirm", "correct"])
def test_the_clock_goes_on_when_the_applicant_has_answered(citizen: User, commune_officer: User, outcome: str) -> None:
    settings = {
        "channels": ["online"],
        "applicant_check": {"within": {"amount": 1, "unit": "day"}, "clock": "stopped"},
    }
    dossier = received(citizen, commune_officer, CHECK, APPRAISE, settings=settings)
    task = factories.task(dossier)
    dossier = actions.advance(task_id=task.pk, outcome=outcome, note="Sai năm sinh", by=citizen, now=NOW)
    assert dossier.paused_at is None
    assert dossier.due_adjustments.order_by("pk").last().reason == "went_on_resume"  # type: ignore[union-attr]


def test_the_applicants_own_word_ends_the_check(citizen: User, commune_officer: User) -> None:
    dossier = received(citizen, commune_officer, CHECK)
    actions.advance(task_id=factories.task(dossier).pk, outcome="confirm", note="", by=citizen, now=NOW)
    assert dossier.events.filter(kind="draft_confirmed", actor_id=str(citizen.pk)).exists()


def test_coming_in_person_stops_the_clock_where_the_package_says_so(citizen: User, commune_officer: User) -> None:
    come = Step("come", "Mời đến ký", "in_person", "receptionist", "received_at", "0", ("came",))
    settings = {"channels": ["online"], "in_person": {"clock": "stopped", "who": ["Bên nam"]}}
    dossier = received(citizen, commune_officer, come, settings=settings)
    dossier.refresh_from_db()
    assert dossier.clock_stops.filter(reason="in_person", ended_at=None).exists()
    task = factories.task(dossier)
    with pytest.raises(Refused, match="not_seen"):
        actions.complete(task_id=task.pk, outcome="came", note="", by=commune_officer, now=NOW)
    details = actions.Details(present=("Bên nam",))
    actions.complete(task_id=task.pk, outcome="came", note="", by=commune_officer, now=NOW, details=details)
    assert not dossier.clock_stops.filter(ended_at=None).exists()


def test_a_package_may_limit_requests_to_one_and_to_the_first_days(citizen: User, commune_officer: User) -> None:
    """Building permits: asked once, within seven working days of reception (Construction Law 2014, article 102)."""
    rule = {
        "answer_within": {"amount": 15, "unit": "working_day"},
        "clock": "restart",
        "once": True,
        "ask_within": {"amount": 7, "unit": "working_day"},
        "basis": "Luật Xây dựng 2014, Điều 102",
    }
    settings = {"channels": ["online"], "supplement": rule}
    papers = [factories.PROOF]

    def ask(dossier: Dossier, target: str, now: datetime) -> Dossier:
        points = [Missing(target, "Cần bổ sung")]
        task = factories.task(dossier)
        return actions.ask_supplement(task_id=task.pk, items=points, reason="Thiếu", by=commune_officer, now=now)

    late = received(citizen, commune_officer, APPRAISE, settings=settings, papers=papers)
    with pytest.raises(Refused, match="supplement_late"):
        ask(late, "paper:proof", NOW + timedelta(days=12))

    dossier = received(citizen, commune_officer, APPRAISE, settings=settings, papers=papers)
    dossier = ask(dossier, "field:content", NOW + timedelta(days=2))
    answered = NOW + timedelta(days=9)
    dossier = actions.answer_supplement(
        public_id=dossier.public_id, answers=None, papers=(), message="Đã rõ", by=citizen, now=answered
    )
    with pytest.raises(Refused, match="supplement_once"):
        ask(dossier, "paper:proof", answered)
    with pytest.raises(Refused, match="supplement_once"):
        ask(dossier, "other", answered)
    assert ask(dossier, "field:content", answered).state == State.SUPPLEMENT_REQUESTED, "still open of the first"


def test_a_request_before_reception_is_not_the_one_that_may_be_made_after(citizen: User, commune_officer: User) -> None:
    settings = {"channels": ["online"], "supplement": {"once": True}}
    version = factories.version_of(APPRAISE, settings=settings, papers=[factories.PROOF])
    dossier = factories.filed(by=citizen, of=version)
    task = factories.task(dossier)
    dossier = actions.ask_supplement(
        task_id=task.pk, items=[Missing("other", "Ghi rõ")], reason="Thiếu", by=commune_officer, now=NOW
    )
    actions.answer_supplement(
        public_id=dossier.public_id, answers=None, papers=(), message="Đã rõ", by=citizen, now=NOW
    )
    dossier = actions.receive(task_id=factories.task(dossier).pk, by=commune_officer, now=NOW)
    task = factories.task(dossier)
    dossier = actions.ask_supplement(
        task_id=task.pk, items=[Missing("paper:proof", "Mờ")], reason="Mờ", by=commune_officer, now=NOW
    )
    assert dossier.state == State.SUPPLEMENT_REQUESTED


def test_those_invited_are_told_whom_and_what_to_bring_and_once_more_when_nobody_came(
    citizen: User, commune_officer: User
) -> None:
    come = Step("come", "Mời đến ký", "in_person", "receptionist", "received_at", "0", ("came",))
    papers = [{"key": "card", "name": "Thẻ căn cước", "kind": "show", "required": True}]
    settings = {"channels": ["online"], "in_person": {"who": ["Bên nam", "Bên nữ"], "originals": ["card"]}}
    dossier = received(citizen, commune_officer, APPRAISE, come, settings=settings, papers=papers)
    factories.done(dossier, "approve", commune_officer)
    factories.done(dossier, "no_show", commune_officer, note="Hẹn lại 9 giờ ngày 30/11/2026.")
    run_due_jobs()
    told = [notice.params["reason"] for notice in Notice.objects.filter(kind="come_in_person").order_by("pk")]
    assert told == [
        "Phải có mặt: Bên nam, Bên nữ. Mang theo bản chính: Thẻ căn cước.",
        "Hẹn lại 9 giờ ngày 30/11/2026.",
    ]
    # Reception does not decide on substance (Decree 118/2025 art. 17): who appraised it does.
    factories.done(dossier, "return", commune_officer, note="Hai lần không đến")
    assert factories.task(dossier).kind == "appraise"
    assert factories.task(dossier).assignee == commune_officer
    stopped = factories.done(dossier, "stop", commune_officer, note="Hai bên không đến", details=factories.grounds())
    assert stopped.state == State.STOPPED


def test_nobody_is_handed_back_what_they_never_appraised(citizen: User, commune_officer: User) -> None:
    come = Step("come", "Mời đến ký", "in_person", "receptionist", "received_at", "0", ("came",))
    dossier = received(citizen, commune_officer, come)
    with pytest.raises(Refused, match="no_such_return"):
        factories.done(dossier, "return", commune_officer, note="Không đến")
