"""What follows from an official's absence: who acts is told, and those who answer for the unit where nobody does."""

from datetime import datetime, timedelta

from motcua.accounts.absence_queries import Seat, away_on
from motcua.accounts.models import Absence, Substitute
from motcua.lib.dates import today
from motcua.notices import actions as notices
from motcua.notices.rules import OfficialKind
from motcua.organisations.directory import directory

from ...piles.uncovered import count_uncovered
from .._people import People


def tell_absence(*, absence_id: int, now: datetime) -> int:
    """Tell who acts for somebody absent, each once; return how many were told."""
    found = Absence.objects.filter(pk=absence_id, called_off_at=None).select_related("user").first()
    if found is None:
        return 0
    given = 0
    for one in Substitute.objects.filter(absence=found, valid__endswith__gt=today(now)).select_related("post__agency"):
        given += notices.tell_official(
            user_id=one.user_id,
            kind=OfficialKind.ACTS_FOR,
            params={
                "who": found.user.full_name,
                "title": one.post.title,
                "since": f"{one.valid.lower:%d/%m/%Y}",
                "until": f"{one.valid.upper - timedelta(days=1):%d/%m/%Y}",
            },
            about=("absences", ""),
            now=now,
            key=f"acts_for:{one.pk}",
        )
    return given


def tell_uncovered(*, now: datetime) -> int:
    """Tell those who answer for a unit, once a day, that work lies with somebody absent for whom nobody acts."""
    people = People(now)
    return sum(_tell_superior(seat, people, now=now) for seat in away_on(today(now)).uncovered)


def _tell_superior(seat: Seat, people: People, *, now: datetime) -> int:
    user_id, role, agency_id = seat
    count = count_uncovered(people.away, seat, today(now))
    if not count or agency_id not in directory().by_id:
        return 0
    absence = Absence.objects.select_related("user").get(user=user_id, called_off_at=None, valid__contains=today(now))
    given = 0
    for superior in people.above(role, agency_id, but=[user_id]):
        given += notices.tell_official(
            user_id=superior,
            kind=OfficialKind.UNCOVERED,
            params={
                "who": absence.user.full_name,
                "until": f"{absence.valid.upper - timedelta(days=1):%d/%m/%Y}",
                "count": count,
            },
            about=("absences", ""),
            now=now,
            key=f"uncovered:{user_id}:{role}:{agency_id}:{today(now).isoformat()}",
        )
    return given
