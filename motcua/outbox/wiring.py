"""Who listens to what, and what runs when: filled by the decorators in the apps' tasks.py."""

import dataclasses
import functools
import inspect
import logging
import typing
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import transaction
from django.utils.module_loading import import_string

from motcua.outbox import queue as jobs
from motcua.outbox import rules

log = logging.getLogger(__name__)
P = ParamSpec("P")
E = TypeVar("E")


class Event(typing.Protocol):
    """A frozen dataclass of ids."""

    __dataclass_fields__: typing.ClassVar[dict[str, Any]]


@dataclasses.dataclass(frozen=True)
class Listener:
    """One function that wants to know of one kind of event, in the event's transaction or as a job of its own."""

    event: str
    name: str
    function: Callable[[Any], None]
    task: "Task[...] | None" = None

    @property
    def queue(self) -> str:
        """Return the queue it runs in."""
        return self.task.queue if self.task else rules.EVENTS


LISTENERS: dict[str, list[Listener]] = {}
TASKS: dict[str, "Task[...]"] = {}
TIMETABLE: dict[str, str] = {}


def name_of(thing: Any) -> str:
    """Return the dotted name under which a class or function is found again."""
    return f"{thing.__module__}.{thing.__qualname__}"


@functools.cache
def _hints(thing: Any) -> dict[str, Any]:
    return typing.get_type_hints(thing)


def pack(event: object) -> dict[str, Any]:
    """Return an event's fields as JSON."""
    if not dataclasses.is_dataclass(event) or isinstance(event, type):
        raise TypeError(f"an event is a frozen dataclass, not {event!r}")
    return {field.name: rules.to_json(getattr(event, field.name)) for field in dataclasses.fields(event)}


def unpack(name: str, fields: dict[str, Any]) -> Any:
    """Return the event that `pack` was given. A field added since takes its default; one removed since is left out."""
    kind = _event_class(name)
    hints = _hints(kind)
    known = {field.name for field in dataclasses.fields(kind)}
    return kind(**{key: rules.from_json(hints[key], value) for key, value in fields.items() if key in known})


@functools.cache
def _event_class(name: str) -> Any:
    return import_string(name)


class Task(Generic[P]):
    """Work that runs later, in its own queue and outside any transaction. It must be able to run twice.

    With `gathers` it takes lists, and what listeners defer while a batch of events is carried becomes one job with the
    lists joined: for much small work, where asking for one thing costs as much as asking for many.
    """

    def __init__(
        self,
        function: Callable[P, None],
        *,
        queue: str,
        name: str,
        lock: str | None = None,
        gathers: bool = False,
    ) -> None:
        if queue not in rules.QUEUES:
            raise ValueError(f"queue {queue!r} is not one of {', '.join(rules.QUEUES)}")
        if name in TASKS:
            raise ValueError(f"two tasks are called {name}")
        if gathers and lock:
            raise ValueError(f"{name} cannot gather: its jobs must not run at the same time")
        self.function, self.queue, self.name, self.lock, self.gathers = function, queue, name, lock, gathers
        TASKS[name] = self
        functools.update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Do the work here and now."""
        self.function(*args, **kwargs)

    def defer(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Have it done when the caller's transaction is committed."""
        self.defer_at(None, *args, **kwargs)

    def defer_at(self, moment: datetime | None, *args: P.args, **kwargs: P.kwargs) -> None:
        """Have it done at a moment or soon after it."""
        if args:
            raise TypeError(f"{self.name} takes its arguments by name")
        packed = {key: rules.to_json(value) for key, value in kwargs.items()}
        if self.gathers and moment is None:
            jobs.gather(task=self.name, queue=self.queue, arguments=packed)
            return
        jobs.insert(task=self.name, queue=self.queue, arguments=packed, lock=self.lock, at=moment)

    def run(self, arguments: dict[str, Any]) -> None:
        """Do the work with the arguments a job kept."""
        hints = _hints(self.function)
        given: Any = {key: rules.from_json(hints.get(key, Any), value) for key, value in arguments.items()}
        try:
            self.function(**given)  # type: ignore[call-arg]
        except Exception:
            # The worker's outer rim: what failed must hold up nobody else. Each piece gets a job of its own, with the
            # retries of every job; those that were done already find nothing to do.
            if len(pieces := self.pieces(arguments)) == 1:
                raise
            log.exception("%s failed on one of %d pieces; they go one by one", self.name, len(pieces))
            with transaction.atomic():
                for piece in pieces:
                    jobs.insert(task=self.name, queue=self.queue, arguments=piece)

    def pieces(self, arguments: dict[str, Any]) -> list[dict[str, Any]]:
        """Return a job's arguments, or those of each of its pieces where it gathered several."""
        return jobs.apart(arguments) if self.gathers else [arguments]


def task(
    *, queue: str, name: str = "", lock: str | None = None, gathers: bool = False
) -> Callable[[Callable[P, None]], Task[P]]:
    """Make a function work that runs later. Jobs with the same `lock` never run at the same time."""

    def decorate(function: Callable[P, None]) -> Task[P]:
        made = Task(function, queue=queue, name=name or name_of(function), lock=lock, gathers=gathers)
        jobs.register(made.name, queue=queue, run=made.run)
        return made

    return decorate


def on(event: type[E], *, queue: str = rules.EVENTS) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Call the function for each event of this kind, exactly once.

    Without `queue` it runs in a transaction that also notes that it ran: for changes of our own tables. With a queue
    it becomes a job of its own, outside any transaction, which must be able to run twice: for documents and for
    outside systems.
    """
    if not dataclasses.is_dataclass(event) or not event.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise TypeError(f"{event} is not a frozen dataclass")
    kind = name_of(event)

    def decorate(function: Callable[[E], None]) -> Callable[[E], None]:
        name = name_of(function)
        if any(listener.name == name for listener in LISTENERS.get(kind, ())):
            raise ValueError(f"{name} listens twice to {kind}")
        own = None
        if queue != rules.EVENTS:

            def run(fields: dict[str, Any]) -> None:
                function(unpack(kind, fields))

            own = Task(function, queue=queue, name=f"{name} on {kind}")
            jobs.register(own.name, queue=queue, run=run)
        LISTENERS.setdefault(kind, []).append(Listener(event=kind, name=name, function=function, task=own))
        return function

    return decorate


def timetable(cron: str, *, name: str = "", alone: bool = True) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Call the function by a cron table in UTC; a failed run waits for the next turn.

    A run never meets another of the same name, unless not `alone`. It is given `now=` where it takes it.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        called = name or name_of(function)
        takes_now = "now" in inspect.signature(function).parameters

        def run(arguments: dict[str, Any]) -> None:
            function(**({"now": datetime.fromtimestamp(arguments["timestamp"], UTC)} if takes_now else {}))

        if called in TIMETABLE:
            raise ValueError(f"two entries of the timetable are called {called}")
        TIMETABLE[called] = cron
        jobs.register(called, queue="upkeep", run=run, cron=cron, lock=called if alone else None)
        return function

    return decorate
