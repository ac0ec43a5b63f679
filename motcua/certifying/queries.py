"""Reads of the books: entries of a day or a year in pages, and their sums."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from motcua.accounts.models import User
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from . import access
from .models import Certification, Request, Tariff
from .rules import Kind


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
