"""A dossier's life through the actions: receive, appraise, sign, issue, deliver; and what turns aside from it."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.actions import Details, Missing
from motcua.dossiers.models.result import ResultState
from motcua.dossiers.rules.filing import NotReady
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.notices.models import Notice
from motcua.outbox.testing import run_due_jobs
from motcua.workflow.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW


def test_from_filing_to_delivery(citizen: User, commune_officer: User, commune_leader: User) -> None:
    dossier = factories.filed(by=citizen)
    dossier = done(dossier, "accept", commune_officer)
    assert dossier.state == State.RECEIVED
    # Five working days, the 24th of November being a holiday since 2026 (Resolution 28/2026/QH16).
    assert dossier.due_at is not None
    assert dossier.due_at == dossier.original_due_at
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    done(dossier, "sign", commune_leader)
    dossier = done(dossier, "issue", commune_officer)
    assert (dossier.state, dossier.completed_at) == (State.COMPLETED, NOW)
    dossier = done(dossier, "deliver", commune_officer, details=Details(recipient="Nguyễn Thị An"))
    assert dossier.state == State.DELIVERED
    result = dossier.results.get()
    assert (result.state, result.number, result.delivered_to) == (ResultState.ISSUED, "17/XN-UBND", "Nguyễn Thị An")
    assert [event.kind for event in dossier.events.order_by("pk")] == [
        "filed",
        "received",
        "result_drafted",
        "step_done",
        "result_numbered",
        "result_signed",
        "issued",
        "delivered",
    ]
    assert not Task.objects.undone().exists()


def test_the_applicant_is_told_of_what_concerns_them(citizen: User, commune_officer: User) -> None:
    dossier = factories.filed(by=citizen)
    done(dossier, "accept", commune_officer)
    run_due_jobs()
    assert [notice.kind for notice in Notice.objects.filter(person=citizen.person).order_by("pk")] == [
        "filed",
        "received",
    ]
    declaration = dossier.papers.get(number=0)
    assert declaration.key == "declaration"
    assert declaration.files.get().file.kind == "pdf"


def test_a_supplement_stops_the_clock_and_starts_it_anew(citizen: User, commune_officer: User) -> None:
    """Decree 61/2018 art. 19(4): counted again from the beginning."""
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    first_due = dossier.due_at
    missing = Details(missing=(Missing("field:content", "Ghi rõ nội dung"),))
    dossier = done(dossier, "supplement", commune_officer, note="Thiếu nội dung", details=missing)
    assert dossier.state == State.SUPPLEMENT_REQUESTED
    assert dossier.paused_at == NOW
    assert not Task.objects.open().exists(), "nobody is asked to do what must wait"
    later = NOW + timedelta(days=3)
    dossier = actions.answer_supplement(
        public_id=dossier.public_id, answers={"content": "Rõ hơn"}, papers=(), by=citizen, now=later
    )
    assert dossier.state == State.PROCESSING
    assert dossier.paused_at is None
    assert first_due is not None
    assert dossier.due_at is not None
    assert dossier.due_at > first_due
    assert dossier.original_due_at == first_due
    assert [answers.data["content"] for answers in dossier.answers.order_by("number")] == ["Xin xác nhận", "Rõ hơn"]


def test_a_supplement_before_reception_goes_back_to_registered(citizen: User, commune_officer: User) -> None:
    dossier = done(factories.filed(by=citizen), "supplement", commune_officer, note="Thiếu")
    dossier = actions.answer_supplement(
        public_id=dossier.public_id, answers=None, papers=(), message="Đã rõ", by=citizen, now=NOW
    )
    assert dossier.state == State.REGISTERED
    assert factories.task(dossier).kind == "receive"


def test_an_answer_must_bring_what_was_asked(citizen: User, commune_officer: User) -> None:
    details = Details(missing=(Missing("paper:proof", "Chụp lại cho rõ"),))
    dossier = factories.filed(by=citizen, of=factories.version(papers=[factories.PROOF]))
    dossier = done(dossier, "supplement", commune_officer, note="Mờ", details=details)
    with pytest.raises(NotReady):
        actions.answer_supplement(public_id=dossier.public_id, answers=None, papers=(), by=citizen, now=NOW)


def test_refusal_ends_the_process(citizen: User, commune_officer: User) -> None:
    dossier = factories.filed(by=citizen)
    dossier = done(dossier, "refuse", commune_officer, note="Không thuộc thẩm quyền", details=factories.grounds())
    assert (dossier.state, dossier.closed_at) == (State.REFUSED, NOW)
    assert not Task.objects.undone().exists()


def test_a_return_goes_back_with_its_reason(citizen: User, commune_officer: User, commune_leader: User) -> None:
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    with pytest.raises(Refused, match="reason_missing"):
        done(dossier, "return", commune_leader)
    done(dossier, "return", commune_leader, note="Xem lại số")
    assert factories.task(dossier).kind == "appraise"
    assert factories.task(dossier).assignee == commune_officer


def test_the_second_one_is_told(citizen: User, commune_officer: User) -> None:
    dossier = factories.filed(by=citizen)
    task = factories.task(dossier)
    done(dossier, "accept", commune_officer)
    with pytest.raises(Conflict):
        actions.receive(task_id=task.pk, by=commune_officer, now=NOW)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        actions.advance(
            task_id=factories.task(dossier).pk, outcome="approve", note="", by=commune_officer, now=NOW, revision=1
        )


def test_a_stranger_can_do_nothing(citizen: User, commune_leader: User) -> None:
    dossier = factories.filed(by=citizen)
    with pytest.raises(Forbidden):
        done(dossier, "accept", commune_leader)
    with pytest.raises(Forbidden):
        done(dossier, "accept", citizen)
    with pytest.raises(Forbidden):
        actions.withdraw(dossier_id=dossier.pk, reason="x", by=people.citizen("Khác"), now=NOW)


def test_a_dossier_is_withdrawn_only_before_there_is_a_result(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    """Decree 118/2025 art. 21."""
    first = factories.filed(by=citizen)
    assert actions.withdraw(dossier_id=first.pk, reason="Đổi ý", by=citizen, now=NOW).state == State.WITHDRAWN
    second = done(factories.filed(by=citizen), "accept", commune_officer)
    done(second, "approve", commune_officer, details=Details(reference=factories.reference()))
    done(second, "sign", commune_leader)
    with pytest.raises(Refused, match="has_result"):
        actions.withdraw(dossier_id=second.pk, reason="Đổi ý", by=citizen, now=NOW)


def test_look_up_needs_code_and_secret_and_locks_after_ten_tries(citizen: User) -> None:
    dossier = factories.filed(by=citizen)
    secret = actions.secret_of(dossier)
    typed = dossier.code.lower().replace(".", "")
    assert actions.look_up(typed_code=typed, typed_secret=secret.lower(), now=NOW) == dossier
    for _ in range(10):
        with pytest.raises(Refused, match="wrong_lookup"):
            actions.look_up(typed_code=dossier.code, typed_secret="ZZZZ0", now=NOW)
    with pytest.raises(Refused, match="locked"):
        actions.look_up(typed_code=dossier.code, typed_secret=secret, now=NOW)
    much_later = datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert actions.look_up(typed_code=dossier.code, typed_secret=secret, now=much_later) == dossier
