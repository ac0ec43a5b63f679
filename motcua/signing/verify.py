"""Tells who signed a PDF and whether it is still what was signed."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from motcua.lib.fence import Breach, Fence
from motcua.signing.rules import Report, Signature

fence = Fence("motcua.signing.pades", memory=1_500_000_000, cpu=20, timeout=30.0, processes=settings.SIGNERS)


def trusted_roots() -> list[str]:
    """Return the root certificates (PEM) in the folder of trusted ones: the demo's own, and those an operator adds."""
    folder = Path(settings.SIGNING_TRUST)
    paths = sorted(folder.glob("*.pem"))
    return [_text(path, path.stat().st_mtime_ns) for path in paths]


@lru_cache(maxsize=64)
def _text(path: Path, _changed: int) -> str:
    return path.read_text()


def check_pdf(pdf: bytes) -> Report:
    """Check all signatures of a PDF. Never raises for a bad document: the report says what is wrong."""
    try:
        value = fence.call("check", [pdf], roots=trusted_roots()).value
    except Breach:
        return Report(problem="unreadable")
    signatures = []
    for found in value["signatures"]:
        signed_at = datetime.fromisoformat(found.pop("signed_at")) if found["signed_at"] else found.pop("signed_at")
        signatures.append(Signature(**found, signed_at=signed_at))
    return Report(signatures, value["problem"])
