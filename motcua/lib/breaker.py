"""Leaves an outside system alone for a while after repeated failures, so that nobody waits for each of them again."""

import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row, in one process. `after` of them open it for `rest` seconds; then one may try again."""

    def __init__(self, *, after: int = 3, rest: float = 10.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._after, self._rest, self._clock = after, rest, clock
        self._failures = 0
        self._until = 0.0

    @property
    def is_open(self) -> bool:
        """Tell whether the other side is to be left alone now."""
        return self._clock() < self._until

    def failed(self) -> None:
        """Count a failure."""
        self._failures += 1
        if self._failures >= self._after:
            self._until, self._failures = self._clock() + self._rest, 0

    def succeeded(self) -> None:
        """Forget the failures."""
        self._failures = 0
