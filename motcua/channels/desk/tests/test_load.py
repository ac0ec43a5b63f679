"""What a superior sees of the office's work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch
from motcua.workflow.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/ban-lam-viec/tinh-hinh"


@pytest.fixture
def head(commune: Agency) -> User:
    return official("Lò Thị Mai", (Role.DIVISION_HEAD, commune))


def held(receptionist: User, by: User | None, *, days: int) -> None:
    dossier = cases.done(cases.filed(by=people.citizen()), "accept", receptionist)
    due = timezone.now() + timedelta(days=days)
    Task.objects.filter(pk=cases.task(dossier).pk).update(assignee=by, due_at=due, sort_at=due)


def test_each_holders_work_stands_in_a_row_the_latest_first(head: User, receptionist: User, commune: Agency) -> None:
    early, late = (official(name, (Role.SPECIALIST, commune)) for name in ("Phạm Văn Bình", "K' Brĕu"))
    held(receptionist, early, days=30)
    held(receptionist, late, days=-2)
    held(receptionist, late, days=30)
    held(receptionist, None, days=30)
    rows = [row.split() for row in fetch(sign_in(head), ADDRESS).words(".motcua-lines tbody tr")]
    assert [" ".join(row[:2]) for row in rows] == ["K' Brĕu", "Phạm Văn", "Chưa ai"]
    assert rows[0][2:5] == ["2", "0", "1"]
    assert "4 việc, 1 quá hạn" in fetch(sign_in(head), ADDRESS).text


def test_another_units_work_is_not_counted(head: User, receptionist: User) -> None:
    cases.filed(by=people.citizen())
    assert "Đơn vị không có việc nào đang mở." in fetch(sign_in(head), ADDRESS).text, "it lies at the one-stop unit"


def test_the_page_asks_as_often_for_many_as_for_few(head: User, receptionist: User, commune: Agency) -> None:
    client = sign_in(head)
    held(receptionist, official("Phạm Văn Bình", (Role.SPECIALIST, commune)), days=1)
    fetch(client, ADDRESS)
    with CaptureQueriesContext(connection) as few:
        fetch(client, ADDRESS)
    for number in range(4):
        held(receptionist, official(f"Người {number}", (Role.SPECIALIST, commune)), days=number)
    with CaptureQueriesContext(connection) as many:
        fetch(client, ADDRESS)
    assert len(many) == len(few)


def test_who_answers_for_nobody_does_not_get_in(commune: Agency) -> None:
    fetch(sign_in(official("Phạm Văn Bình", (Role.SPECIALIST, commune))), ADDRESS, expect=403)
