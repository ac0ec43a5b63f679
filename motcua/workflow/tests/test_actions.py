"""Runs through the public face: start, complete, return, wait, cancel."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.lib.refusals import Conflict, Refused
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.workflow import actions, queries, steps
from motcua.workflow.actions import Through
from motcua.workflow.bpmn import Parallel, Step, Wait
from motcua.workflow.models import Instance, ProcessDefinition, Task
from motcua.workflow.rules import InstanceStatus, Message, TaskStatus
from motcua.workflow.tests.factories import APPRAISE, FULL, ISSUE, NOW, RECEIVE, SIGN, definition, instance

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return places.agency()


@pytest.fixture
def everybody(agency: Agency) -> User:
    """One official who holds every post, as in a small commune."""
    roles = [Role.RECEPTIONIST, Role.SPECIALIST, Role.DIVISION_HEAD, Role.AGENCY_LEADER, Role.CLERK]
    return official("Trần Văn Bình", *[(role, agency) for role in roles])


@pytest.fixture
def tell_register(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[steps.StepCall]]:
    calls: list[steps.StepCall] = []

    def tell(call: steps.StepCall) -> str:
        calls.append(call)
        return "told"

    monkeypatch.setitem(steps._functions, "tell_register", tell)
    return iter([calls])


def at(run: Instance) -> list[str]:
    return [task.step for task in queries.undone(run.pk)]


def do(run: Instance, step: str, outcome: str, by: User, **more: object) -> actions.Advance:
    task = Task.objects.undone().get(instance=run, step=step)
    return actions.complete(task_id=task.pk, outcome=outcome, by=by, now=NOW, **more)  # type: ignore[arg-type]


def test_a_run_goes_from_reception_to_delivery(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    for step, outcome in [("receive", "accept"), ("appraise", "approve"), ("sign", "sign"), ("issue", "issue")]:
        assert at(run) == [step]
        assert not do(run, step, outcome, everybody).finished
    assert do(run, "deliver", "deliver", everybody).finished
    run.refresh_from_db()
    assert run.status == InstanceStatus.FINISHED
    assert run.ended_at == NOW
    assert [task.step for task in queries.history(run.pk)] == ["receive", "appraise", "sign", "issue", "deliver"]


def test_an_outcome_leads_where_the_diagram_says(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    assert do(run, "receive", "refuse", everybody).finished
    assert at(run) == []


def test_a_returned_step_goes_to_the_one_who_did_it(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    colleague = official("Lê Thị Cúc", (Role.SPECIALIST, agency))
    do(run, "receive", "accept", everybody)
    do(run, "appraise", "approve", colleague)
    returned = do(run, "sign", "return", everybody, note="Thiếu căn cứ").new_tasks
    assert [(task.step, task.assignee_id) for task in returned] == [("appraise", colleague.pk)]


def test_the_second_is_told_that_the_step_is_done(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    task = Task.objects.get(instance=run)
    actions.complete(task_id=task.pk, outcome="accept", by=everybody, now=NOW)
    with pytest.raises(Conflict) as told:
        actions.complete(task_id=task.pk, outcome="refuse", by=everybody, now=NOW)
    assert told.value.code == "already_done"
    assert at(run) == ["appraise"]


def test_a_step_that_somebody_holds_is_not_done_by_another(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    task = Task.objects.get(instance=run)
    first, second = official("A"), official("B")
    actions.take(task_id=task.pk, by=first, now=NOW)
    actions.take(task_id=task.pk, by=first, now=NOW)
    with pytest.raises(Conflict):
        actions.take(task_id=task.pk, by=second, now=NOW)
    with pytest.raises(Conflict):
        actions.complete(task_id=task.pk, outcome="accept", by=second, now=NOW)
    actions.reassign(task_id=task.pk, to=second, now=NOW)
    actions.complete(task_id=task.pk, outcome="accept", by=second, now=NOW)


def test_an_outcome_that_the_step_does_not_have_is_refused(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    with pytest.raises(Refused) as refusal:
        do(run, "receive", "approve", everybody)
    assert refusal.value.code == "unknown_outcome"
    assert at(run) == ["receive"]


def test_following_steps_of_one_person_are_done_in_one_action_and_each_stands_in_the_history(
    agency: Agency, everybody: User
) -> None:
    run = instance(agency)
    do(run, "receive", "accept", everybody, through=[Through("appraise", "approve")])
    do(run, "sign", "sign", everybody)
    task = queries.undone(run.pk)[0]
    found = queries.following(task, "issue", lambda node, agency_id: agency_id == agency.pk)
    assert [node.id for node in found] == ["deliver"]
    assert queries.following(task, "issue", lambda node, agency_id: False) == []
    advance = do(run, "issue", "issue", everybody, through=[Through("deliver", "deliver", "Đã ký nhận")])
    assert advance.finished
    history = [(task.step, task.is_merged, task.note) for task in queries.history(run.pk)]
    assert history == [
        ("receive", False, ""),
        ("appraise", True, ""),
        ("sign", False, ""),
        ("issue", False, ""),
        ("deliver", True, "Đã ký nhận"),
    ]


def test_what_does_not_follow_is_not_done_in_passing(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    with pytest.raises(Conflict):
        do(run, "receive", "accept", everybody, through=[Through("sign", "sign")])
    assert at(run) == ["receive"]


def test_branches_meet_and_named_steps_run(
    agency: Agency, everybody: User, tell_register: Iterator[list[steps.StepCall]]
) -> None:
    run = instance(agency, FULL, case_key="foreigner", fee=10_000)
    do(run, "receive", "accept", everybody)
    do(run, "assign", "assign", everybody, give_to=everybody)
    assert queries.undone(run.pk)[0].assignee == everybody
    do(run, "appraise", "approve", everybody)
    assert at(run) == ["ask_tax", "ask_police"]
    do(run, "ask_police", "done", everybody)
    assert at(run) == ["ask_tax"]
    do(run, "ask_tax", "done", everybody)
    do(run, "review", "approve", everybody)
    do(run, "sign", "sign", everybody)
    wait = queries.undone(run.pk)[0]
    assert (wait.step, wait.kind, wait.role, wait.status) == ("pay", "wait", "cashier", "waiting")
    run.refresh_from_db()
    assert run.status == "waiting"
    with pytest.raises(Conflict):
        actions.complete(task_id=wait.pk, outcome="tax_paid", by=everybody, now=NOW)
    advance = actions.signal(instance_id=run.pk, message=Message.TAX_PAID, note="BL 12", now=NOW, by=everybody)
    assert [(done.step, done.outcome, done.note) for done in advance.done] == [("pay", "tax_paid", "BL 12")]
    run.refresh_from_db()
    assert run.status == "running"
    with pytest.raises(Conflict):
        actions.signal(instance_id=run.pk, message=Message.TAX_PAID, now=NOW)
    assert advance.steps_called == ["tell_register"]
    assert [call.business_key for call in next(tell_register)] == ["dossier:1"]
    assert at(run) == ["issue"]


def test_a_message_comes_while_the_applicant_is_asked_for_something(agency: Agency, everybody: User) -> None:
    """What is waited for stays so when the run goes on, and steps that open meanwhile wait with the others."""
    tax = (Wait("pay", "Chờ nộp thuế", "tax_paid", role="cashier"), replace(ISSUE, id="note"))
    run = instance(agency, (RECEIVE, Parallel("both", (tax, (APPRAISE,)))))
    do(run, "receive", "accept", everybody)
    actions.suspend(instance_id=run.pk, now=NOW)
    actions.go_on(instance_id=run.pk, now=NOW)
    standing = {task.step: task.status for task in queries.undone(run.pk)}
    assert standing == {"pay": "waiting", "appraise": "open"}
    actions.suspend(instance_id=run.pk, now=NOW)
    actions.signal(instance_id=run.pk, message=Message.TAX_PAID, now=NOW)
    run.refresh_from_db()
    assert run.status == "waiting"
    assert {task.step: task.status for task in queries.undone(run.pk)} == {"note": "waiting", "appraise": "waiting"}
    actions.go_on(instance_id=run.pk, now=NOW)
    assert {task.status for task in queries.undone(run.pk)} == {"open"}


def test_a_condition_takes_the_other_way(agency: Agency, everybody: User, tell_register: object) -> None:
    run = instance(agency, FULL)
    do(run, "receive", "accept", everybody)
    do(run, "assign", "assign", everybody)
    do(run, "appraise", "approve", everybody)
    assert at(run) == ["ask_tax"]


def test_a_run_is_taken_back_to_an_earlier_step(agency: Agency, everybody: User, tell_register: object) -> None:
    run = instance(agency, FULL, case_key="foreigner")
    do(run, "receive", "accept", everybody)
    do(run, "assign", "assign", everybody)
    do(run, "appraise", "approve", everybody)
    do(run, "ask_tax", "done", everybody)
    task = queries.undone(run.pk)[0]
    assert [earlier.step for earlier in queries.earlier_steps(task)] == ["ask_tax", "appraise", "assign", "receive"]
    with pytest.raises(Refused):
        actions.return_step(instance_id=run.pk, step="sign", note="", by=everybody, now=NOW)
    actions.return_step(instance_id=run.pk, step="appraise", note="Xem lại", by=everybody, now=NOW, task_id=task.pk)
    assert at(run) == ["appraise"]
    assert queries.history(run.pk)[-1].outcome == "return"
    do(run, "appraise", "approve", everybody)
    assert at(run) == ["ask_tax", "ask_police"]


def test_a_finished_run_is_opened_again(agency: Agency, everybody: User) -> None:
    run = instance(agency, (RECEIVE, APPRAISE, SIGN))
    do(run, "receive", "accept", everybody)
    do(run, "appraise", "approve", everybody)
    assert do(run, "sign", "sign", everybody).finished
    actions.return_step(instance_id=run.pk, step="sign", note="Thu hồi", by=everybody, now=NOW)
    assert at(run) == ["sign"]
    assert do(run, "sign", "sign", everybody).finished
    assert [task.step for task in queries.history(run.pk)] == ["receive", "appraise", "sign", "sign"]


def test_a_waiting_run_does_not_move(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    actions.suspend(instance_id=run.pk, now=NOW)
    actions.suspend(instance_id=run.pk, now=NOW)
    assert not queries.open_tasks([("receptionist", agency.pk)]).exists()
    with pytest.raises(Conflict) as told:
        do(run, "receive", "accept", everybody)
    assert told.value.code == "waits"
    actions.go_on(instance_id=run.pk, now=NOW)
    do(run, "receive", "accept", everybody)


def test_a_cancelled_run_keeps_what_was_decided_where(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    task = queries.undone(run.pk)[0]
    actions.cancel(
        instance_id=run.pk, now=NOW, by=everybody, outcome="refuse", note="Không thuộc thẩm quyền", task_id=task.pk
    )
    run.refresh_from_db()
    assert (run.status, run.ended_at) == (InstanceStatus.CANCELLED, NOW)
    assert [(t.step, t.outcome) for t in queries.history(run.pk)] == [("receive", "refuse")]
    with pytest.raises(Conflict):
        actions.cancel(instance_id=run.pk, now=NOW)


def test_a_new_promise_moves_the_open_steps(agency: Agency) -> None:
    run = instance(agency)
    later = NOW + timedelta(days=3)
    actions.reschedule(instance_id=run.pk, due_at=later)
    task = queries.undone(run.pk)[0]
    assert (task.due_at, task.sort_at) == (later, later)


def test_a_case_has_one_live_run(agency: Agency) -> None:
    instance(agency)
    with pytest.raises(IntegrityError), transaction.atomic():
        instance(agency)


def test_a_diagram_that_asks_for_more_than_the_case_says_does_not_start(agency: Agency) -> None:
    asking = Step("look", "Xem", kind="generic", role="specialist", when="area == 1")
    with pytest.raises(Refused) as refusal:
        instance(agency, (RECEIVE, asking))
    assert refusal.value.code == "process_lacks"
    assert "area" in str(refusal.value)


def test_the_same_diagram_is_the_same_definition() -> None:
    first, second = definition(), definition()
    assert first.pk == second.pk
    assert definition((RECEIVE,)).pk != first.pk
    assert ProcessDefinition.objects.count() == 2


def test_the_state_holds_no_specification(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    do(run, "receive", "accept", everybody, note="Nguyễn Thị An, 068190000001")
    run.refresh_from_db()
    text = str(run.state)
    assert "Nguyễn" not in text
    assert "Tiếp nhận" not in text
    assert len(text) < 1200
    assert run.state["people"] == {"receive": everybody.pk}


def test_a_move_takes_few_queries(agency: Agency, everybody: User) -> None:
    run = instance(agency)
    task = Task.objects.get(instance=run)
    with CaptureQueriesContext(
        connection,
    ) as taken:
        actions.complete(task_id=task.pk, outcome="accept", by=everybody, now=NOW)
    assert len([q for q in taken.captured_queries if "SAVEPOINT" not in q["sql"]]) <= 5


def test_statuses_are_those_of_the_rules(agency: Agency) -> None:
    task = Task.objects.get(instance=instance(agency))
    assert task.is_open
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(status=TaskStatus.DONE)
