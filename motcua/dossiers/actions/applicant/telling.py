"""Tell the applicant what counts only once they know it: a supplement request, an apology with a new date.

It was given when it was opened, told on the telephone or at the counter, or delivered; never because it was sent.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused

from ... import access
from ...models import CallTry, Dossier, DossierEvent, SupplementRequest, Telling
from ...models.contents import PartyRole
from ...models.telling import How, Outcome, Reach, What
from ...packages import package_of
from ...rules import telling as rules
from ...rules.history import Happening
from ...rules.states import Origin
from ...rules.stops import SUPPLEMENT
from .. import _clock
from .._course import lock, record

# Who did not answer is tried again, after the others.
AGAIN_AFTER = timedelta(hours=2)
GIVEN_BY = {Outcome.TOLD: How.PHONE, Outcome.LETTER: How.LETTER}


def reach_of(dossier: Dossier) -> Reach:
    """Return how the submitter or the owner can be reached; the national portal has an inbox of its own."""
    parties = [one for one in access.parties_of(dossier) if one.role in {PartyRole.SUBMITTER, PartyRole.OWNER}]
    if dossier.origin == Origin.NATIONAL_PORTAL or any(one.known_person_id is not None for one in parties):
        return Reach.INBOX
    return Reach.EMAIL if any(one.email for one in parties) else Reach.NONE


def owe(
    dossier: Dossier,
    event: DossierEvent,
    what: What,
    *,
    now: datetime,
    request: SupplementRequest | None = None,
    is_told_here: bool = False,
) -> Telling:
    """Note that the applicant of a locked dossier must be told of an event; `is_told_here`: they stand at the counter.

    While nobody can have told them, the clock does not stand still for a supplement: it was not asked for yet.
    """
    reach = reach_of(dossier)
    after = (package_of(dossier.version_id).settings.get("supplement") or {}).get("call_after")
    schedule = _clock.schedule_of(dossier.received_at or dossier.competent_agency)
    telling = Telling.objects.create(
        dossier=dossier,
        event=event,
        request=request,
        what=what,
        reach=reach,
        agency_id=dossier.received_at_id or dossier.competent_agency_id,
        created_at=now,
        call_from=rules.call_from(schedule, now, is_reachable=reach != Reach.NONE, after=after),
    )
    if is_told_here:
        give(dossier, telling, How.COUNTER, now=now)
    elif reach == Reach.INBOX:
        _stop_clock(dossier, telling, now=now)
    return telling


def give(dossier: Dossier, telling: Telling, how: How, *, now: datetime) -> None:
    """Note that something was given; the caller saves the locked dossier. The time to answer runs from now."""
    telling.given_at, telling.given_how = now, how
    telling.save(update_fields=["given_at", "given_how"])
    if telling.request is not None:
        telling.request.answer_due_at = _clock.supplement_due(dossier, now=now)
        telling.request.save(update_fields=["answer_due_at"])
    _stop_clock(dossier, telling, now=now)


def _stop_clock(dossier: Dossier, telling: Telling, *, now: datetime) -> None:
    if telling.what == What.SUPPLEMENT and dossier.accepted_at is not None:
        _clock.stop(dossier, reason=SUPPLEMENT, now=now)


def answered(dossier: Dossier, request: SupplementRequest, *, now: datetime) -> None:
    """Note that who answers a request knows of it; the caller saves the locked dossier."""
    telling = Telling.objects.filter(request=request, given_at=None).select_related("request").first()
    if telling is not None:
        give(dossier, telling, How.ANSWERED, now=now)


@transaction.atomic
def opened(*, dossier_id: int, by: User, now: datetime) -> None:
    """Note that a party opened the dossier, and with it all that was to be told. Nothing happens the second time."""
    if not _untold(dossier_id).exists():
        return
    dossier = lock(dossier_id)
    access.require(by, "dossier.read_notice", dossier)
    for telling in _untold(dossier_id):
        give(dossier, telling, How.OPENED, now=now)
        dossier.save()
        # The page from which an official works stays open: what is typed there must not look overtaken.
        record(dossier, Happening.TOLD, by=by, now=now, params={"how": How.OPENED}, is_saved=True)


@transaction.atomic
def call(*, telling_id: int, outcome: Outcome, note: str = "", by: User, now: datetime) -> Dossier:
    """Record a call, or a letter handed over: who, when, what came of it.

    Raises Refused for a letter without its proof, Conflict where the applicant knows already.
    """
    found = Telling.objects.filter(pk=telling_id).values_list("dossier_id", flat=True).first()
    if found is None:
        raise Refused("no_such_telling", N_("Không tìm thấy việc cần báo này."))
    dossier = lock(found)
    access.require(by, "dossier.call", dossier)
    telling = _untold(dossier.pk).filter(pk=telling_id).first()
    if telling is None:
        raise Conflict("told_already", N_("Người nộp đã được báo. Xem lại tình trạng mới."))
    if outcome == Outcome.LETTER and not note.strip():
        raise Refused("proof_missing", N_("Hãy ghi số vận đơn hoặc người đã ký nhận thư."))
    CallTry.objects.create(
        telling=telling, at=now, outcome=outcome, note=note[:500], caller_id=str(by.pk), caller_name=by.full_name
    )
    how = GIVEN_BY.get(outcome)
    if how is not None:
        give(dossier, telling, how, now=now)
        dossier.save()
        record(dossier, Happening.TOLD, by=by, now=now, note=note, params={"how": how}, is_saved=True)
    else:
        telling.call_from = now + AGAIN_AFTER
        telling.save(update_fields=["call_from"])
        record(dossier, Happening.CALLED, by=by, now=now, note=note, params={"outcome": outcome}, is_saved=True)
    return dossier


def _untold(dossier_id: int) -> QuerySet[Telling]:
    open_ones = Telling.objects.filter(dossier=dossier_id, given_at=None, dropped_at=None)
    return open_ones.select_related("request").order_by("pk")
