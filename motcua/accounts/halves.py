"""A sign-in of an official on its way: the first step was right, the second is owed.

Whichever way the first step went (a password, the province's provider), the second one is the same page.
"""

import time
from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from motcua.accounts import sessions, signin
from motcua.accounts.models import User
from motcua.accounts.queries import official_by_id
from motcua.accounts.rules.second_factor import HALF_LASTS, Factor
from motcua.accounts.rules.signin import DEVICE_LASTS

KEY = "half_signed_in"
HOME = "/ban-lam-viec"


@dataclass
class Half:
    """A sign-in whose password was right and whose second step is owed; kept in the session, never a session itself."""

    user_id: int
    digest: str
    # For this browser, once the sign-in is complete; empty where no password was asked here.
    mark: str
    device: str
    then: str
    began: float
    challenge: str = ""
    secret: str = ""  # of an application that is being set up, sealed

    @classmethod
    def read(cls, request: HttpRequest) -> "tuple[Half, User] | None":
        """Return the half sign-in of a browser and whose it is; None where there is none, or it is too old."""
        kept = request.session.get(KEY)
        if kept is None or time.time() - kept["began"] > HALF_LASTS:
            return None
        half = cls(**kept)
        user = official_by_id(half.user_id)
        # A password that was changed in between is not the one that was given.
        return (half, user) if user is not None and user.get_session_auth_hash() == half.digest else None

    @classmethod
    def begin(cls, request: HttpRequest, user: User, *, then: str, mark: str = "", device: str = "") -> "Half":
        """Return a half sign-in, kept under a fresh session id: whoever planted the old one has no part in it."""
        half = cls(user.pk, user.get_session_auth_hash(), mark, device, then, time.time())
        request.session.cycle_key()
        half.keep(request)
        return half

    def keep(self, request: HttpRequest) -> None:
        """Keep it in the session."""
        request.session[KEY] = asdict(self)


def enter(request: HttpRequest, half: Half, user: User, factor: Factor, answer: HttpResponse) -> HttpResponse:
    """Begin the session of an official whose sign-in is complete, and mark the browser as theirs on the answer."""
    request.session.pop(KEY, None)
    sessions.begin(request, user, factor=factor)
    signin.record(user=user, factor=factor, now=timezone.now())
    if not half.mark:
        return answer
    answer.set_cookie(
        signin.DEVICE_COOKIE,
        half.mark,
        max_age=DEVICE_LASTS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
        path=settings.OFFICIAL_SIGN_IN,
    )
    return answer
