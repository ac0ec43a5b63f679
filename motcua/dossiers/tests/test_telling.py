"""What counts only once the applicant knows it: opened, told, delivered; never because it was sent."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing
from motcua.dossiers.models import Dossier, Telling
from motcua.dossiers.models.telling import Outcome
from motcua.dossiers.piles import calls
from motcua.dossiers.rules.filing import PartyData
from motcua.dossiers.tests import factories
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.workflow.bpmn import Step

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
DAY = timedelta(days=1)
APPRAISE = Step("appraise", "Thẩm định", "appraise", "specialist", "competent", "5wd", ("approve",))


def received(by: User, officer: User) -> Dossier:
    dossier = factories.filed(by=by, of=factories.version_of(APPRAISE))
    return actions.receive(task_id=factories.task(dossier).pk, by=officer, now=NOW)


def asked(dossier: Dossier, officer: User, **more: Any) -> Dossier:
    points = [Missing("field:content", "Ghi rõ")]
    task = factories.task(dossier)
    return actions.ask_supplement(task_id=task.pk, items=points, reason="", by=officer, now=NOW, **more)


def unreachable(officer: User) -> Dossier:
    """Received at a counter from somebody without account and e-mail."""
    who = PartyData(name="Ka Thuyên", phone="0912345678")
    dossier = factories.at_counter(officer, who, of=factories.version_of(APPRAISE))
    return actions.receive(task_id=factories.task(dossier).pk, by=officer, now=NOW)


def telling(dossier: Dossier) -> Telling:
    return Telling.objects.get(dossier=dossier)


def listed(officer: User, at: datetime = NOW) -> list[str]:
    return [callee.telling.dossier.code for callee in calls.to_call(officer, now=at)]


def test_the_time_to_answer_runs_from_when_it_was_opened(citizen: User, commune_officer: User) -> None:
    """Issue 3, B2: a sent notification is no proof of delivery (domain.md 4.1)."""
    dossier = asked(received(citizen, commune_officer), commune_officer)
    request = dossier.supplement_requests.get()
    assert request.answer_due_at is None
    assert dossier.paused_at == NOW
    assert listed(commune_officer) == [], "there is an inbox to look into first"
    assert listed(commune_officer, NOW + 3 * DAY) == [dossier.code]
    with pytest.raises(Forbidden):
        actions.opened(dossier_id=dossier.pk, by=people.citizen("Kẻ Tò Mò"), now=NOW)
    for _time in range(2):
        actions.opened(dossier_id=dossier.pk, by=citizen, now=NOW + DAY)
    until = dossier.supplement_requests.get().answer_due_at
    assert until is not None
    assert until > NOW + 15 * DAY
    assert (telling(dossier).given_how, telling(dossier).given_at) == ("opened", NOW + DAY)
    assert dossier.events.filter(kind="told").count() == 1
    assert listed(commune_officer, NOW + 3 * DAY) == []


def test_whom_no_message_reaches_is_called_and_the_clock_stands_still_from_then(commune_officer: User) -> None:
    dossier = asked(unreachable(commune_officer), commune_officer)
    stands_still = dossier.paused_at is not None
    assert not stands_still, "nobody was asked yet: waiting is the agency's own"
    assert listed(commune_officer) == [dossier.code]
    row = telling(dossier)
    actions.call(telling_id=row.pk, outcome=Outcome.NO_ANSWER, by=commune_officer, now=NOW)
    assert listed(commune_officer) == []
    assert listed(commune_officer, NOW + DAY) == [dossier.code], "tried again, after the others"
    for wrong in (people.citizen("Kẻ Tò Mò"), people.official("Người lạ")):
        with pytest.raises(Forbidden):
            actions.call(telling_id=row.pk, outcome=Outcome.TOLD, by=wrong, now=NOW)
    with pytest.raises(Refused, match="proof_missing"):
        actions.call(telling_id=row.pk, outcome=Outcome.LETTER, by=commune_officer, now=NOW)
    dossier = actions.call(telling_id=row.pk, outcome=Outcome.TOLD, by=commune_officer, now=NOW + DAY)
    assert dossier.paused_at == NOW + DAY
    assert dossier.supplement_requests.get().answer_due_at is not None
    assert [one.outcome for one in row.tries.order_by("pk")] == ["no_answer", "told"]
    assert row.tries.latest("pk").caller_name == commune_officer.full_name
    with pytest.raises(Conflict, match="told_already"):
        actions.call(telling_id=row.pk, outcome=Outcome.TOLD, by=commune_officer, now=NOW + DAY)


def test_who_stands_at_the_counter_is_told_at_once(commune_officer: User) -> None:
    dossier = asked(unreachable(commune_officer), commune_officer, is_told_here=True)
    assert (telling(dossier).given_how, dossier.paused_at) == ("counter", NOW)
    assert listed(commune_officer) == []


def test_who_answers_knows_of_it_and_nobody_is_called_for_what_is_over(citizen: User, commune_officer: User) -> None:
    dossier = asked(unreachable(commune_officer), commune_officer)
    answered = actions.answer_supplement(
        public_id=dossier.public_id, message="Đã rõ", by=commune_officer, papers=(), now=NOW + DAY
    )
    assert telling(dossier).given_how == "answered"
    assert (answered.paused_at, answered.state) == (None, 4)
    gone = asked(received(citizen, commune_officer), commune_officer)
    actions.withdraw(dossier_id=gone.pk, reason="Thôi", by=citizen, now=NOW)
    assert telling(gone).dropped_at == NOW
    assert listed(commune_officer, NOW + 9 * DAY) == []
