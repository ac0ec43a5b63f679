"""Events, tasks and timetables against the real queue."""

import io
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from motcua import outbox
from motcua.outbox import actions, queries, queue, rules, wiring
from motcua.outbox.models import Delivery
from motcua.outbox.testing import run_due_jobs

HEARD: list[tuple[str, object]] = []
BROKEN: set[str] = set()


@dataclass(frozen=True)
class LampLit:
    lamp_id: int
    lit_at: datetime
    batch: uuid.UUID | None = None


@dataclass(frozen=True)
class Unheard:
    lamp_id: int


@dataclass(frozen=True)
class LampBroken:
    lamp_id: int


@outbox.on(LampLit)
def first(event: LampLit) -> None:
    HEARD.append(("first", event))
    Delivery.objects.create(event_uid=uuid.uuid4(), listener="trace of first")


@outbox.on(LampLit)
def second(event: LampLit) -> None:
    if "second" in BROKEN:
        raise LookupError("broken for the test")
    HEARD.append(("second", event))


@outbox.on(LampLit, queue="documents")
def drawn(event: LampLit) -> None:
    HEARD.append(("drawn", event))


@outbox.task(queue="mail", name="outbox.test.write")
def write(*, to: int, at: datetime) -> None:
    if "write" in BROKEN:
        raise LookupError("broken for the test")
    HEARD.append(("write", (to, at)))


@outbox.task(queue="documents", name="outbox.test.paint", gathers=True)
def paint(*, lamp_ids: list[int]) -> None:
    if any(f"paint {lamp_id}" in BROKEN for lamp_id in lamp_ids):
        raise LookupError("broken for the test")
    HEARD.append(("painted", lamp_ids))


@outbox.on(LampBroken)
def repaint(event: LampBroken) -> None:
    paint.defer(lamp_ids=[event.lamp_id])


MOMENT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    HEARD.clear()
    BROKEN.clear()
    yield
    HEARD.clear()
    BROKEN.clear()


def jobs() -> list[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text, attempts FROM procrastinate_jobs ORDER BY id")
        return list(cursor.fetchall())


def names() -> list[str]:
    return [name for name, _ in HEARD]


@pytest.mark.django_db
def test_an_event_is_one_job_whoever_many_listen() -> None:
    with transaction.atomic():
        outbox.publish(LampLit(lamp_id=1, lit_at=MOMENT))
    assert jobs() == [("outbox.dispatch", "todo", 0)]


@pytest.mark.django_db
def test_every_listener_hears_it_once_and_nothing_is_left() -> None:
    event = LampLit(lamp_id=1, lit_at=MOMENT, batch=uuid.uuid4())
    with transaction.atomic():
        outbox.publish(event)
    assert run_due_jobs() == 2
    assert [("first", event), ("second", event), ("drawn", event)] == HEARD
    assert jobs() == []
    assert run_due_jobs() == 0


@pytest.mark.django_db
def test_an_event_nobody_hears_ends_quietly() -> None:
    with transaction.atomic():
        outbox.publish(Unheard(lamp_id=1))
    assert run_due_jobs() == 1
    assert jobs() == []


@pytest.mark.django_db(transaction=True)
def test_an_announcement_falls_with_its_transaction() -> None:
    def act() -> None:
        with transaction.atomic():
            outbox.publish(LampLit(lamp_id=1, lit_at=MOMENT))
            raise LookupError

    with pytest.raises(LookupError):
        act()
    assert jobs() == []


@pytest.mark.django_db(transaction=True)
def test_an_announcement_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        outbox.publish(LampLit(lamp_id=1, lit_at=MOMENT))


@pytest.mark.django_db
def test_one_failing_listener_keeps_the_event_from_nobody_else() -> None:
    with transaction.atomic():
        outbox.publish(LampLit(lamp_id=1, lit_at=MOMENT))
    BROKEN.add("second")
    assert actions.dispatch_due() == 1
    assert names().count("first") == 2, "once in the batch that was undone, once alone"
    traces = Delivery.objects.filter(listener="trace of first").count()
    assert traces == 1, "the undone batch left nothing"
    assert [row for row in jobs() if row[0] == "outbox.dispatch"] == [("outbox.dispatch", "todo", 1)]
    [trouble] = queries.troubles()
    assert (trouble.name, trouble.attempts, trouble.status) == (f"{__name__}.LampLit", 1, "todo")
    assert trouble.next_at is not None

    BROKEN.clear()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE attempts > 0")
    HEARD.clear()
    run_due_jobs()
    assert sorted(names()) == ["drawn", "second"], "who heard it does not hear it again"
    assert jobs() == []
    assert Delivery.objects.exclude(listener="trace of first").count() == 0


@pytest.mark.django_db
def test_an_event_given_up_stays_to_be_seen_and_can_be_tried_again() -> None:
    with transaction.atomic():
        outbox.publish(LampLit(lamp_id=1, lit_at=MOMENT))
    BROKEN.add("second")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = %s RETURNING id", [rules.MOST_ATTEMPTS])
        [job_id] = cursor.fetchone()
    actions.dispatch_due()
    [trouble] = queries.troubles()
    assert (trouble.id, trouble.status) == (job_id, "failed")
    assert {row.queue: row.failed for row in queries.backlog()}["events"] == 1
    BROKEN.clear()
    assert f"{job_id}  events" in said_by("outbox_troubles")
    with pytest.raises(CommandError, match=str(job_id + 1)):
        call_command("outbox_troubles", "--again", job_id + 1)
    assert "Chạy lại 1 việc" in said_by("outbox_troubles", "--again", job_id)
    assert not actions.retry_failed(job_id=job_id, now=MOMENT)
    run_due_jobs()
    assert "Không có việc nào hỏng" in said_by("outbox_troubles", "--again-all")


def said_by(name: str, *more: object) -> str:
    out = io.StringIO()
    call_command(name, *more, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_job_that_procrastinates_own_worker_runs_twice_is_heard_once() -> None:
    with transaction.atomic():
        outbox.publish(LampLit(lamp_id=1, lit_at=MOMENT))
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs")
        found = queue.first("SELECT id, queue_name, task_name, args FROM procrastinate_jobs", [])
    assert found is not None
    queue.RUNNERS["outbox.dispatch"](found[3])
    queue.RUNNERS["outbox.dispatch"](found[3])
    assert names() == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_hear_each_event_once() -> None:
    with transaction.atomic():
        for lamp in range(120):
            outbox.publish(LampLit(lamp_id=lamp, lit_at=MOMENT))

    def work() -> None:
        try:
            while actions.dispatch_due():
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(event.lamp_id for name, event in HEARD if name == "first") == list(range(120))  # type: ignore[attr-defined]
    assert Delivery.objects.count() == 120


@pytest.mark.django_db
def test_a_task_keeps_the_types_of_its_arguments() -> None:
    write.defer(to=3, at=MOMENT)
    assert [(row.queue, row.waiting) for row in queries.backlog()] == [("mail", 1)]
    run_due_jobs()
    assert HEARD == [("write", (3, MOMENT))]
    write(to=4, at=MOMENT)
    assert HEARD[-1] == ("write", (4, MOMENT))


def break_lamps(count: int) -> None:
    """Publish the events and carry them in one batch, as the worker does."""
    with transaction.atomic():
        for number in range(count):
            outbox.publish(LampBroken(number))
    assert actions.dispatch_due() == count


@pytest.mark.django_db
def test_what_a_batch_defers_is_one_job() -> None:
    break_lamps(3)
    assert jobs() == [("outbox.test.paint", "todo", 0)]
    run_due_jobs()
    assert HEARD == [("painted", [0, 1, 2])]
    paint.defer(lamp_ids=[7])
    run_due_jobs()
    assert HEARD[-1] == ("painted", [7]), "alone, it is a job like any other"


@pytest.mark.django_db
def test_one_failing_piece_holds_up_no_other() -> None:
    BROKEN.add("paint 1")
    break_lamps(4)
    run_due_jobs(raising=False)
    assert [number for _, number in HEARD] == [[0], [2], [3]]
    assert jobs() == [("outbox.test.paint", "todo", 0)], "the broken one is left, with its own retries"
    BROKEN.clear()
    run_due_jobs()
    assert HEARD[-1] == ("painted", [1])


@pytest.mark.django_db
def test_pieces_that_may_have_killed_a_worker_go_one_by_one() -> None:
    break_lamps(2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert actions.retry_stalled() == 1
    assert jobs() == [("outbox.test.paint", "todo", 0)] * 2
    run_due_jobs()
    assert sorted(HEARD) == [("painted", [0]), ("painted", [1])]


@pytest.mark.django_db
def test_a_task_for_later_waits() -> None:
    write.defer_at(datetime(2999, 1, 1, tzinfo=UTC), to=3, at=MOMENT)
    assert run_due_jobs() == 0
    assert jobs() == [("outbox.test.write", "todo", 0)]


@pytest.mark.django_db
def test_jobs_of_dead_workers_are_done_by_others() -> None:
    write.defer(to=3, at=MOMENT)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM w)"
        )
    assert run_due_jobs() == 0
    assert actions.retry_stalled() == 1
    run_due_jobs()
    assert names() == ["write"]


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up() -> None:
    write.defer(to=3, at=MOMENT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [rules.MOST_ATTEMPTS])
    actions.retry_stalled()
    assert [row.status for row in queries.troubles()] == ["failed"]


@pytest.mark.django_db
def test_a_dead_workers_job_of_the_timetable_gives_way_to_the_next_one() -> None:
    """Found by the kill campaign: one such job kept all others of dead workers from being tried again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status)"
            " VALUES ('upkeep', 'audit.seal', 'audit.seal', 'audit.seal', '{}', 'doing')"
        )
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status)"
            " VALUES ('upkeep', 'audit.seal', 'audit.seal', 'audit.seal', '{}', 'todo')"
        )
    write.defer(to=4, at=MOMENT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE queue_name <> 'upkeep'")
        assert actions.retry_stalled() == 2
        cursor.execute("SELECT queue_name, status::text FROM procrastinate_jobs ORDER BY queue_name = 'upkeep'")
        (_, of_write), *upkeep = cursor.fetchall()
    assert (of_write, upkeep) == ("todo", [("upkeep", "todo")])


@pytest.mark.django_db
def test_an_event_costs_one_row_and_notifies_nobody() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'procrastinate_jobs'::regclass"
            " AND NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 4 > 0 ORDER BY tgname"
        )
        assert [name for [name] in cursor.fetchall()] == [
            "outbox_status_events_insert",
            "procrastinate_trigger_scheduled_events_v1",
        ]


@pytest.mark.django_db
def test_the_purge_leaves_what_is_still_needed() -> None:
    with transaction.atomic():
        outbox.publish(LampLit(lamp_id=1, lit_at=MOMENT))
    found = queue.first("SELECT id, queue_name, task_name, args FROM procrastinate_jobs", [])
    assert found is not None
    for uid in (found[3]["uid"], str(uuid.uuid4())):
        Delivery.objects.create(event_uid=uid, listener="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_delivery SET delivered_at = now() - interval '2 days'")
    actions.purge()
    assert [str(row.event_uid) for row in Delivery.objects.all()] == [found[3]["uid"]]
    assert len(jobs()) == 1


def test_wiring_refuses_what_cannot_work() -> None:
    @dataclass
    class Soft:
        lamp_id: int

    with pytest.raises(TypeError):
        outbox.on(Soft)
    with pytest.raises(ValueError, match="queue"):
        outbox.task(queue="nowhere")(lambda: None)
    with pytest.raises(ValueError, match="twice"):
        outbox.on(LampLit)(first)


def test_an_event_survives_a_changed_class() -> None:
    packed = wiring.pack(LampLit(lamp_id=1, lit_at=MOMENT))
    packed["gone"] = 1
    del packed["batch"]
    assert wiring.unpack(f"{__name__}.LampLit", packed) == LampLit(lamp_id=1, lit_at=MOMENT)


@pytest.mark.django_db
def test_the_backlog_knows_how_long_the_oldest_has_waited() -> None:
    with transaction.atomic():
        outbox.publish(LampLit(lamp_id=1, lit_at=MOMENT))
    write.defer(to=1, at=MOMENT)
    write.defer_at(datetime(2999, 1, 1, tzinfo=UTC), to=2, at=MOMENT)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET args = jsonb_set(args, '{published_at}',"
            " to_jsonb(extract(epoch FROM now())::bigint - 60)) WHERE queue_name = 'events'"
        )
    rows = {row.queue: row for row in queries.backlog()}
    assert 59 <= rows["events"].oldest_seconds <= 62
    assert (rows["mail"].waiting, rows["mail"].oldest_seconds < 5) == (2, True)
