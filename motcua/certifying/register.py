"""What was certified at once, as rows of the one-stop unit's register: no slip is printed, but the unit received it.

A certification is a procedure of the catalogue; where the result is given at once only the slip may be left out (Decree
61/2018/NĐ-CP, article 17; the register is that of Circular 01/2018/TT-VPCP, article 10(2)).
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from motcua.accounts.models import User
from motcua.dossiers.paperwork.form_facts import COLLECTED
from motcua.dossiers.rules.form_data import RegisterRow
from motcua.dossiers.rules.states import ResultChannel
from motcua.lib.dates import VN
from motcua.organisations.models import Agency

from . import access
from .models import Certification, Request
from .rules import NAMES, Kind

CHUNK = 500


def received(unit: Agency, first: date, last: date, *, by: User) -> QuerySet[Request]:
    """Return the requests of a unit between two days, both among them, whose books somebody may see, by moment."""
    since, until = (datetime.combine(day, time(), VN) for day in (first, last + timedelta(days=1)))
    agencies = [agency.pk for agency in access.agencies_of(by, access.SEE)]
    found = Request.objects.filter(unit=unit, agency__in=agencies, at__gte=since, at__lt=until)
    # What was annulled whole was never given.
    counts = Certification.objects.filter(request=OuterRef("pk"), annulled_at=None)
    return found.filter(Exists(counts)).order_by("at", "pk")


def rows_of(requests: QuerySet[Request]) -> Iterator[RegisterRow]:
    """Give a row for each request with its numbers in the book, read in pieces."""
    found = requests.annotate(
        kind=Min("certifications__kind"),
        year=Min("certifications__year"),
        least=Min("certifications__number"),
        most=Max("certifications__number"),
        originals=Count("certifications"),
    ).values_list("kind", "year", "least", "most", "originals", "requester", "agency__name", "at", "public_id")
    for kind, year, least, most, originals, requester, agency, at, key in found.iterator(CHUNK):
        numbers = f"{least}" if least == most else f"{least}-{most}"
        yield RegisterRow(
            code=f"Số {numbers}/{year}",
            procedure=NAMES[Kind(kind)],
            owner=requester,
            contact="",
            agency=agency,
            received_at=at,
            promised_at=None,
            delivered_at=at,
            collected=COLLECTED[ResultChannel.COUNTER],
            sets=originals,
            recipient=requester,
            note="Trả ngay, không lập giấy hẹn",
            certification=str(key),
        )
