"""Officials' sign-in by password, with guesses counted so that nobody can lock another out.

A browser that has signed in carries a signed device mark (`guesses` says what it is good for). Who gave the password
has not signed in yet: a second factor may be owed (`second_factor`), and only then the session begins.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction

from motcua.accounts import guesses
from motcua.accounts.models import User
from motcua.accounts.queries import actor, official_called, posts_of
from motcua.accounts.rules import signin
from motcua.accounts.rules.second_factor import Factor
from motcua.accounts.rules.signin import ProvincialIdentity
from motcua.audit import actions as audit
from motcua.lib.dates import today
from motcua.lib.text import clean

DEVICE_COOKIE = "motcua_device"
_SALT = "motcua.accounts.device"
# Checked when the name is unknown, so that the answer takes as long.
_NOBODY = make_password(secrets.token_urlsafe(16))


@dataclass(frozen=True)
class Known:
    """Whose name and password these were, and the mark for this browser once the sign-in is complete.

    `device` names the browser where this official has signed in with it before; empty for any other.
    """

    user: User
    mark: str
    device: str


def check(*, username: str, password: str, mark: str, address: str, now: datetime) -> Known:
    """Return the official whose name and password these are; raises SignInRefused."""
    name = clean(username).lower()[:150]
    device = _device_of(mark, name)
    counts = guesses.of_password(name, device, address)
    guesses.require_few(counts, now)
    user = official_called(name)
    if not check_password(password, user.password if user else _NOBODY) or user is None:
        guesses.count(counts, now)
        raise signin.wrong()
    return Known(user, signing.dumps([name, device or secrets.token_urlsafe(12)], salt=_SALT), device)


def of_province(who: ProvincialIdentity, *, now: datetime) -> User:
    """Return the official whom the province's provider names; raises SignInRefused where none here is that one.

    Nobody is entered and no post is given by it. Where it names an agency, the official holds a post there today.
    """
    user = official_called(who.username)
    if user is None:
        raise signin.unknown_official()
    if who.agency and who.agency not in {post.agency_code for post in posts_of(user, today(now))}:
        raise signin.unknown_official()
    return user


def again(*, user: User, password: str, now: datetime) -> None:
    """Ask a signed-in official's password once more, before how they sign in changes; raises SignInRefused."""
    counts = guesses.of_second_step(user.pk, "signed-in")
    guesses.require_few(counts, now)
    if not check_password(password, user.password):
        guesses.count(counts, now)
        raise signin.wrong_password()


@transaction.atomic
def record(*, user: User, factor: Factor, now: datetime) -> None:
    """Write down that an official's sign-in is complete, and by which second factor."""
    audit.record(
        "user.signed_in", about=("user", str(user.pk)), by=actor(user), at=now, details={"factor": factor.value}
    )


def _device_of(mark: str, name: str) -> str:
    """Return the id of a browser that has signed in with this name before; empty for any other."""
    try:
        whose, device = signing.loads(mark, salt=_SALT, max_age=signin.DEVICE_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(device) if whose == name else ""
