"""Announces events, carries them to those who listen, and clears up after dead workers."""

import json
import logging
import time
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from motcua.outbox import queue, rules, wiring

log = logging.getLogger(__name__)

# A batch shares one commit, and one job of what it gathers. It ends early, so that rows a listener locked are not held
# for long; but on a busy machine a worker that stands back gets its turns late, and small batches cost it the more.
BATCH = 25
BATCH_SECONDS = 0.5

COLUMNS = "SELECT id, args, attempts FROM procrastinate_jobs"
DUE = f"""{COLUMNS}
    WHERE status = 'todo' AND queue_name = '{rules.EVENTS}' AND (scheduled_at IS NULL OR scheduled_at <= now())
    ORDER BY priority DESC, id LIMIT %s FOR UPDATE SKIP LOCKED
"""
ONE = f"{COLUMNS} WHERE id = %s AND status = 'todo' FOR UPDATE SKIP LOCKED"
RETRY = "UPDATE procrastinate_jobs SET attempts = attempts + 1, scheduled_at = now() + %s WHERE id = %s"
GIVE_UP = "UPDATE procrastinate_jobs SET attempts = attempts + 1, status = 'failed' WHERE id = %s"
AGAIN = """
    UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = %s WHERE id = %s AND status = 'failed'
"""
DELETE = "DELETE FROM procrastinate_jobs WHERE id = ANY(%s)"
DELIVER = "INSERT INTO outbox_delivery (event_uid, listener) VALUES (%s, %s) ON CONFLICT DO NOTHING"
FORGET = "DELETE FROM outbox_delivery WHERE event_uid = %s"
STALLED = """
    SELECT job.id, job.args, job.attempts, job.queue_name, job.task_name
    FROM procrastinate_jobs job LEFT JOIN procrastinate_workers w ON w.id = job.worker_id
    WHERE job.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - interval '60 seconds')
    FOR UPDATE OF job SKIP LOCKED
"""
PURGE_JOBS = """
    DELETE FROM procrastinate_jobs WHERE status IN ('failed', 'succeeded', 'cancelled', 'aborted')
    AND id IN (SELECT job_id FROM procrastinate_events GROUP BY job_id HAVING max(at) < now() - interval '90 days')
"""
PURGE_DELIVERIES = """
    DELETE FROM outbox_delivery d WHERE d.delivered_at < now() - interval '1 day' AND NOT EXISTS (
        SELECT FROM procrastinate_jobs j WHERE j.task_name = 'outbox.dispatch' AND j.args->>'uid' = d.event_uid::text)
"""


def publish(event: object) -> None:
    """Announce a fact to whoever listens, as part of the caller's transaction: one job, whoever many listen.

    Raises RuntimeError outside a transaction: an announcement must stand or fall with what it announces.
    """
    publish_all([event])


def publish_all(events: Sequence[object]) -> None:
    """Announce many facts at once, in their order; otherwise as `publish`."""
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction of what it announces")
    now = round(time.time())
    queue.insert_all(
        task=queue.DISPATCH,
        queue=rules.EVENTS,
        arguments=[
            {
                "event": wiring.name_of(type(event)),
                "uid": str(uuid.uuid4()),
                "published_at": now,
                "fields": wiring.pack(event),
            }
            for event in events
        ],
    )


def dispatch_due() -> int:
    """Carry a batch of due events to their listeners and return how many there were.

    The listeners' changes and the end of the job commit together, so a crash undoes both and nothing is heard twice.
    Where one of a batch fails, the batch is undone and each event goes alone, each listener in a savepoint.
    """
    held: list[int] = []
    try:
        with transaction.atomic(), queue.gathering():
            return _dispatch_batch(held)
    except Exception:  # noqa: BLE001
        # The worker's outer rim: the reason is logged below, where each event goes alone.
        log.info("a batch of %d events goes one by one", len(held))
    for job_id in held:
        dispatch_one(job_id)
    return len(held)


def _dispatch_batch(held: list[int]) -> int:
    until = time.monotonic() + BATCH_SECONDS
    # A power cut may take the whole batch back, listeners' changes and the end of the jobs alike: it is then carried
    # again. So nobody needs to wait for the disk.
    _execute("SET LOCAL synchronous_commit = off", [])
    done = []
    for job_id, arguments, attempts in _rows(DUE, [BATCH]):
        held.append(job_id)
        if attempts:
            # It failed before: some listeners may have heard it, and it should not upset a batch again.
            dispatch_one(job_id)
            continue
        for listener in wiring.LISTENERS.get(arguments["event"], ()):
            _hear(listener, arguments)
        done.append(job_id)
        if time.monotonic() > until:
            break
    _execute(DELETE, [done])
    return len(held)


def dispatch_one(job_id: int, *, raising: bool = False) -> bool:
    """Carry one event to the listeners that have not heard it; tell whether it was there and nobody else's.

    What fails is tried again later, until `rules.wait_after` gives up; with `raising`, the error goes to the caller.
    """
    with transaction.atomic():
        rows = _rows(ONE, [job_id])
        if not rows:
            return False
        _, arguments, attempts = rows[0]
        failed = 0
        for listener in wiring.LISTENERS.get(arguments["event"], ()):
            try:
                _deliver(listener, arguments)
            except Exception:
                # The worker's outer rim: one listener's bug keeps the event from nobody else.
                if raising:
                    raise
                failed += 1
                log.exception("%s failed on event job %d, attempt %d", listener.name, job_id, attempts + 1)
        if not failed:
            _execute(FORGET, [arguments["uid"]])
            _execute(DELETE, [[job_id]])
            return True
        wait = rules.wait_after(attempts)
        if wait is None:
            log.error("event job %d was tried for the last time", job_id)
            _execute(GIVE_UP, [job_id])
        else:
            _execute(RETRY, [wait, job_id])
    return True


def _dispatch_by_procrastinate(arguments: dict[str, Any]) -> None:
    """Carry one event that procrastinate's own worker fetched: each listener in its own transaction."""
    problems = []
    for listener in wiring.LISTENERS.get(arguments["event"], ()):
        try:
            _deliver(listener, arguments)
        except Exception as problem:  # noqa: BLE001 - raised together below, after the others have heard
            problems.append(problem)
    if problems:
        raise ExceptionGroup("listeners failed", problems)


def _deliver(listener: wiring.Listener, arguments: dict[str, Any]) -> None:
    with transaction.atomic():
        if _execute(DELIVER, [arguments["uid"], listener.name]):
            _hear(listener, arguments)


def _hear(listener: wiring.Listener, arguments: dict[str, Any]) -> None:
    if listener.task:
        queue.insert(task=listener.task.name, queue=listener.task.queue, arguments=arguments["fields"])
    else:
        listener.function(wiring.unpack(listener.event, arguments["fields"]))


def _rows(sql: str, parameters: list[Any]) -> list[tuple[int, dict[str, Any], int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [(row[0], json.loads(row[1]), row[2]) for row in cursor.fetchall()]


def _execute(sql: str, parameters: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


@transaction.atomic
def retry_stalled() -> int:
    """Give the jobs of dead workers back to the queue, or up where they were tried too often; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(STALLED)
        stalled = cursor.fetchall()
        for job_id, packed, attempts, queue_name, name in stalled:
            log.warning("job %d belonged to a dead worker", job_id)
            pieces = wiring.TASKS[name].pieces(json.loads(packed)) if name in wiring.TASKS else []
            if len(pieces) > 1:
                # One of them may be what killed the worker: it should take no others along the next time.
                for piece in pieces:
                    queue.insert(task=name, queue=queue_name, arguments=piece)
                _execute(DELETE, [[job_id]])
            elif rules.wait_after(attempts) is None:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
            else:
                _give_back(job_id)
    return len(stalled)


def _give_back(job_id: int) -> None:
    """Let a job wait again. Where another one waits under the same lock already, that one does its work."""
    try:
        with transaction.atomic():
            _execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
    except IntegrityError:
        _execute("SELECT procrastinate_finish_job_v1(%s, 'failed', true)", [job_id])


@transaction.atomic
def retry_failed(*, job_id: int, now: datetime) -> bool:
    """Try a job again that was given up; tell whether there was such a job. Its attempts count from nothing."""
    return bool(_execute(AGAIN, [now, job_id]))


@transaction.atomic
def purge() -> None:
    """Remove what ended long ago: jobs after ninety days, notes of deliveries whose event is gone after a day."""
    _execute(PURGE_JOBS, [])
    _execute(PURGE_DELIVERIES, [])


queue.register(queue.DISPATCH, queue=rules.EVENTS, run=_dispatch_by_procrastinate)
