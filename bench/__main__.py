"""Run the bench: a table for people, JSON for machines."""

import argparse
import json
import os
import platform
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import baseline, clock, forms, load, pages, province, signatures, signing, trials, weight
from bench.machine import Machine, connect
from bench.province import Running

RESULTS = Path(__file__).parent / "results"
CLIENTS = 8
DRAIN_LIMIT = 30.0
ROUNDS = 3
Report = dict[str, Any]


def main() -> None:
    """Measure what is asked for and report."""
    parser = argparse.ArgumentParser(
        prog="script/bench", description="How fast the system is here, beside pgbench on the same server."
    )
    parser.add_argument("--parts", default="abcdefghijk", help="parts to measure, of abcdefghijk (all)")
    parser.add_argument("--sizes", default="10000,1000000", help="dossiers in the databases of part c")
    parser.add_argument("--seconds", type=float, default=30.0, help="length of each measurement (30)")
    parser.add_argument("--requests", type=int, default=300, help="requests a page and round in part c (300)")
    parser.add_argument("--data", type=Path, default=province.ROOT / "var" / "bench", help="folder of the databases")
    wanted = parser.parse_args()
    begun = time.perf_counter()
    sizes = [int(size) for size in wanted.sizes.split(",")]
    report: Report = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]},
        "seconds": wanted.seconds,
    }
    data = wanted.data / str(sizes[0])
    with province.running(data) as running:
        report["first_start_seconds"] = round(running.start_seconds, 1)
    report["fill"] = {str(sizes[0]): {"seconds": round(province.fill(data, sizes[0]), 1)}}
    with province.running(data) as running:
        report["second_start_seconds"] = round(running.start_seconds, 1)
        say(report, "second_start_seconds")
        report["pgbench"] = baseline.measure(running.database, seconds=int(wanted.seconds), rounds=3)
        say(report, "pgbench")
        machine = Machine(running.port)
        steps: dict[str, Callable[[], object]] = {
            "a": lambda: filing(running, machine, wanted.seconds, report),
            "b": lambda: lives(running, machine, wanted.seconds, report),
            "f": lambda: pages.throughput(running, seconds=wanted.seconds / 3),
            "e": lambda: {"memory": weight.memory(running), "first_visit": weight.first_visit(running)},
            "g": clock.due_dates,
            "h": forms.forms,
            "k": lambda: signatures.measure(wanted.seconds / 6),
        }
        for part, measure in steps.items():
            if part in wanted.parts:
                report[part] = measure()
                say(report, part)
    if set("cd") & set(wanted.parts):
        rate = report["a"]["per_second"] / 2 if "a" in report else 5.0
        report.update(compare(wanted.data, sizes, wanted.requests, rate, report))
        for part in ("fill", "beside", "c", "d"):
            say(report, part)
    if set("ij") & set(wanted.parts):
        # Ten thousand closed dossiers of one procedure and 500 steps of one agency are in the largest database only.
        with province.running(wanted.data / str(sizes[-1] if set("cd") & set(wanted.parts) else sizes[0])) as largest:
            for part, try_out in (("i", trials.dry_run), ("j", trials.hand_over)):
                if part in wanted.parts:
                    report[part] = try_out(largest)
                    say(report, part)
    report["bars"] = bars(report, sizes)
    say(report, "bars")
    report["minutes"] = round((time.perf_counter() - begun) / 60, 1)
    say(report, "minutes")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{report['at'].replace(':', '')}.json"
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False))
    print(f"\n{path}")


def bars(report: Report, sizes: list[int]) -> Report:
    """Hold what was measured against the bars; what was not measured is left out."""
    found: Report = {}
    if "a" in report:
        share = report["a"]["percent_of_tpcb"]
        found["a: filing, percent of tpc-b"] = _held(share, ">=", 4.0, share >= 4.0)
        drained = report["a"]["backlog_drained_seconds"]
        found["a: backlog drained, s (-1: not at all)"] = _held(drained, "<=", DRAIN_LIMIT, drained >= 0)
    for name, figures in report.get("c", {}).items():
        ratio = figures["p95 ratio"]["ratio"]
        found[f"c: {name}, p95 at {sizes[-1]} to {sizes[0]}"] = _held(ratio, "<=", 1.5, ratio <= 1.5)
        p95 = figures[str(sizes[-1])]["p95"]
        found[f"c: {name}, p95 ms at {sizes[-1]}"] = _held(p95, "<=", 50.0, p95 <= 50.0)
    if "g" in report:
        found["g: a due date with its explanation, ms"] = _held(report["g"]["ms"], "<", 0.3, report["g"]["ms"] < 0.3)
    if "h" in report:
        slowest = report["h"]["slowest_ms"]
        found["h: the slowest statutory form, warm, ms"] = _held(slowest, "<", 30.0, slowest < 30.0)
    if "i" in report:
        grown = report["i"]["peak_mb"] - report["i"]["peak_mb_after_first_batch"]
        found["i: memory that a dry run grows by after its first batch, MB"] = _held(
            round(grown, 1), "<", 20.0, grown < 20.0
        )
    for when in ("e", "beside"):
        if memory := report.get(when, {}).get("memory"):
            used = memory["two_web_and_worker_mb"]
            found[f"e: memory MB ({when})"] = _held(used, "<", 400.0, used < 400.0)
    return found


def _held(value: float, sign: str, bar: float, is_held: bool) -> str:
    return f"{value} {sign} {bar}: {'held' if is_held else 'MISSED'}"


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
            print(f"{indent}{name:<24} " + "  ".join(f"{key} {deeper}" for key, deeper in inner.items()))
        else:
            print(f"{indent}{name:<24} {inner}")


def filing(running: Running, machine: Machine, seconds: float, report: Report) -> Report:
    """Part (a): whole dossiers filed per second over HTTP, every one found in the database after."""
    before = running.sql("SELECT count(*) FROM dossiers_dossier")[0][0]
    clients = [connect(running.port) for _ in range(CLIENTS)]
    used = weight.processor_ms(running)
    done = load.run(clients, machine.file, seconds=seconds)
    drained = drain(running)
    used = {kind: ms - used[kind] for kind, ms in weight.processor_ms(running).items()}
    after = running.sql("SELECT count(*) FROM dossiers_dossier")[0][0]
    stored = int(str(after)) - int(str(before))
    if done.failed or stored != done.done:
        raise SystemExit(f"filing: {done.done} accepted, {stored} stored, failures {done.failed[:3]}")
    return {
        "per_second": round(done.rate, 2),
        "filed": done.done,
        "percent_of_tpcb": round(100 * done.rate / report["pgbench"]["tpcb_tps"], 2),
        "said": of_tpcb(done.rate, report),
        "backlog_drained_seconds": drained,
        # Meaningless while work waits: what is not done yet has cost nothing yet.
        "processor_ms_a_filing": {kind: round(ms / done.done, 1) for kind, ms in used.items()} if drained >= 0 else {},
        "fsync": str(running.sql("SHOW fsync")[0][0]),
    }


def of_tpcb(rate: float, report: Report) -> str:
    """Say a rate as a share of what pgbench reached on the same server."""
    return f"{100 * rate / report['pgbench']['tpcb_tps']:.1f} % of tpc-b"


def drain(running: Running) -> float:
    """Return how long the worker needed for what waits, or -1 beyond the limit."""
    begun = time.perf_counter()
    while running.waiting_jobs() > 0:
        if time.perf_counter() - begun > DRAIN_LIMIT:
            return -1.0
        time.sleep(0.2)
    return round(time.perf_counter() - begun, 1)


def lives(running: Running, machine: Machine, seconds: float, report: Report) -> Report:
    """Part (b): complete lives per second through the API, and what drawing and signing a result takes beside."""
    machine.steps.clear()
    clients = [connect(running.port) for _ in range(CLIENTS)]
    done = load.run(clients, machine.live, seconds=seconds)
    if done.failed:
        raise SystemExit(f"lives: {done.failed[0]}")
    return {
        "per_second": round(done.rate, 2),
        "said": of_tpcb(done.rate, report),
        "lives": done.done,
        "steps_ms": {kind: load.quantiles(times) for kind, times in machine.steps.items()},
        "signing_apart": signing.measure(running),
    }


def compare(folder: Path, sizes: list[int], requests: int, rate: float, report: Report) -> Report:
    """Parts (c) and (d): server times at each size while dossiers are filed at half the measured rate."""
    walls: dict[str, dict[int, list[float]]] = {}
    cpus: dict[str, list[float]] = {}
    filed: list[float] = []
    memory: dict[str, float] = {}
    for size in sizes[1:]:
        with province.running(folder / str(size)):
            pass
        report["fill"][str(size)] = {"seconds": round(province.fill(folder / str(size), size), 1)}
    for turn in range(ROUNDS):
        for size in sizes:
            with province.running(folder / str(size)) as running:
                for name, wall, cpu in beside_filing(running, rate, requests, filed):
                    walls.setdefault(name, {}).setdefault(size, []).extend(wall)
                    cpus.setdefault(name, []).extend(cpu)
                memory = weight.memory(running)
                print(f"  round {turn + 1} of {ROUNDS}, {size} dossiers: done")
    c: Report = {}
    for name, by_size in walls.items():
        c[name] = {str(size): load.quantiles(times) for size, times in by_size.items()}
        first, last = c[name][str(sizes[0])]["p95"], c[name][str(sizes[-1])]["p95"]
        c[name]["p95 ratio"] = {"ratio": round(last / first, 2), "bar": 1.5}
    beside = {"wanted_per_second": round(rate, 2), "filed_per_second": [round(one, 2) for one in filed]}
    return {
        "beside": {**beside, "memory": memory},
        "c": c,
        "d": {name: load.quantiles(times) for name, times in cpus.items()},
    }


def beside_filing(
    running: Running, rate: float, requests: int, filed: list[float]
) -> Iterator[tuple[str, list[float], list[float]]]:
    """Yield each page with its times while dossiers are filed; note the rate that the filing kept."""
    machine = Machine(running.port)
    found = pages.prepare(running)
    over, done = threading.Event(), []
    clients = [connect(running.port) for _ in range(CLIENTS)]

    def write() -> None:
        done.append(load.run(clients, machine.file, seconds=3600.0, per_second=rate, until=over))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for name in found.asks:
            yield name, *pages.read(found, name, requests)
    finally:
        over.set()
        writer.join()
    if done[0].failed:
        raise SystemExit(f"filing beside the pages: {done[0].failed[0]}")
    filed.append(done[0].rate)


if __name__ == "__main__":
    main()
