"""Reads for machine clients: only what lies within their agency's reach."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from motcua.accounts import access as accounts
from motcua.accounts.models import User
from motcua.eforms import sealing
from motcua.files.models import StoredFile
from motcua.lib.dates import VN
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.queries import agencies_under
from motcua.workflow.models import Task

from . import access
from .asking import Asked, points_of
from .models import Dossier, DossierEvent, PaperFile, Party, Result, SupplementRequest
from .packages import package_of
from .paperless import meeting_of
from .paperwork.documents import newest_answers
from .queries import Sheet, events_until, papers_of, progress_of
from .rules.meeting import Meeting


@dataclass(frozen=True)
class Contents:
    """What a dossier consists of, as far as a client may see it; without `shows_numbers` they are to be masked."""

    submitter: Party | None
    owner: Party | None
    answers: dict[str, Any]
    sheets: list[Sheet]
    meeting: Meeting
    results: list[Result]
    shows_numbers: bool
    request: SupplementRequest | None
    asked: list[Asked]


def dossiers_for(
    user: User,
    *,
    state: int | None = None,
    agency: str = "",
    since: date | None = None,
    until: date | None = None,
    before_id: int | None = None,
    limit: int,
) -> list[Dossier]:
    """Return dossiers within reach, newest first; days are those of Việt Nam, both included."""
    found = access.visible_to(user).with_names().select_related("received_at")
    if state is not None:
        found = found.filter(state=state)
    if agency:
        found = found.filter(competent_agency__code=agency)
    if since is not None:
        found = found.filter(submitted_at__gte=datetime.combine(since, time(), VN))
    if until is not None and until < date.max:
        found = found.filter(submitted_at__lt=datetime.combine(until + timedelta(days=1), time(), VN))
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return list(found.order_by("-pk")[:limit])


def dossier_for(user: User, code: str) -> Dossier:
    """Return one dossier within reach; the same Refused for one that is not there and one that is another's."""
    found = Dossier.objects.with_names().select_related("received_at").filter(code=code).first()
    if found is None or not access.may(user, "dossier.see", found):
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này."))
    return found


def contents_of(user: User, dossier: Dossier) -> Contents:
    """Return what a dossier within reach consists of; in the answers, numbers that the client may not see are masked.

    Whoever shows it to somebody records it with `audit.viewed`.
    """
    parties = {party.role: party for party in access.parties_of(dossier)}
    shows_numbers = access.may(user, "identity.reveal", dossier)
    until = access.read_until(user, dossier)
    answers, package = newest_answers(dossier, until=until), package_of(dossier.version_id)
    request = progress_of(dossier, public_only=False).request
    if request is not None and until is not None and request.asked_at > until:
        request = None
    if not shows_numbers:
        answers = sealing.masked_answers(package.form, answers)
    return Contents(
        submitter=parties.get("submitter"),
        owner=parties.get("owner"),
        answers=answers,
        sheets=papers_of(dossier, until=until) if access.may(user, "paper.see", dossier) else [],
        meeting=meeting_of(dossier),
        results=(
            list(dossier.results.select_related("file").order_by("pk"))
            if access.may(user, "result.see", dossier)
            else []
        ),
        shows_numbers=shows_numbers,
        request=request,
        asked=points_of(dossier, request) if request is not None else [],
    )


def file_for(user: User, public_id: UUID) -> tuple[Dossier, StoredFile]:
    """Return a paper's or result's file with its dossier; the same Refused for none and for another's."""
    row = PaperFile.objects.select_related("file", "paper__dossier").filter(file__public_id=public_id).first()
    if row is not None and access.may(user, "paper.see", row.paper.dossier):
        until = access.read_until(user, row.paper.dossier)
        if until is None or row.added_at <= until:
            return row.paper.dossier, row.file
    result = Result.objects.select_related("file", "dossier").filter(file__public_id=public_id).first()
    if result is not None and result.file is not None and access.may(user, "result.see", result.dossier):
        return result.dossier, result.file
    raise Refused("no_such_file", N_("Không tìm thấy tệp này."))


def dossier_to(user: User, verb: str, code: str) -> Dossier:
    """Return a dossier to which a client may do something, without the right to read it; else the same Refused."""
    found = Dossier.objects.filter(code=code).first()
    if found is None or not access.may(user, verb, found):
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này."))
    return found


def events_of(user: User, dossier: Dossier, *, after_id: int | None, limit: int) -> list[DossierEvent]:
    """Return the history of a dossier within reach, oldest first; as far as the client's agency may read it."""
    if (until := access.read_until(user, dossier)) is not None:
        return events_until(dossier, until, after_id=after_id or 0, limit=limit)
    events = dossier.events.order_by("pk")
    if after_id is not None:
        events = events.filter(pk__gt=after_id)
    return list(events[:limit])


def tasks_for(user: User, *, dossier: str = "", kind: str = "", after_id: int | None, limit: int) -> list[Task]:
    """Return the open steps of the agencies within reach, oldest first."""
    reach = accounts.reach(user, "task.see")
    agencies = set(reach.agencies)
    agencies |= agencies_under(reach.subtrees)
    tasks = Task.objects.open().with_names().filter(agency__in=agencies)
    if dossier:
        tasks = tasks.filter(instance__business_key=dossier)
    if kind:
        tasks = tasks.filter(kind=kind)
    if after_id is not None:
        tasks = tasks.filter(pk__gt=after_id)
    return list(tasks.order_by("pk")[:limit])


def task_for(user: User, public_id: UUID) -> Task:
    """Return a step of an agency within reach; the same Refused for one that is not there and one that is another's."""
    task = Task.objects.filter(public_id=public_id).first()
    if task is None or not accounts.may(user, "task.see", access.task_thing(task)):
        raise Refused("no_such_task", N_("Không tìm thấy bước này."))
    return task
