"""Who calls, as our own front server says it."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from motcua.project.middleware import true_caller

SEEN = [
    # peer, X-Forwarded-For, X-Forwarded-Proto, the caller, whether by TLS
    ("127.0.0.1", "203.0.113.9", "https", "203.0.113.9", True),
    ("127.0.0.1", "10.0.0.1, 203.0.113.9", "http", "203.0.113.9", False),  # the first was written by the caller
    ("127.0.0.1", "203.0.113.9, 10.1.0.7", "https", "203.0.113.9", True),  # two front servers of ours
    ("127.0.0.1", "2001:db8::7", "https", "2001:db8::7", True),
    ("127.0.0.1", "", "", "127.0.0.1", False),
    ("127.0.0.1", "203.0.113.9, không rõ", "https", "127.0.0.1", True),
    ("198.51.100.4", "203.0.113.9", "https", "198.51.100.4", False),  # somebody who passed the front server by
]


@pytest.mark.parametrize(("peer", "forwarded", "scheme", "caller", "is_secure"), SEEN)
def test_only_our_front_servers_say_who_calls(
    settings: Settings, peer: str, forwarded: str, scheme: str, caller: str, is_secure: bool
) -> None:
    settings.PROXIES = frozenset({"127.0.0.1", "10.1.0.7"})
    found: list[tuple[str, bool]] = []

    def view(request: HttpRequest) -> HttpResponse:
        found.append((request.META["REMOTE_ADDR"], request.is_secure()))
        return HttpResponse()

    request = RequestFactory().get(
        "/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded, "X-Forwarded-Proto": scheme}
    )
    true_caller(view)(request)
    assert found == [(caller, is_secure)]
