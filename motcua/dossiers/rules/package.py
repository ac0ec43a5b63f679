"""Reading a procedure's package for one dossier: which papers, which limit, which settings apply.

The format is that of `docs/howto/add-a-procedure.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from motcua.lib.expressions import compile_expression
from motcua.worktime.rules import Cutoff, CutoffEffect

Context = Mapping[str, Any]


@dataclass(frozen=True)
class RequiredPaper:
    """A paper of the package's list that applies to a dossier."""

    key: str
    name: str
    kind: str
    required: bool
    originals: int
    copies: int
    hint: str = ""
    form_file: str = ""
    original_kept: bool = False
    digitise: bool = True

    @property
    def is_handed_in(self) -> bool:
        """Tell whether it becomes part of the dossier (and is not only shown)."""
        return self.kind == "submit"


@dataclass(frozen=True)
class Verification:
    """What sector law gives where something must be verified elsewhere: days more, or another limit in its place."""

    amount: int
    unit: str
    replaces: bool
    basis: str


@dataclass(frozen=True)
class Limit:
    """A time limit; amount and unit are None where the published data do not say."""

    amount: int | None
    unit: str | None
    text: str
    cutoff: Cutoff | None
    same_day: bool
    basis: str
    verification: Verification | None = None


LAST_HOUR = "last_hour"
# The kind of a result that is none: the procedure ends with what was done.
NO_RESULT = "none"


def papers_of(papers: Sequence[Mapping[str, Any]], *, case: str, context: Context | None) -> list[RequiredPaper]:
    """Return the papers that apply in a case; without a context every conditional paper is listed as optional."""
    found = []
    for paper in papers:
        if paper.get("cases") and case and case not in paper["cases"]:
            continue
        required = bool(paper.get("required", True))
        if condition := paper.get("when"):
            if context is None:
                required = False
            elif not compile_expression(condition).holds(context):
                continue
        found.append(
            RequiredPaper(
                key=paper["key"],
                name=paper["name"],
                kind=paper.get("kind", "submit"),
                required=required,
                originals=paper.get("originals") or 0,
                copies=paper.get("copies") or 0,
                hint=paper.get("hint") or "",
                form_file=paper.get("form_file") or "",
                original_kept=bool(paper.get("original_kept")),
                digitise=bool(paper.get("digitise", True)),
            )
        )
    return found


def limit_of(limits: Sequence[Mapping[str, Any]], *, channel: str, case: str) -> Limit | None:
    """Return the first limit that fits the channel and the case (time limits hang on the channel)."""
    for limit in limits:
        if limit.get("channels") and channel not in limit["channels"]:
            continue
        if limit.get("cases") and case not in limit["cases"]:
            continue
        return Limit(
            amount=limit.get("amount"),
            unit=limit.get("unit"),
            text=limit.get("text") or "",
            cutoff=_cutoff(limit),
            same_day=bool(limit.get("same_day")),
            basis=limit.get("basis") or "",
            verification=_verification(limit.get("verification")),
        )
    return None


def _cutoff(limit: Mapping[str, Any]) -> Cutoff | None:
    given = limit.get("cutoff")
    if not given:
        return None
    at = None if given["at"] == LAST_HOUR else time.fromisoformat(given["at"])
    effect = CutoffEffect(given.get("effect") or CutoffEffect.NEXT_WORKING_DAY)
    return Cutoff(at, effect, str(given.get("basis") or limit.get("basis") or ""))


def _verification(given: Mapping[str, Any] | None) -> Verification | None:
    if not given:
        return None
    return Verification(given["amount"], given["unit"], given["effect"] == "replaces", str(given.get("basis") or ""))
