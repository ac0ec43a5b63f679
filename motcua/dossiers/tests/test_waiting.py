"""Waiting for people, and what the timetable does when they do not come."""

from datetime import timedelta
from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import CHECK
from motcua.workflow.bpmn import Part, Step
from motcua.workflow.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
MUCH_LATER = NOW + timedelta(days=60)


def received(citizen: User, officer: User, *parts: Part, **fields: Any) -> Dossier:
    dossier = factories.filed(by=citizen, of=factories.version_of(*parts, **fields))
    return actions.receive(task_id=factories.task(dossier).pk, by=officer, now=NOW)


def test_an_unanswered_request_ends_a_dossier_that_was_not_received(citizen: User, commune_officer: User) -> None:
    dossier = factories.filed(by=citizen)
    missing = [Missing("other", "Ghi rõ")]
    actions.ask_supplement(
        task_id=factories.task(dossier).pk, items=missing, reason="Thiếu", by=commune_officer, now=NOW
    )
    assert actions.expire_supplements(now=NOW) == 0
    assert actions.expire_supplements(now=MUCH_LATER) == 1
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED
    assert actions.expire_supplements(now=MUCH_LATER) == 0


def test_a_financial_duty_stops_the_clock_and_leaves_its_time_out(citizen: User, commune_officer: User) -> None:
    appraise = Step("appraise", "Thẩm định", "appraise", "specialist", "competent", "5wd", ("approve",))
    dossier = received(citizen, commune_officer, appraise)
    first_due = dossier.due_at
    task = factories.task(dossier)
    dossier = actions.ask_payment(task_id=task.pk, amount=1_200_000, reason="Thuế", by=commune_officer, now=NOW)
    assert (dossier.state, dossier.paused_at) == (State.FINANCIAL_OBLIGATION, NOW)
    later = NOW + timedelta(days=7)
    dossier = actions.payment_done(dossier_id=dossier.pk, note="Biên lai 0012", by=commune_officer, now=later)
    assert dossier.state == State.PROCESSING
    assert first_due is not None
    assert dossier.due_at is not None
    assert dossier.due_at > first_due


def test_the_applicant_checks_the_draft_or_is_silent(citizen: User, commune_officer: User) -> None:
    settings = {"channels": ["online"], "applicant_check": {"within": {"amount": 1, "unit": "day"}}}
    dossier = received(citizen, commune_officer, CHECK, settings=settings)
    assert dossier.events.filter(kind="draft_to_check").exists()
    assert actions.accept_silence(now=NOW) == 0
    assert actions.accept_silence(now=MUCH_LATER) == 1
    assert dossier.events.filter(kind="draft_silence").exists()
    assert not Task.objects.undone().exists()


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
    actions.advance(task_id=factories.task(dossier).pk, outcome="came", note="", by=commune_officer, now=NOW)
    assert not dossier.clock_stops.filter(ended_at=None).exists()
