"""What a committing test leaves in the queue goes whole: a reference without its job could never be restored."""

import pytest
from django.db import connection

from tests import emptying


@pytest.mark.django_db(transaction=True)
def test_the_whole_queue_is_emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH job AS (INSERT INTO procrastinate_jobs (queue_name, task_name)"
            " VALUES ('upkeep', 'none') RETURNING id)"
            " INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, job_id)"
            " SELECT 'none', 1, id FROM job"
        )
        cursor.execute(emptying._statement())
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND relname LIKE 'procrastinate%'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert set(tables) == set(emptying.QUEUE)
        for table in tables:
            cursor.execute(f"TABLE {table}")
            assert cursor.fetchall() == [], table
