"""Officials sign in; guessers do not, and lock nobody out."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs

from motcua.accounts import guesses, signin
from motcua.accounts.models import SignInFailure, User
from motcua.accounts.rules.signin import KNOWN_DEVICE_GUESSES, UNKNOWN_DEVICE_GUESSES, WINDOW, SignInRefused
from motcua.accounts.tests.factories import PASSWORD
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db
HERE = "/can-bo/dang-nhap"


def attempt(client: Client, user: User, password: str = PASSWORD, expect: int = 302, **more: str) -> Page:
    data = {"username": user.username, "password": password, "next": "/can-bo/ho-so", **more}
    return fetch(client, HERE, method="post", data=data, expect=expect)


def test_an_official_signs_in_and_out(client: Client, specialist: User) -> None:
    page = fetch(client, f"{HERE}?next=/can-bo/ho-so")
    assert page.h1 == "Cán bộ đăng nhập"
    assert page.fields()["next"] == "/can-bo/ho-so"
    assert attempt(client, specialist).location == "/can-bo/ho-so"
    assert client.session["_auth_user_id"] == str(specialist.pk)
    fetch(client, HERE, expect=302)
    fetch(client, "/can-bo/dang-xuat", method="post", expect=302)
    assert "_auth_user_id" not in client.session


def test_the_same_words_for_a_wrong_name_and_a_wrong_password(client: Client, specialist: User) -> None:
    wrong_password = attempt(client, specialist, "wrong-password-1", 422)
    wrong_name = attempt(client, specialist, username="nobody", expect=422)
    assert wrong_password.words(".govuk-error-summary") == wrong_name.words(".govuk-error-summary")


def test_citizens_machines_and_those_who_left_do_not_get_in(client: Client, citizen: User, specialist: User) -> None:
    citizen.set_password(PASSWORD)
    citizen.save()
    attempt(client, citizen, expect=422)
    User.objects.filter(pk=specialist.pk).update(is_active=False)
    attempt(client, specialist, expect=422)


def test_empty_fields_are_named(client: Client, specialist: User) -> None:
    page = fetch(client, HERE, method="post", data={"username": "", "password": ""}, expect=422)
    assert len(page.words(".govuk-error-message")) == 2
    assert SignInFailure.objects.count() == 0


def test_guessing_stops_after_a_while_and_may_start_again_later(client: Client, specialist: User) -> None:
    for _ in range(UNKNOWN_DEVICE_GUESSES):
        attempt(client, specialist, "guess-guess-guess", 422)
    assert "quá nhiều lần" in attempt(client, specialist, expect=429).text
    with time_machine.travel(timezone.now() + WINDOW + timedelta(seconds=1)):
        attempt(client, specialist)


def test_a_guesser_does_not_lock_the_official_out_at_the_usual_desk(client: Client, specialist: User) -> None:
    attempt(client, specialist)
    client.post("/can-bo/dang-xuat")
    guesser = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(UNKNOWN_DEVICE_GUESSES):
        attempt(guesser, specialist, "guess-guess-guess", 422)
    attempt(guesser, specialist, expect=429)
    attempt(client, specialist)


def test_a_known_browser_has_its_own_count(client: Client, specialist: User) -> None:
    attempt(client, specialist)
    client.post("/can-bo/dang-xuat")
    for _ in range(KNOWN_DEVICE_GUESSES):
        attempt(client, specialist, "guess-guess-guess", 422)
    attempt(client, specialist, expect=429)
    attempt(Client(), specialist)


def test_a_mark_of_another_name_or_a_forged_one_counts_as_unknown(specialist: User, leader: User) -> None:
    first = Client()
    attempt(first, specialist)
    now = timezone.now()
    for _ in range(UNKNOWN_DEVICE_GUESSES):
        attempt(Client(REMOTE_ADDR="203.0.113.9"), leader, "guess-guess-guess", 422)
    for mark in (first.cookies[signin.DEVICE_COOKIE].value, "forged", ""):
        with pytest.raises(SignInRefused) as refusal:
            signin.check(username=leader.username, password=PASSWORD, mark=mark, address="192.0.2.1", now=now)
        assert refusal.value.code == "too_many_tries"


def test_failures_keep_no_names_and_are_swept(client: Client, specialist: User) -> None:
    attempt(client, specialist, "guess-guess-guess", 422)
    assert all(specialist.username not in row.bucket for row in SignInFailure.objects.all())
    assert guesses.sweep(now=timezone.now() + timedelta(days=2)) > 0
    assert SignInFailure.objects.count() == 0


def test_a_wrong_guess_is_told_the_log_without_a_name(client: Client, specialist: User) -> None:
    with capture_logs() as lines:
        attempt(client, specialist, "guess-guess-guess", 422)
        attempt(client, specialist, "another-guess-1", 422)
    first, second = (line for line in lines if line["event"] == "sign-in refused: wrong guess")
    assert first["counts"] == second["counts"]
    assert [one.partition(" ")[0] for one in first["counts"]] == ["name", "day", "address"]
    assert specialist.username not in str(lines)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/x"])
def test_nobody_is_sent_elsewhere_after_sign_in(client: Client, specialist: User, target: str) -> None:
    assert attempt(client, specialist, next=target).location == "/ban-lam-viec"
