"""Tells who signed a PDF and whether it is still what was signed."""

import hashlib
import threading
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from motcua.lib.fence import Breach, Fence
from motcua.signing.reports import report_of
from motcua.signing.rules import Report

fence = Fence("motcua.signing.pades", memory=1_500_000_000, cpu=20, timeout=30.0, processes=settings.SIGNERS)

REMEMBERED = 256
_remembered: OrderedDict[tuple[bytes, tuple[str, ...]], Report] = OrderedDict()
_lock = threading.Lock()


def trusted_roots() -> list[str]:
    """Return the root certificates (PEM) in the folder of trusted ones: the demo's own, and those an operator adds."""
    folder = Path(settings.SIGNING_TRUST)
    paths = sorted(folder.glob("*.pem"))
    return [_text(path, path.stat().st_mtime_ns) for path in paths]


@lru_cache(maxsize=64)
def _text(path: Path, _changed: int) -> str:
    return path.read_text()


def check_pdf(pdf: bytes) -> Report:
    """Check all signatures of a PDF. Never raises for a bad document: the report says what is wrong.

    The same document gives the same report, so the last ones are remembered: a check takes a sixth of a second, and
    anybody may ask for it on the public page.
    """
    roots = tuple(trusted_roots())
    known = (hashlib.sha256(pdf).digest(), roots)
    with _lock:
        if known in _remembered:
            _remembered.move_to_end(known)
            return _remembered[known]
    try:
        report = _check(pdf, roots)
    except Breach:  # perhaps only this machine's load: not remembered
        return Report(problem="unreadable")
    with _lock:
        _remembered[known] = report
        while len(_remembered) > REMEMBERED:
            _remembered.popitem(last=False)
    return report


def is_only_signed(*, original: bytes, signed: bytes) -> bool:
    """Tell whether a PDF that begins with another one adds nothing to it but signatures and what proves them."""
    try:
        return bool(fence.call("grown", [original, signed]).value["is_only_signed"])
    except Breach:
        return False


def _check(pdf: bytes, roots: tuple[str, ...]) -> Report:
    return report_of(fence.call("check", [pdf], roots=list(roots)).value)
