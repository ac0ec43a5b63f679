"""The page of a dossier's time limit: why this day, and what moves it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories as cases
from motcua.lib.dates import today
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db(transaction=True)
SETTINGS = {
    "channels": ["online"],
    "clock_stops": [{"reason": "measurement", "basis": "Nghị định 151/2025/NĐ-CP"}],
}
VERIFIED = {"amount": 2, "unit": "working_day", "effect": "adds", "basis": "Nghị định 23/2015/NĐ-CP, điều 21"}
LIMIT = {"amount": 5, "unit": "working_day", "text": "05 ngày làm việc", "basis": "Luật mẫu", "verification": VERIFIED}


@pytest.fixture
def dossier(commune_officer: User) -> Dossier:
    found = cases.filed(by=people.citizen(), of=cases.version(settings=SETTINGS, limits=[LIMIT]))
    return actions.receive(task_id=cases.task(found).pk, by=commune_officer, now=cases.NOW)


def address(dossier: Dossier) -> str:
    return reverse("desk:term", args=[dossier.public_id])


def sent(client: Client, dossier: Dossier, expect: int = 302, **data: str) -> Page:
    dossier.refresh_from_db()
    data = {"revision": str(dossier.revision)} | data
    return fetch(client, address(dossier), method="post", data=data, expect=expect)


def test_each_stretch_stands_with_its_reason_and_article(commune_officer: User, dossier: Dossier) -> None:
    page = fetch(sign_in(commune_officer), address(dossier))
    cells = page.words("tbody th, tbody td")
    assert cells[:4] == ["23/11/2026", "ngày tiếp nhận, không tính", "", "Bộ luật Dân sự 2015, điều 147 khoản 2 và 3"]
    assert cells[4:8] == ["24/11 – 27/11/2026", "có tính", "4 ngày làm việc", ""]
    weekend = ["28/11 – 29/11/2026", "ngày nghỉ hằng tuần, không tính", "", "Bộ luật Lao động 2019, điều 111"]
    assert cells[8:12] == weekend
    assert len(cells) == 16
    assert "Nghị định 309/2026/NĐ-CP" in page.text
    assert commune_officer.full_name in page.text
    link = fetch(sign_in(commune_officer), reverse("desk:dossier", args=[dossier.public_id]))
    assert address(dossier) in [one.get("href") for one in link.select("main a")]


def test_an_apology_is_sent_from_the_page_and_what_was_typed_stays(commune_officer: User, dossier: Dossier) -> None:
    client = sign_in(commune_officer)
    page = sent(client, dossier, 422, do="reappoint", why="late", reason="Chờ đo đạc", due_on="")
    assert page.select("textarea[name=reason]")[0].text.strip() == "Chờ đo đạc"
    assert page.select(".govuk-error-summary a")[0].get("href") == "#due_on-day"
    assert page.select("#due_on-day")
    page = sent(
        client,
        dossier,
        422,
        do="reappoint",
        why="late",
        reason="Chờ",
        **{"due_on-day": "31", "due_on-month": "6", "due_on-year": "2027"},
    )
    assert "Tháng 6/2027 không có ngày 31." in page.text
    assert page.select("#due_on-day")[0].get("value") == "31"
    later = max(today(dossier.due_at or cases.NOW), today(timezone.now())) + timedelta(days=3)
    sent(client, dossier, do="reappoint", why="late", reason="Chờ đo đạc", due_on=later.isoformat())
    page = fetch(client, address(dossier))
    assert "Xin lỗi và hẹn lại: " in page.text
    assert "Chờ đo đạc" in page.text
    assert not page.select("button[value=reappoint]"), "only once"
    sent(client, dossier, 422, do="reappoint", why="late", reason="Nữa", due_on="2027-06-01")


def test_the_clock_stops_and_goes_on_from_the_page(commune_officer: User, dossier: Dossier) -> None:
    client = sign_in(commune_officer)
    sent(client, dossier, 422, do="stop", stop="announced_outage", document="TB 1")
    sent(client, dossier, do="stop", stop="measurement", document="CV 12/VPĐK")
    page = fetch(client, address(dossier))
    assert "đo đạc" in page.text
    assert not page.select("button[value=reappoint]")
    sent(client, dossier, do="go_on", stop="measurement")
    assert "Trừ thời gian tạm dừng" in fetch(client, address(dossier)).text
    sent(client, dossier, 422, do="nonsense")


def test_others_see_it_and_change_nothing(receptionist: User, dossier: Dossier) -> None:
    client = sign_in(receptionist)
    page = fetch(client, address(dossier))
    assert not page.select("button[name=do]")
    sent(client, dossier, 403, do="verify", reason="Hỏi nơi cư trú cũ")
    stranger = people.official("Người lạ")
    fetch(sign_in(stranger), address(dossier), expect=403)
