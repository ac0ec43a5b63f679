"""Steps sent back with a reason, and many handed over at once, each with its own answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.factories import done
from motcua.lib.refusals import Forbidden, Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests.factories import department
from motcua.procedures.rules import processes
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/ban-lam-viec/giao-viec"


@pytest.fixture
def specialist(commune: Agency) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, commune))


@pytest.fixture
def dispatcher(commune: Agency) -> User:
    return official("Lê Phân Công", (Role.DISPATCHER, commune))


def assigned(receptionist: User, dispatcher: User, to: User) -> Dossier:
    dossier = done(cases.filed(of=cases.version(default=processes.PROVINCE)), "accept", receptionist)
    return done(dossier, "assign", dispatcher, details=actions.Details(assignee_id=to.pk))


def test_a_step_goes_back_to_who_did_it_with_its_reason(receptionist: User, dispatcher: User, specialist: User) -> None:
    dossier = assigned(receptionist, dispatcher, specialist)
    task = cases.task(dossier)
    with pytest.raises(Forbidden):
        actions.return_to(task_id=task.pk, step="assign", note="Sai người", by=dispatcher, now=cases.NOW)
    for step in ("receive", "sign", "nothing"):
        with pytest.raises(Refused, match="no_such_return"):
            actions.return_to(task_id=task.pk, step=step, note="Sai người", by=specialist, now=cases.NOW)
    client = sign_in(specialist)
    url, data = reverse("desk:return_to", args=[task.public_id]), {"step": "assign", "back_note": ""}
    assert "Trả lại một bước đã làm" in fetch(client, reverse("desk:dossier", args=[dossier.public_id])).text
    fetch(client, url, method="post", data=data, expect=422)
    fetch(
        client,
        url,
        method="post",
        data={**data, "back_note": "Không thuộc lĩnh vực của tôi", "revision": "1"},
        expect=409,
    )
    fetch(client, url, method="post", data={**data, "back_note": "Không thuộc lĩnh vực của tôi"}, expect=302)
    back = cases.task(dossier)
    assert (back.kind, back.assignee) == ("assign", dispatcher)
    assert dossier.events.get(kind="step_returned").note == "Không thuộc lĩnh vực của tôi"


def test_many_steps_are_handed_over_each_with_its_answer(
    commune: Agency, receptionist: User, dispatcher: User, specialist: User
) -> None:
    colleague = official("Đỗ Thị E", (Role.SPECIALIST, commune))
    clerk = official("Văn Thư", (Role.CLERK, commune))
    tasks = [cases.task(assigned(receptionist, dispatcher, specialist)) for _ in range(3)]
    client = sign_in(dispatcher)
    url = f"{PAGE}?nguoi={specialist.pk}"
    page = fetch(client, url)
    assert len(page.select("input[name=task]")) == 3
    ticked = [str(task.pk) for task in tasks[:2]]
    assert fetch(client, url, method="post", data={"task": ticked}, expect=422).select(".govuk-error-summary")
    refused = fetch(client, url, method="post", data={"task": ticked, "assignee": str(clerk.pk)})
    assert refused.text.count("không có vị trí làm bước này") == 2
    begun = timezone.now()
    before = {task.pk: Dossier.objects.get(instance=task.instance_id).revision for task in tasks}
    handed = fetch(
        client, url, method="post", data={"task": ticked, "assignee": str(colleague.pk), "note": "Nghỉ phép"}
    )
    assert handed.text.count("đã giao") == 2
    for task in tasks:
        task.refresh_from_db()
    assert [task.assignee for task in tasks] == [colleague, colleague, specialist]
    for task in tasks[:2]:
        moved = Dossier.objects.get(instance=task.instance_id)
        event = moved.events.latest("pk")
        assert (moved.assignee, event.kind, event.note, event.params) == (
            colleague,
            "assigned",
            "Nghỉ phép",
            {"step": task.name},
        )
        written = Entry.objects.filter(action="dossier.assigned", about=f"dossier:{moved.code}", at__gte=begun)
        assert written.count() == 1
        assert moved.revision == before[task.pk] + 1
    fetch(sign_in(specialist), PAGE, expect=403)
    elsewhere = official("Phân công nơi khác", (Role.DISPATCHER, one_stop_of(commune)))
    assert not fetch(sign_in(elsewhere), url).select("input[name=task]")


def test_as_many_statements_for_many_steps_as_for_one(
    commune: Agency, receptionist: User, dispatcher: User, specialist: User
) -> None:
    colleague = official("Đỗ Thị E", (Role.SPECIALIST, commune))
    ids = [cases.task(assigned(receptionist, dispatcher, specialist)).pk for _ in range(4)]

    def given(some: list[int], to: User) -> int:
        with CaptureQueriesContext(connection) as asked:
            handed = actions.reassign_all(task_ids=some, assignee_id=to.pk, note="", by=dispatcher, now=cases.NOW)
        assert [one.refusal for one in handed] == [None] * len(some)
        return len(asked)

    given(ids[:1], colleague)
    assert given(ids[:1], specialist) == given(ids, colleague)
    again = actions.reassign_all(task_ids=ids, assignee_id=colleague.pk, note="", by=dispatcher, now=cases.NOW)
    assert {one.refusal.code for one in again if one.refusal} == {"theirs_already"}
    elsewhere = official("Phân công nơi khác", (Role.DISPATCHER, department()))
    hidden = actions.reassign_all(task_ids=ids, assignee_id=specialist.pk, note="", by=elsewhere, now=cases.NOW)
    assert {one.refusal.code for one in hidden if one.refusal} == {"no_such_task"}
