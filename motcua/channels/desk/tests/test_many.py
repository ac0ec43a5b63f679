"""Many steps at once: each by its own rules, each with its own answer, and twice is once."""

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.many import Deed, check_delivery, forward_outcome
from motcua.dossiers.rules.states import ResultChannel, State
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.factories import done
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.procedures.rules import processes
from motcua.ui.testing import fetch
from motcua.workflow.rules import TaskKind

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/ban-lam-viec/nhieu-viec"


def test_what_must_be_looked_at_is_not_done_in_passing() -> None:
    """Decree 118/2025 art. 17: who receives checks; signing, meeting and assigning are acts of their own."""
    for kind in (TaskKind.RECEIVE, TaskKind.SIGN, TaskKind.ASSIGN, TaskKind.IN_PERSON, TaskKind.DELIVER):
        with pytest.raises(Refused, match="not_one_way"):
            forward_outcome(kind)
    with pytest.raises(Refused, match="needs_receipt"):
        check_delivery(TaskKind.DELIVER, ResultChannel.COUNTER)
    with pytest.raises(Refused, match="not_delivery"):
        check_delivery(TaskKind.ISSUE, ResultChannel.POST)
    check_delivery(TaskKind.DELIVER, ResultChannel.ELECTRONIC)


def test_each_ticked_step_gets_its_answer(receptionist: User, commune: Agency) -> None:
    specialist = official("Phạm Văn Bình", (Role.SPECIALIST, commune))
    ready, other, waiting = (cases.filed(of=cases.version()) for _ in range(3))
    for dossier in (ready, other):
        done(dossier, "accept", receptionist)
    actions.draft(dossier_id=ready.pk, reference=cases.reference(), by=specialist, now=cases.NOW)
    tasks = [str(cases.task(dossier).pk) for dossier in (ready, other, waiting)]
    client = sign_in(specialist)
    page = fetch(client, f"{PAGE}?hop=chua-nhan")
    assert [box.get("value") for box in page.select("[name=task]")] == tasks[:2], "the third is the counter's"
    assert not page.select("[name=task][checked]")
    (all_of_them,) = [str(link.get("href")) for link in page.select("main a") if "chon=het" in str(link.get("href"))]
    assert len(fetch(client, all_of_them).select("[name=task][checked]")) == 2
    assert "Hãy đánh dấu ít nhất một việc" in fetch(client, PAGE, method="post", data={}, expect=422).text
    back = {"task": tasks, "deed": Deed.GIVE_BACK}
    assert "lý do" in fetch(client, PAGE, method="post", data=back, expect=422).text
    page = fetch(client, PAGE, method="post", data={"task": tasks, "deed": Deed.FORWARD})
    assert f"Đã làm xong 1 việc: {ready.code}" in " ".join(page.text.split())
    refused = {line.split(":")[0]: line for line in page.words("main ul.govuk-list li")}
    assert "Chưa có dự thảo kết quả" in refused[other.code]
    assert "không có quyền" in refused[waiting.code] or "từng hồ sơ" in refused[waiting.code]
    # Sent again, nothing happens again.
    before = Dossier.objects.get(pk=ready.pk).events.count()
    page = fetch(client, PAGE, method="post", data={"task": tasks[:1], "deed": Deed.FORWARD})
    assert "Đã làm xong" not in page.text
    assert Dossier.objects.get(pk=ready.pk).events.count() == before


def test_given_back_given_on_and_delivered(receptionist: User, commune: Agency) -> None:
    dispatcher = official("Lê Phân Công", (Role.DISPATCHER, commune))
    first, second = (official(name, (Role.SPECIALIST, commune)) for name in ("Phạm Văn Bình", "K'Tuấn"))
    dossier = done(cases.filed(of=cases.version(default=processes.PROVINCE)), "accept", receptionist)
    done(dossier, "assign", dispatcher, details=actions.Details(assignee_id=first.pk))
    task = cases.task(dossier).pk

    def do(by: User, deed: Deed, note: str = "", to: User | None = None) -> list[str]:
        order = actions.Order(deed, note, to.pk if to is not None else None)
        found = actions.do_all(order=order, task_ids=[cases.task(dossier).pk], by=by, now=cases.NOW)
        return [one.refusal.code if one.refusal is not None else "" for one in found]

    assert do(dispatcher, Deed.GIVE, to=second) == [""]
    assert do(dispatcher, Deed.GIVE, to=second) == ["theirs_already"]
    assert do(second, Deed.GIVE_BACK, "Không thuộc lĩnh vực của tôi") == [""]
    assert cases.task(dossier).pk != task
    assert cases.task(dossier).kind == TaskKind.ASSIGN
    assert do(dispatcher, Deed.FORWARD) == ["not_one_way"]


def test_an_electronic_result_is_marked_delivered(
    receptionist: User, commune_officer: User, commune_leader: User
) -> None:
    dossier = cases.filed(of=cases.version(), result_channel=ResultChannel.ELECTRONIC)
    done(dossier, "accept", receptionist)
    done(dossier, "approve", commune_officer, details=actions.Details(reference=cases.reference()))
    done(dossier, "sign", commune_leader)
    done(dossier, "issue", commune_officer)
    order, task = actions.Order(Deed.DELIVER), cases.task(dossier).pk
    (answer,) = actions.do_all(order=order, task_ids=[task], by=receptionist, now=cases.NOW)
    assert answer.refusal is None
    assert Dossier.objects.get(pk=dossier.pk).state == State.DELIVERED
    (answer,) = actions.do_all(order=order, task_ids=[task], by=receptionist, now=cases.NOW)
    assert answer.refusal is not None
