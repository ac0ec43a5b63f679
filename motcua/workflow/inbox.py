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

CAP = 99
Posts = Iterable[tuple[str, int]]


class Pile(StrEnum):
    """Which steps: mine (held by me, or free at my posts), free (nobody's yet), all of the unit, waiting."""

    MINE = "mine"
    FREE = "free"
    UNIT = "unit"
    WAITING = "waiting"


class Order(StrEnum):
    """In which order: nearest promise first, or newest first."""

    DUE = "due"
    NEWEST = "newest"


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
    """One reader's desk: their id, the (role, agency id) pairs that are theirs, and those of their whole unit."""

    user_id: int
    posts: frozenset[tuple[str, int]]
    unit: frozenset[tuple[str, int]]


ALL_TIME = Between()
_ORDERS = {Order.DUE: ("t.sort_at, t.id", "(t.sort_at, t.id) >"), Order.NEWEST: ("t.id DESC", "t.id <")}
_KEYS = {Order.DUE: "t.sort_at, t.id", Order.NEWEST: "t.id"}
_PAIRS = "unnest(%s::text[], %s::bigint[]) AS p(role, agency_id)"


def page(
    where: Where,
    pile: Pile,
    *,
    order: Order = Order.DUE,
    between: Between = ALL_TIME,
    kinds: Sequence[str] = (),
    after: tuple[Any, ...] | None = None,
    limit: int = 30,
) -> list[tuple[Any, ...]]:
    """Return the keys of one page of a pile, in order: each ends with the step's id.

    `after` is the key of the last row before the page.
    """
    sql, values = _selection(where, pile, order, between, kinds, after, limit)
    if not sql:
        return []
    ordering = _ORDERS[order][0]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_KEYS[order]} FROM ({sql}) t ORDER BY {ordering} LIMIT %s", [*values, limit])  # noqa: S608
        return list(cursor.fetchall())


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
        sql, theirs = _selection(where, pile, Order.DUE, between, (), None, CAP + 1)
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
    order: Order,
    between: Between,
    kinds: Sequence[str],
    after: tuple[Any, ...] | None,
    limit: int,
) -> tuple[str, list[Any]]:
    """Return SQL that gives at least the first `limit` rows of a pile, in pieces; empty where the pile must be.

    Every piece of text comes from this module; every value goes beside it.
    """
    conditions: list[str] = []
    values: list[Any] = []
    if between.since is not None:
        conditions, values = [*conditions, "t.sort_at >= %s"], [*values, between.since]
    if between.until is not None:
        conditions, values = [*conditions, "t.sort_at < %s"], [*values, between.until]
    if kinds:
        conditions, values = [*conditions, "t.kind = ANY(%s)"], [*values, list(kinds)]
    if after is not None:
        places = ", ".join(["%s"] * len(after))
        conditions, values = [*conditions, f"{_ORDERS[order][1]} ({places})"], [*values, *after]
    ordering = _ORDERS[order][0]

    def limited(head: str, first: str, first_values: list[Any]) -> tuple[str, list[Any]]:
        wheres = " AND ".join([first, *conditions])
        text = f"SELECT t.id, t.sort_at FROM workflow_task t WHERE {wheres} ORDER BY {ordering} LIMIT %s"  # noqa: S608
        return head.format(text), [*first_values, *values, limit]

    pairs = sorted(where.unit if pile == Pile.UNIT else where.posts | (where.unit if pile == Pile.WAITING else set()))
    lateral = f"SELECT l.id, l.sort_at FROM {_PAIRS} CROSS JOIN LATERAL ({{0}}) l"  # noqa: S608
    lists = [[role for role, _ in pairs], [agency for _, agency in pairs]]
    status = "waiting" if pile == Pile.WAITING else "open"
    first = f"t.status = '{status}' AND t.agency_id = p.agency_id AND t.role = p.role"
    if pile in {Pile.MINE, Pile.FREE}:
        first += " AND t.assignee_id IS NULL"
    pieces = [limited(lateral, first, lists)] if pairs else []
    if pile == Pile.MINE:
        pieces.append(limited("({0})", "t.status = 'open' AND t.assignee_id = %s", [where.user_id]))
    return " UNION ALL ".join(text for text, _ in pieces), [value for _, theirs in pieces for value in theirs]
