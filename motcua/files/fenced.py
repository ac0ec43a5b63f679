"""The door to the inspection of uploads: every look into a foreign file goes through here, behind the fence."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from motcua.files.rules import FileRefused, Limits, refusal
from motcua.lib.fence import Answer, Breach, Fence

__all__ = ["FileRefused", "ask", "ask_slowly", "fence", "limits", "slow"]

fence = Fence("motcua.files.inspection", memory=1_600_000_000, cpu=10, timeout=20.0, processes=settings.FILE_INSPECTORS)

# For the worker, where nobody waits: a page drawn and straightened takes a second or two, on a busy machine a minute.
slow = Fence("motcua.files.inspection", memory=1_600_000_000, cpu=60, timeout=300.0, processes=1)


def limits() -> Limits:
    """Return the limits set for this deployment."""
    return Limits(size=settings.FILE_MAX_SIZE, pages=settings.FILE_MAX_PAGES)


def ask(function: str, blobs: Sequence[bytes], name: str, **arguments: Any) -> Answer:
    """Call a function of the inspection. Raises FileRefused for what it turns down or cannot digest."""
    return _ask(fence, function, blobs, name, arguments)


def ask_slowly(function: str, blobs: Sequence[bytes], name: str, **arguments: Any) -> Answer:
    """Call the same with the patience of a worker; `slow.close()` ends its process, which is large."""
    return _ask(slow, function, blobs, name, arguments)


def _ask(within: Fence, function: str, blobs: Sequence[bytes], name: str, arguments: dict[str, Any]) -> Answer:
    try:
        answer = within.call(function, blobs, **arguments)
    except Breach as breach:
        # Past its own processor time the process is killed; what only waits does so because the machine is busy.
        is_busy = isinstance(breach.__cause__, TimeoutError)
        raise refusal("file_not_now" if is_busy else "file_too_slow", name=name) from breach
    if code := answer.value.get("refused"):
        limit = {"file_too_many_pages": limits().pages}.get(code, "")
        raise refusal(code, name=name, limit=limit)
    return answer
