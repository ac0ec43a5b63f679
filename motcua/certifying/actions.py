"""Enter certifications in the book, and annul what was entered wrongly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from motcua import audit
from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules import IdentityKind
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.organisations.models import Agency

from . import access, queries
from .models import Certification, Request
from .rules import BOOKS, Item, Kind, check

# All numbers of one request at once. The row stays locked until the end: whoever fails gives its numbers back.
NEXT = """
INSERT INTO certifying_book (agency_id, kind, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (agency_id, kind, year) DO UPDATE SET last = certifying_book.last + excluded.last
RETURNING last
"""


@dataclass(frozen=True)
class Requester:
    """Who asks for it; the number only where it is known."""

    name: str
    identity_kind: str = ""
    identity_number: str = ""


@dataclass(frozen=True)
class Signer:
    """Who signs the certification, as the book names them."""

    name: str
    title: str = ""


def certify(
    *,
    agency: Agency,
    kind: Kind,
    requester: Requester,
    items: Sequence[Item],
    signer: Signer,
    key: str,
    by: User,
    now: datetime,
) -> Request:
    """Enter one certification for each original, with its fee, under the next numbers of the book of the year.

    Once under each key: sent again, the first request is returned. Raises Refused for what the book cannot be without,
    and where no tariff counts on the day.
    """
    access.require(by, access.RECORD, agency)
    if earlier := Request.objects.filter(by=by, key=key[:100]).first():
        return earlier
    check(items, requester=requester.name, signer=signer.name)
    try:
        return _enter(agency, kind, requester, items, signer, key[:100], by=by, now=now)
    except IntegrityError:
        if earlier := Request.objects.filter(by=by, key=key[:100]).first():
            return earlier
        raise


@transaction.atomic
def _enter(
    agency: Agency,
    kind: Kind,
    requester: Requester,
    items: Sequence[Item],
    signer: Signer,
    key: str,
    *,
    by: User,
    now: datetime,
) -> Request:
    day = today(now)
    tariff = queries.tariff_on(kind, day)
    if tariff is None:
        raise Refused("no_tariff", N_("Chưa có mức phí nào cho ngày hôm nay. Hãy báo quản trị nghiệp vụ."))
    sealed = None
    if requester.identity_number:
        sealed = identity.seal(
            IdentityKind(requester.identity_kind or IdentityKind.PERSONAL_ID), requester.identity_number
        )
    request = Request.objects.create(
        agency=agency,
        unit=agency.one_stop or agency,
        requester=requester.name.strip()[:200],
        identity=sealed,
        at=now,
        by=by,
        key=key,
    )
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [agency.pk, kind.value, day.year, len(items)])
        last = int(cursor.fetchone()[0])
    first = last - len(items) + 1
    Certification.objects.bulk_create(
        Certification(
            request=request,
            agency=agency,
            kind=kind.value,
            year=day.year,
            number=number,
            certified_on=day,
            document=item.document[:300],
            pages=item.pages,
            copies=item.copies,
            fee=tariff.rate.fee(item),
            signer_name=signer.name[:200],
            signer_title=signer.title[:200],
        )
        for number, item in enumerate(items, start=first)
    )
    audit.record(
        "certification.recorded",
        about=("certification", f"{agency.code}-{kind}-{day.year}-{first}"),
        by=actor(by, agency.code),
        at=now,
        details={"book": BOOKS[kind], "first": first, "last": last},
    )
    return request


@transaction.atomic
def annul(*, certification_id: int, reason: str, by: User, now: datetime) -> Certification:
    """Annul an entry: its number stays in the book, and counts for nothing. The reason is owed."""
    found = (
        Certification.objects.select_for_update(of=("self",))
        .select_related("agency__one_stop")
        .filter(pk=certification_id)
        .first()
    )
    if found is None:
        raise Refused("not_found", N_("Không tìm thấy lần chứng thực này."))
    access.require(by, access.RECORD, found.agency)
    if found.annulled_at is not None:
        raise Conflict("annulled_meanwhile", N_("Số này đã hủy rồi."))
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    found.annulled_at, found.annulled_by, found.annul_reason = now, by, reason.strip()[:300]
    found.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    audit.record(
        "certification.annulled",
        about=("certification", f"{found.agency.code}-{found.kind}-{found.year}-{found.number}"),
        by=actor(by, found.agency.code),
        at=now,
    )
    return found
