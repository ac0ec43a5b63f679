"""After a calendar changed: what would move is listed, and moves only with a reason and a notice."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.accounts.models import User
from motcua.accounts.queries import system_user
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories
from motcua.lib.refusals import Refused
from motcua.notices.models import Notice
from motcua.outbox.testing import run_due_jobs
from motcua.worktime import actions as calendars
from motcua.worktime.models import Calendar
from motcua.worktime.rules import DayKind
from motcua.worktime.tests.samples import at

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
PROMISED = at("2026-11-30 17:30")
WHY = "Thông báo nghỉ của UBND tỉnh"


def received(officer: User) -> Dossier:
    dossier = factories.filed()
    return actions.receive(task_id=factories.task(dossier).pk, by=officer, now=NOW)


def closed_on(*days: date) -> None:
    for calendar in Calendar.objects.all():
        storm = [calendars.OwnDay(day, DayKind.CLOSURE, "Bão", "Công điện 9") for day in days]
        calendars.change_calendar(calendar_id=calendar.pk, days=storm, since=date(2026, 11, 23))


def command(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    call_command("recompute_clocks", *options)
    return capsys.readouterr().out


def test_a_dry_run_lists_and_touches_nothing(commune_officer: User, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = received(commune_officer)
    assert dossier.due_at == PROMISED
    assert "0 listed" in command(capsys)
    closed_on(date(2026, 11, 26))
    said = command(capsys)
    assert f"{dossier.code}: Thứ Hai, 30/11/2026, 17 giờ 30 -> Thứ Ba, 01/12/2026, 17 giờ 30" in said
    assert "1 listed, 0 kept as promised, 0 moved" in said
    dossier.refresh_from_db()
    assert dossier.due_at == PROMISED


def test_a_promise_moves_with_a_reason_and_a_notice(
    citizen: User, commune_officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = factories.filed(by=citizen)
    dossier = actions.receive(task_id=factories.task(dossier).pk, by=commune_officer, now=NOW)
    closed_on(date(2026, 11, 26))
    with pytest.raises(CommandError, match="--reason"):
        call_command("recompute_clocks", "--apply")
    assert "1 moved" in command(capsys, "--apply", "--reason", WHY)
    dossier.refresh_from_db()
    assert (dossier.due_at, dossier.original_due_at) == (at("2026-12-01 17:30"), PROMISED)
    row = dossier.due_adjustments.get(reason="calendar")
    assert (row.before, row.basis, row.actor_id) == (PROMISED, WHY, str(system_user().pk))
    assert "Bão" in {part["name"] for part in row.explanation}
    assert factories.task(dossier).due_at == dossier.due_at
    run_due_jobs()
    assert Notice.objects.get(person=citizen.person, kind="due_moved").params["reason"] == WHY
    assert "0 listed" in command(capsys, "--apply", "--reason", WHY)


def test_an_earlier_date_stays_as_promised_unless_told(
    commune_officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = received(commune_officer)
    for calendar in Calendar.objects.all():
        made_up = calendars.OwnDay(date(2026, 11, 28), DayKind.WORKING, "Làm bù", "Thông báo", like_weekday=0)
        calendars.change_calendar(calendar_id=calendar.pk, days=[made_up], since=date(2026, 11, 23))
    assert "1 listed, 1 kept as promised, 0 moved" in command(capsys, "--apply", "--reason", WHY)
    dossier.refresh_from_db()
    assert dossier.due_at == PROMISED
    assert "1 moved" in command(capsys, "--apply", "--earlier", "--reason", WHY)
    dossier.refresh_from_db()
    assert dossier.due_at == at("2026-11-28 17:30")


def test_what_is_left_of_a_term_that_stands_still_is_counted_anew(
    citizen: User, commune_officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = factories.filed(by=citizen)
    dossier = actions.receive(task_id=factories.task(dossier).pk, by=commune_officer, now=NOW)
    task = factories.task(dossier)
    dossier = actions.ask_payment(task_id=task.pk, amount=None, reason="Thuế", by=commune_officer, now=NOW)
    assert dossier.paused_at == NOW
    assert list(actions.changes(now=NOW + timedelta(days=2))) == [], "waiting alone moves nothing"
    closed_on(date(2026, 11, 26))
    later = NOW + timedelta(days=1)
    [change] = actions.changes(now=later)
    assert (change.before, change.after, change.is_paused) == (PROMISED, at("2026-12-01 17:30"), True)
    assert "đang tạm dừng" in command(capsys)
    assert actions.recompute(dossier_id=dossier.pk, reason=WHY, by=commune_officer, now=later) == change
    dossier.refresh_from_db()
    assert (dossier.due_at, dossier.paused_at) == (at("2026-12-01 17:30"), NOW)
    assert factories.task(dossier).due_at is None, "nothing is owed while it stands still"
    # A day later the tax is paid: the closed day is not taken off twice.
    paid = actions.Receipt("1", date(2026, 11, 24))
    dossier = actions.payment_done(dossier_id=dossier.pk, receipt=paid, by=commune_officer, now=later)
    assert dossier.due_at is not None
    assert dossier.due_at >= at("2026-12-01 17:30")


def test_what_is_closed_or_works_by_another_calendar_is_left(
    commune_officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    done = received(commune_officer)
    Dossier.objects.filter(pk=done.pk).update(completed_at=NOW, state=9)
    other = Calendar.objects.create(code="other", name="Khác")
    open_one = received(commune_officer)
    closed_on(date(2026, 11, 26))
    assert [change.dossier_id for change in actions.changes(now=NOW)] == [open_one.pk]
    assert list(actions.changes(now=NOW, calendar_id=other.pk)) == []
    assert actions.recompute(dossier_id=done.pk, reason=WHY, by=commune_officer, now=NOW) is None
    with pytest.raises(Refused, match="reason_missing"):
        actions.recompute(dossier_id=open_one.pk, reason=" ", by=commune_officer, now=NOW)
    with pytest.raises(CommandError, match="no calendar"):
        call_command("recompute_clocks", "--calendar", "nothing")


def test_a_date_given_with_an_apology_moves_only_off_a_closed_day(commune_officer: User) -> None:
    dossier = received(commune_officer)
    dossier = actions.reappoint(
        dossier_id=dossier.pk,
        why=actions.Why.LATE,
        reason="Chờ",
        basis="",
        due_on=date(2026, 12, 4),
        by=commune_officer,
        now=NOW,
    )
    closed_on(date(2026, 11, 26))
    assert list(actions.changes(now=NOW)) == []
    closed_on(date(2026, 12, 4))
    moved = [(change.before, change.after) for change in actions.changes(now=NOW + timedelta(hours=1))]
    assert moved == [(at("2026-12-04 17:30"), at("2026-12-07 17:30"))]


def test_many_dossiers_ask_no_more_questions_than_one(commune_officer: User) -> None:
    counts = []
    for more in (1, 3):
        for _ in range(more):
            received(commune_officer)
        with CaptureQueriesContext(connection) as asked:
            list(actions.changes(now=NOW))
        counts.append(len(asked))
    assert counts[0] == counts[1]
