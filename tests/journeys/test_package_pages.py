"""The forms of the hand-made packages as people meet them: each page of the portal, sent back as it stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers.actions import save_draft
from motcua.dossiers.models import Draft
from motcua.eforms.form import Form
from motcua.eforms.sealing import open_answers, seal_answers
from motcua.eforms.settling import Context
from motcua.eforms.units import UNITS
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

from .test_package_runs import NOW, TODAY, published
from .test_packages import FOLDERS, Units, sample_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ONLINE = [folder for folder in FOLDERS if folder.name not in {"2.000815", "1.011607"}]


# The block of each form that is whoever signed in.
MINE = ("requester", "me", "owner", "applicant", "head", "receiver")


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    """The pages take the day from the clock; a sample's appointment must not pass with the years."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture(autouse=True)
def country(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ward", "find", "provinces"):
        monkeypatch.setattr(UNITS, name, getattr(Units(), name))
    places.commune()
    places.department()


def somebody(answers: dict[str, Any]) -> User:
    """Return the person of the sample's own block, signed up."""
    me = next(answers[key] for key in MINE if key in answers)
    sex = "female" if int(me["identity"][3]) % 2 else "male"
    birth = me.get("birth", "1985-09-17")
    return people.citizen(who=people.person(me["full_name"], number=me["identity"], birth=birth, sex=sex))


@pytest.mark.parametrize("folder", ONLINE, ids=lambda path: path.name)
def test_pages_keep_what_was_typed(folder: Path, client: Client) -> None:
    """Every page holds to the house rules, and sending it back unchanged changes nothing."""
    version, sample = published(folder), sample_of(folder)
    citizen = somebody(sample["answers"])
    client.force_login(citizen)
    assert version.procedure.title in fetch(client, f"/thu-tuc/{folder.name}").text
    begun = fetch(client, f"/nop-ho-so/{folder.name}", method="post", expect=302)
    address = "/".join(begun.location.split("/")[:3])
    draft = Draft.objects.get()
    form = Form.from_package(version.form["schema"], version.form["presentation"])
    context = Context(today=TODAY, case=sample["case"], channel="online")
    save_draft(
        public_id=draft.public_id,
        answers=seal_answers(form, sample["answers"]),
        case_key=sample["case"],
        by=citizen,
        now=NOW,
    )
    for step in form.steps_for(sample["answers"], context):
        page = fetch(client, f"{address}/to-khai/{step.key}")
        assert page.h1 == str(step.title)
        data = {name: value for name, value in page.fields("main form").items() if name not in {"_add", "_remove"}}
        fetch(client, f"{address}/to-khai/{step.key}", method="post", data=data, expect=302)
    draft.refresh_from_db()
    kept = form.settle(open_answers(form, draft.answers), context).answers
    assert kept == sample["answers"]


def test_the_two_at_the_counter_cannot_be_filed_online(client: Client) -> None:
    client.force_login(people.citizen())
    for folder in FOLDERS:
        if folder in ONLINE:
            continue
        published(folder)
        page = fetch(client, f"/thu-tuc/{folder.name}")
        assert page.select(f'form[action="/nop-ho-so/{folder.name}"]') == []
