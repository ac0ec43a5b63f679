"""A calendar is changed by two people; each change gives it a new version and moves no promise by itself."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.approvals.models import Proposal
from motcua.channels.studio.lists import DryRunList
from motcua.channels.studio.tests.conftest import signed_in
from motcua.channels.studio.tests.test_studio import day_of
from motcua.dossiers import actions as dossiers
from motcua.dossiers.choices.promise_hours import hour_on
from motcua.dossiers.rules.clock import PromiseHour
from motcua.dossiers.tests import factories as cases
from motcua.ui.testing import Page, fetch
from motcua.worktime import actions, queries
from motcua.worktime.models import Calendar
from motcua.worktime.rules import DayKind

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def admin(business_admin: User) -> Client:
    return signed_in(business_admin)


@pytest.fixture
def officer(procedure_control_officer: User) -> Client:
    return signed_in(procedure_control_officer)


@pytest.fixture
def office() -> Calendar:
    hours = [actions.OfficeHours((0, 1, 2, 3, 4), time(7, 30), time(11, 30))]
    actions.create_calendar(code="studio-office", name="Văn phòng thử", hours=hours, since=date(2012, 1, 1))
    return Calendar.objects.get(code="studio-office")


def boxes(prefix: str, day: date) -> dict[str, str]:
    return {f"{prefix}-day": str(day.day), f"{prefix}-month": str(day.month), f"{prefix}-year": str(day.year)}


def sent(client: Client, of: Calendar, given: dict[str, str], expect: int = 302) -> Page:
    data = {"reason": "Công điện 9/CĐ", "do": "day"} | given
    return fetch(client, reverse("studio:calendar", args=[of.code]), method="post", data=data, expect=expect)


def approve(client: Client) -> None:
    proposal = Proposal.objects.get(status="proposed")
    fetch(client, reverse("studio:approve", args=[proposal.public_id]), method="post", data={}, expect=302)


def test_a_closure_is_proposed_by_one_and_approved_by_another(
    admin: Client, officer: Client, office: Calendar, day: date
) -> None:
    first = day + timedelta(days=7 - day.weekday())
    page = fetch(admin, reverse("studio:calendars"))
    assert reverse("studio:calendar", args=["studio-office"]) in {link.get("href") for link in page.select("main a")}
    three = boxes("first", first) | boxes("last", first + timedelta(days=2))
    sent(admin, office, three | {"kind": "closure", "name": "Nghỉ tránh bão số 9"})
    proposal = Proposal.objects.get()
    page = fetch(officer, reverse("studio:proposal", args=[proposal.public_id]))
    assert "cơ quan nghỉ: Nghỉ tránh bão số 9" in page.text
    fetch(admin, reverse("studio:approve", args=[proposal.public_id]), method="post", data={}, expect=422)
    assert queries.schedule_of(office.pk).is_working_day(first)
    approve(officer)
    schedule = queries.schedule_of(office.pk)
    assert [schedule.is_working_day(first + timedelta(days=n)) for n in range(4)] == [False, False, False, True]
    assert Calendar.objects.get(pk=office.pk).version == office.version + 1
    sent(admin, office, boxes("first", first) | {"kind": "usual"})
    approve(officer)
    assert queries.schedule_of(office.pk).is_working_day(first)


WRONG = [
    ({"kind": "closure", "name": ""}, "vì sao ngày đó khác"),
    ({"kind": "working", "name": "Làm bù", "like": ""}, "giờ của thứ mấy"),
    ({"kind": "", "name": "x"}, "không phải là thay đổi lịch"),
    ({"kind": "closure", "name": "x", "first-day": "32"}, "không có ngày 32"),
    ({"kind": "closure", "name": "x", "first-year": "2020"}, "từ hôm nay trở đi"),
    ({"do": "hours", "h-0-0-opens": "08:00", "h-0-0-closes": "07:00"}, "trước giờ đóng cửa"),
    ({"do": "hours"}, "ít nhất một buổi"),
]


def test_what_cannot_be_is_refused_and_what_was_typed_stays(admin: Client, office: Calendar, day: date) -> None:
    usual = boxes("first", day + timedelta(days=3)) | day_of(day) | {"reason": "Công điện 9"}
    for data, words in WRONG:
        page = sent(admin, office, usual | data, 422)
        assert words in page.text
        assert "Công điện 9" in page.source
        (link,) = page.select(".govuk-error-summary a")
        assert page.select(f"[id='{str(link.get('href'))[1:]}']"), "the link leads to where it is mended"
        beside = [text.removeprefix("Lỗi: ") for text in page.words(".govuk-error-message")]
        assert beside == ([] if "do" in data else page.words(".govuk-error-summary a"))
    assert not Proposal.objects.exists()


def test_a_unit_begins_to_work_on_saturdays(admin: Client, officer: Client, office: Calendar, day: date) -> None:
    page = fetch(admin, reverse("studio:calendar", args=[office.code]))
    typed = {box.get("name"): box.get("value") or "" for box in page.select("input[type=time]")}
    assert (typed["h-0-0-opens"], typed["h-5-0-opens"]) == ("07:30", "")
    begins = day + timedelta(days=14)
    typed |= {"h-5-0-opens": "07:30", "h-5-0-closes": "11:30"}
    sent(admin, office, {"do": "hours"} | typed | day_of(day))
    approve(officer)
    saturday = begins + timedelta(days=5 - begins.weekday())
    assert queries.schedule_of(office.pk).is_working_day(saturday)
    assert not queries.schedule_of(office.pk).is_working_day(saturday - timedelta(days=28)), "what was stays"


@pytest.mark.django_db(transaction=True)
def test_the_dry_run_shows_what_would_move_and_moves_nothing(admin: Client, commune_officer: User, day: date) -> None:
    dossier = cases.filed()
    dossier = dossiers.receive(task_id=cases.task(dossier).pk, by=commune_officer, now=cases.NOW)
    storm = actions.OwnDay(date(2026, 11, 26), DayKind.CLOSURE, "Bão", "Công điện 9")
    for one in Calendar.objects.all():
        actions.change_calendar(calendar_id=one.pk, days=[storm], since=date(2026, 11, 23))
    shown = [
        fetch(admin, reverse("studio:dry_run", args=[one.code])).words("tbody th") for one in Calendar.objects.all()
    ]
    assert [dossier.code] in shown
    taken = [
        (row.code, row.cells[3])
        for one in Calendar.objects.all()
        for row in DryRunList().rows(commune_officer, {"calendar": one.code}, cases.NOW)
    ]
    assert taken == [(dossier.code, "muộn hơn")]
    assert not list(DryRunList().rows(commune_officer, {"calendar": "khong-co"}, cases.NOW))
    before = dossier.due_at
    dossier.refresh_from_db()
    assert dossier.due_at == before
    fetch(admin, reverse("studio:dry_run", args=["khong-co"]), expect=404)


def test_the_promised_hour_is_a_choice_of_two_people(admin: Client, officer: Client, day: date) -> None:
    data = {"value": "hour_of_reception", "reason": "Quyết định 1/QĐ-UBND", **day_of(day)}
    fetch(admin, reverse("studio:calendars"), method="post", data={**data, "value": "x"}, expect=422)
    fetch(admin, reverse("studio:calendars"), method="post", data=data, expect=302)
    assert hour_on(day) is PromiseHour.END_OF_DAY
    approve(officer)
    assert hour_on(day) is PromiseHour.HOUR_OF_RECEPTION
    assert hour_on(day - timedelta(days=1)) is PromiseHour.END_OF_DAY
    fetch(admin, reverse("studio:calendars"), method="post", data=data, expect=422)
