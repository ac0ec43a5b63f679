"""Sessions: told of without saying too much, ended by time or by hand, and of no use from the next request on."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client, RequestFactory
from django.utils import timezone

from motcua.accounts import administration, sessions
from motcua.accounts.models import Session, User
from motcua.accounts.queries import actor
from motcua.accounts.rules.sessions import Limits, browser_of, is_over, network_of
from motcua.accounts.tests.factories import PASSWORD
from motcua.lib.actors import SYSTEM
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36 Edg/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
DESK = "/ban-lam-viec/tai-khoan"


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (FIREFOX, "Firefox", "Windows"),
        (EDGE, "Edge", "Windows"),
        (PHONE, "Safari", "iPhone"),
        ("curl/8.5", "", ""),
        ("<script>", "", ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent: str, browser: str, system: str) -> None:
    assert browser_of(agent) == (browser, system)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("203.0.113.77", "203.0.x.x"),
        ("::ffff:203.0.113.77", "203.0.x.x"),
        ("2001:db8:85a3::8a2e:370:7334", "2001:0db8:85a3:…"),
        ("", ""),
        ("không phải", ""),
    ],
)
def test_a_network_is_shown_without_the_machine(address: str, shown: str) -> None:
    assert network_of(address) == shown


def test_when_a_session_is_over() -> None:
    limits = Limits(idle=60, most=100)
    assert not is_over(began=0, seen=50, now=100, limits=limits)
    assert is_over(began=0, seen=50, now=111, limits=limits)
    assert is_over(began=0, seen=100, now=101, limits=limits)


def signed_in(user: User) -> Client:
    """Sign an official in by the page, so that the session is a real one."""
    client = Client()
    data = {"username": user.username, "password": PASSWORD}
    assert client.post("/can-bo/dang-nhap", data).status_code == 302
    return client


@pytest.mark.django_db
class TestSessions:
    def test_a_session_tells_the_browser_and_the_network_and_gets_a_fresh_id(self, specialist: User) -> None:
        client = Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="203.0.113.77")
        client.get("/can-bo/dang-nhap")
        session = client.session
        session["planted"] = "1"
        session.save()
        planted = session.session_key
        client.post("/can-bo/dang-nhap", {"username": specialist.username, "password": PASSWORD})
        assert client.session.session_key != planted
        assert not Session.objects.filter(pk=planted).exists()
        (one,) = sessions.listed(specialist, now=timezone.now())
        assert (one.called, one.network) == ("Firefox, Windows", "203.0.x.x")
        assert "113.77" not in one.get_decoded().__repr__()

    def test_an_ended_session_is_a_stranger_at_the_next_request(self, specialist: User) -> None:
        office, home = signed_in(specialist), signed_in(specialist)
        assert office.get(DESK).status_code == home.get(DESK).status_code == 200
        of_home = home.session["signed_in"]["id"]
        sessions.end(user_id=specialist.pk, session=of_home, by=actor(specialist), now=timezone.now())
        assert home.get(DESK).status_code == 302
        assert office.get(DESK).status_code == 200

    def test_nobody_ends_the_session_of_another(self, specialist: User, leader: User) -> None:
        mine, other = signed_in(specialist), signed_in(leader)
        data = {"session": other.session["signed_in"]["id"]}
        assert mine.post(f"{DESK}/phien", data).status_code == 422
        assert mine.post(f"{DESK}/phien", {"session": "không phải"}).status_code == 422
        assert other.get(DESK).status_code == 200
        assert mine.post(f"{DESK}/phien", {"all": "1"}).status_code == 302
        assert mine.get(DESK).status_code == other.get(DESK).status_code == 200

    def test_a_new_password_ends_the_other_sessions(self, specialist: User) -> None:
        office, home = signed_in(specialist), signed_in(specialist)
        before = office.session.session_key
        data = {"password": PASSWORD, "new": "một câu đủ dài để nhớ"}
        assert office.post(f"{DESK}/mat-khau", data).status_code == 302
        assert office.get(DESK).status_code == 200
        assert office.session.session_key != before
        assert home.get(DESK).status_code == 302
        assert Session.objects.filter(user=specialist).count() == 1
        administration.set_password(
            user_id=specialist.pk, password="lại một câu khác nữa", by=SYSTEM, now=timezone.now()
        )
        assert office.get(DESK).status_code == 302

    def test_a_closed_account_is_out_at_once(self, specialist: User) -> None:
        client = signed_in(specialist)
        administration.close(user_id=specialist.pk, by=SYSTEM, now=timezone.now())
        assert client.get(DESK).status_code == 302
        assert not Session.objects.filter(user=specialist).exists()

    def test_a_post_that_ends_is_no_key_at_the_next_request(self, leader: User) -> None:
        client = signed_in(leader)
        assert client.get("/ban-lam-viec/ky").status_code == 200
        administration.dismiss(
            user_id=leader.pk,
            role=Role.AGENCY_LEADER,
            agency_id=places.department().pk,
            by=SYSTEM,
            now=timezone.now(),
        )
        assert client.get("/ban-lam-viec/ky").status_code == 403

    def test_time_ends_a_session(self, specialist: User, settings: LazySettings) -> None:
        settings.SESSION_IDLE_AGE, settings.SESSION_COOKIE_AGE = 3600, 8 * 3600
        begun = timezone.now()
        with time_machine.travel(begun, tick=False) as clock:
            client, idle = signed_in(specialist), signed_in(specialist)
            for _ in range(8):
                clock.shift(timedelta(minutes=59))
                assert client.get(DESK).status_code == 200
            (row,) = [one for one in sessions.listed(specialist, now=timezone.now()) if one.seen_at != one.began_at]
            assert row.seen_at == begun + timedelta(minutes=8 * 59)
            assert idle.get(DESK).status_code == 302
            clock.shift(timedelta(minutes=20))
            assert client.get(DESK).status_code == 302
            assert Session.objects.filter(user=specialist).count() == 0

    def test_a_citizen_ends_their_own(self, citizen: User, rf: RequestFactory) -> None:
        here, there = Client(), Client()
        for client in (here, there):
            request = rf.get("/", headers={"User-Agent": PHONE})
            request.session = client.session
            sessions.begin(request, citizen)
            request.session.save()
            client.cookies["motcua"] = request.session.session_key or ""
        page = here.get("/tai-khoan").content.decode()
        assert page.count("Safari, iPhone") == 3  # two sessions, and the name of the one button
        assert here.post("/tai-khoan/phien", {"session": there.session["signed_in"]["id"]}).status_code == 302
        assert there.get("/tai-khoan").status_code == 302
        assert here.get("/tai-khoan").status_code == 200
