"""The worker process: carries events in one thread, and runs procrastinate for the queues of slower work.

Both look for work by polling. procrastinate would rather be told by NOTIFY, but a NOTIFY takes a lock of the whole
cluster at every commit that filed something; migration 0002 switches it off.
"""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from motcua.outbox import actions, rules

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.25
POLL_SECONDS = 1.0
NICENESS = 10
LONGEST_PAUSE = 30.0


class Pump:
    """Carries events until it is stopped; a database that is away is waited for."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, name="events", daemon=False)

    def run(self) -> None:
        """Work until stopped; the batch in hand is finished first."""
        pause = 1.0
        while not self.stopping.is_set():
            try:
                busy = actions.dispatch_due()
            except (DatabaseError, InterfaceError):
                # The worker's outer rim: whatever became of the connection, a new one is tried.
                log.exception("the database does not answer; next try in %.0f s", pause)
                connection.close()
                self.stopping.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = 1.0
            if not busy:
                self.stopping.wait(IDLE_SECONDS)
        connection.close()


def run(queues: list[str] | None = None, grace: float = 300.0) -> None:
    """Run until SIGTERM or SIGINT; jobs in hand are finished, up to `grace` seconds.

    `queues` limits the work to some of the failure domains; `events` is one of them.
    """
    wanted = queues or [rules.EVENTS, *rules.QUEUES]
    if unknown := set(wanted) - {rules.EVENTS, *rules.QUEUES}:
        raise ValueError(f"no such queue: {', '.join(sorted(unknown))}")
    if not settings.DATABASES["default"]["OPTIONS"].get("pool"):
        # Each thread keeps its connection between jobs and looks whether it is alive before the next.
        connections["default"].settings_dict.update(CONN_MAX_AGE=None, CONN_HEALTH_CHECKS=True)
    actions.retry_stalled()
    connection.close()
    _stand_back()
    asyncio.run(_run([name for name in wanted if name != rules.EVENTS], rules.EVENTS in wanted, grace))


def _stand_back() -> None:
    """Let people who wait for an answer come before work that nobody waits for."""
    os.nice(NICENESS)
    # Where the kernel shares its time among sessions first, niceness counts only within one.
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))


async def _run(slow: list[str], events: bool, grace: float) -> None:
    loop = asyncio.get_running_loop()
    pump = Pump()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    threads = sum(rules.QUEUES[name] for name in slow) + 2
    loop.set_default_executor(ThreadPoolExecutor(max_workers=threads, thread_name_prefix="jobs"))
    if events:
        pump.thread.start()
    # What procrastinate notes here may be lost with a power cut: the job is then run again, as after any crash.
    parameters = connector_params()
    parameters["options"] = f"{parameters.get('options', '')} -c synchronous_commit=off".strip()
    # A plan kept from when the queue was empty reads the whole table once it is long.
    parameters["prepare_threshold"] = None
    connector = PsycopgConnector(kwargs=parameters, min_size=1, max_size=4)
    with app.replace_connector(connector):
        async with app.open_async():
            workers = [
                asyncio.create_task(
                    app.run_worker_async(
                        name=name,
                        queues=[name],
                        concurrency=rules.QUEUES[name],
                        fetch_job_polling_interval=POLL_SECONDS,
                        listen_notify=False,
                        delete_jobs="successful",
                        install_signal_handlers=False,
                        shutdown_graceful_timeout=grace,
                    )
                )
                for name in slow
            ]
            stopped = asyncio.create_task(stop.wait())
            log.info("the worker runs: %s", ", ".join([*([rules.EVENTS] if events else []), *slow]))
            await asyncio.wait([stopped, *workers], return_when=asyncio.FIRST_COMPLETED)
            pump.stopping.set()
            for worker in workers:
                worker.cancel()
            for worker in workers:
                with contextlib.suppress(asyncio.CancelledError):
                    await worker
            stopped.cancel()
    if events:
        await asyncio.to_thread(pump.thread.join)
    log.info("the worker has stopped")
