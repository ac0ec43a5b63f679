"""Counts wrong guesses so that nobody can lock another out.

A browser that has signed in carries a signed device mark. Guesses with a valid mark count for that browser alone;
guesses without one count for the name among all unknown browsers, and for the address. So an attacker who fills the
count of a name stops only strangers' browsers, never the official at the usual desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from motcua.accounts import identity
from motcua.accounts.models import SignInFailure
from motcua.accounts.rules import signin

DAY = timedelta(days=1)
log = structlog.get_logger()


@dataclass(frozen=True)
class Count:
    """One count: of what, under which keyed digest, how many guesses it allows, and how long each of them counts."""

    kind: str
    bucket: str
    most: int
    window: timedelta


def of_password(name: str, device: str, address: str) -> list[Count]:
    """Return the counts of a guessed password; `device` names a browser known for this name, or is empty."""
    counts = [
        _count("device", device, signin.KNOWN_DEVICE_GUESSES)
        if device
        else _count("name", name, signin.UNKNOWN_DEVICE_GUESSES),
        _count("day", device or name, signin.NAME_GUESSES_A_DAY, DAY),
    ]
    return counts if device else [*counts, _count("address", address, signin.ADDRESS_GUESSES)]


def of_second_step(user_id: int, device: str) -> list[Count]:
    """Return the counts of a guessed second factor; who guesses it knows the password."""
    whose = f"{user_id}:{device}"
    return [
        _count("second", whose, signin.KNOWN_DEVICE_GUESSES),
        _count("second-day", whose, signin.SECOND_GUESSES_A_DAY, DAY),
    ]


def require_few(counts: Sequence[Count], now: datetime) -> None:
    """Raise SignInRefused where one of the counts is full."""
    for one in counts:
        if SignInFailure.objects.filter(bucket=one.bucket, at__gt=now - one.window).count() >= one.most:
            log.warning("sign-in stopped: too many guesses", kind=one.kind, bucket=one.bucket)
            raise signin.too_many()


def count(counts: Sequence[Count], now: datetime) -> None:
    """Count one wrong guess, and tell the log: by keyed digests, which name nobody and show what belongs together."""
    SignInFailure.objects.bulk_create(SignInFailure(bucket=one.bucket, at=now) for one in counts)
    log.warning("sign-in refused: wrong guess", counts=[f"{one.kind} {one.bucket}" for one in counts])


def sweep(*, now: datetime) -> int:
    """Delete failures that count no more; return how many."""
    return SignInFailure.objects.filter(at__lt=now - DAY).delete()[0]


def _count(kind: str, value: str, most: int, window: timedelta = signin.WINDOW) -> Count:
    return Count(kind, identity.sealer().index(f"sign-in:{kind}:{value}"), most, window)
