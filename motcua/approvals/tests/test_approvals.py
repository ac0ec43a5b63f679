"""Two people change a thing: who may, what is kept, what is overtaken, and what happens on the day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from motcua.accounts.models import User
from motcua.approvals import actions, queries, rehearsals, rules, sketching, tasks
from motcua.approvals.models import Proposal
from motcua.approvals.rules import RehearsalStatus, Status
from motcua.approvals.tests import fakes
from motcua.audit.models import Entry
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.notices.queries import desk_notices
from motcua.notices.rules import OfficialKind
from motcua.notices.wording import official_words
from motcua.outbox.testing import run_due_jobs

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 29)
LATER = date(2027, 1, 1)
ON_THE_DAY = datetime(2026, 12, 31, 17, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def board(settings: Settings) -> dict[str, str]:
    settings.PORTS = {**settings.PORTS, "approvals.line": "motcua.approvals.tests.fakes.Line"}
    fakes.BOARD.clear()
    fakes.APPLIED.clear()
    fakes.BOARD["a"] = "cũ"
    return fakes.BOARD


def propose(by: User, text: str = "mới", **given: Any) -> Proposal:
    values: dict[str, Any] = {"subject": "a", "reason": "Theo quyết định mới", "effective_on": TODAY, "now": NOW}
    return actions.propose(kind="line", content={"text": text}, by=by, **{**values, **given})


def approve(proposal: Proposal, by: User, now: datetime = NOW) -> Proposal:
    return actions.approve(public_id=proposal.public_id, by=by, now=now)


def told(user: User) -> list[str]:
    """What the desk says to somebody about proposals, the oldest first."""
    return [one.kind for one in reversed(desk_notices(user.pk)) if one.about_kind == "proposal"]


def test_one_proposes_and_another_approves(business_admin: User, procedure_control_officer: User) -> None:
    proposal = propose(business_admin)
    assert (proposal.title, proposal.base, fakes.BOARD["a"]) == ("Dòng a", "cũ", "cũ")
    assert [one.pk for one in queries.waiting(procedure_control_officer)] == [proposal.pk]
    done = approve(proposal, procedure_control_officer)
    assert (done.status, done.decided_by, done.applied_at) == (Status.APPLIED, procedure_control_officer, NOW)
    assert fakes.BOARD["a"] == "mới"
    assert fakes.APPLIED == [("a", TODAY, "Bùi Thị Mai")]
    about = f"proposal:{proposal.public_id}"
    assert list(Entry.objects.filter(about=about).order_by("pk").values_list("action", flat=True)) == [
        "proposal.made",
        "proposal.approved",
        "proposal.applied",
    ]
    assert told(procedure_control_officer) == ["proposal_waits"]
    assert told(business_admin) == ["proposal_applied"]
    (waits,) = desk_notices(procedure_control_officer.pk)
    assert official_words(OfficialKind(waits.kind), waits.params) == (
        f"{business_admin.full_name} đề xuất thay đổi “Dòng a”, áp dụng từ Chủ Nhật, 29/11/2026; "
        "đề xuất chờ ông/bà duyệt."
    )


def test_who_may_not(business_admin: User, procedure_control_officer: User, specialist: User) -> None:
    with pytest.raises(Forbidden):
        propose(specialist)
    proposal = propose(procedure_control_officer)
    for somebody in (business_admin, specialist):
        with pytest.raises(Forbidden):
            approve(proposal, somebody)
        with pytest.raises(Forbidden):
            actions.reject(public_id=proposal.public_id, note="Không", by=somebody, now=NOW)
        with pytest.raises(Forbidden):
            actions.withdraw(public_id=proposal.public_id, by=somebody, now=NOW)
    with pytest.raises(Refused, match="own_proposal"):
        approve(proposal, procedure_control_officer)
    with pytest.raises(Refused, match="own_proposal"):
        actions.reject(public_id=proposal.public_id, note="Thôi", by=procedure_control_officer, now=NOW)
    assert fakes.BOARD["a"] == "cũ"
    assert not queries.about("line", "a", specialist)
    with pytest.raises(Proposal.DoesNotExist):
        queries.proposal(proposal.public_id, specialist)


def test_the_database_wants_two_people_too(business_admin: User) -> None:
    proposal = propose(business_admin)
    with pytest.raises(IntegrityError, match="proposal_takes_two"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            status=Status.APPROVED, decided_by=business_admin, decided_at=NOW
        )
    with pytest.raises(IntegrityError, match="proposal_decided_by_somebody"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(status=Status.APPROVED)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(content={"text": "khác"})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " \u200b "}, "reason_missing"),
        ({"reason": "x" * (rules.LONGEST + 1)}, "reason_too_long"),
        ({"effective_on": TODAY - timedelta(days=1)}, "day_passed"),
        ({"effective_on": TODAY + timedelta(days=1000)}, "day_too_far"),
        ({"text": "xấu"}, "bad_line"),
        ({"base": "cũ hơn"}, "base_moved"),
    ],
)
def test_what_cannot_be_proposed(business_admin: User, given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        propose(business_admin, **given)
    assert not Proposal.objects.exists()


def test_one_open_proposal_for_a_thing(business_admin: User, procedure_control_officer: User) -> None:
    first = propose(business_admin, effective_on=LATER)
    with pytest.raises(Conflict, match="proposal_open"):
        propose(business_admin)
    propose(business_admin, subject="b")
    approve(first, procedure_control_officer)
    with pytest.raises(Conflict, match="proposal_open"):
        propose(business_admin)
    actions.withdraw(public_id=first.public_id, by=business_admin, now=NOW)
    propose(business_admin)


def test_what_has_moved_meanwhile_is_not_overwritten(business_admin: User, procedure_control_officer: User) -> None:
    proposal = propose(business_admin)
    fakes.BOARD["a"] = "người khác sửa"
    with pytest.raises(Conflict, match="base_moved"):
        approve(proposal, procedure_control_officer)
    proposal.refresh_from_db()
    assert (proposal.status, fakes.BOARD["a"]) == (Status.PROPOSED, "người khác sửa")


def test_a_refusal_leaves_the_proposal_as_it_was(business_admin: User, procedure_control_officer: User) -> None:
    proposal = propose(business_admin, "hỏng")
    with pytest.raises(Refused, match="broken_line"):
        approve(proposal, procedure_control_officer)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by_id) == (Status.PROPOSED, None)


def test_a_rejection_says_why_and_ends_it(business_admin: User, procedure_control_officer: User) -> None:
    proposal = propose(business_admin)
    with pytest.raises(Refused, match="reason_missing"):
        actions.reject(public_id=proposal.public_id, note="", by=procedure_control_officer, now=NOW)
    done = actions.reject(public_id=proposal.public_id, note="Sai lệ phí", by=procedure_control_officer, now=NOW)
    assert (done.status, done.decision_note) == (Status.REJECTED, "Sai lệ phí")
    (rejected,) = desk_notices(business_admin.pk)
    assert official_words(OfficialKind(rejected.kind), rejected.params).endswith("của ông/bà: Sai lệ phí")
    with pytest.raises(Conflict, match="proposal_moved_on"):
        approve(proposal, procedure_control_officer)
    with pytest.raises(Conflict, match="proposal_moved_on"):
        actions.withdraw(public_id=proposal.public_id, by=business_admin, now=NOW)


def test_the_day_comes(business_admin: User, procedure_control_officer: User) -> None:
    proposal = approve(propose(business_admin, effective_on=LATER), procedure_control_officer)
    assert (proposal.status, fakes.BOARD["a"]) == (Status.APPROVED, "cũ")
    assert [one.pk for one in queries.coming(business_admin)] == [proposal.pk]
    tasks.apply_due(now=NOW)
    assert run_due_jobs() == 0
    for _ in range(2):
        actions.apply_due(proposal_id=proposal.pk, now=ON_THE_DAY)
    assert fakes.APPLIED == [("a", LATER, "Bùi Thị Mai")]
    proposal.refresh_from_db()
    assert (proposal.status, proposal.applied_at) == (Status.APPLIED, ON_THE_DAY)
    assert actions.due(now=ON_THE_DAY) == []
    # Once, to both: the day came while nobody looked.
    assert told(business_admin) == ["proposal_approved", "proposal_applied"]
    assert told(procedure_control_officer) == ["proposal_waits", "proposal_applied"]


def test_a_failure_on_the_day_is_kept_and_shown(business_admin: User, procedure_control_officer: User) -> None:
    broken = approve(propose(business_admin, "hỏng", effective_on=LATER), procedure_control_officer)
    moved = approve(propose(business_admin, subject="b", effective_on=LATER), procedure_control_officer)
    fakes.BOARD["b"] = "người khác sửa"
    assert actions.due(now=ON_THE_DAY) == [broken.pk, moved.pk]
    for pk in actions.due(now=ON_THE_DAY):
        actions.apply_due(proposal_id=pk, now=ON_THE_DAY)
    assert [(one.subject, one.failure["code"]) for one in queries.failed(business_admin)] == [
        ("b", "base_moved"),
        ("a", "broken_line"),
    ]
    broken.refresh_from_db()
    assert broken.failure == {"code": "broken_line", "message": "Dòng {subject} hỏng.", "params": {"subject": "a"}}
    assert told(business_admin) == ["proposal_approved"] * 2 + ["proposal_failed"] * 2
    assert told(procedure_control_officer)[-2:] == ["proposal_failed"] * 2
    propose(business_admin, "tốt", now=ON_THE_DAY, effective_on=LATER)
    assert [one.subject for one in queries.failed(business_admin)] == ["b"]


def test_late_approval_changes_nothing_back_in_time(business_admin: User, procedure_control_officer: User) -> None:
    proposal = propose(business_admin, effective_on=TODAY)
    approve(proposal, procedure_control_officer, now=NOW + timedelta(days=3))
    assert [("a", TODAY + timedelta(days=3), "Bùi Thị Mai")] == fakes.APPLIED


def test_a_sketch_is_its_writers_alone_and_ends_as_a_proposal(
    business_admin: User, procedure_control_officer: User, specialist: User
) -> None:
    about: dict[str, Any] = {"kind": "line", "subject": "a"}
    with pytest.raises(Forbidden):
        sketching.begin(**about, content={"text": "x"}, on=TODAY, by=specialist, now=NOW)
    sketch = sketching.begin(**about, content={"text": "x"}, on=TODAY, by=business_admin, now=NOW)
    assert queries.sketch("line", "a", procedure_control_officer) is None
    with pytest.raises(Conflict):
        sketching.save(sketch_id=sketch.pk, content={}, revision=1, by=procedure_control_officer, now=NOW)
    sketching.save(sketch_id=sketch.pk, content={"text": "y"}, revision=1, by=business_admin, now=NOW)
    with pytest.raises(Conflict, match="sketch_moved_on"):
        sketching.save(sketch_id=sketch.pk, content={"text": "z"}, revision=1, by=business_admin, now=NOW)
    kept = queries.sketch("line", "a", business_admin)
    assert kept is not None
    assert (kept.content, kept.base, kept.revision) == ({"text": "y"}, "cũ", 2)
    propose(business_admin, "y", base=kept.base)
    assert queries.sketches(business_admin) == []
    sketching.begin(**about, content={"text": "x"}, on=TODAY, by=business_admin, now=NOW)
    sketching.drop(**about, by=business_admin)
    assert queries.sketches(business_admin) == []


def test_a_trial_is_asked_for_once_at_a_time(settings: Settings, business_admin: User, specialist: User) -> None:
    settings.PORTS = {**settings.PORTS, "rehearsals.line": "motcua.approvals.tests.fakes.rehearse"}
    proposal = propose(business_admin)
    period: dict[str, Any] = {
        "since": TODAY - timedelta(days=9),
        "until": TODAY,
        "now": NOW,
        "public_id": proposal.public_id,
    }
    with pytest.raises(Proposal.DoesNotExist):
        rehearsals.ask(**period, by=specialist)
    with pytest.raises(Refused, match="period_backwards"):
        rehearsals.ask(**{**period, "until": TODAY - timedelta(days=10)}, by=business_admin)
    asked = rehearsals.ask(**period, by=business_admin)
    with pytest.raises(Conflict, match="rehearsal_runs"):
        rehearsals.ask(**period, by=business_admin)
    run_due_jobs()
    kept = queries.rehearsal_of(proposal)
    assert kept is not None
    assert (kept.pk, kept.status, kept.done, kept.total) == (asked.pk, RehearsalStatus.DONE, 2, 2)
    assert kept.report == {"tried": "mới", "from": 0}
    # One that broke off stands in nobody's way for ever.
    rehearsals.ask(**period, by=business_admin)
    later = rehearsals.ask(**{**period, "now": NOW + timedelta(hours=7)}, by=business_admin)
    assert [one.status for one in proposal.rehearsals.order_by("pk")] == ["done", "failed", "waiting"]
    settings.PORTS = {**settings.PORTS, "rehearsals.line": "motcua.approvals.tests.fakes.refuse_to_rehearse"}
    rehearsals.run(rehearsal_id=later.pk, now=NOW)
    kept = queries.rehearsal_of(proposal)
    assert kept is not None
    assert kept.failure["code"] == "bad_line"
    del settings.PORTS["rehearsals.line"]
    with pytest.raises(Refused, match="no_rehearsal"):
        rehearsals.ask(**period, by=business_admin)


def test_a_trial_goes_on_after_a_kill_and_can_be_stopped(
    settings: Settings, business_admin: User, specialist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PORTS = {**settings.PORTS, "rehearsals.line": "motcua.approvals.tests.fakes.rehearse"}
    monkeypatch.setattr(rehearsals, "TELLS_EVERY", 0.0)
    public_id = propose(business_admin).public_id
    period: dict[str, Any] = {"since": TODAY, "until": TODAY, "now": NOW, "public_id": public_id}

    def killed() -> None:
        raise SystemExit

    asked = rehearsals.ask(**period, by=business_admin)
    monkeypatch.setattr(fakes, "MEANWHILE", [killed])
    with pytest.raises(SystemExit):
        rehearsals.run(rehearsal_id=asked.pk, now=NOW)
    asked.refresh_from_db()
    assert (asked.status, asked.done, asked.kept) == (RehearsalStatus.RUNNING, 1, {"at": 1})
    monkeypatch.setattr(fakes, "MEANWHILE", [])
    rehearsals.run(rehearsal_id=asked.pk, now=NOW)
    asked.refresh_from_db()
    assert (asked.status, asked.report["from"], asked.kept) == (RehearsalStatus.DONE, 1, {})
    with pytest.raises(Conflict, match="no_rehearsal_runs"):
        rehearsals.stop(public_id=public_id, by=business_admin, now=NOW)

    asked = rehearsals.ask(**period, by=business_admin)
    with pytest.raises(Proposal.DoesNotExist):
        rehearsals.stop(public_id=public_id, by=specialist, now=NOW)

    def stopped() -> None:
        rehearsals.stop(public_id=public_id, by=business_admin, now=NOW)

    monkeypatch.setattr(fakes, "MEANWHILE", [stopped])
    rehearsals.run(rehearsal_id=asked.pk, now=NOW)
    asked.refresh_from_db()
    assert (asked.status, asked.done, asked.report, asked.kept) == (RehearsalStatus.STOPPED, 1, {}, {})
    assert told(business_admin) == ["rehearsal_over"]
    # Another one may be asked for at once.
    rehearsals.ask(**period, by=business_admin)
