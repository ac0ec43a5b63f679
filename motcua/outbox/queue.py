"""The only module that puts jobs into procrastinate's tables and tells procrastinate what can be run.

Jobs are inserted on Django's own connection, so that they commit or vanish with the caller's transaction. That holds
inside the worker too, where procrastinate itself speaks to the database on connections of its own.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as QueuedJob

from motcua import statements
from motcua.outbox import rules

DISPATCH = "outbox.dispatch"

# What procrastinate_defer_jobs_v1 does, without building its composite type: half the time.
INSERT = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, scheduled_at)
    VALUES (%s, %s, %s, %s::jsonb, %s)
"""
INSERT_ALL = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    SELECT %s, %s, said::jsonb FROM unnest(%s::text[]) WITH ORDINALITY AS given (said, place) ORDER BY place
"""


Runner = Callable[[dict[str, Any]], None]
RUNNERS: dict[str, Runner] = {}
_gathered: ContextVar[dict[tuple[str, str], dict[str, list[Any]]] | None] = ContextVar("outbox_gathered", default=None)


class Patience(BaseRetryStrategy):
    """Waits longer after each failure, and gives up only after more than a day."""

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        """Return when to try again."""
        wait = rules.wait_after(job.attempts)
        return None if wait is None else RetryDecision(retry_at=datetime.now(UTC) + wait)


def register(name: str, *, queue: str, run: Runner, cron: str = "", lock: str | None = None) -> None:
    """Let the worker run jobs of this name; with `cron`, by timetable, without retries."""

    def job(**arguments: Any) -> None:
        run(arguments)

    RUNNERS[name] = run
    patience = False if cron else Patience()
    decorate = app.task(name=name, queue=queue, lock=lock, queueing_lock=lock, retry=patience)
    made = decorate(job)
    if cron:
        app.periodic(cron=cron)(made)  # type: ignore[arg-type]


def insert(
    *, task: str, queue: str, arguments: dict[str, Any], lock: str | None = None, at: datetime | None = None
) -> None:
    """Put one job into the queue, in the caller's transaction."""
    statements.write(INSERT, [queue, task, lock, json.dumps(arguments), at])


def insert_all(*, task: str, queue: str, arguments: Sequence[dict[str, Any]]) -> None:
    """Put jobs of one task into the queue in their order, due now, in the caller's transaction."""
    if len(arguments) == 1:
        insert(task=task, queue=queue, arguments=arguments[0])
    elif arguments:
        statements.write(INSERT_ALL, [queue, task, [json.dumps(each) for each in arguments]])


def gather(*, task: str, queue: str, arguments: dict[str, Any]) -> None:
    """Put work into the queue whose arguments are lists; inside `gathering`, a task's lists are joined into one job."""
    heaps = _gathered.get()
    if heaps is None:
        insert(task=task, queue=queue, arguments=arguments)
        return
    heap = heaps.setdefault((task, queue), {})
    for name, items in arguments.items():
        heap.setdefault(name, []).extend(items)


def apart(arguments: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the arguments of gathered work as one job for each piece has them."""
    return [
        dict(zip(arguments, ([item] for item in piece), strict=True)) for piece in zip(*arguments.values(), strict=True)
    ]


@contextmanager
def gathering() -> Iterator[None]:
    """Insert what is gathered inside at the end, a job for each task; nothing of it where the inside fails."""
    heaps: dict[tuple[str, str], dict[str, list[Any]]] = {}
    token = _gathered.set(heaps)
    try:
        yield
    finally:
        _gathered.reset(token)
    for (task, name), arguments in heaps.items():
        insert(task=task, queue=name, arguments=arguments)


def first(sql: str, parameters: list[Any]) -> tuple[int, str, str, dict[str, Any]] | None:
    """Return the first job of a query for id, queue, task and arguments."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1], row[2], json.loads(row[3]))
