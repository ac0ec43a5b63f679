"""The folders into which counters' scanners write: files are picked up once, what cannot be taken is set aside.

Below `settings.SCAN_FOLDER` stands a folder for each one-stop unit, by its code. A file is claimed by moving it, which
only one worker can; what a worker that died had claimed is found again.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SETTLED_AFTER = 5.0  # seconds without a change: a scanner may still be writing
CLAIMED, BAD = ".dang-nhan", "khong-nhan"
MOST = 50  # files of one round
MOST_BYTES = 500_000_000


@dataclass(frozen=True)
class Found:
    """A file that was claimed: of which unit (its code), how it was called, and where it lies now."""

    unit: str
    name: str
    path: Path


def claim(folder: Path, *, now: float | None = None) -> Iterator[Found]:
    """Yield the files of all units' folders, each moved out of the way of other workers, the oldest first."""
    for unit in sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith(".")):
        claimed = unit / CLAIMED
        # What was claimed and not settled: its worker died, or is at it this minute.
        left = [one for one in _files(claimed) if _age(one, now) > 600] if claimed.is_dir() else []
        for path in left[:MOST]:
            os.utime(path)
            yield Found(unit.name, path.name.partition("-")[2], path)
        for path in _files(unit)[:MOST]:
            if _age(path, now) < SETTLED_AFTER:
                continue
            claimed.mkdir(exist_ok=True)
            there = claimed / f"{os.getpid()}.{time.time_ns()}-{path.name}"
            try:
                path.rename(there)
            except FileNotFoundError:
                continue  # another worker was faster
            os.utime(there)
            yield Found(unit.name, path.name, there)


def read(found: Found) -> bytes:
    """Return a claimed file's content; of one beyond all limits only its beginning, which is refused as too big."""
    with found.path.open("rb") as file:
        return file.read(MOST_BYTES)


def settle(found: Found) -> None:
    """Remove a claimed file that was taken."""
    found.path.unlink(missing_ok=True)


def set_aside(found: Found, why: str) -> None:
    """Keep a claimed file that was not taken beside the others of its kind, with why in a text of the same name."""
    folder = found.path.parent.parent / BAD
    folder.mkdir(exist_ok=True)
    there = folder / found.name
    if there.exists():
        there = folder / f"{time.time_ns()}-{found.name}"
    found.path.rename(there)
    there.with_name(f"{there.name}.txt").write_text(f"{why}\n")


def _files(folder: Path) -> list[Path]:
    """Return the plain files of a folder, the oldest first; a link may lead anywhere and is left alone."""
    files = [one for one in folder.iterdir() if one.is_file() and not one.is_symlink() and one.name[0] != "."]
    return sorted(files, key=lambda one: (one.stat().st_mtime, one.name))


def _age(path: Path, now: float | None) -> float:
    return (time.time() if now is None else now) - path.stat().st_mtime
