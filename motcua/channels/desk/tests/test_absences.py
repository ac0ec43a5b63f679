"""The page on which officials say that they are away, and those above see what lies undone."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.absence_queries import seats_of
from motcua.accounts.models import Absence, User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.lists import AbsenceList, UncoveredList
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.tests import factories as cases
from motcua.lib.dates import today
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/ban-lam-viec/vang-mat"


def boxes(prefix: str, day: date) -> dict[str, str]:
    return {f"{prefix}-day": str(day.day), f"{prefix}-month": str(day.month), f"{prefix}-year": str(day.year)}


def test_an_absence_from_the_page_to_its_end(commune: Agency, receptionist: User) -> None:
    day = today(timezone.now())
    specialist = official("Phạm Văn Bình", (Role.SPECIALIST, commune))
    colleague = official("Bùi Văn Thay", (Role.SPECIALIST, commune))
    head = official("Trưởng Phòng", (Role.DIVISION_HEAD, commune))
    dossier = cases.done(cases.filed(), "accept", receptionist)
    actions.take(task_id=cases.task(dossier).pk, by=specialist, now=cases.NOW)

    # The head records it without anybody to act: what lies there is shown to the head.
    boss = sign_in(head)
    url = f"{PAGE}?nguoi={specialist.pk}"
    sent = {**boxes("starts", day), "reason": "sick", "note": "Nằm viện"}
    refused = fetch(boss, url, method="post", data=sent, expect=422)
    assert "ngày cuối" in refused.text
    assert refused.select(".govuk-error-summary a")[0].get("href") == "#ends-day"
    assert refused.select("input[name=note]")[0].get("value") == "Nằm viện"
    assert refused.select("input[name=starts-day]")[0].get("value") == str(day.day)
    fetch(boss, url, method="post", data={**sent, **boxes("ends", day + timedelta(days=1))}, expect=302)
    shown = fetch(boss, PAGE).text
    assert dossier.code in shown
    assert "Chưa có người làm thay" in shown
    now = timezone.now()
    assert [row.code for row in UncoveredList().rows(head, {}, now, page=1)] == [dossier.code]
    assert list(UncoveredList().rows(colleague, {}, now)) == []

    # A colleague is named, and then sees and does it.
    absence = Absence.objects.get(user=specialist)
    one = reverse("desk:absence", args=[absence.public_id])
    seat = seats_of(specialist, day)[0].pk
    fetch(boss, one, method="post", data={}, expect=422)
    fetch(boss, one, method="post", data={f"substitute-{seat}": str(colleague.pk)}, expect=302)
    assert dossier.code not in fetch(boss, PAGE).text
    assert list(UncoveredList().rows(head, {}, now)) == []
    (row,) = AbsenceList().rows(head, {}, now)
    assert [row.cells[0], row.cells[3], row.cells[6]] == ["Phạm Văn Bình", "Nghỉ ốm, thai sản", "Bùi Văn Thay"]
    assert list(AbsenceList().rows(receptionist, {}, now)) == []
    client = sign_in(colleague)
    inbox = fetch(client, "/ban-lam-viec").text
    assert dossier.code in inbox
    assert "Hôm nay ông/bà làm thay Phạm Văn Bình" in inbox
    assert "Ông/bà làm thay Phạm Văn Bình." in fetch(client, reverse("desk:dossier", args=[dossier.public_id])).text
    end = reverse("desk:end", args=[cases.task(dossier).public_id])
    data = {"outcome": "approve", "note": "", "number": "7", "dated_on": day.isoformat(), "book": "Sổ"}
    fetch(client, end, method="post", data=data, expect=302)
    for name in ("desk:dossier", "desk:process"):
        said = fetch(boss, reverse(name, args=[dossier.public_id])).text
        assert "Bùi Văn Thay (làm thay Phạm Văn Bình)" in said, name

    # Strangers see nothing of it; the absent ends it.
    fetch(sign_in(receptionist), one, expect=404)
    fetch(sign_in(specialist), one, method="post", data={"do": "end"}, expect=302)
    absence.refresh_from_db()
    assert absence.valid.upper == day + timedelta(days=1)
