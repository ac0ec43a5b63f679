"""Accounts from the terminal, names in normal form, and a change of keys."""

import time
import unicodedata
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from motcua.accounts import access, administration, clients, queries, signin
from motcua.accounts.models import ApiClient, Person, User
from motcua.accounts.rules.permissions import ApiScope
from motcua.accounts.rules.signin import SignInRefused
from motcua.accounts.tests import factories
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.lib.recent import Recent
from motcua.lib.refusals import Refused
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places

pytestmark = pytest.mark.django_db


def say(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().strip()


def enter(username: str, password: str) -> User:
    return signin.check(username=username, password=password, mark="", address="192.0.2.1", now=timezone.now()).user


def test_the_life_of_an_account() -> None:
    department = places.department()
    password = say("account", "add", "Le.Chi", "Lê Thị Chi")
    user = enter("le.chi", password)
    assert user.full_name == "Lê Thị Chi"
    say("account", "appoint", "le.chi", "specialist", department.code, "Chuyên viên")
    assert say("account", "show", "le.chi").startswith("specialist\tH36.12")
    assert access.may_enter(User.objects.get(pk=user.pk), "dossier.appraise")
    with pytest.raises(CommandError, match="đã giữ"):
        say("account", "appoint", "le.chi", "specialist", department.code, "Chuyên viên")
    say("account", "dismiss", "le.chi", "specialist", department.code)
    assert queries.posts_of(user, today(timezone.now())) == []
    with pytest.raises(CommandError, match="không giữ"):
        say("account", "dismiss", "le.chi", "specialist", department.code)
    renewed = say("account", "password", "le.chi")
    with pytest.raises(SignInRefused):
        enter("le.chi", password)
    enter("le.chi", renewed)
    say("account", "close", "le.chi")
    with pytest.raises(SignInRefused):
        enter("le.chi", renewed)


def test_refusals_are_one_sentence(specialist: User) -> None:
    with pytest.raises(CommandError, match="đã có người dùng"):
        say("account", "add", specialist.username, "Người Khác")
    with pytest.raises(CommandError, match="no official"):
        say("account", "password", "nobody")
    with pytest.raises(CommandError, match="no agency"):
        say("account", "appoint", specialist.username, Role.CLERK.value, "H99", "Văn thư")


def test_the_life_of_a_client() -> None:
    now = timezone.now()
    secret = say("api_client", "add", "doi-tac", places.department().code, "--scope", "dossiers:read")
    given = clients.give_token(client_id="doi-tac", secret=secret, scopes=[], now=now)
    assert given is not None
    assert given.scopes == ["dossiers:read"]
    renewed = say("api_client", "secret", "doi-tac")
    assert clients.by_token(given.text, now=now) is None, "old tokens end with the old secret"
    assert clients.give_token(client_id="doi-tac", secret=secret, scopes=[], now=now) is None
    assert clients.give_token(client_id="doi-tac", secret=renewed, scopes=[], now=now) is not None
    say("api_client", "close", "doi-tac")
    assert clients.give_token(client_id="doi-tac", secret=renewed, scopes=[], now=now) is None
    with pytest.raises(CommandError, match="đã có"):
        say("api_client", "add", "doi-tac", places.department().code)
    say("api_client", "add", "mot-so", places.department().code)
    usual = ApiClient.objects.get(client_id="mot-so").scopes
    assert ApiScope.PAYMENTS not in usual, "it reaches the whole province: only by name"
    assert len(usual) == len(ApiScope) - 1


def test_a_name_out_of_normal_form_does_not_get_in() -> None:
    person = factories.person("Nguyễn Thị An")
    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=person.pk).update(full_name=unicodedata.normalize("NFD", "Nguyễn Thị An"))


def test_a_token_is_believed_for_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    now, moment = timezone.now(), [100.0]
    monkeypatch.setattr(clients, "_recent", Recent(1.0))
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    secret = say("api_client", "add", "doi-tac", places.department().code, "--scope", "dossiers:read")
    given = clients.give_token(client_id="doi-tac", secret=secret, scopes=[], now=now)
    assert given is not None
    assert clients.by_token(given.text, now=now) is not None
    say("api_client", "close", "doi-tac")
    moment[0] += 0.9
    believed = clients.by_token(given.text, now=now)
    assert believed is not None
    assert believed.client.scopes == ["dossiers:read"]
    assert clients.by_token(given.text, now=now + clients.LASTS) is None, "its own end is looked at each time"
    moment[0] += 0.1
    assert clients.by_token(given.text, now=now) is None


def test_an_inspector_reads_by_a_decision_with_a_last_day() -> None:
    user = factories.official("Đoàn Thanh Tra")
    now, agency = timezone.now(), places.department()
    day = today(now)

    def appoint(**more: Any) -> None:
        administration.appoint(
            user_id=user.pk, role=Role.INSPECTOR, agency_id=agency.pk, title="", by=SYSTEM, now=now, **more
        )

    for more in ({}, {"basis": "QĐ 12/QĐ-TTr"}, {"until": day + timedelta(days=30)}):
        with pytest.raises(Refused) as refusal:
            appoint(**more)
        assert refusal.value.code == "no_decision"
    with pytest.raises(Refused) as refusal:
        appoint(basis="QĐ 12/QĐ-TTr", until=day)
    assert refusal.value.code == "days_backwards"
    appoint(basis="QĐ 12/QĐ-TTr", until=day + timedelta(days=30))
    assert access.may_enter(User.objects.get(pk=user.pk), "dossier.see", on=day + timedelta(days=29))
    assert not access.may_enter(User.objects.get(pk=user.pk), "dossier.see", on=day + timedelta(days=30))
