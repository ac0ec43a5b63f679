"""The relay of a locked dossier: begin it, hand it on to the next agency, sign for it there."""

from datetime import datetime

from django.db.models import Max

from motcua import statements
from motcua.accounts.models import User
from motcua.organisations.models import Agency
from motcua.workflow.actions import Advance
from motcua.workflow.machines import machine
from motcua.workflow.models import Task
from motcua.worktime.rules import due_at

from .. import relays
from ..models import Dossier, Leg
from ..rules.history import Happening
from . import _clock
from ._course import record


def begin(dossier: Dossier, agency: Agency, *, by: User, now: datetime) -> None:
    """Write the first leg of a relay with the dossier itself: it is where it was handed in."""
    statements.insert(Leg(dossier=dossier, number=1, agency=agency, given_at=now, given_by=by))


def hand_on(dossier: Dossier, advance: Advance, *, by: User, now: datetime) -> None:
    """Pass a relay on where the step just opened is another agency's; the limit is one and is not counted anew.

    A way back to the counter is a way back to the agency that began (Decree 61/2018/NĐ-CP article 19(7)).
    """
    if dossier.reached is None or not advance.new_tasks:
        return
    task = advance.new_tasks[0]
    first = dossier.reached[0]
    agency_id = first if task.agency_id == dossier.received_at_id else task.agency_id
    here = dossier.legs.filter(ended_at=None).first()
    if here is None or here.agency_id == agency_id:
        return
    here.ended_at = now
    here.save(update_fields=["ended_at"])
    last = dossier.legs.aggregate(last=Max("number"))["last"]
    agency = Agency.objects.get(pk=agency_id)
    Leg.objects.create(
        dossier=dossier,
        number=last + 1,
        agency=agency,
        given_at=now,
        given_by=by,
        due_at=_due(dossier, task, agency, now),
    )
    dossier.reached = [*dossier.reached, agency_id]
    record(dossier, Happening.HANDED_ON, by=by, now=now, params={"agency": agency.name})


def _due(dossier: Dossier, task: Task, agency: Agency, now: datetime) -> datetime | None:
    """Return until when an agency has its share, never longer than the dossier is promised for."""
    if dossier.completed_at is not None or dossier.instance is None:
        return None
    share = relays.share_of(machine(dossier.instance.definition_id)[1], task.agency_ref)
    if share is None:
        return dossier.due_at
    due = due_at(_clock.schedule_of(agency), now, *share).at
    return due if dossier.due_at is None else min(due, dossier.due_at)
