"""The suite's own PostgreSQL: an embedded server in var/test, started once for all workers.

With DATABASE_URL set, the suite runs on that server instead.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from motcua.project import embedded
from tests import emptying, template
from tests.groups import Groups

pytest_plugins = ["tests.personas"]

# The settings name the folder: they are read first.
DATA = Path(os.environ["MOTCUA_DATA"]).resolve()
# Losing the tests' database in a power cut harms nobody; waiting for the disk would cost minutes.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def pytest_configure(config: pytest.Config) -> None:
    """Start the server, in the controlling process only."""
    emptying.instead_of_truncating()
    if os.environ.get("DATABASE_URL") or hasattr(config, "workerinput") or config.option.help:
        return
    place = embedded.Place(data=DATA / "postgres", settings=SETTINGS)
    context = embedded.running(place)
    context.__enter__()
    emptying.allow(place)
    config.add_cleanup(lambda: context.__exit__(None, None, None))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Groups | None:
    """Keep groups together where they are asked for (`--dist loadgroup`)."""
    return Groups(config, log) if config.option.dist == "loadgroup" else None


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Have a migrated database, in place of pytest-django's own way."""
    with django_db_blocker.unblock(), template.copied(), django_db_blocker.block():
        yield
