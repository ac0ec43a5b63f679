"""Tells who signed a PDF and whether it is still what was signed."""

import hashlib
import threading
from collections import OrderedDict
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from motcua.lib.fence import Breach, Fence
from motcua.signing.rules import Level, Report, Revocation, Signature, Stamp

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


def _check(pdf: bytes, roots: tuple[str, ...]) -> Report:
    value = fence.call("check", [pdf], roots=list(roots)).value
    signatures = tuple(
        Signature(
            **{
                **found,
                **{name: _moment(found[name]) for name in ("signed_at", "revoked_at", "valid_to")},
                "level": Level(found["level"]),
                "revocation": Revocation(found["revocation"]),
            }
        )
        for found in value["signatures"]
    )
    stamps = tuple(
        Stamp(**{**found, "at": _moment(found["at"]), "until": _moment(found["until"])}) for found in value["stamps"]
    )
    return Report(signatures, value["problem"], stamps)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
