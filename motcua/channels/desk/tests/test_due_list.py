"""What is late and what will be, for those who answer for an office."""

import pytest

from motcua.accounts.models import User
from motcua.channels.desk.tests.visits import sign_in
from motcua.channels.desk.words import distance
from motcua.dossiers import actions
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.ui.testing import fetch
from motcua.workflow.models import Task
from motcua.worktime.tests.samples import at

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/ban-lam-viec/sap-qua-han"


def test_the_day_of_a_promise_is_not_late_before_it_ends() -> None:
    """Civil Code 2015 art. 148(6): the hour on the slip is the province's promise, the day is the law's."""
    promised, noon = at("2026-11-30 09:00"), at("2026-11-30 12:00")
    assert distance(promised, noon, late_at=at("2026-11-30 23:59")).kind == "soon"
    assert distance(promised, noon).kind == "over"
    assert distance(promised, at("2026-12-01 08:00"), late_at=at("2026-11-30 23:59")).kind == "over"


def test_the_list_names_dossier_step_and_holder(commune_officer: User, commune_leader: User, commune: Agency) -> None:
    client = sign_in(commune_leader)
    assert "Không có việc nào" in fetch(client, ADDRESS).text
    dossier = cases.filed()
    actions.receive(task_id=cases.task(dossier).pk, by=commune_officer, now=cases.NOW)
    Task.objects.filter(instance=dossier.instance_id).update(due_at=cases.NOW, sort_at=cases.NOW)
    page = fetch(client, ADDRESS)
    assert page.words("tbody th") == [dossier.code]
    assert "quá hạn" in page.words("tbody td")[0]
    assert "chưa ai nhận" in page.text
    assert ADDRESS in [link.get("href") for link in fetch(client, "/ban-lam-viec/tinh-hinh").select("main a")]
    fetch(sign_in(commune_officer), ADDRESS, expect=403)


def test_a_nights_notice_leads_to_the_list(commune_leader: User, commune_officer: User) -> None:
    dossier = cases.filed()
    actions.receive(task_id=cases.task(dossier).pk, by=commune_officer, now=cases.NOW)
    Task.objects.filter(instance=dossier.instance_id).update(due_at=cases.NOW, sort_at=cases.NOW)
    actions.tell_what_is_due(now=cases.NOW)
    page = fetch(sign_in(commune_leader), "/ban-lam-viec/thong-bao")
    assert ADDRESS in [link.get("href") for link in page.select("main a")]
