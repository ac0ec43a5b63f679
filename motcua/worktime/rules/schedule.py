"""When an office is open: regular hours by weekday, and days unlike others."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from motcua.lib.dates import VN
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

ONE_DAY = timedelta(days=1)
FURTHEST = 90  # days without an open office after which a calendar is called empty


class Code(StrEnum):
    """Why a stretch of time counts or does not."""

    OUTSIDE_HOURS = "outside_hours"
    AFTER_CUTOFF = "after_cutoff"
    MAY_NEXT_DAY = "may_next_day"
    HAND_OVER = "hand_over"
    EVENT_DAY = "event_day"
    SAME_DAY = "same_day"
    COUNTED = "counted"
    MAKE_UP = "make_up"
    REST = "rest"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    STOPPED = "stopped"
    NO_SUCH_DAY = "no_such_day"
    LAST_DAY_OFF = "last_day_off"
    # What only a dossier's promise knows (dossiers.rules.clock); the counting itself is above.
    COMPETENT_RECEIPT = "competent_receipt"
    RESTARTED = "restarted"
    VERIFICATION = "verification"
    COLLECTION = "collection"
    PROMISED_HOUR = "promised_hour"
    FIXED = "fixed"


ARTICLES = {
    Code.OUTSIDE_HOURS: "Nghị định 118/2025/NĐ-CP, điều 17 khoản 3",
    Code.AFTER_CUTOFF: "Nghị định 118/2025/NĐ-CP, điều 18 khoản 2",
    Code.HAND_OVER: "Nghị định 118/2025/NĐ-CP, điều 18 khoản 2",
    Code.EVENT_DAY: "Bộ luật Dân sự 2015, điều 147 khoản 2 và 3",
    Code.SAME_DAY: "Bộ luật Dân sự 2015, điều 148 khoản 6",
    Code.HOLIDAY: "Bộ luật Lao động 2019, điều 112",
    Code.REST: "Bộ luật Lao động 2019, điều 111",
    Code.NO_SUCH_DAY: "Bộ luật Dân sự 2015, điều 148 khoản 3",
    Code.LAST_DAY_OFF: "Bộ luật Dân sự 2015, điều 148 khoản 5",
}


class DayKind(StrEnum):
    """How a day differs from others of its weekday."""

    HOLIDAY = "holiday"
    WORKING = "working"
    CLOSURE = "closure"


class Standing(StrEnum):
    """Whether a day was announced by the State, or is expected by the law's general rule until it is."""

    ANNOUNCED = "announced"
    PROJECTED = "projected"


@dataclass(frozen=True)
class Hours:
    """Open on one weekday (0 is Monday) between two minutes of the day, while valid."""

    weekday: int
    opens: int
    closes: int
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True)
class Special:
    """A day unlike others of its weekday."""

    kind: DayKind
    name: str = ""
    standing: Standing = Standing.ANNOUNCED
    like_weekday: int | None = None


Day = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Schedule:
    """The working time of an office as a plain value: regular hours, special days, and how far those are known."""

    hours: tuple[Hours, ...]
    special: Mapping[date, Special] = field(default_factory=dict)
    known_until: date = date.max
    name: str = ""
    projected_days: tuple[date, ...] = field(init=False, repr=False)
    _days: dict[date, Day] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Keep the days that are not announced yet in order, to be found quickly."""
        days = sorted(day for day, special in self.special.items() if special.standing is Standing.PROJECTED)
        object.__setattr__(self, "projected_days", tuple(days))

    def is_certain(self, first: date, last: date) -> bool:
        """Tell whether every special day of a stretch is known and announced."""
        at = bisect_left(self.projected_days, first)
        return last <= self.known_until and (at == len(self.projected_days) or self.projected_days[at] > last)

    def periods_on(self, day: date) -> Day:
        """Return the minutes of the day between which the office is open; nothing on a day off."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._periods_on(day)
        return found

    def _periods_on(self, day: date) -> Day:
        special = self.special.get(day)
        weekday = day.weekday()
        if special:
            if special.kind != DayKind.WORKING or special.like_weekday is None:
                return ()
            weekday = special.like_weekday
        return tuple(
            sorted((h.opens, h.closes) for h in self.hours if h.weekday == weekday and h.since <= day < h.until)
        )

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office works on that day."""
        return bool(self.periods_on(day))

    def next_working_day(self, day: date) -> date:
        """Return the day itself or the first working day after it; raises Refused where the calendar is empty."""
        for _ in range(FURTHEST):
            if self.periods_on(day):
                return day
            day += ONE_DAY
        raise Refused("calendar_empty", N_("Lịch làm việc “{name}” chưa có ngày làm việc nào."), name=self.name)

    def closing(self, day: date) -> datetime:
        """Return when the office closes for good on a working day."""
        return moment_of(day, self.periods_on(day)[-1][1])

    def opening_from(self, moment: datetime) -> datetime:
        """Return the moment itself where the office is open then, or when it next opens."""
        here = local(moment)
        day, minute = here.date(), here.hour * 60 + here.minute
        for opens, closes in self.periods_on(day):
            if minute < closes:
                return here if minute >= opens else moment_of(day, opens)
        day = self.next_working_day(day + ONE_DAY)
        return moment_of(day, self.periods_on(day)[0][0])

    def why_off(self, day: date) -> tuple[Code, str]:
        """Return why a day counts or not, with the special day's name."""
        special = self.special.get(day)
        if special and special.kind == DayKind.WORKING and self.periods_on(day):
            return Code.MAKE_UP, special.name
        if special and special.kind == DayKind.HOLIDAY:
            return Code.HOLIDAY, special.name
        if special and special.kind == DayKind.CLOSURE:
            return Code.CLOSURE, special.name
        return (Code.COUNTED if self.periods_on(day) else Code.REST), ""


def local(moment: datetime) -> datetime:
    """Return an aware moment in Việt Nam's time."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be counted from")
    return moment.astimezone(VN)


def moment_of(day: date, minute: int = 0) -> datetime:
    """Return a minute of a day in Việt Nam."""
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=VN)
