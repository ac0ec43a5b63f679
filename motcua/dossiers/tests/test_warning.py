"""Warnings before a breach, each once; and the list of a night. Monday 23/11/2026, nine o'clock."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions
from motcua.dossiers.actions.promising import warning
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.warnings import Owed, To, superior_roles, warnings_on
from motcua.dossiers.tests import factories
from motcua.lib.dates import today
from motcua.notices.models import OfficialNotice
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.workflow.models import Task
from motcua.worktime.tests.samples import at

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW


def told(user: User) -> list[str]:
    return list(OfficialNotice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def received(officer: User) -> Dossier:
    dossier = factories.filed()
    return actions.receive(task_id=factories.task(dossier).pk, by=officer, now=NOW)


def test_the_rules_have_days_and_superiors() -> None:
    assert [(one.owed, one.to, one.hours) for one in warnings_on(today(NOW))] == [
        (Owed.ANSWER, To.HOLDER, 6),
        (Owed.ANSWER, To.SUPERIOR, 2),
        (Owed.RESULT, To.HOLDER, 8),
        (Owed.RESULT, To.SUPERIOR, 4),
    ]
    assert [one.owed for one in warnings_on(datetime(2019, 1, 1).date())] == [Owed.RESULT, Owed.RESULT]  # noqa: DTZ001
    assert superior_roles("specialist")[0] is Role.DIVISION_HEAD
    assert superior_roles("receptionist")[0] is Role.ONE_STOP_HEAD
    assert superior_roles("clerk")[0] is Role.AGENCY_LEADER


def test_many_steps_are_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warning, "PAGE", 2)
    receptionist = official("Lê Thị Hoa", (Role.RECEPTIONIST, one_stop_of(places.commune())))
    codes = {factories.filed().code for _ in range(5)}
    assert actions.warn(now=at("2026-11-23 11:10")) == 5
    found = OfficialNotice.objects.filter(user=receptionist)
    assert {notice.params["code"] for notice in found} == codes
    assert actions.warn(now=at("2026-11-23 11:25")) == 0


def test_reception_is_warned_after_two_of_its_eight_hours_then_its_head() -> None:
    """Decree 297/2025 art. 6(4); filed at nine, so the answer is due at nine the next day."""
    stop = one_stop_of(places.commune())
    receptionist = official("Lê Thị Hoa", (Role.RECEPTIONIST, stop))
    head = official("Trần Văn Trưởng", (Role.ONE_STOP_HEAD, stop))
    dossier = factories.filed()
    assert actions.warn(now=at("2026-11-23 10:30")) == 0
    assert actions.warn(now=at("2026-11-23 11:10")) == 1
    assert told(receptionist) == ["answer_soon"]
    assert actions.warn(now=at("2026-11-23 11:25")) == 0, "once"
    assert actions.warn(now=at("2026-11-23 17:00")) == 1
    assert (told(receptionist), told(head)) == (["answer_soon"], ["below_soon"])
    notice = OfficialNotice.objects.get(user=head)
    assert (notice.about_kind, notice.about_id) == ("dossier", str(dossier.public_id))
    assert notice.params["code"] == dossier.code


def test_who_appraises_is_warned_a_day_before_then_the_leader(commune_officer: User, commune_leader: User) -> None:
    dossier = received(commune_officer)
    actions.take(task_id=factories.task(dossier).pk, by=commune_officer, now=NOW)
    assert dossier.due_at == at("2026-11-30 17:30")
    assert actions.warn(now=at("2026-11-27 17:00")) == 0
    assert actions.warn(now=at("2026-11-30 08:00")) == 1
    assert told(commune_officer) == ["result_soon"]
    assert actions.warn(now=at("2026-11-30 14:00")) == 1
    assert told(commune_leader) == ["below_soon"]
    assert actions.warn(now=at("2026-11-30 16:00")) == 0
    # A date given with an apology is a new promise.
    actions.reappoint(
        dossier_id=dossier.pk,
        why=actions.Why.LATE,
        reason="Chờ",
        basis="",
        due_on=at("2026-12-04 00:00").date(),
        by=commune_officer,
        now=at("2026-11-30 16:30"),
    )
    assert actions.warn(now=at("2026-12-04 09:30")) == 1
    assert told(commune_officer) == ["result_soon", "result_soon"]


def test_nobody_is_warned_while_the_clock_stands(commune_officer: User) -> None:
    dossier = received(commune_officer)
    task = factories.task(dossier)
    actions.ask_payment(task_id=task.pk, amount=None, reason="Thuế", by=commune_officer, now=NOW)
    assert actions.warn(now=at("2026-11-30 10:00")) == 0


def test_a_nights_list_is_told_once_a_day(
    commune_officer: User, commune_leader: User, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = received(commune_officer)
    assert actions.tell_what_is_due(now=at("2026-11-26 04:30")) == 0
    night = at("2026-11-27 04:30")
    assert actions.tell_what_is_due(now=night) == 1
    assert actions.tell_what_is_due(now=night) == 0
    notice = OfficialNotice.objects.get(user=commune_leader)
    assert (notice.kind, notice.params["count"], notice.params["late"]) == ("due_list", 1, 0)
    with pytest.raises(CommandError, match="no agency"):
        call_command("due_soon", "--agency", "H00")
    Task.objects.filter(instance=dossier.instance_id).update(due_at=NOW, sort_at=NOW)
    call_command("due_soon", "--agency", places.commune().code)
    assert dossier.code in capsys.readouterr().out
