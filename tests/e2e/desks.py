"""How journeys on the desk and at the counter begin: somebody is signed in; what came before was done by actions."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.filing import PaperData, PartyData
from motcua.dossiers.rules.states import Channel, Origin
from motcua.dossiers.tests import factories as cases
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.tests.factories import make_procedure
from motcua.ui.days import boxes
from tests.e2e.axe import SIZES


def entered(browser: Browser, server: LiveServer, user: User, size: str = "desk") -> Page:
    """Return a page of a browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])
    context.set_default_timeout(20_000)
    page = context.new_page()
    # Addresses can be told from the server's root.
    page.goto(f"{server.url}/ban-lam-viec" if user.is_official else f"{server.url}/ho-so")
    return page


def open_dossier(page: Page, dossier: Dossier, part: str = "") -> None:
    """Go to a dossier's page on the desk, or to one of the pages behind it."""
    root = page.url.partition("/ban-lam-viec")[0]
    page.goto(f"{root}/ban-lam-viec/ho-so/{dossier.public_id}{part}")


def fill_day(page: Page, prefix: str, day: date) -> None:
    """Type a day into its three boxes."""
    for name, text in boxes(day, prefix).items():
        page.fill(f"#{name}", text)


def certificate(**fields: Any) -> ProcedureVersion:
    """Publish a procedure under a name that one meets in life: the pictures of these pages stand in the guides."""
    name = "Cấp Giấy xác nhận tình trạng hôn nhân"
    return cases.version(procedure=make_procedure("1.004873", name=name), **fields)


def handed_in(
    officer: User, name: str, *, phone: str = "", now: datetime, handed: tuple[PaperData, ...] = (), **fields: Any
) -> Dossier:
    """File what somebody without account or e-mail handed in at the commune's counter; `fields` are the version's."""
    who = PartyData(name=name, phone=phone)
    values: dict[str, Any] = {
        "origin": Origin.COUNTER,
        "channel": Channel.DIRECT,
        "submitter": who,
        "owner": who,
        "received_agency_id": places.commune().one_stop_id,
        "papers": handed,
    }
    filing = cases.filing(by=people.citizen("Kẻ Khác"), of=certificate(**fields), **values)
    return actions.file(filing=filing, key=f"{name} {now}", by=officer, now=now).dossier


def go_through(dossier: Dossier, outcome: str, by: User, *, now: datetime, **more: Any) -> Dossier:
    """End the step that a dossier stands at."""
    task = cases.task(dossier)
    return actions.complete(task_id=task.pk, outcome=outcome, note=more.pop("note", ""), by=by, now=now, **more)
