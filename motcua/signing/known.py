"""Knows a signed file that was given out by its bytes, and leads to the page that says whether it still stands.

A file grows with each signature and time stamp, and begins with all that it was before. So what is remembered is the
digest of the file as it was given out; whoever brings it, or what it grew into, brings those bytes. Nobody can guess
them: they hold a signature. An unsigned copy, a photograph or a mere number lead nowhere.
"""

import hashlib
import re
from collections.abc import Iterable

from motcua.signing.models import KnownFile, KnownKind

# The four numbers of a signature: where what it covers begins and goes on, each for how long (ISO 32000-1, 12.8.1).
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
MOST = 100


def remember(*, sha256: str, kind: KnownKind, token: str) -> None:
    """Know a signed file from now on; `token` is the end of its verification page's address. Join a transaction."""
    KnownFile.objects.get_or_create(sha256=sha256, defaults={"kind": kind, "token": token})


def remember_all(rows: Iterable[tuple[str, KnownKind, str]]) -> int:
    """Know many files (digest, kind, token) that were given out earlier; return how many rows were asked for."""
    made = KnownFile.objects.bulk_create(
        (KnownFile(sha256=sha256, kind=kind, token=token) for sha256, kind, token in rows), ignore_conflicts=True
    )
    return len(made)


def known(pdf: bytes) -> KnownFile | None:
    """Return what a file is or grew out of: the latest stage of it that was given out; None for a stranger's."""
    digests = digests_of(pdf)
    found = {one.sha256: one for one in KnownFile.objects.filter(sha256__in=digests)} if digests else {}
    return next((found[digest] for digest in reversed(digests) if digest in found), None)


def digests_of(pdf: bytes) -> list[str]:
    """Return the digest of a PDF as it was at each of its signatures and time stamps, the shortest first."""
    ends = {int(match[3]) + int(match[4]) for match in RANGE.finditer(pdf)}
    running, at, digests = hashlib.sha256(), 0, []
    for end in sorted(end for end in ends if end <= len(pdf))[-MOST:]:
        running.update(memoryview(pdf)[at:end])
        at = end
        digests.append(running.hexdigest())
    return digests
