"""Reads: what can be hard about a procedure, what was said, and the counts of a month."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Max, Q, QuerySet

from motcua.accounts.models import User
from motcua.dossiers.packages import package_of
from motcua.lib.dates import VN
from motcua.organisations.models import Agency
from motcua.organisations.queries import competent_agency
from motcua.organisations.rules import Level
from motcua.procedures.models import Procedure
from motcua.procedures.rules.names import is_communal

from . import access
from .models import Answer, Difficulty
from .rules import About, Target


@dataclass(frozen=True)
class Counted:
    """One target with its notes of a period; `open` are those without an answer."""

    code: str
    title: str
    target: Target
    count: int
    open: int
    last: datetime


@dataclass(frozen=True)
class Credit:
    """Somebody with the notes they took in a period."""

    name: str
    unit: str
    count: int


def targets_of(version_id: int, case: str = "") -> list[Target]:
    """Return what can be hard about a version: the procedure, its papers in a case, and the questions of its form.

    Names are Vietnamese, as the package has them; no question to the database once the package is known.
    """
    package = package_of(version_id)
    papers = [Target(About.PAPER, paper.key, paper.name) for paper in package.papers(case)]
    fields = [
        Target(About.FIELD, field.path, field.full_label.vi)
        for step in package.form.steps
        for field in step.fields
        if field.is_question and not field.pledge
    ]
    return [Target(About.PROCEDURE, "", package.procedure_name), *papers, *fields]


def decides_at(unit: Agency, procedure: Procedure, on: date) -> Agency | None:
    """Return the agency that decides on a procedure for those who come to a one-stop unit; None where none does."""
    level = Level.COMMUNE if is_communal(procedure.handled_by, procedure.levels) else Level.PROVINCE
    if unit.level != level:
        return None
    area = unit.area.code if unit.area is not None and level == Level.COMMUNE else ""
    try:
        return competent_agency(level, procedure.field, area, on=on)
    except Agency.DoesNotExist:
        return None


def answers_for(procedure: Procedure, agencies: Collection[int]) -> dict[str, Answer]:
    """Return the newest answer about each target of a procedure by its code, as counters of these agencies need it.

    An answer of the agency itself comes before one for the whole province, whichever is newer.
    """
    found = Answer.objects.filter(Q(agency=None) | Q(agency__in=list(agencies)), procedure=procedure)
    newest: dict[str, Answer] = {}
    for answer in found.select_related("agency", "by").order_by("id"):
        code = f"{answer.about}:{answer.key}"
        if code not in newest or newest[code].agency_id is None or answer.agency_id is not None:
            newest[code] = answer
    return newest


def of_procedure(procedure: Procedure, *, by: User, limit: int = 200) -> list[Difficulty]:
    """Return the notes about a procedure that somebody may see, the newest first."""
    found = access.visible_to(by).filter(procedure=procedure)
    return list(found.select_related("by", "unit", "responsible").order_by("-id")[:limit])


def answers_about(procedure: Procedure, *, limit: int = 100) -> list[Answer]:
    """Return what was said about a procedure by anybody, the newest first."""
    found = Answer.objects.filter(procedure=procedure).select_related("agency", "by")
    return list(found.order_by("-id")[:limit])


def counts(by: User, *, first: date, last: date, limit: int = 100) -> list[Counted]:
    """Return the targets noted between two days, both counted, as far as somebody may see: those noted most first."""
    rows = (
        between(by, first, last)
        .values("procedure__code", "procedure__title", "about", "key")
        .annotate(count=Count("pk"), open=Count("pk", filter=Q(answer=None)), last=Max("at"), name=Max("name"))
        .order_by("-count", "-last")[:limit]
    )
    return [
        Counted(
            code=row["procedure__code"],
            title=row["procedure__title"],
            target=Target(About(row["about"]), row["key"], row["name"]),
            count=row["count"],
            open=row["open"],
            last=row["last"],
        )
        for row in rows
    ]


def credits_of(by: User, *, first: date, last: date, limit: int = 30) -> Sequence[Credit]:
    """Return who took the notes between two days, who took most first."""
    rows = (
        between(by, first, last)
        .values("by__full_name", "unit__name")
        .annotate(count=Count("pk"))
        .order_by("-count", "by__full_name")[:limit]
    )
    return [Credit(row["by__full_name"], row["unit__name"], row["count"]) for row in rows]


def between(by: User, first: date, last: date) -> QuerySet[Difficulty]:
    """Return the notes between two days, both counted, as far as somebody may see."""
    since, until = (datetime.combine(day, moment, VN) for day, moment in ((first, time.min), (last, time.max)))
    return access.visible_to(by).filter(at__gte=since, at__lte=until)
