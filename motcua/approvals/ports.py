"""What can be proposed: one port for each kind, filled by the app that owns what is changed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from motcua.lib.actors import Actor


class Kind(Protocol):
    """A kind of change that takes two people, for example `package` (a procedure) or `calendar`.

    A class without arguments, named as `approvals.<kind>` in `settings.PORTS`. It lives in the app that owns the thing,
    which need not import this one: having these names is enough (`project/checks.py` compares them at start).
    `subject` names one thing of the kind (`1.001193`, `2027`); at most one proposal for it is open at a time. `content`
    is JSON and never changes once it is proposed: the approver applies what they saw.

    How a page uses it: `approvals.actions.propose(kind="calendar", subject="2027", content={…}, reason=…,
    effective_on=…, by=user, now=now)`; everything after that (list, comparison from `changes`, approve, reject,
    withdraw, applying on the day, audit lines) is the same for all kinds.
    """

    name: str  # what one such thing is called, marked with N_
    propose_verb: str  # verbs of the permission table, held in the whole province
    decide_verb: str

    def title(self, subject: str) -> str:
        """Return how people call the thing; kept with the proposal."""

    def base(self, subject: str, on: date) -> str:
        """Return a digest (at most 64 characters) of what stands on a day and would be changed.

        Where it differs between proposing and deciding, the proposal has been overtaken. Raises Refused where there is
        no such thing.
        """

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless this could be applied on that day. Runs outside any transaction: it may be slow."""

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Make the change, in the caller's transaction; raises Refused. `check` has just passed; `by` approved."""

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ: (what, how it is, how it would be), in words; `""` for what is not there."""


class Rehearse(Protocol):
    """Tries a proposal on what happened in a period, changing nothing: a function, `rehearsals.<kind>` in settings.

    Optional: a kind without one is decided on without a trial.
    """

    def __call__(
        self,
        subject: str,
        content: Mapping[str, Any],
        since: date,
        until: date,
        say: Callable[[int, int, dict[str, Any]], None],
        kept: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Return what was found as JSON, both days counted.

        `say` is told how many of how many are done, with what a run after this one would go on; what it raises ends the
        trial. `kept` is what an earlier run told it last, empty in the first.
        `{"total", "of", "counts": {kind: n}, "reasons": {kind: [{message, params, count}]}, "examples": {kind:
        [{code, id}]}}`; messages are marked for translation. Raises Refused. Runs in the worker, outside a transaction.
        """
