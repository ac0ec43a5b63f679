"""The second step at the door, setting it up at the first sign-in, and an official's own account."""

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motcua.accounts import second_factor
from motcua.accounts.models import Authenticator, User
from motcua.accounts.rules import second_factor as rules
from motcua.accounts.tests import factories
from motcua.accounts.tests.factories import PASSWORD
from motcua.accounts.tests.passkeys import Passkey
from motcua.audit.models import Entry
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db
HERE, STEP, SET_UP = "/can-bo/dang-nhap", "/can-bo/dang-nhap/buoc-hai", "/can-bo/dang-nhap/cai-dat"
OWN = "/ban-lam-viec/tai-khoan"


@pytest.fixture(autouse=True)
def required(settings: LazySettings) -> None:
    settings.SECOND_FACTOR = True


def give_password(client: Client, user: User) -> Page:
    data = {"username": user.username, "password": PASSWORD, "next": "/ban-lam-viec/ky"}
    return fetch(client, HERE, method="post", data=data, expect=302)


def code_of(secret: str, later: int = 0) -> str:
    return rules.code_at(secret, rules.step_at(timezone.now()) + later)


def secret_on(page: Page) -> str:
    return page.words("code.motcua-factor-secret")[0].replace(" ", "")


def options_on(page: Page) -> str:
    (form,) = page.html.cssselect("form[data-passkey]")
    return str(form.get("data-options"))


def enrolled(user: User) -> tuple[str, list[str]]:
    secret, now = rules.new_secret(), timezone.now()
    return secret, second_factor.add_app(user_id=user.pk, secret=secret, code=code_of(secret, -1), name="", now=now)


def test_the_first_sign_in_sets_it_up(client: Client, leader: User) -> None:
    assert give_password(client, leader).location == SET_UP
    # Not signed in yet: no page opens, and the first step does not pass for the second.
    fetch(client, "/ban-lam-viec/ky", expect=302)
    page = fetch(client, SET_UP)
    secret = secret_on(page)
    assert "không đúng" in fetch(client, SET_UP, method="post", data={"code": "000000"}, expect=422).text
    assert secret_on(fetch(client, SET_UP)) == secret
    codes = fetch(client, SET_UP, method="post", data={"code": code_of(secret)})
    assert codes.h1 == "Mã dự phòng"
    assert len(codes.words("ul code")) == rules.RECOVERY_CODES
    fetch(client, "/ban-lam-viec/ky")
    assert Entry.objects.get(action="user.signed_in", actor_id=str(leader.pk)).details == {"factor": "app"}
    fetch(client, SET_UP, expect=302)


def test_the_code_comes_after_the_password(client: Client, leader: User) -> None:
    secret, codes = enrolled(leader)
    code = code_of(secret)
    assert give_password(client, leader).location == STEP
    assert fetch(client, SET_UP, expect=302).location == STEP
    fetch(client, "/ban-lam-viec/ky", expect=302)
    assert "Hãy nhập mã" in fetch(client, STEP, method="post", data={"code": " "}, expect=422).text
    assert not Entry.objects.filter(action="user.signed_in", actor_id=str(leader.pk)).exists()
    assert fetch(client, STEP, method="post", data={"code": code}, expect=302).location == "/ban-lam-viec/ky"
    fetch(client, "/ban-lam-viec/ky")
    # Another browser with the same code: it was used.
    other = Client()
    give_password(other, leader)
    fetch(other, STEP, method="post", data={"code": code}, expect=422)
    fetch(other, STEP, method="post", data={"code": codes[0]}, expect=302)


def test_without_the_password_there_is_no_second_step(client: Client, leader: User) -> None:
    _secret, codes = enrolled(leader)
    for address in (STEP, SET_UP):
        assert fetch(client, address, expect=302).location == HERE
        assert fetch(client, address, method="post", data={"code": codes[0]}, expect=302).location == HERE
    give_password(client, leader)
    leader.set_password("một mật khẩu khác hẳn")
    leader.save()
    assert fetch(client, STEP, method="post", data={"code": codes[0]}, expect=302).location == HERE


def test_a_planted_session_has_no_part_in_the_second_step(client: Client, leader: User) -> None:
    fetch(client, HERE)
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["motcua"] = planted = str(session.session_key)
    give_password(client, leader)
    assert client.session.session_key != planted
    intruder = Client()
    intruder.cookies["motcua"] = planted
    assert fetch(intruder, SET_UP, expect=302).location == HERE


def test_a_passkey_at_the_first_sign_in_and_at_the_next(client: Client, leader: User) -> None:
    give_password(client, leader)
    options = options_on(fetch(client, SET_UP))
    key = Passkey()
    assert fetch(client, SET_UP, method="post", data={"answer": key.made(options)}).h1 == "Mã dự phòng"
    client.post("/can-bo/dang-xuat")
    give_password(client, leader)
    options = options_on(fetch(client, STEP))
    answer = key.proven(options)
    fetch(client, STEP, method="post", data={"answer": "{}"}, expect=422)
    # The wrong answer used the challenge up.
    fetch(client, STEP, method="post", data={"answer": answer}, expect=422)
    options = options_on(fetch(client, STEP))
    fetch(client, STEP, method="post", data={"answer": key.proven(options)}, expect=302)
    fetch(client, "/ban-lam-viec/ky")


def test_where_the_demo_does_without_who_set_it_up_is_asked_all_the_same(
    client: Client, leader: User, specialist: User, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR = False
    enrolled(leader)
    assert give_password(client, leader).location == STEP
    assert give_password(Client(), specialist).location == "/ban-lam-viec/ky"


def test_an_own_account_changes_only_with_the_password(client: Client, leader: User) -> None:
    secret, _codes = enrolled(leader)
    client.force_login(leader)
    assert "Còn 10 mã" in fetch(client, OWN).text
    new = secret_on(fetch(client, f"{OWN}/them"))
    data = {"code": code_of(new), "password": "không phải mật khẩu", "name": "Máy thứ hai"}
    assert "Mật khẩu không đúng" in fetch(client, f"{OWN}/them", method="post", data=data, expect=422).text
    fetch(client, f"{OWN}/them", method="post", data=data | {"password": PASSWORD}, expect=302)
    assert "Máy thứ hai" in fetch(client, OWN).text
    first = Authenticator.objects.get(user=leader, name="").public_id
    away = f"{OWN}/doi?viec=bo&cach={first}"
    assert fetch(client, away).h1 == "Bỏ cách xác thực"
    fetch(client, away, method="post", data={"password": "sai"}, expect=422)
    fetch(client, away, method="post", data={"password": PASSWORD}, expect=302)
    fetch(client, away, expect=404)
    assert secret != new
    last = f"{OWN}/doi?viec=bo&cach={Authenticator.objects.get(user=leader).public_id}"
    assert "cuối cùng" in fetch(client, last, method="post", data={"password": PASSWORD}, expect=422).text
    codes = fetch(client, f"{OWN}/doi?viec=ma", method="post", data={"password": PASSWORD})
    assert len(codes.words("ul code")) == rules.RECOVERY_CODES


def test_an_administrator_sees_accounts_and_helps_who_lost_theirs(
    client: Client, leader: User, tech_admin: User
) -> None:
    enrolled(leader)
    theirs = Client()
    theirs.force_login(leader)
    client.force_login(tech_admin)
    listed = fetch(client, "/ban-lam-viec/can-bo?ten=Giang")
    assert leader.full_name in listed.text
    assert "đã cài" in listed.text
    assert "Không có cán bộ" in fetch(client, "/ban-lam-viec/can-bo?ten=không ai").text
    one = f"/ban-lam-viec/can-bo/{leader.pk}"
    fetch(client, one)
    reason = {"reason": "Mất điện thoại, đã gặp tại phòng"}
    assert "gặp trực tiếp" in fetch(client, one, method="post", data=reason, expect=422).text
    assert "lý do" in fetch(client, one, method="post", data={"seen": "1", "reason": "mất"}, expect=422).text
    fetch(client, one, method="post", data=reason | {"seen": "1"}, expect=302)
    fetch(theirs, "/ban-lam-viec/ky", expect=302)
    assert give_password(theirs, leader).location == SET_UP
    own = f"/ban-lam-viec/can-bo/{tech_admin.pk}"
    fetch(client, own, method="post", data=reason | {"seen": "1"}, expect=422)
    fetch(client, "/ban-lam-viec/can-bo/999999999", expect=404)


def test_the_list_of_accounts_costs_the_same_however_long(client: Client, tech_admin: User, leader: User) -> None:
    client.force_login(tech_admin)
    fetch(client, "/ban-lam-viec/can-bo")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            fetch(client, "/ban-lam-viec/can-bo")
        counts.append(len(asked))
        for number in range(5):
            factories.official(f"Người Thứ {number}", (Role.SPECIALIST, places.department()))
    assert counts[0] == counts[1]
