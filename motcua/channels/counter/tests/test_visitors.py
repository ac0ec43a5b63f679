"""Who stands at the counter: by card, by number, by name; and what the form then knows."""

from unicodedata import normalize

import pytest
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import Session, User
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.actions import secret_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.filing import Filing, PartyData
from motcua.dossiers.rules.states import Channel, Origin
from motcua.dossiers.tests import factories as cases
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.tests.factories import make_procedure
from motcua.ui.testing import Page, fetch

NUMBER = "068190000027"
CARD = f"{NUMBER}||Nguyễn Thị An|05031990|Nữ|Thạnh Mỹ, Đơn Dương, Lâm Đồng|15042021"
FORM = {
    "schema": {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "number": {"$ref": "motcua:personal-id"},
            "phone": {"type": "string"},
            "sex": {"enum": ["male", "female"]},
        },
    },
    "presentation": {
        "steps": [
            {
                "key": "who",
                "title": "Người khai",
                "fields": [
                    {"path": "name", "label": "Họ tên", "prefill": "person.full_name"},
                    {"path": "number", "label": "Số", "prefill": "person.identity"},
                    {"path": "phone", "label": "Số máy", "prefill": "person.phone"},
                    {
                        "path": "sex",
                        "label": "Giới tính",
                        "prefill": "person.sex",
                        "options": {"male": "Nam", "female": "Nữ"},
                    },
                ],
            }
        ]
    },
}


@pytest.fixture
def version() -> ProcedureVersion:
    return cases.version(form=FORM)


def came_before(receptionist: User, version: ProcedureVersion, number: str = NUMBER, birth: str = "1990-03-05") -> None:
    """Have somebody file at this counter, who never signed in anywhere."""
    who = PartyData(
        name="Nguyễn Thị An",
        identity_kind="personal_id",
        identity_number=number,
        birth=birth,
        phone="0912345678",
        address={"text": "Thôn Nghĩa Lập 1, xã Đơn Dương"},
    )
    stop = one_stop_of(places.commune())
    request = Filing(
        version_id=version.pk,
        agency_id=places.commune().pk,
        origin=Origin.COUNTER,
        channel=Channel.DIRECT,
        submitter=who,
        owner=who,
        answers={},
        received_agency_id=stop.pk,
    )
    actions.file(filing=request, key=f"came-{number}", by=receptionist, now=cases.NOW)


def identify(client: Client, who: str, expect: int = 302) -> Page:
    answer = fetch(client, reverse("counter:identify"), method="post", data={"who": who}, expect=expect)
    return fetch(client, answer.location) if expect == 302 else answer


def form(client: Client, version: ProcedureVersion) -> dict[str, str]:
    return fetch(client, reverse("counter:file", args=[version.procedure.code])).fields()


@pytest.mark.django_db(transaction=True)
def test_who_came_before_is_known_again(client_: Client, receptionist: User, version: ProcedureVersion) -> None:
    came_before(receptionist, version)
    away = sign_in(official("Người Lạ", (Role.RECEPTIONIST, places.centre())))
    identify(away, "Nguyễn Thị An 1990", expect=422)  # a name finds only people of the unit's own dossiers
    for typed in (CARD, normalize("NFD", CARD), NUMBER, "nguyen thi an 1990", "068 190 000 027"):
        page = identify(client_, typed)
        assert "Nguyễn Thị An" in page.text
        assert "đã từng đến" in page.text
        assert NUMBER not in page.source
    fields = form(client_, version)
    assert (fields["submitter-name"], fields["submitter-number"]) == ("Nguyễn Thị An", NUMBER)
    assert (fields["submitter-birth"], fields["submitter-phone"]) == ("05/03/1990", "0912345678")
    assert fields["submitter-address"] == "Thôn Nghĩa Lập 1, xã Đơn Dương"
    assert (fields["name"], fields["number"], fields["phone"]) == ("Nguyễn Thị An", NUMBER, "0912345678")
    assert fields["sex"] == "female"
    looks = list(Entry.objects.filter(kind="view", actor_id=str(receptionist.pk)).values_list("action", flat=True))
    assert {"counter.visitor", "counter.prefill"} <= set(looks)
    # Who lost the slip shows the card at any counter: a new one, the old secret is void, and it is logged.
    dossier = Dossier.objects.get()
    secret, print_it = secret_of(dossier), reverse("counter:reprint", args=[dossier.public_id])
    fetch(away, print_it, method="post", expect=404)
    identify(away, NUMBER)
    fetch(away, print_it, method="post", expect=404)
    assert dossier.code in identify(away, CARD).text
    assert fetch(away, print_it, method="post").content.startswith(b"%PDF")
    assert fetch(away, print_it, method="post").content.startswith(b"%PDF")
    dossier.refresh_from_db()
    assert secret_of(dossier) != secret
    assert dossier.events.filter(kind="slip_printed", actor_name="Người Lạ").count() == 2
    # Another of the same name: the receptionist chooses.
    came_before(receptionist, version, number="068190000035", birth="1990")
    assert len(identify(client_, "Nguyễn Thị An 1990").select("button[name=chosen]")) == 2
    answer = fetch(client_, reverse("counter:identify"), method="post", data={"chosen": "1"}, expect=302)
    assert "Nguyễn Thị An" in fetch(client_, answer.location).text
    assert form(client_, version)["submitter-number"] == NUMBER


@pytest.mark.django_db
def test_a_card_is_enough_for_who_comes_first(client_: Client, version: ProcedureVersion) -> None:
    assert "đến lần đầu" in identify(client_, CARD).text
    fields = form(client_, version)
    assert (fields["submitter-name"], fields["submitter-birth"], fields["name"]) == (
        "Nguyễn Thị An",
        "05/03/1990",
        "Nguyễn Thị An",
    )
    assert fields["submitter-address"] == "Thạnh Mỹ, Đơn Dương, Lâm Đồng"


@pytest.mark.django_db
def test_no_number_lies_open_in_the_session(client_: Client) -> None:
    identify(client_, CARD)
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    assert any("Nguyễn Thị An" in text for text in kept)
    assert not any(NUMBER in text for text in kept)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "Nguyễn Thị An", "1990", "Không Ai 1990", "12345678901234", CARD[1:]])
def test_who_is_not_found_is_said_and_stays_typed(typed: str, client_: Client) -> None:
    page = identify(client_, typed, expect=422)
    assert page.select(".govuk-error-summary")
    assert page.fields()["who"] == typed


@pytest.mark.django_db
def test_the_next_person_begins_with_nothing(client_: Client, version: ProcedureVersion) -> None:
    identify(client_, CARD)
    fetch(client_, reverse("counter:following"), method="post", expect=302)
    assert form(client_, version)["submitter-name"] == ""


@pytest.mark.django_db
def test_three_letters_find_the_procedure(client_: Client) -> None:
    make_procedure("1.001193", name="Đăng ký khai sinh", handled_by="commune", levels=["commune"])
    address = reverse("counter:file", args=["1.001193"])
    answer = client_.get(reverse("counter:suggest"), {"q": "kha"})
    assert [one["href"] for one in answer.json()["suggestions"]] == [address]
    assert client_.get(reverse("counter:suggest"), {"q": ""}).json() == {"suggestions": []}
    page = fetch(client_, reverse("counter:start"), data={"thu-tuc": "kha"})
    assert [link.get("href") for link in page.select(".motcua-procedures a")] == [address]


@pytest.mark.django_db
def test_the_desks_old_addresses_lead_here(client_: Client, version: ProcedureVersion) -> None:
    assert fetch(client_, "/ban-lam-viec/quay?thu-tuc=kha", expect=302).location == "/quay?thu-tuc=kha"
    code = version.procedure.code
    assert fetch(client_, f"/ban-lam-viec/quay/{code}", expect=302).location == f"/quay/thu-tuc/{code}"
