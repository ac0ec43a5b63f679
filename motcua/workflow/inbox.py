"""What lies on an official's desk: piles of open steps, read along the indexes, a page at a time.

A pile is the union of (role, agency) pairs. Each pair is read by itself in the order of its index and only as far as a
page needs (LATERAL … LIMIT), so that a page costs the same in a commune and in the largest department.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from .models import Task

CAP = 99
Posts = Iterable[tuple[str, int]]


class Pile(StrEnum):
    """Which steps: mine (held by me, or free at my posts), free (nobody's yet), all of the unit, waiting."""

    MINE = "mine"
    FREE = "free"
    UNIT = "unit"
    WAITING = "waiting"


class Order(StrEnum):
    """In which order: nearest promise first, newest or oldest step first, by the case's code or name."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"
    CODE = "code"
    NAME = "name"


@dataclass(frozen=True)
class Between:
    """Only steps promised from `since` and before `until`."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Counts:
    """How much lies in each pile, counted up to `CAP` + 1."""

    mine: int
    free: int
    unit: int
    soon: int
    overdue: int


@dataclass(frozen=True)
class Where:
    """One reader's desk: their id, the (role, agency id) pairs that are theirs, and those of their whole unit.

    `acting`: whose steps at which pair are theirs too, as (user id, role, agency id), because they act for them.
    """

    user_id: int
    posts: frozenset[tuple[str, int]]
    unit: frozenset[tuple[str, int]]
    acting: frozenset[tuple[int, str, int]] = frozenset()


ALL_TIME = Between()
# What an order goes by, always with the step's id last; each has its index, which is read from either end.
_COLUMNS = {
    Order.DUE: ("sort_at", "id"),
    Order.NEWEST: ("id",),
    Order.OLDEST: ("id",),
    Order.CODE: ("case_code", "id"),
    Order.NAME: ("case_name", "id"),
}
_FALLING = frozenset({Order.NEWEST})
_PAIRS = "unnest(%s::text[], %s::bigint[]) AS p(role, agency_id)"
_SEATS = "unnest(%s::bigint[], %s::text[], %s::bigint[]) AS p(user_id, role, agency_id)"
_HELD_THERE = "t.assignee_id = p.user_id AND t.role = p.role AND t.agency_id = p.agency_id"


@dataclass(frozen=True)
class From:
    """Where a page begins: behind a step in an order, or before it (`backward`, the page ends there)."""

    key: tuple[Any, ...]
    backward: bool = False


def page(
    where: Where,
    pile: Pile,
    *,
    order: Order = Order.DUE,
    between: Between = ALL_TIME,
    kinds: Sequence[str] = (),
    case_kind: str = "",
    start: From | None = None,
    limit: int = 30,
) -> list[tuple[Any, ...]]:
    """Return the keys of one page of a pile, in order: each ends with the step's id.

    `kinds` are those of steps, `case_kind` that of their cases.
    """
    walk = _Walk(order, start, limit)
    sql, values = _selection(where, pile, walk, between, kinds, case_kind)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {walk.key} FROM ({sql}) t ORDER BY {walk.ordering} LIMIT %s", [*values, limit])  # noqa: S608
        found = list(cursor.fetchall())
    return found[::-1] if walk.is_backward else found


def key_of(task_id: int, order: Order) -> tuple[Any, ...] | None:
    """Return a step's place in an order, also of one that is done by now; None where there is no such step."""
    return Task.objects.filter(pk=task_id).values_list(*_COLUMNS[order]).first()


@dataclass(frozen=True)
class _Walk:
    """Along an index from some place on, forward or backward, so many rows far."""

    order: Order
    start: From | None
    limit: int

    @property
    def is_backward(self) -> bool:
        return self.start is not None and self.start.backward

    @property
    def key(self) -> str:
        return ", ".join(f"t.{column}" for column in _COLUMNS[self.order])

    @property
    def falls(self) -> bool:
        return (self.order in _FALLING) != self.is_backward

    @property
    def ordering(self) -> str:
        return ", ".join(f"t.{column}{' DESC' if self.falls else ''}" for column in _COLUMNS[self.order])

    def condition(self) -> tuple[list[str], list[Any]]:
        if self.start is None:
            return [], []
        places = ", ".join(["%s"] * len(self.start.key))
        return [f"({self.key}) {'<' if self.falls else '>'} ({places})"], list(self.start.key)


def counts(where: Where, *, now: datetime, soon: datetime) -> Counts:
    """Count the piles of a desk in one query, each up to the cap."""
    piles = [
        (Pile.MINE, ALL_TIME),
        (Pile.FREE, ALL_TIME),
        (Pile.UNIT, ALL_TIME),
        (Pile.MINE, Between(now, soon)),
        (Pile.MINE, Between(None, now)),
    ]
    parts: list[str] = []
    values: list[Any] = []
    for pile, between in piles:
        sql, theirs = _selection(where, pile, _Walk(Order.DUE, None, CAP + 1), between, ())
        if not sql:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM (SELECT 1 FROM ({sql}) s LIMIT {CAP + 1}) c)")  # noqa: S608
        values += theirs
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), values)
        row = cursor.fetchone()
    return Counts(*(int(number) for number in row))


def _selection(
    where: Where,
    pile: Pile,
    walk: _Walk,
    between: Between,
    kinds: Sequence[str],
    case_kind: str = "",
) -> tuple[str, list[Any]]:
    """Return SQL that gives at least the first rows of a walk over a pile, in pieces; empty where the pile must be.

    Every piece of text comes from this module; every value goes beside it.
    """
    conditions, values = walk.condition()
    if between.since is not None:
        conditions, values = [*conditions, "t.sort_at >= %s"], [*values, between.since]
    if between.until is not None:
        conditions, values = [*conditions, "t.sort_at < %s"], [*values, between.until]
    if kinds:
        conditions, values = [*conditions, "t.kind = ANY(%s)"], [*values, list(kinds)]

    if case_kind:
        conditions, values = [*conditions, "t.case_kind = %s"], [*values, case_kind]

    def limited(head: str, first: str, first_values: list[Any]) -> tuple[str, list[Any]]:
        wheres = " AND ".join([first, *conditions])
        text = f"SELECT {walk.key} FROM workflow_task t WHERE {wheres} ORDER BY {walk.ordering} LIMIT %s"  # noqa: S608
        return head.format(text), [*first_values, *values, walk.limit]

    lists, status = _pairs_of(where, pile), _status_of(pile)
    lateral = f"SELECT l.* FROM {_PAIRS} CROSS JOIN LATERAL ({{0}}) l"  # noqa: S608
    first = f"t.status = '{status}' AND t.agency_id = p.agency_id AND t.role = p.role"
    if pile in {Pile.MINE, Pile.FREE}:
        first += " AND t.assignee_id IS NULL"
    pieces = [limited(lateral, first, lists)] if lists[0] else []
    if pile == Pile.MINE:
        pieces.append(limited("({0})", "t.status = 'open' AND t.assignee_id = %s", [where.user_id]))
        if where.acting:
            held = f"SELECT l.* FROM {_SEATS} CROSS JOIN LATERAL ({{0}}) l"  # noqa: S608
            pieces.append(limited(held, f"t.status = 'open' AND {_HELD_THERE}", _seats_of(where)))
    return " UNION ALL ".join(text for text, _ in pieces), [value for _, theirs in pieces for value in theirs]


def _pairs_of(where: Where, pile: Pile) -> list[list[Any]]:
    """Return the (role, agency id) pairs of a pile as two lists."""
    pairs = sorted(where.unit if pile == Pile.UNIT else where.posts | (where.unit if pile == Pile.WAITING else set()))
    return [[role for role, _ in pairs], [agency for _, agency in pairs]]


def _seats_of(where: Where) -> list[list[Any]]:
    """Return whose steps at which pairs are the reader's too, as three lists."""
    seats = sorted(where.acting)
    return [[user for user, _, _ in seats], [role for _, role, _ in seats], [agency for _, _, agency in seats]]


def _status_of(pile: Pile) -> str:
    return "waiting" if pile == Pile.WAITING else "open"


# From one kind to the next along the index, however many steps are of one kind.
_KINDS = """
(SELECT DISTINCT k.case_kind FROM {pairs} CROSS JOIN LATERAL (
    WITH RECURSIVE kinds AS (
        (SELECT t.case_kind FROM workflow_task t WHERE {here} ORDER BY t.case_kind LIMIT 1)
        UNION ALL
        SELECT (SELECT t.case_kind FROM workflow_task t WHERE {here} AND t.case_kind > kinds.case_kind
                ORDER BY t.case_kind LIMIT 1)
        FROM kinds WHERE kinds.case_kind IS NOT NULL
    ) SELECT case_kind FROM kinds WHERE case_kind <> ''
) k LIMIT {most})
"""
_KINDS_HELD = """
(SELECT DISTINCT t.case_kind FROM workflow_task t
 WHERE t.status = 'open' AND t.assignee_id = %s AND t.case_kind <> '' LIMIT {most})
"""
_KINDS_HELD_THERE = """
(SELECT DISTINCT t.case_kind FROM {seats} JOIN workflow_task t ON {held}
 WHERE t.status = 'open' AND t.case_kind <> '' LIMIT {most})
"""
MOST_KINDS = 300


def case_kinds(where: Where, pile: Pile) -> list[str]:
    """Return the kinds of the cases whose steps lie in a pile, in no order; at most `MOST_KINDS`.

    Steps that somebody else holds count too: who looks for a kind finds nothing then, which is an answer.
    """
    status = _status_of(pile)
    here = f"t.agency_id = p.agency_id AND t.role = p.role AND t.status = '{status}'"
    pieces: list[str] = []
    values: list[Any] = []
    lists = _pairs_of(where, pile)
    if lists[0]:
        pieces.append(_KINDS.format(pairs=_PAIRS, here=here, most=MOST_KINDS))
        values += lists
    if pile == Pile.MINE:
        pieces.append(_KINDS_HELD.format(most=MOST_KINDS))
        values.append(where.user_id)
        if where.acting:
            pieces.append(_KINDS_HELD_THERE.format(seats=_SEATS, held=_HELD_THERE, most=MOST_KINDS))
            values += _seats_of(where)
    if not pieces:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(pieces), values)
        return [str(kind) for (kind,) in cursor.fetchall()]
