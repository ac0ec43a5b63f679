"""What officials find on their desk: piles of steps with their dossiers, and the search over what they may see."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from motcua.accounts import access as permissions
from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import DESK_ROLES
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean, fold
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.organisations.queries import agencies_under
from motcua.procedures.models import Procedure
from motcua.workflow import inbox
from motcua.workflow.inbox import ALL_TIME, CAP, Between, Counts, Order, Pile, Where
from motcua.workflow.models import Task
from motcua.worktime import queries as worktime
from motcua.worktime.rules import Unit, due_at

from .. import access
from ..models import Dossier, Party
from ..rules.codes import bare, normalise
from ..rules.phones import bare_phone, phone_forms
from .due_queries import end_of_day

SOON = 2  # working days
# Beyond so many agencies one search over all is cheaper than one along each.
MANY_AGENCIES = 40
# Where more dossiers than this are expected to bear a name, its newest stand near the beginning of every index.
FREQUENT = 1000


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
    paused_at: datetime | None
    closed_at: datetime | None
    step: str = ""
    holder: str | None = None
    task: int | None = None
    # Of a step: the last moment at which its promise is kept.
    late_at: datetime | None = None


# In the order of Line. Plain values: a page of thirty lines would else build two hundred objects.
_SHOWN = (
    *("public_id", "code", "state", "owner_name", "version__procedure__title", "competent_agency__name"),
    *("submitted_at", "accepted_at", "answer_due_at", "due_at", "paused_at", "closed_at"),
)
_SHOWN_OF_STEP = (
    "instance__tasks__name",
    "instance__tasks__assignee__full_name",
    "instance__tasks__pk",
    "instance__tasks__sort_at",
)


@dataclass(frozen=True)
class Listing:
    """One page of a list. `before` and `after` are the ids of the rows at its ends, None at an end of the list."""

    lines: list[Line]
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Start:
    """Where a page begins: behind the row with this id, or `backward`, before it."""

    row: int
    backward: bool = False


class Window(StrEnum):
    """Of which promises: of all, of those that end soon, of those that are over."""

    ALL = "all"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Wanted:
    """Which list of steps somebody chose; `kind` is that of steps, `procedure` the code of the only one wanted."""

    pile: Pile
    order: Order = Order.DUE
    window: Window = Window.ALL
    kind: str = ""
    procedure: str = ""

    def kept(self) -> dict[str, str]:
        """Return it as JSON keeps it."""
        return {name: str(value) for name, value in vars(self).items()}

    @classmethod
    def of(cls, kept: dict[str, str]) -> "Wanted":
        """Return what was kept."""
        return cls(Pile(kept["pile"]), Order(kept["order"]), Window(kept["window"]), kept["kind"], kept["procedure"])


def where_of(user: User, on: date) -> Where:
    """Return the desk of an official over all posts: their own (role, agency) pairs and those of the unit they see."""
    reach = permissions.reach(user, "task.see", on=on)
    unit = {(role.value, agency_id) for agency_id in reach.agencies for role in DESK_ROLES}
    return Where(user.pk, reach.tasks, frozenset(unit | reach.tasks), reach.acting)


def soon(user: User, now: datetime) -> datetime:
    """Return until when something is due soon for an official: the last moment of the second working day from now.

    On a Friday that is Tuesday. Where no calendar is known, two days.
    """
    post = next(iter(permissions.posts_today(user)), None)
    agency = directory().by_id.get(post.agency_id) if post is not None else None
    while agency is not None and agency.calendar_id is None:
        agency = directory().by_id.get(agency.parent_id) if agency.parent_id is not None else None
    if agency is None or agency.calendar_id is None:
        return now + timedelta(days=SOON)
    return end_of_day(due_at(worktime.schedule_of(agency.calendar_id), now, SOON, Unit.WORKING_DAYS).at)


def counts(where: Where, *, now: datetime, soon: datetime) -> Counts:
    """Return how much lies in each pile, each counted up to a cap."""
    return inbox.counts(where, now=now, soon=soon)


def how_many(where: Where, which: Pile, kinds: Sequence[str]) -> int:
    """Return how many steps of these kinds lie in a pile, counted up to one more than the cap."""
    return len(inbox.page(where, which, kinds=kinds, limit=CAP + 1))


def pile(
    where: Where,
    which: Pile,
    *,
    order: Order = Order.DUE,
    between: Between = ALL_TIME,
    kinds: Sequence[str] = (),
    procedure: str = "",
    start: Start | None = None,
    limit: int = 30,
) -> Listing:
    """Return one page of a pile with everything a line shows, in a fixed number of queries.

    `procedure` is the code of the only one wanted.
    """
    key = inbox.key_of(start.row, order) if start is not None else None
    begin = inbox.From(key, start.backward) if start is not None and key is not None else None
    keys = inbox.page(
        where, which, order=order, between=between, kinds=kinds, case_kind=procedure, start=begin, limit=limit + 1
    )
    if begin is not None and begin.backward and len(keys) <= limit:
        # So near to the beginning there is no page before this one: a whole page of it.
        return pile(where, which, order=order, between=between, kinds=kinds, procedure=procedure, limit=limit)
    shown, before, after = _window([each[-1] for each in keys], start if begin is not None else None, limit)
    rows = Dossier.objects.filter(instance__tasks__in=shown).values_list("instance__tasks", *_SHOWN, *_SHOWN_OF_STEP)
    lines = {row[0]: Line(*row[1:]) for row in rows}
    return Listing([lines[pk] for pk in shown if pk in lines], before, after)


def listed(user: User, wanted: Wanted, now: datetime, *, start: Start | None = None, limit: int = 30) -> Listing:
    """Return one page of the list that somebody chose, as far as they reach."""
    between = ALL_TIME
    if wanted.window == Window.SOON:
        between = Between(now, soon(user, now))
    elif wanted.window == Window.LATE:
        between = Between(None, now)
    return pile(
        where_of(user, today(now)),
        wanted.pile,
        order=wanted.order,
        between=between,
        kinds=[wanted.kind] if wanted.kind else [],
        procedure=wanted.procedure,
        start=start,
        limit=limit,
    )


def procedures_in(where: Where, which: Pile) -> list[tuple[str, str]]:
    """Return the procedures (code, title) whose dossiers lie in a pile, by title."""
    codes = inbox.case_kinds(where, which)
    titles = Procedure.objects.filter(code__in=codes).values_list("code", "title")
    return sorted(titles, key=lambda one: fold(one[1]))


def _window(ids: list[int], start: Start | None, limit: int) -> tuple[list[int], int | None, int | None]:
    """Return of up to one row more than a page those shown, and the rows from which other pages go on."""
    is_more = len(ids) > limit
    if not ids:
        return [], None, None
    if start is not None and start.backward:
        return ids[-limit:], ids[-limit] if is_more else None, ids[-1]
    shown = ids[:limit]
    return shown, shown[0] if start is not None else None, shown[-1] if is_more else None


def dossier_of(task: Task, *, by: User) -> Dossier:
    """Return the dossier a step belongs to; the same Refused where there is none and where somebody may not see it."""
    dossier = Dossier.objects.with_names().filter(instance=task.instance_id).first()
    if dossier is None or not access.may(by, "dossier.see", dossier):
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này."))
    return dossier


def search(by: User, text: str, *, number: int | None = None, start: Start | None = None, limit: int = 30) -> Listing:
    """Find dossiers that somebody may see by code, identity number, telephone number or name, the newest first.

    Without diacritics too; every word must occur. `number` says a number by its reference instead (`reference_of`).
    """
    text = clean(text)
    number = reference_of(text) if number is None else number
    key = Dossier.objects.filter(pk=start.row).values_list("submitted_at", "pk").first() if start is not None else None
    start = start if key is not None else None
    is_backward = start is not None and start.backward
    ids = _by_code(by, text)
    if not ids and number is not None:
        ids = _of_number(number)
    elif not ids:
        ids = _by_name(by, text, key, is_backward, limit + 1)
    found = access.visible_to(by).filter(pk__in=ids)
    if key is not None:
        at, pk = key
        behind, not_yet = ("gte", {"pk__lte": pk}) if is_backward else ("lte", {"pk__gte": pk})
        found = found.filter(**{f"submitted_at__{behind}": at}).exclude(submitted_at=at, **not_yet)
    order = ("submitted_at", "pk") if is_backward else ("-submitted_at", "-pk")
    rows = list(found.order_by(*order).values_list("pk", *_SHOWN)[: limit + 1])
    if is_backward and len(rows) <= limit:
        return search(by, text, number=number, limit=limit)
    lines = {row[0]: Line(*row[1:]) for row in (reversed(rows) if is_backward else rows)}
    shown, before, after = _window(list(lines), start, limit)
    return Listing([lines[pk] for pk in shown], before, after)


def _by_code(by: User, text: str) -> list[int]:
    code = normalise(text)
    if code:
        found = list(Dossier.objects.filter(bare_code=bare(code)).values_list("pk", flat=True)[:10])
        if found:
            return found
    if re.fullmatch(r"[0-9A-Za-z.\-/]{6,60}", text) and re.search(r"\d", text):
        return list(Dossier.objects.filter(foreign_code=text).values_list("pk", flat=True)[:10])
    return []


def reference_of(text: str) -> int | None:
    """Return what stands for a number where it must not be read; None where the text is none.

    That of an identity number, or below 0 of a party who gave this telephone number; 0 for one that nobody has here.
    """
    digits = bare_phone(clean(text))
    is_number = re.fullmatch(r"\+?\d{9,13}|[A-Z]{1,2}\d{6,8}", digits)
    if not is_number or Dossier.objects.filter(foreign_code=text).exists():
        return None
    sealed = identity.find(digits)
    if sealed is not None:
        return sealed.pk
    given = (
        Party.objects.filter(phone__in=phone_forms(digits)).order_by("-dossier").values_list("pk", flat=True).first()
    )
    return -given if given is not None else 0


def _of_number(number: int) -> list[int]:
    parties = Party.objects.filter(identity=number)
    if number < 0:
        given = Party.objects.filter(pk=-number).values_list("phone", flat=True).first() or ""
        parties = Party.objects.filter(phone__in=phone_forms(given)).exclude(phone="")
    newest = parties.order_by("-dossier").values_list("dossier", flat=True)
    return list(dict.fromkeys(newest[:200]))


def _by_name(by: User, text: str, key: tuple[datetime, int] | None, is_backward: bool, limit: int) -> list[int]:
    words = [word for word in re.split(r"[^0-9a-z]+", fold(text)) if word][:8]
    if not words:
        return []
    whole = " & ".join(words)
    # The last word may still be half written; where somebody bears the name as it stands, that is meant.
    begun = f"{whole}:*"
    agencies = _agencies_of(by)
    if key is not None:
        is_whole = bool(_newest(whole, agencies, None, is_backward=False, limit=1))
        return _newest(whole if is_whole else begun, agencies, key, is_backward=is_backward, limit=limit)
    return _newest(whole, agencies, None, is_backward=is_backward, limit=limit) or _newest(
        begun, agencies, None, is_backward=is_backward, limit=limit
    )


def _newest(
    query: str, agencies: list[int] | None, key: tuple[datetime, int] | None, *, is_backward: bool, limit: int
) -> list[int]:
    """Return the newest dossiers of these agencies (None: of all) whose parties' names match, beginning after a key."""
    condition = "search @@ to_tsquery('simple', %s)"
    values: list[Any] = [query]
    if key is not None:
        condition += f" AND (submitted_at, id) {'>' if is_backward else '<'} (%s, %s)"
        values += key
    order = "ORDER BY submitted_at, id LIMIT %s" if is_backward else "ORDER BY submitted_at DESC, id DESC LIMIT %s"
    here = agencies
    if agencies and not _is_frequent(query):
        # Few bear the name: all are found at once, then put in order. The words tell the competent agency, too.
        values[0] = f"{query} & ({' | '.join(f'a{agency}' for agency in agencies)})"
        agencies = None
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
    if here:
        # A relay bears the name of the agency that decides; whoever it came to before or after finds it, too.
        came = f"reached && %s::bigint[] AND {condition}"
        pieces.append(f"(SELECT id, submitted_at FROM dossiers_dossier WHERE {came} {order})")  # noqa: S608
        given += [here, query, *values[1:], limit]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({' UNION '.join(pieces)}) found {order}", [*given, limit])  # noqa: S608
        return [int(row[0]) for row in cursor.fetchall()]


def _is_frequent(query: str) -> bool:
    """Tell whether so many dossiers are expected to match that the newest are found sooner in their order."""
    estimate = sql.SQL("EXPLAIN (FORMAT JSON) SELECT FROM dossiers_dossier WHERE search @@ to_tsquery('simple', {})")
    with connection.cursor() as cursor:
        cursor.execute(estimate.format(sql.Literal(query)))
        plan = cursor.fetchone()[0]
    return int((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"]) > FREQUENT


def _agencies_of(by: User) -> list[int] | None:
    """Return the competent agencies of what somebody may see: their own, those their one-stop units serve, those below.

    None for so many that it does not help.
    """
    reach = permissions.reach(by, "dossier.see")
    if reach.everything:
        return None
    found = set(reach.agencies)
    found |= set(Agency.objects.filter(one_stop__in=reach.agencies).values_list("pk", flat=True))
    found |= agencies_under(reach.subtrees)
    return sorted(found) if len(found) <= MANY_AGENCIES else None


@dataclass(frozen=True)
class Held:
    """One open step that somebody holds, with its line."""

    task_id: int
    line: Line


def held_by(user_id: int, agencies: Iterable[int], *, limit: int) -> list[Held]:
    """Return the open steps that somebody holds at these agencies, the nearest promise first, in two queries."""
    held = Task.objects.open().filter(assignee=user_id, agency__in=list(agencies)).order_by("sort_at", "pk")
    ids = list(held.values_list("pk", flat=True)[:limit])
    rows = Dossier.objects.filter(instance__tasks__in=ids).values_list("instance__tasks", *_SHOWN, *_SHOWN_OF_STEP)
    lines = {row[0]: Line(*row[1:]) for row in rows}
    return [Held(pk, lines[pk]) for pk in ids if pk in lines]
