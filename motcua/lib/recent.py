"""Answers of the last moments, believed a little while: on a busy day the same is asked dozens of times a second."""

import time
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps answers for some seconds, whichever thread asks; none at all for 0. At most so `many`, then it forgets."""

    def __init__(self, seconds: float, *, many: int = 2000) -> None:
        self.seconds = seconds
        self._many = many
        self._kept: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        """Return the answer that is young enough, or None."""
        kept = self._kept.get(key)
        return kept[1] if kept is not None and time.monotonic() - kept[0] < self.seconds else None

    def keep(self, key: K, answer: V) -> V:
        """Believe an answer from now on; return it."""
        if self.seconds:
            if len(self._kept) >= self._many:
                self._kept.clear()
            self._kept[key] = (time.monotonic(), answer)
        return answer
