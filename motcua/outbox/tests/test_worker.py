"""The worker as a process: it ends politely, and when it is killed nothing is lost or done twice."""

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from motcua import outbox
from motcua.outbox import actions, queries
from motcua.outbox.models import Delivery

ROOT = __file__.rpartition("/motcua/")[0]


@dataclass(frozen=True)
class BellRung:
    bell_id: int


def note(what: str) -> None:
    Delivery.objects.create(event_uid=uuid.uuid4(), listener=what)


@outbox.on(BellRung)
def hear(event: BellRung) -> None:
    note(f"heard {event.bell_id}")


@outbox.on(BellRung)
def hear_slowly(event: BellRung) -> None:
    time.sleep(0.002)
    note(f"heard slowly {event.bell_id}")


@outbox.task(queue="documents", name="outbox.test.take_time")
def take_time(*, number: int) -> None:
    time.sleep(0.5)
    note(f"took time {number}")


WORKER = """
import django; django.setup()
import motcua.outbox.tests.test_worker
from motcua.outbox import worker
print("ready", flush=True)
worker.run({queues!r})
"""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def start(queues: list[str]) -> "subprocess.Popen[str]":
    ours = connection.settings_dict
    address = f"postgresql://{ours['USER']}@/{ours['NAME']}?host={ours['HOST']}"
    if ours["PORT"]:
        address += f"&port={ours['PORT']}"
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER.format(queues=queues)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": address,
            "PGPASSWORD": ours["PASSWORD"],
            "DJANGO_SETTINGS_MODULE": "motcua.project.settings",
        },
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "ready\n"
    return process


def wait_for(what: str, count: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if Delivery.objects.filter(listener__startswith=what).count() >= count:
            return
        time.sleep(0.02)
    raise AssertionError(f"{what}: {Delivery.objects.filter(listener__startswith=what).count()} of {count}")


def test_sigterm_lets_running_work_end() -> None:
    with transaction.atomic():
        for number in range(2):
            take_time.defer(number=number)
    process = start(["documents"])
    until = time.monotonic() + 60
    while not any(row.running == 2 for row in queries.backlog()):
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert Delivery.objects.filter(listener__startswith="took time").count() == 2
    assert [row for row in queries.backlog() if row.queue == "documents"] == []


@pytest.mark.long
def test_a_worker_killed_again_and_again_loses_and_repeats_nothing() -> None:
    rounds, each = 8, 150
    for number in range(rounds):
        with transaction.atomic():
            for bell in range(each):
                outbox.publish(BellRung(bell_id=number * each + bell))
        process = start(["events"])
        time.sleep(random.uniform(0.05, 0.6))
        process.kill()
        process.wait()
    process = start(["events"])
    total = rounds * each
    wait_for("heard slowly", total)
    process.terminate()
    assert process.wait(30) == 0
    heard = sorted(Delivery.objects.filter(listener__startswith="heard").values_list("listener", flat=True))
    assert heard == sorted([f"heard {n}" for n in range(total)] + [f"heard slowly {n}" for n in range(total)])


@pytest.mark.long
def test_the_work_of_a_killed_worker_is_done_by_the_next() -> None:
    with transaction.atomic():
        take_time.defer(number=1)
    process = start(["documents"])
    until = time.monotonic() + 60
    while not any(row.running for row in queries.backlog()):
        assert time.monotonic() < until
        time.sleep(0.02)
    process.kill()
    process.wait()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    assert actions.retry_stalled() == 1
    process = start(["documents"])
    wait_for("took time", 1)
    process.terminate()
    assert process.wait(30) == 0
