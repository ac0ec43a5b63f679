"""People sign in through the stand-in provider, over real HTTP on loopback."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from motcua.accounts import identity
from motcua.accounts.models import FormerFacts, Mandate, Person, Session, User
from motcua.accounts.rules import IdentityKind
from motcua.accounts.rules.assurance import NotSure
from motcua.accounts.tests import factories
from motcua.channels.portal.tests.walking import answer
from motcua.channels.portal.tests.walking import begin as begin_draft
from motcua.connectors.vneid.provider import provider
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests.factories import filed, version
from motcua.eforms.units import UNITS
from motcua.organisations.tests import factories as places
from motcua.sandbox.vneid.app import Application
from motcua.sandbox.vneid.provider import Client as Registered
from motcua.sandbox.vneid.provider import Faults, Provider
from motcua.sandbox.vneid.server import serve
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db
SECRET = "of-the-tests"
BACK = "http://localhost:8000/dang-nhap/ve"


@dataclass
class StandIn:
    """The provider, running."""

    provider: Provider

    def choose(self, address: str, account: str) -> str:
        """Do what the person does at the provider; return the address they are sent back to, without our host."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["code_challenge_method"] == "S256"
        sent = httpx.post(address.partition("?")[0], data={**asked, "account": account}, trust_env=False)
        location = sent.headers["Location"]
        assert location.startswith(BACK)
        return str(location.removeprefix("http://localhost:8000"))


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    running = serve(
        host="127.0.0.1", port=0, issuer="", client=Registered("motcua", SECRET, (BACK,), ("http://localhost:8000/",))
    )
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    application = running.get_app()
    assert isinstance(application, Application)
    yield application.provider
    running.shutdown()
    running.server_close()


@pytest.fixture
def stand_in(server: Provider, settings: Settings) -> StandIn:
    server.faults = Faults()
    settings.VNEID_ISSUER, settings.VNEID_CLIENT_ID, settings.VNEID_CLIENT_SECRET = server.issuer, "motcua", SECRET
    settings.SITE_ADDRESS = "http://localhost:8000"
    return StandIn(server)


def begin(client: Client, then: str = "/") -> str:
    """Press the button; return the provider's address."""
    return fetch(client, "/dang-nhap", method="post", data={"next": then}, expect=302).location


def sign_in(client: Client, stand_in: StandIn, account: str, then: str = "/", expect: int = 302) -> Page:
    return fetch(client, stand_in.choose(begin(client, then), account), expect=expect)


def test_a_person_signs_in_and_comes_back_where_she_was(client: Client, stand_in: StandIn) -> None:
    page = fetch(client, "/dang-nhap?next=/ho-so/moi%3Fma%3D1.001193")
    assert page.fields()["next"] == "/ho-so/moi?ma=1.001193"
    assert sign_in(client, stand_in, "an", "/ho-so/moi?ma=1.001193").location == "/ho-so/moi?ma=1.001193"
    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert user.is_citizen
    assert (user.full_name, user.assurance) == ("Nguyễn Thị An", 2)
    assert user.person is not None
    assert user.person.identity is not None
    assert user.person.birth == "1990-03-05"
    assert identity.reveal(user.person.identity) == "068190012345"


def test_no_claim_stays_in_clear(client: Client, stand_in: StandIn) -> None:
    sign_in(client, stand_in, "an")
    for session in Session.objects.all():
        assert "068190012345" not in str(session.get_decoded())
    assert not User.objects.filter(username__contains="068190012345").exists()


def test_the_second_sign_in_is_the_same_person_and_a_changed_name_wins(client: Client, stand_in: StandIn) -> None:
    sign_in(client, stand_in, "an")
    first = User.objects.get(kind="citizen")
    stand_in.provider.faults.names["an"] = "Nguyễn Thị Ánh"
    sign_in(Client(), stand_in, "an")
    again = User.objects.get(kind="citizen")
    assert again.pk == first.pk
    assert again.full_name == "Nguyễn Thị Ánh"
    assert Person.objects.get().full_name == "Nguyễn Thị Ánh"


def test_whom_the_counter_already_knows_is_the_same_person(client: Client, stand_in: StandIn) -> None:
    known = factories.person("NGUYỄN THỊ AN", number="068190012345")
    sign_in(client, stand_in, "an")
    assert User.objects.get(kind="citizen").person == known


def test_an_organisation_signs_in(client: Client, stand_in: StandIn) -> None:
    sign_in(client, stand_in, "caphe")
    person = Person.objects.get()
    assert person.is_organisation
    assert person.identity is not None
    assert person.identity.kind == IdentityKind.TAX_CODE


def test_names_of_one_word_and_level_one(client: Client, stand_in: StandIn) -> None:
    sign_in(client, stand_in, "y")
    assert User.objects.get(kind="citizen").full_name == "Y"
    other = Client()
    sign_in(other, stand_in, "hoa")
    assert User.objects.get(full_name="Lý Thị Hoa").assurance == 1


def test_a_get_starts_nothing(client: Client, stand_in: StandIn) -> None:
    fetch(client, "/dang-nhap")
    assert "vneid" not in client.session


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_elsewhere_after_sign_in(client: Client, stand_in: StandIn, target: str) -> None:
    assert sign_in(client, stand_in, "an", target).location == "/"


def test_the_way_back_works_once(client: Client, stand_in: StandIn) -> None:
    back = stand_in.choose(begin(client), "an")
    fetch(client, back, expect=302)
    client.logout()
    assert "không thành công" in fetch(client, back, expect=400).text
    assert "_auth_user_id" not in client.session


def test_a_way_back_of_another_browser_is_refused(client: Client, stand_in: StandIn) -> None:
    """Login CSRF: the state belongs to the browser that began."""
    back = stand_in.choose(begin(Client()), "an")
    fetch(client, back, expect=400)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("fault", ["wrong_key", "wrong_nonce"])
def test_a_token_that_proves_nothing_signs_nobody_in(client: Client, stand_in: StandIn, fault: str) -> None:
    setattr(stand_in.provider.faults, fault, True)
    page = sign_in(client, stand_in, "an", expect=400)
    assert page.h1 == "Đăng nhập"
    assert User.objects.count() == 0


def test_a_wrong_verifier_signs_nobody_in(client: Client, stand_in: StandIn) -> None:
    """RFC 7636: a code without its verifier is worth nothing."""
    back = stand_in.choose(begin(client), "an")
    session = client.session
    for attempt in session["vneid"].values():
        attempt["verifier"] = "x" * 64
    session.save()
    fetch(client, back, expect=400)
    assert User.objects.count() == 0


def test_a_provider_that_is_down_gets_a_calm_page(client: Client, settings: Settings, stand_in: StandIn) -> None:
    back = stand_in.choose(begin(client, "/tim"), "an")
    stand_in.provider.faults.down = True
    page = fetch(client, back, expect=503)
    assert page.h1 == "Hệ thống VNeID chưa trả lời"
    assert page.fields()["next"] == "/tim"
    settings.VNEID_ISSUER = "http://127.0.0.1:9"
    assert fetch(client, "/dang-nhap", method="post", data={"next": "/"}, expect=503).h1 == page.h1


def test_who_changes_her_mind_is_not_scolded(client: Client, stand_in: StandIn) -> None:
    state = dict(parse_qsl(urlsplit(begin(client, "/tim")).query))["state"]
    page = fetch(client, f"/dang-nhap/ve?error=access_denied&state={state}")
    assert "Chưa có gì được gửi đi" in page.text
    assert page.fields()["next"] == "/tim"


def test_sign_out_ends_the_session_and_offers_the_providers(client: Client, stand_in: StandIn) -> None:
    sign_in(client, stand_in, "an")
    fetch(client, "/dang-xuat", expect=405)
    page = fetch(client, "/dang-xuat", method="post")
    assert "_auth_user_id" not in client.session
    (link,) = [a.get("href") for a in page.select("main a") if stand_in.provider.issuer in a.get("href")]
    assert "Đã đăng xuất" in httpx.get(link, trust_env=False).text


def test_two_tabs_may_sign_in_at_once(client: Client, stand_in: StandIn) -> None:
    first, second = begin(client, "/mot"), begin(client, "/hai")
    assert fetch(client, stand_in.choose(first, "an"), expect=302).location == "/mot"
    assert fetch(client, stand_in.choose(second, "an"), expect=302).location == "/hai"


def test_who_is_signed_in_signs_in_anew_where_that_is_asked(client: Client, stand_in: StandIn) -> None:
    """OpenID Connect Core 1.0, 3.1.2.1 and 3.1.3.7: `prompt=login`, and an `auth_time` of this attempt."""
    sign_in(client, stand_in, "an")
    assert fetch(client, "/dang-nhap?next=/tai-khoan", expect=302).location == "/tai-khoan"
    page = fetch(client, "/dang-nhap?lai=1&next=/tai-khoan/du-lieu")
    asked = fetch(client, "/dang-nhap", method="post", data=page.fields(), expect=302).location
    assert "prompt=login" in asked
    before = Session.objects.get().began_at
    assert fetch(client, stand_in.choose(asked, "an"), expect=302).location == "/tai-khoan/du-lieu"
    again = Session.objects.get().began_at
    assert before is not None
    assert again is not None
    assert again > before
    stand_in.provider.faults.old_sign_in = True
    asked = fetch(client, "/dang-nhap", method="post", data=page.fields(), expect=302).location
    assert "không thành công" in fetch(client, stand_in.choose(asked, "an"), expect=400).text


@pytest.mark.django_db(transaction=True)
def test_filing_needs_the_level_and_the_draft_survives_the_step_up(client: Client, stand_in: StandIn) -> None:
    """Decree 320/2026/NĐ-CP, article 3: levels 1 and 2. One fills in with the first, and files with the second."""
    UNITS.forget()
    area = places.commune().area
    assert area is not None
    sign_in(client, stand_in, "hoa")
    procedure = version()
    assert "mức 2" in fetch(client, f"/nop-ho-so/{procedure.procedure.code}").text
    draft = begin_draft(client, procedure)
    answer(client, f"{draft}/nguoi-nop", on_behalf="no", phone="0912345678")
    answer(client, f"{draft}/to-khai/request", content="Xin xác nhận")
    answer(client, f"{draft}/nhan-ket-qua", area=area.code, result_channel="counter")
    asked = answer(client, f"{draft}/xem-lai", confirm="yes").location
    assert asked.startswith("/dang-nhap?lai=1&muc=2&next=")
    assert not Dossier.objects.exists()
    page = fetch(client, asked)
    fields = page.fields("main form")
    assert (fields["muc"], fields["next"]) == ("2", f"{draft}/xem-lai")
    # Still the first level: said kindly, with the way back to the draft.
    went = fetch(client, "/dang-nhap", method="post", data=fields, expect=302).location
    assert dict(parse_qsl(urlsplit(went).query))["acr_values"] == "2"
    page = fetch(client, stand_in.choose(went, "hoa"))
    assert page.h1 == "Cần tài khoản mức 2"
    assert [a.get("href") for a in page.select("main a")] == [f"{draft}/xem-lai"]
    stand_in.provider.faults.levels["hoa"] = 2
    went = fetch(client, "/dang-nhap", method="post", data=fields, expect=302).location
    assert fetch(client, stand_in.choose(went, "hoa"), expect=302).location == f"{draft}/xem-lai"
    assert "/da-nop/" in answer(client, f"{draft}/xem-lai", confirm="yes").location
    assert Dossier.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_package_may_ask_for_less(client: Client, stand_in: StandIn) -> None:
    procedure = version(settings={"processing_system": "local", "channels": ["online"], "assurance": 1})
    user = factories.citizen("Lý Thị Hoa")
    user.assurance = 1
    user.save()
    assert filed(by=user, of=procedure).code
    with pytest.raises(NotSure):
        filed(by=user)


@pytest.mark.django_db(transaction=True)
def test_a_changed_name_leaves_the_old_one_and_dossiers_as_they_were(client: Client, stand_in: StandIn) -> None:
    sign_in(client, stand_in, "an")
    user = User.objects.get(kind="citizen")
    dossier = filed(by=user)
    stand_in.provider.faults.names["an"] = "Nguyễn Thị Ánh"
    sign_in(Client(), stand_in, "an")
    user.refresh_from_db()
    assert user.full_name == "Nguyễn Thị Ánh"
    assert [one.full_name for one in FormerFacts.objects.filter(person=user.person_id)] == ["Nguyễn Thị An"]
    assert {party.name for party in dossier.parties.all()} == {"Nguyễn Thị An"}


def test_a_foreigner_with_a_new_passport_is_the_same_person(client: Client, stand_in: StandIn) -> None:
    sign_in(client, stand_in, "emma")
    user = User.objects.get(kind="citizen")
    assert user.person is not None
    assert user.person.identity is not None
    assert (user.person.identity.kind, user.assurance) == (IdentityKind.PASSPORT, 2)
    old = user.person.identity
    stand_in.provider.faults.numbers["emma"] = "SE7654321"
    sign_in(Client(), stand_in, "emma")
    user = User.objects.get(kind="citizen")
    assert user.person is not None
    assert user.person.identity is not None
    assert identity.reveal(user.person.identity) == "SE7654321"
    assert FormerFacts.objects.get(person=user.person).number == old


def test_a_personal_number_is_for_life(client: Client, stand_in: StandIn) -> None:
    """Law 26/2023/QH15, article 12: an account that suddenly names another number signs nobody in."""
    sign_in(client, stand_in, "an")
    stand_in.provider.faults.numbers["an"] = "068190099999"
    other = Client()
    page = sign_in(other, stand_in, "an", expect=409)
    assert page.h1 == "Chưa đăng nhập được"
    assert "khác lần trước" in page.text
    assert "_auth_user_id" not in other.session
    assert User.objects.count() == 1


def test_an_organisations_account_names_its_legal_representative(client: Client, stand_in: StandIn) -> None:
    """Civil Code, article 137. Whoever it names now stands for it; whom it no longer names does not."""
    sign_in(client, stand_in, "caphe")
    mandate = Mandate.objects.get()
    assert (mandate.basis, mandate.agent_name, mandate.sees_all) == ("legal", "Trần Văn Bình", True)
    sign_in(Client(), stand_in, "caphe")
    assert Mandate.objects.count() == 1
    head = Client()
    sign_in(head, stand_in, "binh")
    fetch(head, f"/tai-khoan/thay-mat/{mandate.public_id}/bat-dau", method="post", expect=302)
    assert "Thêm người của tổ chức" in fetch(head, "/tai-khoan/thay-mat").text
    stand_in.provider.faults.heads["caphe"] = ("Phạm Tiến Dũng", "001078015566")
    sign_in(Client(), stand_in, "caphe")
    assert [one.agent_name for one in Mandate.objects.filter(ended_at=None)] == ["Phạm Tiến Dũng"]
    assert fetch(head, "/ho-so-cua-toi", expect=302).location.startswith("/tai-khoan/thay-mat?het=1")


def told(client: Client, token: str, expect: int = 200) -> None:
    fetch(client, "/dang-xuat/tu-vneid", method="post", data={"logout_token": token}, expect=expect)


def test_whoever_signs_out_there_is_signed_out_here(client: Client, stand_in: StandIn) -> None:
    """OpenID Connect Back-Channel Logout 1.0, section 2."""
    sign_in(client, stand_in, "an")
    others = Client()
    sign_in(others, stand_in, "brep")
    now = time.time()
    told(Client(enforce_csrf_checks=True), stand_in.provider.logout_token("an", now))
    assert fetch(client, "/ho-so-cua-toi", expect=302).location.startswith("/dang-nhap")
    fetch(others, "/ho-so-cua-toi")
    # Once more ends nothing and is no mistake.
    told(Client(), stand_in.provider.logout_token("an", now))


@pytest.mark.parametrize(
    "wrong",
    [{"nonce": "x"}, {"events": {}}, {"aud": "another"}, {"iss": "https://evil.example"}, {"iat": 0}, {"sub": None}],
)
def test_a_token_that_is_no_logout_token_ends_nothing(
    client: Client, stand_in: StandIn, wrong: dict[str, object]
) -> None:
    sign_in(client, stand_in, "an")
    told(Client(), stand_in.provider.logout_token("an", time.time(), **wrong), expect=400)
    told(Client(), "nonsense", expect=400)
    stand_in.provider.faults.wrong_key = True
    told(Client(), stand_in.provider.logout_token("an", time.time()), expect=400)
    fetch(client, "/ho-so-cua-toi")


def test_a_code_that_was_used_before_signs_nobody_in(client: Client, stand_in: StandIn) -> None:
    """RFC 6749, section 4.1.2."""
    stand_in.provider.faults.replayed_code = True
    page = sign_in(client, stand_in, "an", expect=400)
    assert page.h1 == "Đăng nhập"
    assert "không thành công" in page.text
    assert User.objects.count() == 0


def test_a_slow_provider_gets_a_calm_page(client: Client, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    back = stand_in.choose(begin(client, "/tim"), "an")
    monkeypatch.setattr(provider()._http, "timeout", httpx.Timeout(0.2))
    stand_in.provider.faults.slow = 0.6
    assert fetch(client, back, expect=503).h1 == "Hệ thống VNeID chưa trả lời"
