"""pgbench on the same server, with the same settings."""

import re
import statistics
import subprocess

from motcua.project import embedded

RATE = re.compile(r"tps = ([\d.]+) \(without")
SCALE = 20


def measure(place: embedded.Place, *, seconds: int, rounds: int) -> dict[str, float]:
    """Return the median rates of tpc-b and select-only: 8 clients, 2 threads, simple protocol, scale 20."""
    base = ["-h", str(place.socket_folder), "-U", "postgres"]
    _run("dropdb", *base, "--if-exists", "pgbench")
    _run("createdb", *base, "pgbench")
    _run("pgbench", *base, "-i", "-q", "-s", str(SCALE), "pgbench")
    rates = {}
    for name, extra in (("tpcb_tps", []), ("select_tps", ["-S"])):
        load = [*base, "-c", "8", "-j", "2", "-M", "simple", "-T", str(seconds), *extra, "pgbench"]
        rates[name] = statistics.median(_rate(_run("pgbench", *load)) for _ in range(rounds))
    _run("dropdb", *base, "pgbench")
    return rates


def _rate(text: str) -> float:
    found = RATE.search(text)
    if found is None:
        raise ValueError(text)
    return float(found[1])


def _run(name: str, *arguments: str) -> str:
    return subprocess.run(
        [str(embedded.binary(name)), *arguments], check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
    ).stdout
