"""The receptionists' call list: whom no message reaches, and what came of each call."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.filing import PartyData
from motcua.dossiers.tests import factories as cases
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/ban-lam-viec/can-goi"


def to_be_called(receptionist: User, name: str = "Ka Thuyên") -> Dossier:
    who = PartyData(name=name, phone="0912345678")
    dossier = cases.at_counter(receptionist, who)
    points = [Missing("field:content", "Ghi rõ xác nhận việc gì")]
    task = cases.task(dossier)
    return actions.ask_supplement(task_id=task.pk, items=points, reason="Chưa rõ", by=receptionist, now=cases.NOW)


def test_a_call_is_made_and_written_down(receptionist: User) -> None:
    dossier = to_be_called(receptionist)
    client = sign_in(receptionist)
    page = fetch(client, LIST)
    assert dossier.code in page.text
    assert "•••••••678" in page.text
    assert "0912345678" not in page.text
    url = reverse("desk:call", args=[dossier.public_id])
    assert url in {link.get("href") for link in page.select("main a")}
    page = fetch(client, url)
    for words in ("0912345678", "Nội dung đề nghị: Ghi rõ xác nhận việc gì", "Chưa rõ"):
        assert words in page.text
    data = page.fields("main form")
    assert fetch(client, url, method="post", data=data, expect=422).select(".govuk-error-summary")
    letter = {**data, "outcome": "letter", "note": ""}
    assert "số vận đơn" in fetch(client, url, method="post", data=letter, expect=422).text
    fetch(client, url, method="post", data={**data, "outcome": "no_answer"}, expect=302)
    assert "Không nghe máy" in fetch(client, url).text
    fetch(client, url, method="post", data={**data, "outcome": "told", "note": "Con gái nghe máy"}, expect=302)
    fetch(client, url, method="post", data={**data, "outcome": "told"}, expect=409)
    assert "Đã báo cho người nộp" in fetch(client, reverse("desk:dossier", args=[dossier.public_id])).text
    assert url not in {link.get("href") for link in fetch(client, LIST).select("main a")}


def test_others_call_nobody(receptionist: User) -> None:
    dossier = to_be_called(receptionist)
    url = reverse("desk:call", args=[dossier.public_id])
    fetch(sign_in(official("Chuyên viên", (Role.SPECIALIST, places.commune()))), url, expect=403)
    elsewhere = official("Tiếp nhận nơi khác", (Role.RECEPTIONIST, places.department()))
    fetch(sign_in(elsewhere), url, expect=404)
    assert dossier.code not in fetch(sign_in(elsewhere), LIST).text


def test_the_list_costs_the_same_however_long(receptionist: User) -> None:
    client = sign_in(receptionist)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            fetch(client, LIST)
        return len(seen)

    to_be_called(receptionist)
    few = queries()
    for number in range(4):
        to_be_called(receptionist, f"Người {number}")
    assert queries() == few
