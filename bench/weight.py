"""What the running system weighs (part e), and what processor time it has used."""

import contextlib
import os
import re
from pathlib import Path, PurePosixPath

from bench.http import Connection
from bench.province import Running

ASSET = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
NAMED = re.compile(rb'url\("?([^")]+)"?\)')
NEEDED = re.compile(r"be-vietnam-pro-(latin|vietnamese)-\d+\.[0-9a-f]+\.woff2$")
# What asking for a process says that has ended since it was listed.
ENDED = (FileNotFoundError, ProcessLookupError)
BROWSER = "gzip, deflate, br, zstd"


def _children(pid: int) -> list[int]:
    found = []
    with contextlib.suppress(*ENDED):
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
        line = _line(child)
        if b"web" in line:
            web = _descendants(child)
        elif b"worker" in line:
            worker = _descendants(child)
    # The parent of the two web processes holds what they share: it counts as part of them.
    servers = [web[0], *(pid for pid in _children(web[0]) if _is_server(pid))] if web else []
    two_and_one = sum(_pss(pid) for pid in [*servers, *worker[:1]])
    return {
        "two_web_and_worker_mb": round(two_and_one, 1),
        "with_their_helpers_mb": round(sum(_pss(pid) for pid in [*web, *worker]), 1),
        "everything_but_database_mb": round(sum(_pss(pid) for pid in _descendants(running.pid)), 1),
    }


def processor_ms(running: Running) -> dict[str, float]:
    """Return the processor time used so far by each kind of our programs, in ms; ended ones are not counted."""
    roots = {child: _line(child) for child in _children(running.pid)}
    kinds = {"web": b"web", "worker": b"worker"}
    used = dict.fromkeys((*kinds, "fences", "database"), 0.0)
    for kind, word in kinds.items():
        for pid in (deeper for child, line in roots.items() if word in line for deeper in _descendants(child)):
            used["fences" if b"motcua.lib.fence_inside" in _line(pid) else kind] += _processor_ms(pid)
    pid = int(next(running.database.data.rglob("postmaster.pid")).read_text().split()[0])
    used["database"] = sum(map(_processor_ms, _descendants(pid)))
    return used


def _line(pid: int) -> list[bytes]:
    # What `serve` forked has its parent's command line, and a name of its own.
    with contextlib.suppress(*ENDED):
        process = Path(f"/proc/{pid}")
        return [*(process / "cmdline").read_bytes().split(b"\0"), (process / "comm").read_bytes().strip()]
    return []


def _processor_ms(pid: int) -> float:
    with contextlib.suppress(*ENDED):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _is_server(pid: int) -> bool:
    # Python's multiprocessing also keeps a tracker of resources beside the workers.
    return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()


def first_visit(running: Running) -> dict[str, int]:
    """Return the bytes of the front page with all that a browser loads for it, plain and as browsers ask for it.

    Fonts are counted apart: those that Vietnamese text needs, of the two weights. Style sheets name them.
    """
    client = Connection(running.port)
    page = client.get("/").expect(200).body
    sheets = {address: client.get(address).expect(200).body for address in _found(ASSET, page)}
    named = {
        str(PurePosixPath(sheet).parent / name) if not name.startswith("/") else name
        for sheet, body in sheets.items()
        if sheet.endswith(".css")
        for name in _found(NAMED, body)
    }
    fonts = [address for address in named if NEEDED.search(address)]

    def size(address: str, **headers: str) -> int:
        return len(client.get(address, **headers).expect(200).body)

    everything = ["/", *sheets, *(address for address in sorted(named) if "/fonts/" not in address)]
    return {
        "bytes": sum(size(address) for address in everything),
        "bytes_as_browsers_ask": sum(size(address, Accept_Encoding=BROWSER) for address in everything),
        "html_as_browsers_ask": size("/", Accept_Encoding=BROWSER),
        "requests": len(everything),
        "font_bytes": sum(size(address, Accept_Encoding=BROWSER) for address in fonts),
        "font_requests": len(fonts),
    }


def _found(pattern: re.Pattern[bytes], body: bytes) -> list[str]:
    return sorted({match.decode() for match in pattern.findall(body)})
