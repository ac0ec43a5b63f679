"""The suite's own PostgreSQL: an embedded server in var/test, started once for all workers.

With DATABASE_URL set, the suite runs on that server instead.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from motcua.project import embedded

pytest_plugins = ["tests.personas"]

# The settings name the folder: they are read first.
DATA = Path(os.environ["MOTCUA_DATA"]).resolve()
# Losing the tests' database in a power cut harms nobody; waiting for the disk would cost minutes.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the controlling process only."""
    if os.environ.get("DATABASE_URL") or hasattr(config, "workerinput") or config.option.help:
        return
    context = embedded.running(embedded.Place(data=DATA / "postgres", settings=SETTINGS))
    context.__enter__()
    config.add_cleanup(lambda: context.__exit__(None, None, None))


@pytest.fixture(autouse=True)
def no_jobs_of_another_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Clear the queue after tests that really commit: its tables are not Django's, so Django's flush leaves them."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events CASCADE")
