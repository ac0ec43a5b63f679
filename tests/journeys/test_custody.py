"""Kept originals: who holds them, handed on, signed for, given back (Decree 61/2018 art. 20(2))."""

from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions
from motcua.dossiers.holding import originals_of, still_held
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.factories import NOW
from motcua.lib.refusals import Forbidden, Refused
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places

pytestmark = pytest.mark.django_db(transaction=True)
LAND = {"key": "land", "name": "Giấy chứng nhận", "kind": "submit", "required": True, "originals": 1, "copies": 0}


@pytest.fixture
def receptionist() -> User:
    return official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(places.commune())))


@pytest.fixture
def specialist() -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, places.commune()))


@pytest.fixture
def dossier() -> Dossier:
    paper = PaperData("land", originals=1, originals_were="held")
    return cases.filed(of=cases.version(papers=[LAND]), papers=(paper,), channel="direct")


def test_an_original_goes_from_hand_to_hand_and_back(dossier: Dossier, receptionist: User, specialist: User) -> None:
    paper = dossier.papers.get(key="land")
    stop, commune = one_stop_of(places.commune()), places.commune()
    (held,) = originals_of(dossier, by=receptionist)
    assert (held.holder, held.may_move, held.may_sign) == (stop, True, False)
    args: dict[str, Any] = {"dossier_id": dossier.pk, "paper_ids": [paper.pk], "now": NOW}
    with pytest.raises(Forbidden):
        actions.give_back(recipient="Ai đó", signed="paper", by=specialist, **args)
    actions.pass_on(agency_id=commune.pk, by=receptionist, **args)
    with pytest.raises(Forbidden):
        actions.sign_for(by=receptionist, **args)
    actions.sign_for(by=specialist, **args)
    with pytest.raises(Refused, match="nothing_passed"):
        actions.sign_for(by=specialist, **args)
    actions.pass_on(agency_id=stop.pk, by=specialist, **args)
    (held,) = originals_of(dossier, by=receptionist)
    assert (held.may_move, held.may_sign) == (True, True)
    actions.sign_for(by=receptionist, **args)
    for name, way in (("", "paper"), ("Nguyễn Thị An", "")):
        with pytest.raises(Refused):
            actions.give_back(recipient=name, signed=way, by=receptionist, **args)
    actions.give_back(recipient="Nguyễn Thị An", signed="fingerprint", by=receptionist, **args)
    with pytest.raises(Refused, match="not_held"):
        actions.give_back(recipient="Nguyễn Thị An", signed="paper", by=receptionist, **args)
    (held,) = originals_of(dossier, by=receptionist)
    assert [link.act for link in held.chain] == ["held", "passed", "passed", "returned"]
    assert held.holder is None
    assert list(dossier.events.filter(kind__startswith="originals").values_list("kind", "is_public")) == [
        ("originals_passed", False),
        ("originals_passed", False),
        ("originals_returned", True),
    ]


def test_what_a_result_replaces_is_kept_with_its_reason(dossier: Dossier, receptionist: User) -> None:
    args: dict[str, Any] = {"dossier_id": dossier.pk, "paper_ids": [dossier.papers.get(key="land").pk], "now": NOW}
    with pytest.raises(Refused, match="reason_missing"):
        actions.withdraw_originals(reason=" ", by=receptionist, **args)
    Dossier.objects.filter(pk=dossier.pk).update(state=7)
    assert [link.paper.key for link in still_held([one_stop_of(places.commune()).pk])] == ["land"]
    actions.withdraw_originals(reason="Đã cấp giấy mới", by=receptionist, **args)
    assert still_held([one_stop_of(places.commune()).pk]) == []
