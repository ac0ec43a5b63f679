"""Clients in a closed loop, side by side."""

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.http import Connection


@dataclass
class Load:
    """What some clients did until the time was up."""

    seconds: float = 0.0
    done: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return how many were done per second."""
        return self.done / self.seconds if self.seconds else 0.0


def run(
    clients: Sequence[Connection],
    once: Callable[[Connection], object],
    *,
    seconds: float,
    per_second: float = 0.0,
    until: threading.Event | None = None,
) -> Load:
    """Let each client do `once` again and again; with `per_second`, all together no oftener than that."""
    load, lock = Load(), threading.Lock()
    begun = time.perf_counter()
    pause = len(clients) / per_second if per_second else 0.0

    def loop(client: Connection, delay: float) -> None:
        due = begun + delay
        while time.perf_counter() - begun < seconds and not (until and until.is_set()):
            wait = due - time.perf_counter()
            if pause and wait > 0:
                time.sleep(min(wait, 0.2))
                continue
            due = max(due + pause, time.perf_counter() - pause)
            try:
                once(client)
            except Exception as problem:  # noqa: BLE001 - counted, and the run fails on it
                with lock:
                    load.failed.append(f"{type(problem).__name__}: {problem}"[:500])
                if len(load.failed) > 20:
                    return
            else:
                with lock:
                    load.done += 1

    threads = [
        threading.Thread(target=loop, args=(client, number * pause / len(clients)))
        for number, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - begun
    return load


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Return p50, p95 and p99."""
    if len(values) < 2:
        return {"n": len(values)}
    cut = statistics.quantiles(values, n=100, method="inclusive")
    return {"n": len(values), "p50": round(cut[49], 1), "p95": round(cut[94], 1), "p99": round(cut[98], 1)}
