"""Every address says who may enter. A new one without a door fails here."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from motcua.accounts.doors import Door
from motcua.accounts.rules.permission_page import VERB_NAMES, markdown
from motcua.accounts.rules.permissions import TABLE, ApiScope, Scope, Side

ROOT = Path(__file__).resolve().parents[2]
# Files served by Django itself; the style pages of the ground floor, in demo mode only.
PUBLIC_PREFIXES = ("static", "phong-cach")


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Walk every address with its view."""
    for item in resolver.url_patterns:
        here = f"{before}{item.pattern}"
        if isinstance(item, URLResolver):
            yield from addresses(item, here)
        elif isinstance(item, URLPattern):
            yield here, item.callback


def doors_of(view: Callable[..., Any]) -> list[Door | None]:
    """Return the doors of a view; an API path has one for each of its operations."""
    # django-ninja hides its path view in the closure of the function it hands to Django.
    inside = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
    operations = getattr(inside.get("self"), "operations", None)
    if operations:
        return [getattr(operation.view_func, "door", None) for operation in operations]
    inner: Any = view
    while inner is not None:
        door = getattr(inner, "door", None)
        if door is not None:
            return [door]
        inner = getattr(inner, "__wrapped__", None)
    return [None]


def test_every_address_has_a_door() -> None:
    without = [
        address
        for address, view in addresses(get_resolver())
        if not address.startswith(PUBLIC_PREFIXES) and None in doors_of(view)
    ]
    assert without == [], "say who may enter with a decorator of accounts.doors"


def test_the_table_is_sound() -> None:
    assert len(set(TABLE)) == len(TABLE)
    for row in TABLE:
        assert row.who, f"{row.verb}: nobody"
        assert (Side.MACHINE in row.who) == (row.api_scope is not None), f"{row.verb}: machines need an API scope"
        if Side.ANYONE in row.who:
            assert row.scope == Scope.ANY, f"{row.verb}: anyone owns nothing"
        if Side.PERSON in row.who:
            assert row.scope in {Scope.OWN, Scope.ANY}, f"{row.verb}: a citizen reaches only what is theirs"


def test_every_api_scope_opens_something() -> None:
    assert {row.api_scope for row in TABLE} - {None} == set(ApiScope)


def test_the_table_is_in_the_documents() -> None:
    assert (ROOT / "docs" / "permissions.md").read_text() == markdown(), "run manage.py permissions --write"


def test_every_verb_has_a_place_in_the_document() -> None:
    assert {row.verb.partition(".")[0] for row in TABLE} == set(VERB_NAMES)
