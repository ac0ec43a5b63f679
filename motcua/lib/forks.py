"""What each process has to make for itself: a fork must not use the connections of the process it came from."""

import os
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")


def per_process(make: Callable[[], T]) -> Callable[[], T]:
    """Return a function that makes it once in each process, and gives the same from then on."""
    made = lru_cache(maxsize=1)(lambda _pid: make())
    return lambda: made(os.getpid())
