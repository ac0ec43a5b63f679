"""What a superior sees of the office's work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.piles.narrowing import Narrowing
from motcua.dossiers.taking_away.lists import list_called
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
    due = reverse("desk:due_list")
    fetch(client, due)
    with CaptureQueriesContext(connection) as few:
        fetch(client, ADDRESS)
        fetch(client, due)
    for number in range(4):
        held(receptionist, official(f"Người {number}", (Role.SPECIALIST, commune)), days=number)
    fetch(client, due)  # reads the index of the new procedures
    with CaptureQueriesContext(connection) as many:
        fetch(client, ADDRESS)
        fetch(client, due)
    assert len(many) == len(few)


def test_what_is_counted_and_listed_is_narrowed_down_in_the_address_and_with_the_file(
    head: User, receptionist: User, commune: Agency
) -> None:
    early, late = (official(name, (Role.SPECIALIST, commune)) for name in ("Phạm Văn Bình", "K' Brĕu"))
    held(receptionist, early, days=30)
    held(receptionist, late, days=-2)
    held(receptionist, None, days=30)
    client, now, code = sign_in(head), timezone.now(), Task.objects.filter(assignee=late).get().case_kind
    coming = f"{now + timedelta(days=20):%d/%m/%Y}"

    def names(query: str, address: str = ADDRESS) -> list[str]:
        return fetch(client, f"{address}?{query}").words(".motcua-lines tbody th")

    assert names(f"nguoi={late.pk}") == ["K' Brĕu"]
    assert [name[:12] for name in names("nguoi=chua-ai")] == ["Chưa ai nhận"]
    assert [name[:12] for name in names(f"tu={coming}")] == ["Phạm Văn Bìn", "Chưa ai nhận"]
    assert names(f"den={coming}") == ["K' Brĕu"]
    assert names(f"don-vi={commune.code}&thu-tuc={code}") == ["K' Brĕu"]
    assert len(names(f"don-vi={commune.code}")) == 3
    assert names("thu-tuc=9.999999") == names("don-vi=khong-co") == names("linh-vuc=Kh%C3%B4ng+c%C3%B3") == []
    page = fetch(client, f"{ADDRESS}?tu=31/2/2027&nguoi=chua-ai", expect=422)
    assert page.select(".govuk-error-summary a")[0].get("href") == "#tu"
    assert page.select("input[name=tu]")[0].get("value") == "31/2/2027"
    due = reverse("desk:due_list")
    (only,) = names(f"nguoi={late.pk}", due)
    assert names(f"nguoi={early.pk}", due) == []
    # The file holds what the page shows.
    page = fetch(client, f"{due}?nguoi={late.pk}")
    assert page.select(f"form[action*='danh-sach=due&nguoi={late.pk}']")
    wanted = Narrowing(person=str(late.pk)).kept()
    assert [row.code for row in list_called("due").rows(head, wanted, now)] == [only]
    assert [row.cells[1] for row in list_called("load").rows(head, wanted, now)] == ["K' Brĕu"]
    assert len(list(list_called("load").rows(head, {}, now))) == 3, "asked for before there were filters"


def test_who_answers_for_nobody_does_not_get_in(commune: Agency) -> None:
    fetch(sign_in(official("Phạm Văn Bình", (Role.SPECIALIST, commune))), ADDRESS, expect=403)
