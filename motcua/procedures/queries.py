"""Reads of the catalogue for pages, the API and the dossiers."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, QuerySet

from motcua import statements
from motcua.audit.queries import history_of
from motcua.lib.actors import SYSTEM
from motcua.lib.recent import Recent
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.rules.defaults import match_of
from motcua.procedures.rules.names import HandledBy, Origin
from motcua.procedures.rules.records import CODE

_recent: Recent[tuple[str, date], int] = Recent(settings.BELIEVED_SECONDS, many=5000)
CURRENT = """
    SELECT v.id FROM procedures_procedureversion v JOIN procedures_procedure p ON p.id = v.procedure_id
    WHERE p.code = %s AND v.valid @> %s::date
"""


def current(code: str, on: date) -> ProcedureVersion:
    """Return the version of a procedure in force on a day, with its procedure and process.

    Raises ProcedureVersion.DoesNotExist where there is none, also for what cannot be a code.
    """
    if not CODE.fullmatch(code):
        raise ProcedureVersion.DoesNotExist(code[:40])
    return ProcedureVersion.objects.select_related("procedure", "process").get(procedure__code=code, valid__contains=on)


def current_id(code: str, on: date) -> int | None:
    """Return the id of the version in force on a day, without reading its contents; see `BELIEVED_SECONDS`."""
    recent = _recent.get((code, on))
    if recent is not None:
        return recent
    found = statements.row(CURRENT, [code, on])
    return _recent.keep((code, on), int(found[0])) if found is not None else None


def has_begun(code: str, on: date) -> bool:
    """Tell whether a version made by hand begins on that very day."""
    found = ProcedureVersion.objects.filter(procedure__code=code, origin=Origin.HAND, valid__startswith=on)
    return found.exists()


def version(version_id: int) -> ProcedureVersion:
    """Return one version, in force or not. Raises ProcedureVersion.DoesNotExist."""
    return ProcedureVersion.objects.select_related("procedure", "process").get(pk=version_id)


def versions(code: str) -> list[ProcedureVersion]:
    """Return all versions of a procedure, the newest first, without their contents."""
    return list(
        ProcedureVersion.objects.filter(procedure__code=code)
        .only("number", "origin", "valid", "digest", "published_at", "procedure_id")
        .order_by("-number")
    )


def procedure(code: str) -> Procedure:
    """Return a catalogue entry. Raises Procedure.DoesNotExist."""
    return Procedure.objects.get(code=code)


def open_ones(*, behind: str = "", limit: int) -> list[Procedure]:
    """Return procedures that can be filed here, by code; `behind` is the code after which they begin."""
    return list(Procedure.objects.open().filter(code__gt=behind).order_by("code")[:limit])


def numbered(code: str, number: int) -> ProcedureVersion:
    """Return one version of a procedure by its number. Raises ProcedureVersion.DoesNotExist."""
    return ProcedureVersion.objects.select_related("procedure", "process").get(procedure__code=code, number=number)


def newest(code: str) -> ProcedureVersion:
    """Return the version published last, in force or to come. Raises ProcedureVersion.DoesNotExist."""
    found = ProcedureVersion.objects.select_related("procedure", "process").filter(procedure__code=code)
    return found.latest("number")


def origins(codes: list[str]) -> dict[str, tuple[str, int]]:
    """Return the origin and the number of the version published last, by the code of the procedure."""
    newest_first = ProcedureVersion.objects.filter(procedure__code__in=codes).order_by("procedure", "-number")
    rows = newest_first.distinct("procedure").values_list("procedure__code", "origin", "number")
    return {code: (origin, number) for code, origin, number in rows}


@dataclass(frozen=True)
class Matched:
    """A procedure that goes by a pattern of process, with the words of its record that say so."""

    code: str
    title: str
    words: tuple[str, ...]


def counted_by_process(on: date) -> dict[str, int]:
    """Return how many procedures that can be filed here proceed by each process on a day, by the process's key."""
    rows = _proceeding(on).values_list("process__key").annotate(count=Count("pk")).order_by()
    return dict(rows)


def by_process(key: str, on: date, *, limit: int, offset: int = 0) -> list[Matched]:
    """Return the procedures that proceed by a process on a day, by their codes."""
    found = _proceeding(on).filter(process__key=key).select_related("procedure").order_by("procedure__code")
    rows = found.only("record", "procedure__code", "procedure__title")[offset : offset + limit]
    return [Matched(one.procedure.code, one.procedure.title, match_of(one.record).words) for one in rows]


def _proceeding(on: date) -> QuerySet[ProcedureVersion]:
    current = ProcedureVersion.objects.filter(valid__contains=on, process__isnull=False)
    return current.exclude(procedure__handled_by=HandledBy.NOBODY_HERE)


def is_changed_by_people(code: str) -> bool:
    """Tell whether a procedure's package was last published by somebody of the province, not by a command."""
    published = history_of(("procedure", code)).filter(action="package.published").order_by("-at", "-id")
    kind = published.values_list("actor_kind", flat=True).first()
    return kind not in {None, SYSTEM.kind}


def imports_its_own() -> bool:
    """Tell whether records were ever imported that did not come with the program."""
    imports = history_of(("catalogue", "procedures")).filter(action="catalogue.imported")
    return imports.filter(details__has_key="source").exists()
