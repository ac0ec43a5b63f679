"""What the agency owes and until when: what inboxes call due soon or overdue, and what cannot come due."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.actions import Details, Missing, Receipt
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.lib.dates import today
from motcua.workflow.bpmn import Step
from motcua.workflow.models import NEVER

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
MISSING = [Missing("other", "Ghi rõ")]
COME = Step("come", "Mời đến ký", "in_person", "receptionist", "received_at", "0", ("came",))


def owed(dossier: Dossier) -> datetime:
    return factories.task(dossier).due_at or NEVER


def test_before_reception_the_answer_is_owed_and_then_the_result(citizen: User, commune_officer: User) -> None:
    dossier = factories.filed(by=citizen)
    assert owed(dossier) == dossier.answer_due_at
    dossier = done(dossier, "accept", commune_officer)
    assert owed(dossier) == dossier.due_at


def test_a_supplement_before_reception_starts_the_time_for_the_answer_anew(
    citizen: User, commune_officer: User
) -> None:
    """1 -> 5 -> 1: eight working hours again (Decree 45/2020 art. 11), not overdue since a week ago."""
    dossier = factories.filed(by=citizen)
    first = dossier.answer_due_at
    actions.ask_supplement(
        task_id=factories.task(dossier).pk, items=MISSING, reason="Thiếu", by=commune_officer, now=NOW
    )
    later = NOW + timedelta(days=7)
    dossier = actions.answer_supplement(
        public_id=dossier.public_id, answers=None, papers=(), message="Đã rõ", by=citizen, now=later
    )
    assert dossier.state == State.REGISTERED
    assert first is not None
    assert dossier.answer_due_at is not None
    assert first < later < dossier.answer_due_at
    assert owed(dossier) == dossier.answer_due_at


def test_a_fee_paid_before_reception_starts_it_anew_as_well(citizen: User, commune_officer: User) -> None:
    """1 -> 6 -> 1."""
    dossier = factories.filed(by=citizen)
    task = factories.task(dossier)
    dossier = actions.ask_payment(task_id=task.pk, amount=8000, reason="Lệ phí", by=commune_officer, now=NOW)
    assert (dossier.state, dossier.paused_at) == (State.FINANCIAL_OBLIGATION, None)
    later = NOW + timedelta(days=7)
    receipt = Receipt(number="BL 1", paid_on=today(later))
    dossier = actions.payment_done(dossier_id=dossier.pk, receipt=receipt, by=commune_officer, now=later)
    assert dossier.state == State.REGISTERED
    assert owed(dossier) == dossier.answer_due_at
    assert owed(dossier) > later


def test_nothing_comes_due_while_the_clock_stands_still(citizen: User, commune_officer: User) -> None:
    settings = {"channels": ["online"], "in_person": {"clock": "stopped"}}
    dossier = factories.filed(by=citizen, of=factories.version_of(COME, settings=settings))
    dossier = done(dossier, "accept", commune_officer)
    assert dossier.paused_at == NOW
    assert owed(dossier) == NEVER


def test_the_promise_is_owed_again_when_the_clock_goes_on(citizen: User, commune_officer: User) -> None:
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    dossier = done(dossier, "supplement", commune_officer, note="Thiếu", details=Details(missing=tuple(MISSING)))
    assert owed(dossier) == NEVER
    dossier = actions.answer_supplement(
        public_id=dossier.public_id, answers=None, papers=(), message="Đã rõ", by=citizen, now=NOW + timedelta(days=3)
    )
    assert owed(dossier) == dossier.due_at


def test_a_result_that_waits_to_be_collected_is_never_overdue(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    """The legal clock stops at 9; when the citizen comes is the citizen's affair."""
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    done(dossier, "sign", commune_leader)
    dossier = done(dossier, "issue", commune_officer)
    assert dossier.due_at is not None
    assert factories.task(dossier).kind == "deliver"
    assert owed(dossier) == NEVER


@pytest.mark.parametrize("ending", ["withdraw", "stop"])
def test_a_clock_ends_with_its_dossier(citizen: User, commune_officer: User, ending: str) -> None:
    """Also one that stood still: a closed dossier waits for nobody."""
    settings: dict[str, Any] = {"channels": ["online"], "financial_duty": {"clock": "stopped"}}
    dossier = done(factories.filed(by=citizen, of=factories.version(settings=settings)), "accept", commune_officer)
    if ending == "withdraw":
        done(dossier, "supplement", commune_officer, note="Thiếu", details=Details(missing=tuple(MISSING)))
        dossier = actions.withdraw(dossier_id=dossier.pk, reason="Đổi ý", by=citizen, now=NOW)
    else:
        dossier = done(dossier, "stop", commune_officer, note="Không đủ điều kiện", details=factories.grounds())
    assert dossier.paused_at is None
    assert not dossier.clock_stops.filter(ended_at=None).exists()
    assert actions.expire_supplements(now=NOW + timedelta(days=60)) == 0
