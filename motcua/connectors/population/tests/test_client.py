"""The connector against the stand-in, which runs as a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.conf import LazySettings
from django.db import transaction

from motcua.connectors.population.client import PopulationService, breaker_of
from motcua.lib.population import Question
from motcua.lib.refusals import Unavailable

ROOT = Path(__file__).resolve().parents[4]
AN = Question("068190012345", "Nguyễn Thị An", "1990-03-05", "r1", "1.001193", "chuyenvien")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    line = [sys.executable, str(ROOT / "manage.py"), "sandbox_population", "--port", "0"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as run:
        assert run.stdout is not None
        found = re.search(r"localhost:(\d+)", run.stdout.readline())
        assert found, "the stand-in did not start"
        yield f"http://localhost:{found[1]}"
        run.terminate()


@pytest.fixture
def service(site: str, settings: LazySettings) -> Iterator[PopulationService]:
    settings.POPULATION_ADDRESS = f"{site}/dan-cu"
    breaker_of.cache_clear()
    yield PopulationService()
    faults(site)


def faults(site: str, **wrong: str) -> None:
    httpx.post(f"{site}/faults", data=wrong, trust_env=False)


def test_somebody_is_found_and_somebody_else_is_not(service: PopulationService) -> None:
    found = service.look_up(question=AN)
    assert found is not None
    assert found.name == "Nguyễn Thị An"
    assert service.look_up(question=Question("068190012345", "Lê Thị An", "1990-03-05", "r2", "1", "x")) is None


def test_it_is_left_alone_after_repeated_failures(service: PopulationService, site: str) -> None:
    faults(site, down="1")
    for _ in range(3):
        with pytest.raises(Unavailable, match="status 503"):
            service.look_up(question=AN)
    faults(site)
    with pytest.raises(Unavailable, match="left alone"):
        service.look_up(question=AN)


def test_garbage_is_unavailable(service: PopulationService, site: str) -> None:
    faults(site, garbage="1")
    with pytest.raises(Unavailable, match="no XML"):
        service.look_up(question=AN)


def test_nobody_waits_inside_a_transaction(service: PopulationService) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        service.look_up(question=AN)
