"""Runs the jobs that are due, here and now, for tests."""

from django.db import connection

from motcua.outbox import actions, queue, rules

NEXT = """
    SELECT id, queue_name, task_name, args FROM procrastinate_jobs
    WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) AND id <> ALL(%s)
    ORDER BY priority DESC, id LIMIT 1
"""


def run_due_jobs(*, raising: bool = True) -> int:
    """Run every job that is due, in order, with those they cause in turn; return how many ran.

    The first error goes to the test. Without `raising`, events that fail are put off as the worker would do, and
    other failed jobs stay where they are.
    """
    ran, left = 0, [0]
    while found := _next(left):
        job_id, queue_name, name, arguments = found
        if queue_name == rules.EVENTS:
            actions.dispatch_one(job_id, raising=raising)
        else:
            try:
                queue.RUNNERS[name](arguments)
            except Exception:
                if raising:
                    raise
                left.append(job_id)
            else:
                with connection.cursor() as cursor:
                    cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job_id])
        ran += 1
    return ran


def _next(left: list[int]) -> tuple[int, str, str, dict[str, object]] | None:
    return queue.first(NEXT, [left])
