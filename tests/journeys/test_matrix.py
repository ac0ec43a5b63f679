"""Every address against every persona: who gets through the door is what the permission table says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from motcua.accounts import access, clients
from motcua.accounts.doors import Door
from motcua.accounts.models import ApiClient, User
from motcua.accounts.rules.permissions import ApiScope
from motcua.accounts.tests import factories
from motcua.organisations.tests import factories as places
from tests.architecture.test_doors import PUBLIC_PREFIXES, addresses, doors_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PERSONAS = (
    "citizen",
    "second_citizen",
    "organisation_user",
    "receptionist",
    "specialist",
    "division_head",
    "leader",
    "clerk",
    "dispatcher",
    "commune_officer",
    "commune_leader",
    "procedure_control_officer",
    "business_admin",
    "supervisor",
    "tech_admin",
    "security_officer",
    "inspector",
    "stranger",
)
SIGN_OUT = {"/can-bo/dang-xuat", "/dang-xuat"}
# The second step leads whoever has not taken the first one back to it.
AFTER_THE_PASSWORD = {"/can-bo/dang-nhap/buoc-hai", "/can-bo/dang-nhap/cai-dat"}
NOBODY = "00000000-0000-4000-8000-000000000000"
# Values that name nothing: whoever gets in finds no object, and that is a 404.
SAMPLES = {"uuid": NOBODY, "int": "1", "slug": "khong-co", "str": "khong-co", "path": "khong-co"}


def filled(address: str) -> str:
    """Put values that name nothing into an address."""
    while "<" in address:
        before, _, rest = address.partition("<")
        place, _, after = rest.partition(">")
        kind = place.partition(":")[0] if ":" in place else "str"
        address = f"{before}{SAMPLES[kind]}{after}"
    return f"/{address}"


def pages() -> list[tuple[str, Door]]:
    """Return every page with its door; API operations are apart."""
    found = []
    for address, view in addresses(get_resolver()):
        if address.startswith(PUBLIC_PREFIXES):
            continue
        for door in doors_of(view):
            if door is not None and door.kind != "machine":
                found.append((filled(address), door))
    return found


def operations() -> list[tuple[str, str, Door]]:
    """Return every API operation: method, address, door."""
    found = []
    for address, view in addresses(get_resolver()):
        for door, method in zip(doors_of(view), methods_of(view), strict=False):
            if door is not None and door.kind == "machine":
                found.append((method, filled(address), door))
    return found


def methods_of(view: Callable[..., Any]) -> list[str]:
    closure = getattr(view, "__closure__", None) or ()
    inside = [getattr(cell.cell_contents, "operations", None) for cell in closure]
    return [operation.methods[0] for kept in inside if kept for operation in kept]


def ask(user: User | None, address: str, client: Client | None = None) -> tuple[int, str]:
    """Ask for a page as somebody; pages that only take a POST get an empty one.

    With a `client` its session is used again: signing in anew costs as much as a page.
    """
    if client is None:
        client = Client()
    if user is not None and settings.SESSION_COOKIE_NAME not in client.cookies:
        client.force_login(user)
    response: Any = client.get(address)
    if response.status_code == 405:
        response = client.post(address)
    return response.status_code, str(response.headers.get("Location", ""))


def verdict(status: int, location: str) -> str:
    if location.partition("?")[0] in {settings.CITIZEN_SIGN_IN, settings.OFFICIAL_SIGN_IN}:
        return f"to {location.partition('?')[0]}"
    return "refused" if status in {401, 403} else "in"


def expected(user: User | None, door: Door) -> str:
    """Say from the permission table alone what must happen at the door."""
    if door.kind == "public":
        return "in"
    if user is None:
        return f"to {settings.CITIZEN_SIGN_IN if door.kind == 'citizen' else settings.OFFICIAL_SIGN_IN}"
    if door.kind == "citizen":
        return "in" if user.is_citizen else "refused"
    return "in" if user.is_official and access.may_enter(user, door.verb) else "refused"


@pytest.mark.parametrize("name", ["nobody", *PERSONAS])
def test_every_page_against(name: str, request: pytest.FixtureRequest) -> None:
    user: User | None = None if name == "nobody" else request.getfixturevalue(name)
    client = Client()
    wrong = []
    for address, door in pages():
        # Signing out leads to the sign-in page, and that is no refusal; it would end this session, so it has its own.
        is_sign_out = address in SIGN_OUT | AFTER_THE_PASSWORD
        status, location = ask(user, address, None if is_sign_out else client)
        if is_sign_out and status in {200, 302}:
            continue
        if (seen := verdict(status, location)) != expected(user, door):
            wrong.append(f"{address} ({door.kind} {door.verb}), {name}: {seen} ({status}), not {expected(user, door)}")
    assert wrong == []


def test_every_operation_against_every_scope(api_client: ApiClient, citizen: User) -> None:
    now = timezone.now()
    wrong = []
    tokens = {}
    for scope in ApiScope:
        secret = f"of-{scope}"
        client = factories.api_client(places.department(), client_id=f"only-{scope}", secret=secret, scopes=[scope])
        given = clients.give_token(client_id=client.client_id, secret=secret, scopes=[], now=now)
        assert given is not None
        tokens[scope.value] = given.text
    listed = operations()
    assert len(listed) >= 10
    session = Client()
    session.force_login(citizen)
    for method, address, door in listed:
        if send(Client(), method, address) != 401:
            wrong.append(f"{method} {address}: in without a token")
        if send(session, method, address) != 401:
            wrong.append(f"{method} {address}: in with a citizen's session")
        for scope_name, token in tokens.items():
            status = send(Client(), method, address, token)
            may = scope_name == door.scope
            if may == (status in {401, 403}) or status >= 500:
                wrong.append(f"{method} {address} with {scope_name}: {status}")
    assert wrong == []


def send(client: Client, method: str, address: str, token: str = "") -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = json.dumps({})
    response = client.generic(method, address, body, content_type="application/json", headers=headers)
    return response.status_code
