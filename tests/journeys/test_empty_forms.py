"""Every form that people and officials fill in, sent empty: each line of the answer's summary leads to a field.

`motcua.ui.testing` refuses a line that leads nowhere unless it is marked as telling how things stand; which those may
be, and why no field of the page mends them, is said here.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.models import Opinion
from motcua.dossiers.tests import factories as cases
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import Page, check, fetch
from tests.journeys.test_object_matrix import Case, case

__all__ = ["case"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# What a form sent empty may answer without leading to a field, and why.
STANDS = {
    "Hồ sơ đã": "the dossier moved on while the page lay open",
    "Người khác đã": "somebody else ended the step",
    "Ông/bà": "not the reader's to do",
    "Chưa có dự thảo kết quả": "another step drafts",
    "Kết quả chưa": "another step signs, issues",
    "Quầy chưa nối máy quét": "the counter has no device",
    "Chưa có bản quét nào": "nothing was accepted yet",
}
ROUNDS = 4
NAMED = re.compile(r"<(?:\w+:)?(\w+)>")
# Tried in rounds above: the first of its forms that is sent moves the dossier on.
IN_ROUNDS = {"desk:dossier"}


def visitor(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def blanks(page: Page) -> list[tuple[str, dict[str, str]]]:
    """Return each form of a page, once for each of its buttons, as it is sent with nothing filled in.

    What stands at the end of the page is tried first: the usual way, which comes first, moves a dossier on.
    """
    found = []
    for form in reversed(page.select("main form")):
        if form.get("method", "get").lower() != "post":
            continue
        kept = {one.get("name"): one.get("value", "") for one in form.cssselect("input[type=hidden]")}
        typed = form.cssselect("input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea, select")
        empty = {one.get("name"): "" for one in typed if one.get("name") and one.get("type") != "file"}
        for button in reversed(form.cssselect("button")):
            pressed = {button.get("name"): button.get("value", "")} if button.get("name") else {}
            found.append((form.get("action"), {**empty, **kept, **pressed}))
    return found


def lines_of(client: Client, address: str) -> tuple[int, list[str]]:
    """Send every form of a page empty; return how many lines led to a field, and the words of those that did not."""
    led, stood = 0, []
    for action, data in blanks(fetch(client, address)):
        answer = Page(action, client.post(action, data))
        assert answer.status < 500, (action, data)
        if answer.is_html:
            check(answer)
            led += len(answer.select(".govuk-error-summary__list > li > a"))
            stood += answer.words(".govuk-error-summary__list > li[data-state]")
    return led, stood


def test_officials_are_led_to_the_field(commune_officer: User, business_admin: User) -> None:
    commune = places.commune()
    everything = people.official(
        "Trần Thị Cẩm",
        *((role, commune) for role in (Role.SPECIALIST, Role.CLERK, Role.AGENCY_LEADER, Role.DISPATCHER)),
        (Role.RECEPTIONIST, one_stop_of(commune)),
    )
    version, now = cases.version(papers=[cases.PROOF]), timezone.now()
    first, second = (cases.filed(of=version, now=now) for _ in range(2))
    actions.ask_supplement(
        task_id=cases.task(second).pk,
        items=[actions.Missing("field:content", "Ghi rõ")],
        reason="Chưa rõ",
        by=commune_officer,
        now=now,
    )
    opinion = Opinion.objects.create(
        dossier=first,
        number=1,
        recipient=commune,
        question="Ý kiến về hồ sơ này",
        shared={},
        asked_at=now,
        asked_by=commune_officer,
        due_at=now,
    )
    pages: list[tuple[str, list[Any]]] = [
        ("counter:start", []),
        ("counter:file", [version.procedure.code]),
        ("counter:scan", [first.public_id]),
        ("counter:fees", [first.public_id]),
        ("counter:deliver", [first.public_id]),
        ("counter:certify", []),
        ("desk:opinion", [opinion.public_id]),
        ("desk:absences", []),
        ("desk:difficulty", [version.procedure.code]),
        ("desk:many", []),
        ("desk:call", [second.public_id]),
        ("desk:dossier", [second.public_id]),
        *[("desk:dossier", [first.public_id])] * ROUNDS,
        ("desk:ask_opinion", [first.public_id]),
        ("desk:term", [first.public_id]),
        ("desk:letters", [first.public_id]),
    ]
    desk, studio = visitor(everything), visitor(business_admin)
    found = [lines_of(desk, reverse(name, args=args)) for name, args in pages]
    found += [lines_of(studio, reverse(f"studio:{name}")) for name in ("provincial", "paperless", "calendars")]
    stood = [text for _led, texts in found for text in texts]
    assert [text for text in stood if not text.startswith(tuple(STANDS))] == []
    assert sum(led for led, _stood in found) > 20


def addresses_of(channel: str, known: Mapping[str, Any]) -> Iterator[str]:
    """Give the address of every page of a channel whose objects are all known by the names that addresses use."""
    (urls,) = (one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.namespace == channel)
    for one in (one for one in urls.url_patterns if isinstance(one, URLPattern)):
        name, named = f"{channel}:{one.name}", set(NAMED.findall(str(one.pattern)))
        if name not in IN_ROUNDS and named <= known.keys():
            yield reverse(name, kwargs={each: known[each] for each in named})


def forms_of(client: Client, address: str) -> tuple[int, list[str]]:
    """Do as `lines_of` does where the address is a page that its reader may see as things stand."""
    answer = Page(address, client.get(address))
    assert answer.status < 500, address
    return lines_of(client, address) if answer.status == 200 and answer.is_html else (0, [])


def test_no_form_of_officials_is_left_out(case: Case, business_admin: User) -> None:
    """A page that comes anew is tried without being listed anywhere."""
    commune = places.commune()
    everything = people.official(
        "Trần Thị Cẩm",
        *((role, commune) for role in (Role.SPECIALIST, Role.CLERK, Role.AGENCY_LEADER, Role.DISPATCHER)),
        (Role.RECEPTIONIST, one_stop_of(commune)),
    )
    known = case.values | {"code": case.dossier.version.procedure.code, "word": "waiting"}
    desk, studio = visitor(everything), visitor(business_admin)
    found = [forms_of(desk, address) for channel in ("counter", "desk") for address in addresses_of(channel, known)]
    # What the studio edits of one procedure is tried with packages that have all their parts, in its own tests.
    found += [forms_of(studio, address) for address in addresses_of("studio", {})]
    stood = [text for _led, texts in found for text in texts]
    assert [text for text in stood if not text.startswith(tuple(STANDS))] == []
    assert sum(led for led, _stood in found) > 20


def test_citizens_are_led_to_the_field(citizen: User, commune_officer: User) -> None:
    now = timezone.now()
    dossier = cases.filed(by=citizen, of=cases.version(papers=[cases.PROOF]), now=now)
    draft, _is_new = actions.begin_draft(version_id=cases.version().pk, by=citizen, now=now)
    points = [actions.Missing("field:content", "Ghi rõ"), actions.Missing("paper:proof", "Nộp")]
    actions.ask_supplement(task_id=cases.task(dossier).pk, items=points, reason="Thiếu", by=commune_officer, now=now)
    client = visitor(citizen)
    addresses = [
        reverse("portal:supplement", args=[dossier.code]),
        reverse("portal:withdraw", args=[dossier.code]),
        reverse("portal:track"),
        reverse("portal:filing_form", args=[draft.public_id, "request"]),
    ]
    found = [lines_of(client, address) for address in addresses]
    assert [text for _led, stood in found for text in stood] == []
    assert sum(led for led, _stood in found) >= 3
