"""The start page of a counter says what the day still asks, and takes the next person first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Paper
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = [
    *("Cần gọi điện", "Hẹn trả hôm nay, chưa có kết quả", "Quá ngày hẹn, chưa có kết quả", "Chờ bàn giao"),
    *(
        "Còn giấy tờ chưa quét",
        "Bản quét tôi chưa ký",
        "Kết quả giấy chưa về quầy",
        "Kết quả chờ trả",
        "Kết quả chưa ai nhận",
        "Tôi nhận hôm nay",
    ),
]


def counts(page: Page) -> dict[str, str]:
    """Return what stands in each pile of the start page."""
    piles = [link.text_content() or "" for link in page.select(".motcua-day__name a")]
    return {name.strip(): count for count, _, name in (" ".join(text.split()).partition(" ") for text in piles)}


def received(by: User) -> Dossier:
    dossier = cases.filed(channel="direct", now=timezone.now())
    Paper.objects.create(dossier=dossier, number=9, key="more", name="Giấy thêm", copies=1)
    now = timezone.now()
    actions.complete(task_id=cases.task(dossier).pk, outcome="accept", note="", by=by, now=now)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=now)
    return dossier


def moved(dossier: Dossier, **fields: object) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(**fields)


def test_every_pile_is_counted_in_a_constant_number_of_questions(client_: Client, receptionist: User) -> None:
    here, now = reverse("counter:start"), timezone.now()
    assert counts(fetch(client_, here)) == dict.fromkeys(NAMES, "0")
    moved(received(receptionist), due_at=now - timedelta(days=9))
    moved(received(receptionist), state=State.COMPLETED, completed_at=now)
    with CaptureQueriesContext(connection) as few:
        fetch(client_, here)
    first = received(receptionist)
    moved(received(receptionist), state=State.COMPLETED, completed_at=now - timedelta(days=4))
    with CaptureQueriesContext(connection) as more:
        page = fetch(client_, here)
    assert len(more) == len(few)
    assert counts(page) == dict(zip(NAMES, ["0", "1", "1", "2", "2", "0", "0", "2", "1", "4"], strict=True))
    assert first.owner_name not in str(page.words(".motcua-day")), "the rows of the start page name nobody"
    assert page.select("#who[autofocus]"), "the next person comes first"
    for link in page.select(".motcua-day__name a"):
        fetch(client_, str(link.get("href")))
    listed = fetch(client_, reverse("counter:pile", args=["hen"]))
    assert [link.text_content() for link in listed.select("main a[data-row]")] == [first.code]
    assert first.owner_name in listed.text
    fetch(client_, reverse("counter:pile", args=["gi-do"]), expect=404)


def test_another_units_day_is_its_own(client_: Client, receptionist: User, commune: Agency) -> None:
    received(receptionist)
    elsewhere = sign_in(official("Người Lạ", (Role.RECEPTIONIST, places.centre())))
    assert set(counts(fetch(elsewhere, reverse("counter:start"))).values()) == {"0"}
    colleague = sign_in(official("Đồng Nghiệp", (Role.RECEPTIONIST, one_stop_of(commune))))
    there = counts(fetch(colleague, reverse("counter:start")))
    assert (there["Chờ bàn giao"], there["Tôi nhận hôm nay"]) == ("1", "0")


def test_nothing_is_counted_while_somebody_stands_there(client_: Client) -> None:
    client_.post(reverse("counter:identify"), {"who": "068190000027"})
    assert not counts(fetch(client_, reverse("counter:start")))
