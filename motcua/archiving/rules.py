"""How long what is over is kept: by dated rules, the most particular first.

Law on archives 33/2024/QH15: periods are fixed by the ministers, in years or for good, counted from the year in which
the work ended; what is over is handed to the agency's archive within a year from then (article 17, read in the legal
press of 2024). The periods themselves are rows with dates, never constants.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

PERIODS = frozenset({5, 10, 20, 50, 70})


class RuleKind(StrEnum):
    """By what a rule chooses dossiers, the most particular first."""

    RESULT = "result"
    ENDED = "ended"  # withdrawn, refused, stopped: there is no result
    PROCEDURE = "procedure"
    FIELD = "field"
    ALL = "all"


@dataclass(frozen=True)
class Rule:
    """One row of the schedule; `years` is None for good."""

    kind: RuleKind
    key: str
    years: int | None
    since: date
    basis: str
    is_sure: bool


@dataclass(frozen=True)
class Facts:
    """What of a dossier that is over decides how long it is kept."""

    result_code: str
    procedure: str
    field: str
    is_done: bool
    closed_on: date


def read_rule(row: Mapping[str, Any]) -> Rule:
    """Return a row of a file as a rule; raises Refused saying what is wrong with it."""
    try:
        kind, since, years, is_sure = RuleKind(row["kind"]), row["since"], row.get("years"), row["is_sure"]
        rule = Rule(kind, str(row["key"]), years, since, str(row["basis"]), is_sure)
    except (KeyError, ValueError) as problem:
        raise Refused("bad_rule", N_("Dòng không đúng: {row} ({why})"), row=dict(row), why=repr(problem)) from None
    is_typed = type(since) is date and type(is_sure) is bool and (years is None or years in PERIODS)
    keyless = kind in {RuleKind.ENDED, RuleKind.ALL}
    if not is_typed or bool(rule.key) == keyless or not rule.basis:
        raise Refused("bad_rule", N_("Dòng không đúng: {row} ({why})"), row=dict(row), why="value")
    return rule


def rule_for(facts: Facts, rules: Iterable[Rule]) -> Rule | None:
    """Return the rule that a dossier is kept by: of those whose day had come the most particular, then the newest."""
    keys = {
        RuleKind.RESULT: facts.result_code,
        RuleKind.PROCEDURE: facts.procedure,
        RuleKind.FIELD: facts.field,
        RuleKind.ALL: "",
    }
    if not facts.is_done:
        keys[RuleKind.ENDED] = ""
    order = list(RuleKind)
    found = [rule for rule in rules if rule.since <= facts.closed_on and keys.get(rule.kind) == rule.key]
    found = [rule for rule in found if rule.key or rule.kind in {RuleKind.ENDED, RuleKind.ALL}]
    return min(found, key=lambda rule: (order.index(rule.kind), -rule.since.toordinal()), default=None)


def ends_on(closed_on: date, years: int | None) -> date | None:
    """Return the last day of keeping, None for good: full years, counted from the year in which it ended."""
    return date(closed_on.year + years, 12, 31) if years is not None else None


def hand_in_by(closed_on: date) -> date:
    """Return by when what ended is handed to the agency's archive: a year at most, from the year in which it ended."""
    return date(closed_on.year + 1, 12, 31)
