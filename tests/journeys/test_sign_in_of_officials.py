"""Officials sign in at the province's provider: who they are comes from there, what they may do from here."""

import threading
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from django.conf import LazySettings
from django.test import Client

from motcua.accounts.models import User
from motcua.accounts.rules.signin import read_provincial_claims
from motcua.accounts.tests import factories
from motcua.audit.models import Entry
from motcua.lib.refusals import Refused
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.sandbox.vneid.app import Realms
from motcua.sandbox.vneid.provider import Client as Registered
from motcua.sandbox.vneid.provider import Faults, Provider
from motcua.sandbox.vneid.server import OFFICIALS_REALM, serve
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db
SECRET, NAME = "of-the-officials", "motcua-can-bo"
HOST = "http://localhost:8000"
BACK = f"{HOST}/can-bo/dang-nhap/tinh/ve"
HERE, BEGIN = "/can-bo/dang-nhap", "/can-bo/dang-nhap/tinh"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    people = Registered("motcua", "of-the-people", (f"{HOST}/dang-nhap/ve",))
    officials = Registered(NAME, SECRET, (BACK,))
    running = serve(host="127.0.0.1", port=0, issuer="", client=people, officials=officials)
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    realms = running.get_app()
    assert isinstance(realms, Realms)
    yield realms.others[0].provider
    running.shutdown()
    running.server_close()


@pytest.fixture(autouse=True)
def province(server: Provider, settings: LazySettings) -> Provider:
    server.faults = Faults()
    settings.SITE_ADDRESS = HOST
    settings.PROVINCE_ISSUER, settings.PROVINCE_CLIENT_ID, settings.PROVINCE_CLIENT_SECRET = server.issuer, NAME, SECRET
    settings.SECOND_FACTOR = True
    return server


def arrive(client: Client, account: str, *, expect: int = 302) -> Page:
    """Go to the provider, choose an account there, and come back."""
    address = fetch(client, BEGIN, method="post", data={"next": "/ban-lam-viec/ky"}, expect=302).location
    assert OFFICIALS_REALM in address
    asked = dict(parse_qsl(urlsplit(address).query))
    sent = httpx.post(address.partition("?")[0], data={**asked, "account": account}, trust_env=False)
    return fetch(client, sent.headers["Location"].removeprefix(HOST), expect=expect)


@pytest.fixture
def head(db: None) -> User:
    return factories.official("Hoàng Thị Giang", (Role.AGENCY_LEADER, places.department()), username="giamdoc")


def test_a_strong_sign_in_there_is_one_here(client: Client, head: User) -> None:
    assert "Dùng tài khoản của tỉnh" in fetch(client, HERE).text
    assert arrive(client, "giamdoc").location == "/ban-lam-viec/ky"
    fetch(client, "/ban-lam-viec/ky")
    assert Entry.objects.get(action="user.signed_in", actor_id=str(head.pk)).details == {"factor": "province"}


def test_a_weak_one_owes_the_second_step(client: Client) -> None:
    factories.official("Trần Thị Bích Ngọc", (Role.RECEPTIONIST, places.centre()), username="tiepnhan")
    assert arrive(client, "tiepnhan").location == "/can-bo/dang-nhap/cai-dat"
    fetch(client, "/ban-lam-viec", expect=302)
    assert fetch(client, "/can-bo/dang-nhap/cai-dat").h1 == "Cài xác thực hai bước"


def test_who_has_no_account_or_no_post_here_gets_none(client: Client, head: User, settings: LazySettings) -> None:
    assert "chưa được giao vị trí" in arrive(client, "nguoila", expect=403).text
    assert not User.objects.filter(username="nguoila").exists()
    # Of another agency than the provider says: somebody else's name may have been given to a newcomer.
    settings.PROVINCE_AGENCY_CLAIM = "agency"
    factories.official("Lê Thị Chi", (Role.SPECIALIST, places.commune()), username="chuyenvien")
    arrive(Client(), "chuyenvien", expect=403)
    assert arrive(Client(), "giamdoc").location == "/ban-lam-viec/ky"
    User.objects.filter(pk=head.pk).update(is_active=False)
    arrive(Client(), "giamdoc", expect=403)


def test_what_the_provider_does_wrong_opens_nothing(client: Client, head: User, province: Provider) -> None:
    province.faults = Faults(wrong_key=True)
    arrive(client, "giamdoc", expect=400)
    province.faults = Faults(wrong_nonce=True)
    arrive(client, "giamdoc", expect=400)
    fetch(client, f"{BEGIN}/ve?state=khong-co&code=x", expect=400)
    fetch(client, "/ban-lam-viec/ky", expect=302)


def test_it_is_there_only_where_the_province_has_one(client: Client, settings: LazySettings) -> None:
    settings.PROVINCE_ISSUER = ""
    assert "tài khoản của tỉnh" not in fetch(client, HERE).text
    fetch(client, BEGIN, method="post", expect=404)
    fetch(client, f"{BEGIN}/ve", expect=404)


@pytest.mark.parametrize(
    ("claims", "is_strong"),
    [
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({"acr": "urn:tinh:2"}, True),
        ({"acr": "urn:tinh:1"}, False),
        ({}, False),
    ],
)
def test_how_sure_the_provider_is(claims: dict[str, object], is_strong: bool) -> None:
    who = read_provincial_claims(
        {"upn": " Giam.Doc ", **claims}, name_claim="upn", agency_claim="", strong=frozenset({"urn:tinh:2"})
    )
    assert (who.username, who.is_strong) == ("giam.doc", is_strong)


def test_claims_without_a_name_or_the_agency_are_refused() -> None:
    cases: list[tuple[dict[str, object], str]] = [({}, ""), ({"upn": "a"}, "unit")]
    for claims, agency in cases:
        with pytest.raises(Refused):
            read_provincial_claims(claims, name_claim="upn", agency_claim=agency, strong=frozenset())
