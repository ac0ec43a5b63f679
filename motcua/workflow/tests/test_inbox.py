"""Piles of steps: right, in order, page by page, and along the indexes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.organisations.models import Agency
from motcua.organisations.tests import factories as places
from motcua.workflow import actions, inbox
from motcua.workflow.inbox import CAP, Between, From, Order, Pile, Where
from motcua.workflow.models import NEVER, Instance, Task
from motcua.workflow.tests.factories import NOW, instance

pytestmark = pytest.mark.django_db
ROLES = ("receptionist", "specialist", "clerk")


@pytest.fixture
def here() -> Agency:
    return places.agency()


@pytest.fixture
def elsewhere() -> Agency:
    return places.agency("H36.13", "Sở Tư pháp")


@pytest.fixture
def me() -> User:
    return official("Lê Thị Ánh")


def fill(run: Instance, agency: Agency, number: int, **more: object) -> list[Task]:
    last = Task.objects.filter(instance=run).order_by("-ref")[0].ref
    return Task.objects.bulk_create(
        Task(
            **{
                "instance": run,
                "ref": last + each + 1,
                "step": "receive",
                "name": "Tiếp nhận",
                "kind": "receive" if each % 2 else "appraise",
                "role": ROLES[each % 3],
                "agency_ref": "competent",
                "agency": agency,
                "opened_at": NOW,
                "sort_at": NOW + timedelta(hours=(each * 7) % 50 - 10),
                "case_code": f"H36.12-261123-{each * 11 % 97:04d}",
                "case_name": f"{each * 13 % 31:02d} nguyen",
                **more,
            }
        )
        for each in range(number)
    )


def desk(me: User, agency: Agency, *roles: str) -> Where:
    posts = frozenset((role, agency.pk) for role in roles or ROLES)
    return Where(me.pk, posts, frozenset((role, agency.pk) for role in ROLES))


def walk(where: Where, pile: Pile, order: Order, limit: int = 7, backward: bool = False, **more: object) -> list[int]:
    """Turn the pages of a pile to its end; backward, from its last row to its beginning."""
    found: list[int] = []
    start = None
    if backward:
        last = inbox.page(where, pile, order=order, limit=10_000, **more)[-1]  # type: ignore[arg-type]
        found, start = [last[-1]], From(last, backward=True)
    while page := inbox.page(where, pile, order=order, start=start, limit=limit, **more):  # type: ignore[arg-type]
        ids = [key[-1] for key in page]
        found = ids + found if backward else found + ids
        start = From(page[0] if backward else page[-1], backward)
    return found


SORTS = {
    Order.DUE: ("sort_at", "pk"),
    Order.NEWEST: ("-pk",),
    Order.OLDEST: ("pk",),
    Order.CODE: ("case_code", "pk"),
    Order.NAME: ("case_name", "pk"),
}


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("order", list(Order))
def test_pages_join_to_the_whole_pile_in_order(
    here: Agency, elsewhere: Agency, me: User, order: Order, backward: bool
) -> None:
    run = instance(here)
    fill(run, here, 50)
    fill(run, elsewhere, 20)
    expected = list(Task.objects.filter(agency=here).order_by(*SORTS[order]).values_list("pk", flat=True))
    assert walk(desk(me, here), Pile.UNIT, order, backward=backward) == expected
    assert len(expected) == 51


def test_a_place_is_kept_by_a_step_that_is_done_meanwhile(here: Agency, me: User) -> None:
    fill(instance(here), here, 12)
    where = desk(me, here)
    keys = inbox.page(where, Pile.UNIT, order=Order.NAME)
    gone = keys[5][-1]
    Task.objects.filter(pk=gone).update(status="done", outcome="accept", done_at=NOW)
    key = inbox.key_of(gone, Order.NAME)
    assert key == keys[5]
    assert inbox.page(where, Pile.UNIT, order=Order.NAME, start=From(key)) == keys[6:]
    assert inbox.page(where, Pile.UNIT, order=Order.NAME, start=From(key, backward=True)) == keys[:5]
    assert inbox.key_of(10**9, Order.NAME) is None


def test_steps_carry_the_code_and_the_name_of_their_case(here: Agency) -> None:
    task = Task.objects.get(instance=instance(here, case_name="an nguyen thi", case_kind="1.001193"))
    assert task.case_code == task.instance.business_key
    assert task.case_name == "an nguyen thi"
    assert task.case_kind == "1.001193"


def test_mine_is_what_i_hold_and_what_nobody_holds_at_my_posts(here: Agency, elsewhere: Agency, me: User) -> None:
    other = official("B")
    run = instance(here)
    free, held, mine_elsewhere = fill(run, here, 9), fill(run, here, 9, assignee=other), fill(run, elsewhere, 3)
    for task in mine_elsewhere[:2]:
        actions.reassign(task_id=task.pk, to=me, now=NOW)
    where = desk(me, here, "specialist")
    mine = {task.pk for task in free if task.role == "specialist"} | {task.pk for task in mine_elsewhere[:2]}
    assert set(walk(where, Pile.MINE, Order.DUE)) == mine
    assert set(walk(where, Pile.FREE, Order.DUE)) == {task.pk for task in free if task.role == "specialist"}
    assert {task.pk for task in held} < set(walk(where, Pile.UNIT, Order.DUE))


def test_waiting_steps_have_their_own_pile(here: Agency, me: User) -> None:
    run = instance(here)
    task = Task.objects.get(instance=run)
    where = desk(me, here)
    assert inbox.page(where, Pile.WAITING) == []
    actions.suspend(instance_id=run.pk, now=NOW)
    assert inbox.page(where, Pile.WAITING, order=Order.NEWEST) == [(task.pk,)]
    assert inbox.page(where, Pile.UNIT) == []


def test_times_and_kinds_narrow_a_pile(here: Agency, me: User) -> None:
    run = instance(here)
    fill(run, here, 40)
    where = desk(me, here)
    late = walk(where, Pile.UNIT, Order.DUE, between=Between(None, NOW))
    assert set(late) == set(Task.objects.filter(sort_at__lt=NOW).values_list("pk", flat=True))
    soon = walk(where, Pile.UNIT, Order.NEWEST, between=Between(NOW, NOW + timedelta(days=1)), kinds=["appraise"])
    expected = Task.objects.filter(sort_at__gte=NOW, sort_at__lt=NOW + timedelta(days=1), kind="appraise")
    assert set(soon) == set(expected.values_list("pk", flat=True))
    assert late
    assert soon


def test_undated_steps_come_last(here: Agency, me: User) -> None:
    run = instance(here)
    undated = Task.objects.get(instance=run)
    assert undated.sort_at == NEVER
    fill(run, here, 5)
    assert walk(desk(me, here), Pile.UNIT, Order.DUE)[-1] == undated.pk


def test_counts_stop_at_the_cap(here: Agency, me: User) -> None:
    run = instance(here)
    first = Task.objects.get(instance=run)
    fill(run, here, 4 * CAP, role="receptionist", sort_at=NOW - timedelta(hours=1))
    actions.take(task_id=first.pk, by=me, now=NOW)
    counts = inbox.counts(desk(me, here), now=NOW, soon=NOW + timedelta(days=2))
    assert counts == inbox.Counts(mine=CAP + 1, free=CAP + 1, unit=CAP + 1, soon=0, overdue=CAP + 1)


def test_a_pile_is_narrowed_to_one_kind_of_case(here: Agency, elsewhere: Agency, me: User) -> None:
    run = instance(here, case_kind="b")
    mine, waiting = fill(run, here, 20, case_kind="a"), fill(run, here, 3, case_kind="c", status="waiting")
    fill(run, here, 9, case_kind="b")
    fill(run, elsewhere, 9, case_kind="d")
    held = fill(run, elsewhere, 2, case_kind="e", assignee=me)
    where = desk(me, here, ROLES[0])
    for order in Order:
        found = walk(where, Pile.UNIT, order, case_kind="a")
        assert sorted(found) == sorted(task.pk for task in mine)
    assert set(walk(where, Pile.WAITING, Order.NEWEST, case_kind="c")) == {task.pk for task in waiting}
    assert set(walk(where, Pile.MINE, Order.DUE, case_kind="e")) == {task.pk for task in held}
    assert sorted(inbox.case_kinds(where, Pile.UNIT)) == ["a", "b"]
    assert sorted(inbox.case_kinds(where, Pile.MINE)) == ["a", "b", "e"]
    assert inbox.case_kinds(where, Pile.WAITING) == ["c"]


def test_a_desk_without_posts_is_empty(me: User) -> None:
    where = Where(me.pk, frozenset(), frozenset())
    assert inbox.case_kinds(where, Pile.FREE) == []
    assert inbox.page(where, Pile.FREE) == []
    assert inbox.counts(where, now=NOW, soon=NOW) == inbox.Counts(0, 0, 0, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("pile", [Pile.MINE, Pile.FREE, Pile.UNIT])
def test_a_page_of_a_large_unit_reads_only_what_it_shows(here: Agency, elsewhere: Agency, me: User, pile: Pile) -> None:
    """On any server: whichever index it takes, what it reads of the table is about what the page shows."""
    run = instance(here)
    # A large unit among others: it has a fifth of the steps, and the newest are not its own.
    middle = fill(run, here, 2500)[1250].pk
    for _ in range(4):
        fill(run, elsewhere, 2500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE workflow_task")
    for order in Order:
        key = inbox.key_of(middle, order)
        assert key is not None
        for start in (None, From(key), From(key, backward=True)):
            # Of the unit's three roles a scan may meet all while it looks for one.
            assert most_read(desk(me, here), pile, order, start) <= 3 * 30 + 10, (order, start)


def most_read(where: Where, pile: Pile, order: Order, start: From | None) -> float:
    """Return how many rows the greediest scan for a page of 30 reads."""
    sql, values = inbox._selection(where, pile, inbox._Walk(order, start, 30), Between(), ())
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        (plan,) = cursor.fetchone()[0]
    scans = [step for step in steps_of(plan["Plan"]) if step.get("Relation Name") == "workflow_task"]
    # Rows are given for one round of a loop.
    return max(float(step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) for step in scans)


def steps_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a plan's steps, all of them."""
    yield plan
    for inner in plan.get("Plans", ()):
        yield from steps_of(inner)
