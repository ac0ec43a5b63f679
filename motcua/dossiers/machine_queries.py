"""Reads for machine clients: only what lies within their agency's reach."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from motcua.accounts import access as accounts
from motcua.accounts.models import User
from motcua.lib.dates import VN
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.organisations.queries import agencies_under
from motcua.workflow.models import Task

from . import access
from .models import Dossier, DossierEvent


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


def dossier_to_pay(user: User, code: str) -> int:
    """Return the row id of a dossier for which a client may record a payment; raises the same Refused otherwise."""
    found = Dossier.objects.filter(code=code).first()
    if found is None or not access.may(user, "dossier.record_payment", found):
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này."))
    return found.pk


def events_of(dossier: Dossier, *, after_id: int | None, limit: int) -> list[DossierEvent]:
    """Return the history of a dossier, oldest first."""
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
