"""What waits, what fails: for the metrics page and for the person who looks after the system."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from psycopg import sql

from motcua.outbox import queue, rules, wiring


@dataclass(frozen=True)
class Trouble:
    """A job that failed at least once and is not done: waiting for its next attempt, or given up."""

    id: int
    queue: str
    name: str
    status: str
    attempts: int
    next_at: datetime | None
    since: datetime | None


@dataclass(frozen=True)
class Backlog:
    """How much waits in one queue, and for how long the oldest due job has."""

    queue: str
    waiting: int
    running: int
    failed: int
    oldest_seconds: float


def troubles(limit: int = 100) -> list[Trouble]:
    """Return the jobs that failed and are not done, those given up first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT j.id, j.queue_name, COALESCE(j.args->>'event', j.task_name), j.status::text, j.attempts,
                   j.scheduled_at, COALESCE(to_timestamp((j.args->>'published_at')::bigint),
                   (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id))
            FROM procrastinate_jobs j
            WHERE j.status = 'failed' OR (j.attempts > 0 AND j.status IN ('todo', 'doing'))
            ORDER BY j.status = 'failed' DESC, j.id LIMIT %s
            """,
            [limit],
        )
        return [Trouble(*row) for row in cursor.fetchall()]


def backlog() -> list[Backlog]:
    """Return every queue that has jobs."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT queue_name, count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
                   count(*) FILTER (WHERE status = 'failed'),
                   COALESCE(EXTRACT(epoch FROM now() - min(
                       CASE WHEN queue_name = 'events' THEN to_timestamp((args->>'published_at')::bigint)
                            ELSE (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) END
                   ) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))), 0)::float
            FROM procrastinate_jobs j WHERE status IN ('todo', 'doing', 'failed')
            GROUP BY queue_name ORDER BY queue_name
            """
        )
        return [
            Backlog(queue, waiting, running, failed, max(seconds, 0.0))
            for queue, waiting, running, failed, seconds in cursor.fetchall()
        ]


@dataclass(frozen=True)
class Pending:
    """An announcement that not everybody who listens has heard: `todo`, `doing`, or `failed` for given up."""

    status: str
    attempts: int
    since: datetime | None


def jobs_about(event: type, **fields: int) -> list[Pending]:
    """Return the announcements of this kind about one thing (`dossier_id=7`) not carried yet, in order.

    A page that asks this for every object wants an index on `args->'fields'->>'<field>'` (dossiers has one).
    """
    about = sql.SQL(" AND ").join(
        sql.SQL("args->'fields'->>{} = {}").format(sql.Literal(name), sql.Literal(str(value)))
        for name, value in fields.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                """
                SELECT status::text, attempts, to_timestamp((args->>'published_at')::bigint) FROM procrastinate_jobs
                WHERE queue_name = {} AND task_name = {} AND status IN ('todo', 'doing', 'failed')
                  AND args->>'event' = {} AND {} ORDER BY id
                """
            ).format(rules.EVENTS, queue.DISPATCH, wiring.name_of(event), about)
        )
        return [Pending(*row) for row in cursor.fetchall()]
