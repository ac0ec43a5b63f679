"""Named steps that the system does by itself: a BPMN service task names one, an app above registers it in `tasks.py`.

    @step("tell_population_register")
    def tell_population_register(call: StepCall) -> str:
        ...
        return "told"

The function runs inside the action that reached it, under the lock of the case, and its answer is the step's outcome.
It changes its own tables only and leaves the case's process alone: that one is in the middle of its move. What talks
to the outside is published as an event from here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .rules import WORD


@dataclass(frozen=True)
class StepCall:
    """What a named step is told: whose turn it is, never what the case contains. `by_id` is the user who acted."""

    business_key: str
    step: str
    by_id: int | None
    now: datetime


Function = Callable[[StepCall], str | None]
_functions: dict[str, Function] = {}


def step(name: str) -> Callable[[Function], Function]:
    """Register a function under the name that diagrams use; raises ValueError for a name that is taken."""
    if not WORD.fullmatch(name):
        raise ValueError(f"{name!r} is not a name for a step")

    def register(function: Function) -> Function:
        there = _functions.get(name)
        if there is not None and there.__qualname__ != function.__qualname__:
            raise ValueError(f"two functions are registered as step {name!r}")
        _functions[name] = function
        return function

    return register


def names() -> frozenset[str]:
    """Return the names of all registered steps."""
    return frozenset(_functions)


def run(name: str, call: StepCall) -> str:
    """Run a named step and return its outcome; raises LookupError where nobody registered it."""
    if name not in _functions:
        raise LookupError(f"no app registers the step {name!r}")
    return _functions[name](call) or "done"
