"""Officials' sign-in by password, with guesses counted so that nobody can lock another out.

A browser that has signed in carries a signed device mark. Guesses with a valid mark count for that browser alone;
guesses without one count for the name among all unknown browsers, and for the address. So an attacker who fills the
count of a name stops only strangers' browsers, never the official at the usual desk.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction

from motcua.accounts import identity
from motcua.accounts.models import SignInFailure, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import UserKind, signin
from motcua.audit import actions as audit
from motcua.lib.text import clean

DEVICE_COOKIE = "motcua_device"
_SALT = "motcua.accounts.device"
# Checked when the name is unknown, so that the answer takes as long.
_NOBODY = make_password(secrets.token_urlsafe(16))


@dataclass(frozen=True)
class SignedIn:
    """A sign-in that worked, and the mark for this browser."""

    user: User
    device: str


def sign_in(*, username: str, password: str, device: str, address: str, now: datetime) -> SignedIn:
    """Return the official whose name and password these are; raises SignInRefused."""
    name = clean(username).lower()[:150]
    known = _device_of(device, name)
    counts = [
        (_bucket("device", known), signin.KNOWN_DEVICE_GUESSES, signin.WINDOW)
        if known
        else (_bucket("name", name), signin.UNKNOWN_DEVICE_GUESSES, signin.WINDOW),
        (_bucket("day", known or name), signin.NAME_GUESSES_A_DAY, timedelta(days=1)),
    ]
    if not known:
        counts.append((_bucket("address", address), signin.ADDRESS_GUESSES, signin.WINDOW))
    for bucket, most, window in counts:
        if SignInFailure.objects.filter(bucket=bucket, at__gt=now - window).count() >= most:
            raise signin.too_many()
    user = User.objects.filter(username=name, kind=UserKind.OFFICIAL, is_active=True).first()
    if not check_password(password, user.password if user else _NOBODY) or user is None:
        SignInFailure.objects.bulk_create(SignInFailure(bucket=bucket, at=now) for bucket, _most, _window in counts)
        raise signin.wrong()
    with transaction.atomic():
        audit.record("user.signed_in", about=("user", str(user.pk)), by=actor(user), at=now)
    return SignedIn(user, signing.dumps([name, known or secrets.token_urlsafe(12)], salt=_SALT))


def sweep(*, now: datetime) -> int:
    """Delete failures that count no more; return how many."""
    return SignInFailure.objects.filter(at__lt=now - timedelta(days=1)).delete()[0]


def _device_of(mark: str, name: str) -> str:
    """Return the id of a browser that has signed in with this name before; empty for any other."""
    try:
        whose, device = signing.loads(mark, salt=_SALT, max_age=signin.DEVICE_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(device) if whose == name else ""


def _bucket(kind: str, value: str) -> str:
    return identity.sealer().index(f"sign-in:{kind}:{value}")
