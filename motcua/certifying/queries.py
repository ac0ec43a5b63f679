"""Reads of the books: entries of a day or a year in pages, and their sums."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from motcua.accounts.models import Person, User
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from . import access
from .models import Certification, ElectronicCopy, Request, Tariff
from .rules import CopyState, Kind
from .signers import absent_leaders

MOST_COPIES_SHOWN = 100
STUCK_AFTER = timedelta(minutes=30)  # after it the job that was to sign is lost, or waits for its next attempt
MOST_STUCK = 1000


@dataclass(frozen=True)
class Sums:
    """What stands in the book: entries that count, copies, đồng, and how many entries were annulled."""

    entries: int
    copies: int
    fees: int
    annulled: int


def tariff_on(kind: Kind, day: date) -> Tariff | None:
    """Return what counts on a day, or None."""
    return Tariff.objects.filter(kind=kind, valid_from__lte=day).order_by("-valid_from").first()


def request_of(public_id: UUID, *, by: User) -> Request:
    """Return a request whose book somebody may see; the same Refused where there is none and where they may not."""
    found = Request.objects.select_related("agency__one_stop").filter(public_id=public_id).first()
    if found is None or found.agency not in access.agencies_of(by, access.SEE):
        raise Refused("not_found", N_("Không tìm thấy lần chứng thực này."))
    return found


def entries(agency_id: int, kind: Kind, *, year: int, day: date | None = None) -> QuerySet[Certification]:
    """Return a book's entries in the order of their numbers, of a day or of the whole year."""
    found = Certification.objects.filter(agency=agency_id, kind=kind, year=year)
    found = found.filter(certified_on=day) if day is not None else found
    return found.select_related("request").order_by("number")


def sums(agency_id: int, kind: Kind, *, year: int, day: date | None = None) -> Sums:
    """Return the sums of the same entries; annulled ones are counted apart and cost nothing."""
    counts = Q(annulled_at=None)
    found = entries(agency_id, kind, year=year, day=day).aggregate(
        entries=Count("pk", filter=counts),
        copies=Sum("copies", filter=counts),
        fees=Sum("fee", filter=counts),
        annulled=Count("pk", filter=~counts),
    )
    return Sums(found["entries"], found["copies"] or 0, found["fees"] or 0, found["annulled"])


def _copies() -> QuerySet[ElectronicCopy]:
    return ElectronicCopy.objects.select_related(
        "certification__agency__one_stop", "certification__request", "scan", "file"
    ).filter(certification__annulled_at=None)


def copies_to_sign(by: User) -> list[ElectronicCopy]:
    """Return the copies that wait for somebody's signature.

    The book names as who certifies them, or the absent leader for whom they act today.
    """
    return list(_to_sign(by).order_by("pk")[:MOST_COPIES_SHOWN])


def _to_sign(by: User) -> QuerySet[ElectronicCopy]:
    agencies = access.agencies_of(by, "certification.sign")
    waiting = _copies().filter(state=CopyState.SCANNED, certification__agency__in=agencies)
    theirs = Q(certification__signer_name=by.full_name)
    for agency, name in absent_leaders(by, today(timezone.now())):
        theirs |= Q(certification__agency=agency, certification__signer_name=name)
    return waiting.filter(theirs)


def copies_to_seal(by: User) -> list[ElectronicCopy]:
    """Return the signed copies of somebody's agencies that wait for the seal."""
    return list(_to_seal(by).order_by("pk")[:MOST_COPIES_SHOWN])


def _to_seal(by: User) -> QuerySet[ElectronicCopy]:
    agencies = access.agencies_of(by, "certification.seal")
    return _copies().filter(state=CopyState.SIGNED, certification__agency__in=agencies)


def each_copy_waiting(by: User, *, page: int) -> Iterator[ElectronicCopy]:
    """Give all copies that wait for somebody's signature, then those for their agencies' seal, read page by page."""
    for waiting in (_to_sign(by), _to_seal(by)):
        yield from waiting.order_by("pk").iterator(page)


def copies_in(request: Request) -> list[ElectronicCopy]:
    """Return the electronic copies that somebody asked for at once."""
    return list(_copies().filter(certification__request=request).order_by("certification__number"))


def copies_asked(by: User) -> list[ElectronicCopy]:
    """Return the copies on which somebody asked for a signature or a seal that is not there yet."""
    asked = _copies().filter(asked_by=by, asked_at__isnull=False)
    return list(asked.exclude(state=CopyState.ISSUED).order_by("pk"))


def stuck_copies(now: datetime) -> list[ElectronicCopy]:
    """Return the copies whose signature or seal was asked for so long ago that no job for it can be at work."""
    asked = _copies().filter(asked_at__lt=now - STUCK_AFTER).exclude(state=CopyState.ISSUED)
    return list(asked.select_related("asked_by").order_by("asked_at", "pk")[:MOST_STUCK])


def copy_to_look_at(public_id: UUID, *, by: User) -> ElectronicCopy:
    """Return a copy whose book somebody may see; the same Refused where there is none and where they may not."""
    found = _copies().filter(public_id=public_id).first()
    if found is None or found.certification.agency not in access.agencies_of(by, access.SEE):
        raise Refused("not_found", N_("Không tìm thấy lần chứng thực này."))
    return found


def issued_copy(token: str) -> ElectronicCopy:
    """Return the issued copy behind a public address, an annulled one too; raises Refused."""
    found = ElectronicCopy.objects.select_related(
        "certification__agency", "certification__request__identity__person", "file"
    )
    copy = found.filter(token=token, state=CopyState.ISSUED).first()
    if copy is None:
        raise Refused("not_found", N_("Không tìm thấy bản sao này. Hãy xem lại địa chỉ, hoặc hỏi nơi đã chứng thực."))
    return copy


def copies_of(person: Person) -> list[ElectronicCopy]:
    """Return the copies issued to somebody under their own number, the newest first."""
    own = _copies().filter(state=CopyState.ISSUED, certification__request__identity__person=person)
    return list(own.order_by("-pk")[:MOST_COPIES_SHOWN])
