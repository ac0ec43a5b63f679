"""Open steps of an office narrowed down: by unit, person, field, procedure and the days of the promise.

What is wanted is kept in addresses and with lists that are taken away; what is empty narrows nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from motcua.lib.dates import VN
from motcua.organisations.directory import directory
from motcua.procedures import searching
from motcua.procedures.search.index import Entry
from motcua.workflow.models import Task

NOBODY = "chua-ai"


@dataclass(frozen=True)
class Narrowing:
    """`unit` is an agency's code, `person` the id of who holds a step or NOBODY, `sector` a field's name,
    `procedure` a code; `first` and `last` are days of the promise, as ISO writes them."""

    unit: str = ""
    person: str = ""
    sector: str = ""
    procedure: str = ""
    first: str = ""
    last: str = ""

    def kept(self) -> dict[str, str]:
        """Return it as JSON keeps it."""
        return dict(vars(self))

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> "Narrowing":
        """Return what was kept; of a list asked for before it could be narrowed, everything."""
        return cls(**{name: str(kept.get(name, "")) for name in vars(cls())})

    def within(self, agencies: Collection[int]) -> frozenset[int]:
        """Return those of the agencies that are wanted; none where the unit is no one of them."""
        by_id = directory().by_id
        return frozenset(pk for pk in agencies if not self.unit or (pk in by_id and by_id[pk].code == self.unit))

    def open_among(self, agencies: Collection[int]) -> QuerySet[Task]:
        """Return the wanted ones of the open steps of these agencies."""
        return self.of_tasks(Task.objects.open(), agencies)

    def of_tasks(self, tasks: QuerySet[Task], agencies: Collection[int]) -> QuerySet[Task]:
        """Keep the wanted ones of steps, all of them of these agencies and open."""
        tasks = tasks.filter(agency__in=sorted(self.within(agencies)))
        if self.person:
            tasks = tasks.filter(assignee=None if self.person == NOBODY else int(self.person))
        if self.procedure:
            tasks = tasks.filter(case_kind=self.procedure)
        if self.sector:
            tasks = tasks.filter(case_kind__in=[one.code for one in _cases_of(agencies) if one.field == self.sector])
        if self.first:
            tasks = tasks.filter(due_at__gte=datetime.combine(date.fromisoformat(self.first), time.min, VN))
        if self.last:
            behind = date.fromisoformat(self.last) + timedelta(days=1)
            tasks = tasks.filter(due_at__lt=datetime.combine(behind, time.min, VN))
        return tasks


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: each as it stands in an address, and its name."""

    units: list[tuple[str, str]]
    people: list[tuple[str, str]]
    sectors: list[str]
    procedures: list[tuple[str, str]]


def choices_among(agencies: Collection[int]) -> Choices:
    """Return the units, people, fields and procedures of the open steps of these agencies; two queries."""
    open_ones = Task.objects.open().filter(agency__in=sorted(agencies))
    holders = open_ones.exclude(assignee=None).order_by("assignee__sort_key", "assignee_id")
    people = holders.values_list("assignee_id", "assignee__full_name", "assignee__sort_key").distinct()
    entries = _cases_of(agencies)
    units = [directory().by_id[pk] for pk in agencies if pk in directory().by_id]
    return Choices(
        units=sorted(((unit.code, unit.name) for unit in units), key=lambda unit: unit[1]),
        people=[(str(pk), name or "") for pk, name, _key in people],
        sectors=sorted({entry.field for entry in entries if entry.field}),
        procedures=[(entry.code, entry.title) for entry in entries],
    )


def _cases_of(agencies: Collection[int]) -> list[Entry]:
    found = Task.objects.open().filter(agency__in=sorted(agencies)).values_list("case_kind", flat=True)
    return sorted(searching.entries(list(found.order_by().distinct())), key=lambda entry: entry.title)
