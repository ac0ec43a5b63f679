"""Opinions of other agencies: several at once, late ones told of, and the signature that waits.

Source: Decree 61/2018/NĐ-CP art. 19(5).
"""

from datetime import date, timedelta
from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions
from motcua.dossiers.actions import Details
from motcua.dossiers.actions.opinions import Question
from motcua.dossiers.models import Dossier, Opinion
from motcua.dossiers.rules.opinions import Stance
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.lib.refusals import Forbidden, Refused
from motcua.notices.models import OfficialNotice
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
DUE = date(2026, 11, 25)


@pytest.fixture
def department() -> Agency:
    return places.department()


@pytest.fixture
def coordinator(department: Agency) -> User:
    return official("Phối Hợp", (Role.COORDINATOR, department))


@pytest.fixture
def dossier(citizen: User, commune_officer: User) -> Dossier:
    found = factories.filed(by=citizen, of=factories.version(papers=[factories.PROOF]))
    return done(found, "accept", commune_officer)


def asked(dossier: Dossier, by: User, recipient: Agency, **more: Any) -> Opinion:
    question = Question(recipient_id=recipient.pk, text="Thửa đất có trong quy hoạch không?", due_on=DUE, **more)
    return actions.ask_opinion(dossier_id=dossier.pk, question=question, by=by, now=NOW)


def answered(opinion: Opinion, by: User, text: str, now: Any = NOW) -> None:
    actions.answer_opinion(public_id=opinion.public_id, stance=Stance.AGREE, text=text, by=by, now=now)


def told(user: User) -> list[str]:
    return list(OfficialNotice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_the_signature_waits_for_the_mandatory_ones_or_a_recorded_basis(
    dossier: Dossier, commune_officer: User, commune_leader: User, department: Agency, coordinator: User
) -> None:
    """Two in parallel; silence is not consent (law-check.md 4.3)."""
    police = places.agency("H36.88", "Công an tỉnh")
    first = asked(dossier, commune_officer, department)
    second = asked(dossier, commune_officer, police)
    asked(dossier, commune_officer, places.committee(), is_mandatory=False)
    assert told(coordinator) == ["opinion_asked"]
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    with pytest.raises(Refused, match="opinions_open"):
        done(dossier, "sign", commune_leader)
    answered(first, coordinator, "Không trong quy hoạch")
    assert told(commune_officer)[-1] == "opinion_given"
    with pytest.raises(Refused, match="opinions_open") as refusal:
        done(dossier, "sign", commune_leader)
    assert refusal.value.params["names"] == police.name
    for wrong in (commune_officer, coordinator):
        with pytest.raises(Forbidden):
            actions.waive_opinion(dossier_id=dossier.pk, number=2, basis="Điều 1", by=wrong, now=NOW)
    with pytest.raises(Refused, match="basis_missing"):
        actions.waive_opinion(dossier_id=dossier.pk, number=2, basis=" ", by=commune_leader, now=NOW)
    actions.waive_opinion(
        dossier_id=dossier.pk, number=second.number, basis="Nghị định 61/2018, Điều 19", by=commune_leader, now=NOW
    )
    done(dossier, "sign", commune_leader)
    assert dossier.results.get().state == "signed"


def test_an_answer_sent_again_links_to_the_one_before(
    dossier: Dossier, commune_officer: User, department: Agency, coordinator: User
) -> None:
    opinion = asked(dossier, commune_officer, department)
    with pytest.raises(Forbidden):
        answered(opinion, commune_officer, "Thay người khác")
    with pytest.raises(Refused, match="opinion_empty"):
        answered(opinion, coordinator, " ")
    answered(opinion, coordinator, "Chưa rõ")
    answered(opinion, coordinator, "Không trong quy hoạch", NOW + timedelta(days=9))
    first, second = opinion.answers.order_by("number")
    assert (second.earlier, first.is_late, second.is_late) == (first, False, True)
    opinion.refresh_from_db()
    assert opinion.answered_at == NOW


def test_the_asked_are_reminded_and_the_head_is_told_of_late_ones_once(
    dossier: Dossier, commune_officer: User, department: Agency, coordinator: User
) -> None:
    head = official("Trưởng bộ phận", (Role.ONE_STOP_HEAD, one_stop_of(places.commune())))
    opinion = asked(dossier, commune_officer, department)
    assert actions.watch_opinions(now=NOW) == 0
    for _time in range(2):
        actions.watch_opinions(now=opinion.due_at - timedelta(hours=3))
    assert told(coordinator) == ["opinion_asked", "opinion_due"]
    for _time in range(2):
        actions.watch_opinions(now=opinion.due_at + timedelta(hours=1))
    assert told(head) == ["opinion_late"]
    assert dossier.events.filter(kind="opinion_late").count() == 1
    assert told(coordinator) == ["opinion_asked", "opinion_due"]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"text": " "}, "question_missing"),
        ({"due_on": date(2026, 11, 20)}, "opinion_due_past"),
        ({"recipient_id": 0}, "no_such_agency"),
    ],
)
def test_a_question_says_what_and_until_when(
    dossier: Dossier, commune_officer: User, department: Agency, change: dict[str, Any], refusal: str
) -> None:
    values: dict[str, Any] = {"recipient_id": department.pk, "text": "Có quy hoạch không?", "due_on": DUE, **change}
    with pytest.raises(Refused, match=refusal):
        actions.ask_opinion(dossier_id=dossier.pk, question=Question(**values), by=commune_officer, now=NOW)
