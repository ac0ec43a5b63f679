"""Run the bench: a table for people, JSON for machines."""

import argparse
import json
import os
import platform
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import baseline, load, pages, province, weight
from bench.machine import Machine, connect
from bench.province import Running

RESULTS = Path(__file__).parent / "results"
CLIENTS = 8
DRAIN_LIMIT = 30.0
Report = dict[str, Any]


def main() -> None:
    """Measure what is asked for and report."""
    parser = argparse.ArgumentParser(
        prog="script/bench", description="How fast the system is here, beside pgbench on the same server."
    )
    parser.add_argument("--parts", default="abcdef", help="parts to measure, of abcdef (all)")
    parser.add_argument("--sizes", default="10000,1000000", help="dossiers in the databases of part c")
    parser.add_argument("--seconds", type=float, default=30.0, help="length of each measurement (30)")
    parser.add_argument("--requests", type=int, default=300, help="requests a page and round in part c (300)")
    parser.add_argument("--data", type=Path, default=province.ROOT / "var" / "bench", help="folder of the databases")
    wanted = parser.parse_args()
    sizes = [int(size) for size in wanted.sizes.split(",")]
    report: Report = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]},
        "seconds": wanted.seconds,
    }
    data = wanted.data / str(sizes[0])
    with province.running(data):
        pass
    report["fill"] = {str(sizes[0]): {"seconds": round(province.fill(data, sizes[0]), 1)}}
    with province.running(data) as running:
        report["second_start_seconds"] = round(running.start_seconds, 1)
        say(report, "second_start_seconds")
        report["pgbench"] = baseline.measure(running.database, seconds=int(wanted.seconds), rounds=3)
        say(report, "pgbench")
        machine = Machine(running.port)
        steps: dict[str, Callable[[], object]] = {
            "a": lambda: filing(running, machine, wanted.seconds, report),
            "b": lambda: lives(running, machine, wanted.seconds),
            "f": lambda: pages.throughput(running, filed(running, machine), seconds=wanted.seconds / 3),
            "e": lambda: {"memory": weight.memory(running), "first_visit": weight.first_visit(running)},
        }
        for part, measure in steps.items():
            if part in wanted.parts:
                report[part] = measure()
                say(report, part)
    if set("cd") & set(wanted.parts):
        rate = report["a"]["per_second"] / 2 if "a" in report else 5.0
        report.update(compare(wanted.data, sizes, wanted.requests, rate, report))
        say(report, "c")
        say(report, "d")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{report['at'].replace(':', '')}.json"
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False))
    print(f"\n{path}")


def say(report: Report, part: str) -> None:
    """Print one part as soon as it is known."""
    print(f"\n{part}")
    _print(report[part], "  ")


def _print(value: Any, indent: str) -> None:
    if not isinstance(value, dict):
        print(f"{indent}{value}")
        return
    for name, inner in value.items():
        if isinstance(inner, dict) and any(isinstance(deeper, dict) for deeper in inner.values()):
            print(f"{indent}{name}")
            _print(inner, indent + "  ")
        elif isinstance(inner, dict):
            print(f"{indent}{name:<24}" + "  ".join(f"{key} {deeper}" for key, deeper in inner.items()))
        else:
            print(f"{indent}{name:<24}{inner}")


def filed(running: Running, machine: Machine) -> list[tuple[str, str]]:
    """Return codes with their secrets, filing some where the run has none yet."""
    while len(machine.filed) < 50:
        machine.file(connect(running.port))
    return machine.filed


def filing(running: Running, machine: Machine, seconds: float, report: Report) -> Report:
    """Part (a): whole dossiers filed per second over HTTP, every one found in the database after."""
    before = running.sql("SELECT count(*) FROM dossiers_dossier")[0][0]
    clients = [connect(running.port) for _ in range(CLIENTS)]
    done = load.run(clients, machine.file, seconds=seconds)
    drained = drain(running)
    after = running.sql("SELECT count(*) FROM dossiers_dossier")[0][0]
    stored = int(str(after)) - int(str(before))
    if done.failed or stored != done.done:
        raise SystemExit(f"filing: {done.done} accepted, {stored} stored, failures {done.failed[:3]}")
    return {
        "per_second": round(done.rate, 2),
        "filed": done.done,
        "percent_of_tpcb": round(100 * done.rate / report["pgbench"]["tpcb_tps"], 2),
        "backlog_drained_seconds": drained,
        "fsync": str(running.sql("SHOW fsync")[0][0]),
    }


def drain(running: Running) -> float:
    """Return how long the worker needed for what waits, or -1 beyond the limit."""
    begun = time.perf_counter()
    while running.waiting_jobs() > 0:
        if time.perf_counter() - begun > DRAIN_LIMIT:
            return -1.0
        time.sleep(0.2)
    return round(time.perf_counter() - begun, 1)


def lives(running: Running, machine: Machine, seconds: float) -> Report:
    """Part (b): complete lives per second through the API."""
    machine.steps.clear()
    clients = [connect(running.port) for _ in range(CLIENTS)]
    done = load.run(clients, machine.live, seconds=seconds)
    if done.failed:
        raise SystemExit(f"lives: {done.failed[0]}")
    return {
        "per_second": round(done.rate, 2),
        "lives": done.done,
        "steps_ms": {kind: load.quantiles(times) for kind, times in machine.steps.items()},
    }


def compare(folder: Path, sizes: list[int], requests: int, rate: float, report: Report) -> Report:
    """Parts (c) and (d): server times at each size while dossiers are filed at half the measured rate."""
    walls: dict[str, dict[int, list[float]]] = {}
    cpus: dict[str, list[float]] = {}
    for size in sizes[1:]:
        with province.running(folder / str(size)):
            pass
        report["fill"][str(size)] = {"seconds": round(province.fill(folder / str(size), size), 1)}
    for _ in range(3):
        for size in sizes:
            with province.running(folder / str(size)) as running:
                machine = Machine(running.port)
                found = pages.prepare(running, filed(running, machine))
                over = threading.Event()
                clients = [connect(running.port) for _ in range(CLIENTS)]
                options = {"seconds": 3600.0, "per_second": rate, "until": over}
                writer = threading.Thread(target=load.run, args=(clients, machine.file), kwargs=options)
                writer.start()
                try:
                    for name in found.asks:
                        wall, cpu = pages.read(found, name, requests)
                        walls.setdefault(name, {}).setdefault(size, []).extend(wall)
                        cpus.setdefault(name, []).extend(cpu)
                finally:
                    over.set()
                    writer.join()
    c: Report = {}
    for name, by_size in walls.items():
        c[name] = {str(size): load.quantiles(times) for size, times in by_size.items()}
        first, last = c[name][str(sizes[0])]["p95"], c[name][str(sizes[-1])]["p95"]
        c[name]["p95 ratio"] = {"ratio": round(last / first, 2), "bar": 1.5}
    return {"c": c, "d": {name: load.quantiles(times) for name, times in cpus.items()}}


if __name__ == "__main__":
    main()
