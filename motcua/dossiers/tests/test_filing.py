"""Filing: exactly once, whole or not at all, and what is refused before anything is written."""

from typing import Any

import pytest
from django.conf import settings

from motcua import outbox
from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.models import Answers, CodeCounter, Dossier
from motcua.dossiers.rules.filing import NotReady, PartyData
from motcua.dossiers.rules.states import Origin, State
from motcua.dossiers.tests import factories
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.notices.models import Notice, OutgoingEmail
from motcua.organisations.tests import factories as places

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW


def test_a_filing_becomes_a_dossier_with_its_parts(citizen: User) -> None:
    dossier = factories.filed(by=citizen)
    assert dossier.code == f"{places.commune().code}-261123-0001"
    assert dossier.state == State.REGISTERED
    assert {party.role for party in dossier.parties.all()} == {"submitter", "owner"}
    assert dossier.events.get().kind == "filed"
    assert factories.task(dossier).kind == "receive"
    assert dossier.received_at == places.commune().one_stop


def test_the_same_key_files_once(citizen: User) -> None:
    request = factories.filing(by=citizen, of=factories.version())
    first = actions.file(filing=request, key="k", by=citizen, now=NOW)
    second = actions.file(filing=request, key="k", by=citizen, now=NOW)
    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert first.dossier == second.dossier
    assert Dossier.objects.count() == 1


def test_another_request_under_the_same_key_is_refused(citizen: User) -> None:
    version = factories.version()
    actions.file(filing=factories.filing(by=citizen, of=version), key="k", by=citizen, now=NOW)
    with pytest.raises(Conflict, match="key_reused"):
        actions.file(
            filing=factories.filing(by=citizen, of=version, answers={"content": "Khác"}), key="k", by=citizen, now=NOW
        )
    assert Dossier.objects.count() == 1


def test_a_code_of_the_national_portal_comes_once_and_a_partners_own_number_as_often_as_it_likes() -> None:
    machine = people.api_client(places.committee()).user
    version = factories.version()
    who = PartyData(name="Ya Thuyên", identity_kind="personal_id", identity_number="068050000777")

    def sent(origin: Origin, key: str) -> Dossier:
        request = factories.filing(
            by=people.citizen(), of=version, origin=origin, submitter=who, owner=who, foreign_code="G22.99-261123-0001"
        )
        return actions.file(filing=request, key=key, by=machine, now=NOW).dossier

    assert sent(Origin.API, "a1").code != sent(Origin.API, "a2").code
    first = sent(Origin.NATIONAL_PORTAL, "n1")
    assert sent(Origin.NATIONAL_PORTAL, "n1") == first
    with pytest.raises(Conflict, match="foreign_code_used"):
        sent(Origin.NATIONAL_PORTAL, "n2")


def test_identity_numbers_stand_in_answers_only_as_references(citizen: User) -> None:
    factories.filed(by=citizen, answers={"content": "x", "identity": "068088000777"})
    kept = Answers.objects.get().data
    assert kept["identity"].startswith("idn:")
    assert "068088000777" not in str(kept)


def test_everything_wrong_is_said_at_once_and_nothing_is_written(citizen: User) -> None:
    version = factories.version(papers=[{"key": "proof", "name": "Giấy tờ chứng minh", "required": True}])
    request = factories.filing(by=citizen, of=version, answers={"identity": "123"})
    with pytest.raises(NotReady) as refused:
        actions.file(filing=request, key="k", by=citizen, now=NOW)
    targets = {point.target for point in refused.value.points}
    assert targets == {"field:content", "field:identity", "paper:proof"}
    assert not Dossier.objects.exists()
    assert not CodeCounter.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"version_id": 0}, "no_such_procedure"),
        ({"agency_id": 0}, "no_such_agency"),
    ],
)
def test_what_is_not_there_is_refused(citizen: User, fields: dict[str, Any], code: str) -> None:
    request = factories.filing(by=citizen, of=factories.version(), **fields)
    with pytest.raises(Refused, match=code):
        actions.file(filing=request, key="k", by=citizen, now=NOW)


def test_a_channel_that_the_procedure_does_not_have_is_refused(citizen: User) -> None:
    version = factories.version(settings={"channels": ["direct"]})
    with pytest.raises(Refused, match="wrong_channel"):
        factories.filed(by=citizen, of=version)


def test_nobody_files_in_the_name_of_another(citizen: User) -> None:
    other = people.citizen("Người Khác", number="068090000123")
    request = factories.filing(by=other, of=factories.version())
    with pytest.raises(Forbidden):
        actions.file(filing=request, key="k", by=citizen, now=NOW)


def test_an_owner_may_be_somebody_else(citizen: User) -> None:
    owner = PartyData(name="K'Brếp", identity_kind="personal_id", identity_number="068088000777", basis="Con")
    dossier = factories.filed(by=citizen, owner=owner)
    assert dossier.owner_name == "K'Brếp"
    assert dossier.parties.get(role="owner").identity is not None


def test_a_failure_in_the_middle_leaves_nothing(citizen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    version = factories.version()

    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "publish", fail)
        with pytest.raises(ZeroDivisionError):
            factories.filed(by=citizen, of=version)
    assert not Dossier.objects.exists()
    assert factories.filed(by=citizen, of=version).code.endswith("-0002"), "a gap is allowed, a code twice is not"


def test_whoever_has_only_an_address_is_told_once_and_led_to_the_two_codes(citizen: User) -> None:
    owner = PartyData(name="K'Brếp", email="brep@example.vn")
    dossier = factories.filed(by=citizen, owner=owner)
    actions.tell(event_id=dossier.events.get().pk, now=NOW)
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.params["address"]) == (
        citizen.person,
        f"{settings.SITE_ADDRESS}/ho-so/{dossier.code}",
    )
    (letter,) = OutgoingEmail.objects.all()
    assert (letter.to, letter.params["name"]) == ("brep@example.vn", "K'Brếp")
    assert letter.params["address"] == f"{settings.SITE_ADDRESS}/tra-cuu?ma={dossier.code}"
    assert actions.secret_of(dossier) not in str(letter.params)
