"""The doors of pages: every view says who may enter, and the decorator keeps the others out.

`tests/architecture/test_doors.py` fails for an address without a door. What may be done inside with one object is
asked again, of `access.require`, where the object is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import patch_cache_control

from motcua.accounts import access, acting
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import ApiScope, rows_for

P = ParamSpec("P")


@dataclass(frozen=True)
class Door:
    """Who may enter: anyone, a signed-in citizen, an official (whose posts allow the verb), or a machine."""

    kind: Literal["public", "citizen", "official", "machine"]
    verb: str = ""
    scope: str = ""


class SignedInRequest(HttpRequest):
    """A request behind a door: `user` is one of ours."""

    user: User


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SignedInView = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def _mark(view: Callable[..., Any], door: Door) -> None:
    view.door = door  # type: ignore[attr-defined]


def public(view: View[P]) -> View[P]:
    """Let anyone in."""
    _mark(view, Door("public"))
    return view


def citizen(view: SignedInView[P]) -> View[P]:
    """Let in signed-in persons and organisations, in their own name alone; others go to sign in and come back.

    Whoever acts for another just now is led to the page where they say for whom they go on.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if (refused := _stranger_here(request)) is not None:
            return refused
        if acting.acting_in(request) is not None:
            return _to_choose(request, "rieng")
        return _private(view(request, *args, **kwargs))  # type: ignore[arg-type]

    _mark(guarded, Door("citizen"))
    return guarded


def citizen_or_agent(view: SignedInView[P]) -> View[P]:
    """Let in as `citizen` does, and whoever acts for another as that: `access` answers for what they may then."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if (refused := _stranger_here(request)) is not None:
            return refused
        access.act_as(request.user, acting.acting_in(request))  # type: ignore[arg-type]
        return _private(view(request, *args, **kwargs))  # type: ignore[arg-type]

    _mark(guarded, Door("citizen"))
    return guarded


def _stranger_here(request: HttpRequest) -> HttpResponse | None:
    """Return where somebody goes who is no signed-in citizen, or no longer acts for whom they think; else None."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return _to_sign_in(request, settings.CITIZEN_SIGN_IN)
    if not user.is_citizen:
        raise PermissionDenied
    return _to_choose(request, "het") if acting.has_ended(request) else None


def _to_choose(request: HttpRequest, why: str) -> HttpResponse:
    target = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return HttpResponseRedirect(f"{settings.ACTING_PAGE}?{urlencode({why: 1, 'next': target})}")


def official(verb: str) -> Callable[[SignedInView[P]], View[P]]:
    """Let in officials whose posts allow the verb on some object; raises LookupError for an unknown verb at import."""
    rows_for(verb)

    def door(view: SignedInView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User) or not user.is_active:
                return _to_sign_in(request, settings.OFFICIAL_SIGN_IN)
            if not user.is_official or not access.may_enter(user, verb):
                raise PermissionDenied
            return _private(view(request, *args, **kwargs))  # type: ignore[arg-type]

        _mark(guarded, Door("official", verb=verb))
        return guarded

    return door


def machine(scope: ApiScope) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Say that an API operation is for clients with this scope; the API's bearer check enforces it."""

    def door(view: Callable[P, Any]) -> Callable[P, Any]:
        _mark(view, Door("machine", scope=ApiScope(scope).value))
        return view

    return door


def sign_in_again(address: str, *, level: int = 0) -> str:
    """Return where a signed-in person signs in once more before they come to this page (`sessions.is_fresh`).

    `level`: the account must have it; 0 where any does.
    """
    asked = {"lai": 1, **({"muc": level} if level else {}), "next": address}
    return f"{settings.CITIZEN_SIGN_IN}?{urlencode(asked)}"


def _to_sign_in(request: HttpRequest, address: str) -> HttpResponse:
    # What was being sent cannot be sent again after sign-in: the person comes back to the page, not to the act.
    target = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return HttpResponseRedirect(f"{address}?{urlencode({'next': target})}")


def _private(response: HttpResponseBase) -> HttpResponseBase:
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response
