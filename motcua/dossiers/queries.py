"""Reads of dossiers for pages, the API and the assistant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.accounts import access as accounts
from motcua.accounts import identity
from motcua.accounts.models import Person, User
from motcua.accounts.queries import at_agencies
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from . import access
from .models import (
    ClockStop,
    Consent,
    Dossier,
    DossierEvent,
    Draft,
    DraftFile,
    DueAdjustment,
    ExternalStanding,
    FilingKey,
    Note,
    Paper,
    PaperFile,
    Party,
    Result,
    SupplementRequest,
)
from .models.dossier import DossierQuerySet
from .models.result import CURRENT, ResultState
from .rules.history import WAY_ON, Happening
from .rules.states import Origin, State
from .rules.stops import PAUSES


@dataclass(frozen=True)
class Progress:
    """Where a dossier is, as its applicant sees it."""

    dossier: Dossier
    events: Sequence[DossierEvent]
    request: SupplementRequest | None
    result: Result | None


@dataclass(frozen=True)
class Sheet:
    """A paper with the files in force."""

    paper: Paper
    files: tuple[PaperFile, ...]

    def mark(self, row: PaperFile) -> str:
        """Return `new` for a file sent later under the same name, `old` for one it was sent after; else nothing."""
        moments = {one.added_at for one in self.files}
        if len(moments) < 2:
            return ""
        return "new" if row.added_at == max(moments) else "old"


def by_public_id(public_id: UUID, *, by: User, verb: str = "dossier.see") -> Dossier:
    """Return a dossier that somebody may see; the same Refused where there is none and where they may not."""
    return _seen(Dossier.objects.with_names().filter(public_id=public_id), by=by, verb=verb)


def by_code(code: str, *, by: User, verb: str = "dossier.see") -> Dossier:
    """Return a dossier by its code, as `by_public_id` does."""
    return _seen(Dossier.objects.with_names().select_related("received_at").filter(code=code), by=by, verb=verb)


def _seen(found: DossierQuerySet, *, by: User, verb: str) -> Dossier:
    dossier = next(iter(found), None)
    if dossier is None or not access.may(by, verb, dossier):
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này."))
    return dossier


def progress_of(dossier: Dossier, *, public_only: bool) -> Progress:
    """Return a dossier's course; `public_only` leaves out what stays among officials.

    Only a dossier that waits for its applicant has an open request.
    """
    events = dossier.events.order_by("id")
    if public_only:
        events = events.filter(is_public=True)
    return Progress(
        dossier=dossier,
        events=list(events),
        request=dossier.supplement_requests.filter(answered_at=None, expired_at=None).first()
        if dossier.state == State.SUPPLEMENT_REQUESTED
        else None,
        result=next(iter(dossier.results.filter(CURRENT).select_related("file", "draft")[:1]), None),
    )


def pause_of(dossier: Dossier) -> str:
    """Return why a dossier's clock stands still, marked for translation; empty while it runs."""
    if dossier.paused_at is None:
        return ""
    stop = dossier.clock_stops.filter(ended_at=None).order_by("started_at").first()
    return PAUSES.get(stop.reason, "") if stop is not None else ""


def events_until(
    dossier: Dossier, until: datetime, *, after_id: int = 0, limit: int | None = None
) -> list[DossierEvent]:
    """Return of a dossier's course what somebody reads whose agency had it until then (`access.read_until`), in order.

    Of what came afterwards the way it went and its end stay, without the words that officials wrote to it.
    """
    known = Q(at__lte=until) | Q(kind__in=WAY_ON)
    events = list(dossier.events.filter(known, pk__gt=after_id).order_by("pk")[:limit])
    for event in events:
        if event.at > until:
            event.note = ""
    return events


def adjustments_of(dossier: Dossier, *, until: datetime | None = None) -> list[DueAdjustment]:
    """Return how a dossier's promise came about, the newest first; as far as it was known at `until`."""
    if dossier.due_at is None:
        return []
    found = dossier.due_adjustments.order_by("-pk")
    return list(found if until is None else found.filter(at__lte=until))


def stops_of(dossier: Dossier, *, until: datetime | None = None) -> list[ClockStop]:
    """Return when and why a dossier's clock stood still, in order; the stops that had begun at `until`."""
    found = dossier.clock_stops.order_by("started_at", "pk")
    return list(found if until is None else found.filter(started_at__lte=until))


def is_party(dossier: Dossier, number: str) -> bool:
    """Tell whether the bearer of an identity number is a party of a dossier."""
    sealed = identity.find(number)
    return sealed is not None and any(party.identity_id == sealed.pk for party in access.parties_of(dossier))


def of_number(number: str, *, limit: int = 10) -> list[Dossier]:
    """Return the newest dossiers of whoever bears an identity number, wherever they were filed.

    For who stands at a counter with their card; the caller has checked that.
    """
    sealed = identity.find(number)
    if sealed is None:
        return []
    ids = Party.objects.filter(identity=sealed).values("dossier")
    return list(Dossier.objects.with_names().filter(pk__in=ids).order_by("-pk")[:limit])


def has_untold_secret(dossier: Dossier) -> bool:
    """Tell whether nobody knows the look-up secret yet: filed at a counter, no slip printed."""
    return (
        dossier.origin in {Origin.COUNTER, Origin.POST}
        and not dossier.events.filter(kind=Happening.SLIP_PRINTED).exists()
    )


def of_person(
    person: Person, *, before_id: int | None = None, limit: int = 20, with_parts: bool = False
) -> list[Dossier]:
    """Return the dossiers in which a person is a party, newest first; also those received at a counter for them."""
    dossiers = Dossier.objects.with_names().filter(pk__in=_party_dossiers(person))
    if not with_parts:
        # A part of a bundle is shown on its bundle's page.
        dossiers = dossiers.filter(part_of=None)
    if before_id is not None:
        dossiers = dossiers.filter(pk__lt=before_id)
    return list(dossiers.order_by("-pk")[:limit])


def count_of_person(person: Person) -> int:
    """Return in how many dossiers a person is a party."""
    return Dossier.objects.filter(pk__in=_party_dossiers(person)).count()


def contacts_kept(person: Person) -> QuerySet[Party]:
    """Return a person's parties of dossiers that are over, where how to reach them is still kept."""
    own = Q(person=person) | Q(identity=person.identity_id) if person.identity_id is not None else Q(person=person)
    return Party.objects.filter(own, ~Q(phone="", email=""), dossier__closed_at__isnull=False)


def of_applicant(by: User, *, before_id: int | None = None, limit: int = 20) -> list[Dossier]:
    """Return whoever signed in their dossiers as `of_person` does; while they act for another, what they reach so."""
    if accounts.capacity_of(by) is None:
        return of_person(by.person, before_id=before_id, limit=limit) if by.person is not None else []
    found = access.visible_to(by).with_names().filter(part_of=None)
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return list(found.order_by("-pk")[:limit])


def _party_dossiers(person: Person) -> QuerySet[Party, Any]:
    condition = Q(person=person)
    if person.identity_id is not None:
        condition |= Q(identity=person.identity_id)
    # What they filed for another is not theirs.
    return Party.objects.filter(condition, mandate=None).values("dossier_id")


def drafts_of(user: User) -> list[Draft]:
    """Return a person's drafts, the last touched first; while they act for another, those begun so alone."""
    found = Draft.objects.filter(user=user, mandate=_mandate_of(user))
    return list(found.select_related("version__procedure").order_by("-updated_at", "-pk"))


def _mandate_of(user: User) -> int | None:
    capacity = accounts.capacity_of(user)
    return capacity.mandate_id if capacity is not None else None


def draft_of(user: User, public_id: UUID) -> Draft:
    """Return a person's own draft of the capacity they act in; raises Refused."""
    own = Draft.objects.filter(user=user, public_id=public_id)
    draft = own.select_related("version__procedure", "mandate__principal_number").first()
    if draft is not None and draft.mandate_id != _mandate_of(user):
        raise Refused("other_capacity", N_("Bản nháp này không lập với tư cách ông/bà đang dùng."))
    if draft is None:
        raise Refused(
            "no_such_draft", N_("Không tìm thấy bản nháp này. Có thể hồ sơ đã được nộp hoặc bản nháp đã xóa.")
        )
    return draft


def draft_files(draft: Draft) -> list[DraftFile]:
    """Return the files given for a draft, in the order in which they came."""
    return list(draft.files.select_related("file", "item").order_by("paper_key", "number"))


def filed_under(user: User, key: str) -> Dossier | None:
    """Return the dossier that this person filed under an idempotency key, if there is one."""
    found = FilingKey.objects.select_related("dossier").filter(user=user, key=key[:100]).first()
    return found.dossier if found else None


def papers_of(dossier: Dossier, *, until: datetime | None = None) -> list[Sheet]:
    """Return a dossier's papers in their order, the declaration first, each with the files in force.

    `until`: with those that were in force then (`access.read_until`), without papers that are all of later.
    """
    current: dict[int, list[PaperFile]] = {}
    in_force = Q(replaced_at=None)
    if until is not None:
        in_force = (in_force | Q(replaced_at__gt=until)) & Q(added_at__lte=until)
    files = PaperFile.objects.filter(in_force, paper__dossier=dossier)
    for row in files.select_related("file").order_by("number"):
        current.setdefault(row.paper_id, []).append(row)
    sheets = [Sheet(paper, tuple(current.get(paper.pk, ()))) for paper in dossier.papers.order_by("number")]
    return sheets if until is None else _known_by_then(sheets, dossier, until)


def _known_by_then(sheets: list[Sheet], dossier: Dossier, until: datetime) -> list[Sheet]:
    """Leave out papers that came only later: sent then for the first time, and handed to no counter before."""
    later = PaperFile.objects.filter(paper__dossier=dossier, added_at__gt=until).values_list("paper_id", flat=True)
    came_later = set(later)

    def was_there(sheet: Sheet) -> bool:
        paper = sheet.paper
        was_handed_in = paper.originals + paper.copies + paper.photocopies > 0
        return bool(sheet.files) or was_handed_in or paper.pk not in came_later

    return [sheet for sheet in sheets if was_there(sheet)]


def paper_file(file_id: UUID, *, dossier: Dossier, until: datetime | None = None) -> PaperFile:
    """Return a file of a dossier's paper; raises Refused for one of anything else, or added after `until`."""
    found = (
        PaperFile.objects.select_related("file", "paper")
        .filter(paper__dossier=dossier, file__public_id=file_id)
        .first()
    )
    if found is None or (until is not None and found.added_at > until):
        raise Refused("no_such_file", N_("Không tìm thấy tệp này."))
    return found


def result_by_token(token: str) -> Result:
    """Return the result behind the address of a verification page; raises Refused."""
    result = (
        Result.objects.select_related("dossier__competent_agency", "file")
        .filter(token=token, state__in=[ResultState.ISSUED, ResultState.REPLACED, ResultState.REVOKED])
        .first()
    )
    if result is None:
        raise Refused("no_such_result", N_("Không có kết quả nào ứng với mã này."))
    return result


def replacement_of(result: Result) -> Result | None:
    """Return what took the place of a result that was handed over, if anything did."""
    decision = result.decisions.exclude(new_result=None).select_related("new_result").first()
    return decision.new_result if decision is not None else None


def overdue(now: datetime) -> DossierQuerySet:
    """Return open dossiers past their due date whose clock is running, the oldest first."""
    return Dossier.objects.open().filter(due_at__lt=now, paused_at=None, completed_at=None).order_by("due_at", "pk")


def external_standings(dossier: Dossier) -> list[ExternalStanding]:
    """Return what the system that decides said of a dossier, the newest first."""
    return list(ExternalStanding.objects.filter(dossier=dossier).order_by("-said_at", "-id"))


def notes(dossier: Dossier, *, until: datetime | None = None) -> list[Note]:
    """Return what officials said beside a dossier, the oldest first; not what was said after `until`."""
    found = Note.objects.filter(dossier=dossier).select_related("by").order_by("id")
    return list(found if until is None else found.filter(at__lte=until))


def colleagues(dossier: Dossier, on: date) -> QuerySet[User]:
    """Return the officials who hold a post at one of a dossier's agencies on a day."""
    here = access.agencies_of(dossier, "dossier.annotate")
    return at_agencies({agency for agency in here if agency is not None}, on)


def consents_of(draft: Draft) -> dict[str, Consent]:
    """Return what others were asked to agree to in a draft, by the paper's key; what was taken back is not among it."""
    return {one.paper_key: one for one in Consent.objects.filter(draft=draft, withdrawn_at=None)}
