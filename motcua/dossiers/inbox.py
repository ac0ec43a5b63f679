"""What officials find on their desk: piles of steps with their dossiers, and the search over what they may see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.accounts import access as permissions
from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, fold
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.workflow import inbox
from motcua.workflow.inbox import ALL_TIME, Between, Counts, Order, Pile, Where
from motcua.workflow.models import Task

from . import access
from .models import Dossier, Party
from .rules.codes import bare, normalise

SOON = timedelta(days=2)
# Beyond so many agencies one search over all is cheaper than one along each.
MANY_AGENCIES = 40
DESK_ROLES = (
    Role.RECEPTIONIST,
    Role.DISPATCHER,
    Role.SPECIALIST,
    Role.DIVISION_HEAD,
    Role.AGENCY_LEADER,
    Role.CLERK,
    Role.CASHIER,
    Role.COORDINATOR,
    Role.ONE_STOP_HEAD,
)


@dataclass(frozen=True)
class Line:
    """One line of a list: what is shown of a dossier, and of the step in question where the list is one of steps."""

    public_id: UUID
    code: str
    state: int
    owner_name: str
    procedure: str
    agency: str
    submitted_at: datetime
    accepted_at: datetime | None
    answer_due_at: datetime | None
    due_at: datetime | None
    step: str = ""
    holder: str | None = None


# In the order of Line. Plain values: a page of thirty lines would else build two hundred objects.
_SHOWN = (
    *("public_id", "code", "state", "owner_name", "version__procedure__title", "competent_agency__name"),
    *("submitted_at", "accepted_at", "answer_due_at", "due_at"),
)
_SHOWN_OF_STEP = ("instance__tasks__name", "instance__tasks__assignee__full_name")


@dataclass(frozen=True)
class Listing:
    """One page of a list; `after` is where the next page begins, None at the end."""

    lines: list[Line]
    after: tuple[Any, ...] | None


def where_of(user: User, on: date) -> Where:
    """Return the desk of an official over all posts: their own (role, agency) pairs and those of the unit they see."""
    reach = permissions.reach(user, "task.see", on=on)
    unit = {(role.value, agency_id) for agency_id in reach.agencies for role in DESK_ROLES}
    return Where(user.pk, reach.tasks, frozenset(unit | reach.tasks))


def counts(where: Where, *, now: datetime) -> Counts:
    """Return how much lies in each pile, each counted up to a cap."""
    return inbox.counts(where, now=now, soon=now + SOON)


def pile(
    where: Where,
    which: Pile,
    *,
    order: Order = Order.DUE,
    between: Between = ALL_TIME,
    kinds: Sequence[str] = (),
    after: tuple[Any, ...] | None = None,
    limit: int = 30,
) -> Listing:
    """Return one page of a pile with everything a line shows, in a fixed number of queries."""
    keys = inbox.page(where, which, order=order, between=between, kinds=kinds, after=after, limit=limit + 1)
    shown = [key[-1] for key in keys[:limit]]
    rows = Dossier.objects.filter(instance__tasks__in=shown).values_list("instance__tasks", *_SHOWN, *_SHOWN_OF_STEP)
    lines = {row[0]: Line(*row[1:]) for row in rows}
    return Listing([lines[pk] for pk in shown if pk in lines], keys[limit - 1] if len(keys) > limit else None)


def dossier_of(task: Task, *, by: User) -> Dossier:
    """Return the dossier a step belongs to; the same Refused where there is none and where somebody may not see it."""
    dossier = Dossier.objects.with_names().filter(instance=task.instance_id).first()
    if dossier is None or not access.may(by, "dossier.see", dossier):
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này."))
    return dossier


def search(by: User, text: str, *, after: tuple[Any, ...] | None = None, limit: int = 30) -> Listing:
    """Find dossiers that somebody may see by code, identity number or name, the newest first.

    Without diacritics too; every word must occur. `after` is (submitted_at, id) of the last line before.
    """
    text = clean(text)
    ids = _by_code(by, text) or _by_number(text)
    if ids is None:
        ids = _by_name(by, text, after, limit + 1)
    found = access.visible_to(by).filter(pk__in=ids)
    if after is not None:
        found = found.filter(submitted_at__lte=after[0]).exclude(submitted_at=after[0], pk__gte=after[1])
    rows = list(found.order_by("-submitted_at", "-pk").values_list("pk", *_SHOWN)[: limit + 1])
    lines = [Line(*row[1:]) for row in rows[:limit]]
    return Listing(lines, (lines[-1].submitted_at, rows[limit - 1][0]) if len(rows) > limit else None)


def _by_code(by: User, text: str) -> list[int]:
    code = normalise(text)
    if code:
        found = list(Dossier.objects.filter(bare_code=bare(code)).values_list("pk", flat=True)[:10])
        if found:
            return found
    if re.fullmatch(r"[0-9A-Za-z.\-/]{6,60}", text) and re.search(r"\d", text):
        return list(Dossier.objects.filter(foreign_code=text).values_list("pk", flat=True)[:10])
    return []


def _by_number(text: str) -> list[int] | None:
    """Return the dossiers of a party with this identity number; None where the text is no such number."""
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"\d{9,13}|[A-Z]{1,2}\d{6,8}", digits):
        return None
    sealed = identity.find(digits)
    if sealed is None:
        return []
    newest = Party.objects.filter(identity=sealed).order_by("-dossier").values_list("dossier", flat=True)
    return list(dict.fromkeys(newest[:200]))


def _by_name(by: User, text: str, after: tuple[Any, ...] | None, limit: int) -> list[int]:
    words = [word for word in re.split(r"[^0-9a-z]+", fold(text)) if word][:8]
    if not words:
        return []
    # The last word may still be half written.
    query = " & ".join([*words[:-1], f"{words[-1]}:*"])
    condition = "search @@ to_tsquery('simple', %s)"
    values: list[Any] = [query]
    if after is not None:
        condition += " AND (submitted_at, id) < (%s, %s)"
        values += after
    order = "ORDER BY submitted_at DESC, id DESC LIMIT %s"
    agencies = _agencies_of(by)
    if agencies is None:
        pieces = [f"(SELECT id, submitted_at FROM dossiers_dossier WHERE {condition} {order})"]  # noqa: S608
        given = [*values, limit]
    else:
        # One agency at a time, each along its own index in order, so that a frequent name stops early.
        one = f"(SELECT id, submitted_at FROM dossiers_dossier WHERE competent_agency_id = %s AND {condition} {order})"  # noqa: S608
        pieces = [one for _ in agencies]
        given = [value for agency in agencies for value in (agency, *values, limit)]
    if not pieces:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({' UNION ALL '.join(pieces)}) found {order}", [*given, limit])  # noqa: S608
        return [int(row[0]) for row in cursor.fetchall()]


def _agencies_of(by: User) -> list[int] | None:
    """Return the competent agencies of what somebody may see: their own, those their one-stop units serve, those below.

    None for so many that it does not help.
    """
    reach = permissions.reach(by, "dossier.see")
    if reach.everything:
        return None
    found = set(reach.agencies)
    found |= set(Agency.objects.filter(one_stop__in=reach.agencies).values_list("pk", flat=True))
    for path in reach.subtrees:
        found |= set(Agency.objects.filter(path__startswith=path).values_list("pk", flat=True))
    return sorted(found) if len(found) <= MANY_AGENCIES else None
