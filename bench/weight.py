"""Part (e): what the running system weighs."""

import gzip
import re
from pathlib import Path

from bench.http import Connection
from bench.province import Running

ASSET = re.compile(rb'(?:href|src)="(/static/[^"]+)"')


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _descendants(pid: int) -> list[int]:
    return [pid, *(deeper for child in _children(pid) for deeper in _descendants(child))]


def _pss(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def memory(running: Running) -> dict[str, float]:
    """Return proportional memory in MB: two web processes and one worker, and all programs of ours."""
    web: list[int] = []
    worker: list[int] = []
    for child in _children(running.pid):
        line = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        if b"granian" in line:
            web = _descendants(child)
        elif b"worker" in line:
            worker = _descendants(child)
    grandchildren = [pid for pid in _children(web[0]) if _is_server(pid)] if web else []
    two_and_one = sum(_pss(pid) for pid in [*grandchildren, *worker[:1]])
    return {
        "two_web_and_worker_mb": round(two_and_one, 1),
        "with_their_helpers_mb": round(sum(_pss(pid) for pid in [*web, *worker]), 1),
        "everything_but_database_mb": round(sum(_pss(pid) for pid in _descendants(running.pid)), 1),
    }


def _is_server(pid: int) -> bool:
    # Python's multiprocessing also keeps a tracker of resources beside the workers.
    return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()


def first_visit(running: Running) -> dict[str, int]:
    """Return the bytes of the front page with all it loads, as sent and as a compressing proxy would send it."""
    client = Connection(running.port)
    page = client.get("/").expect(200)
    bodies = [page.body]
    for asset in sorted({match.decode() for match in ASSET.findall(page.body)}):
        bodies.append(client.get(asset).expect(200).body)
    return {
        "bytes": sum(len(body) for body in bodies),
        "bytes_gzip": sum(min(len(body), len(gzip.compress(body))) for body in bodies),
        "requests": len(bodies),
    }
