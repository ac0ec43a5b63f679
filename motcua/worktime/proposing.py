"""A calendar as something that one person proposes to change and another approves: fills the port `approvals.calendar`.

The subject is a calendar's code. The content is `{"days": [{"day", "kind", "name", "basis", "like_weekday"}],
"usual": [day], "hours": [{"weekday", "opens", "closes"}]}`: days unlike others, days that become usual again, and new
regular hours from the day on which the proposal holds; each part may be missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from motcua.lib.actors import Actor
from motcua.lib.dates import WEEKDAYS
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.worktime import actions
from motcua.worktime.models import Calendar, Period, SpecialDay
from motcua.worktime.rules import DayKind

MOST_DAYS = 100
KIND_NAMES = {
    DayKind.CLOSURE: N_("cơ quan nghỉ"),
    DayKind.WORKING: N_("làm việc"),
    DayKind.HOLIDAY: N_("nghỉ lễ"),
}
USUAL = N_("như ngày thường")


@dataclass(frozen=True)
class Change:
    """What a proposal says, read."""

    days: tuple[actions.OwnDay, ...]
    usual: tuple[date, ...]
    hours: tuple[actions.OfficeHours, ...] | None

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> "Change":
        """Read a content; raises Refused for what is no change of a calendar."""
        try:
            hours = content.get("hours")
            return cls(
                days=tuple(
                    actions.OwnDay(
                        day=date.fromisoformat(row["day"]),
                        kind=DayKind(row["kind"]),
                        name=str(row["name"]).strip()[:150],
                        basis=str(row["basis"]).strip()[:250],
                        like_weekday=row.get("like_weekday"),
                    )
                    for row in content.get("days", ())
                ),
                usual=tuple(date.fromisoformat(day) for day in content.get("usual", ())),
                hours=None
                if hours is None
                else tuple(
                    actions.OfficeHours(
                        (int(row["weekday"]),), time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"])
                    )
                    for row in hours
                ),
            )
        except (KeyError, ValueError, TypeError) as problem:
            raise Refused("not_a_calendar", N_("Nội dung đề xuất không phải là thay đổi lịch làm việc.")) from problem

    def check(self, on: date) -> None:
        """Raise Refused for what cannot be: a day of the past, a make-up day without hours, hours that overlap."""
        if not self.days and not self.usual and self.hours is None:
            raise Refused("nothing_changed", N_("Chưa có thay đổi nào để đề xuất."))
        if len(self.days) + len(self.usual) > MOST_DAYS:
            raise Refused("too_many_days", N_("Nhiều ngày quá; hãy chia thành nhiều đề xuất."))
        if any(day < on for day in (*(one.day for one in self.days), *self.usual)):
            raise Refused("day_past", N_("Chỉ đổi được ngày từ hôm nay trở đi: ngày đã qua đã được tính vào thời hạn."))
        for one in self.days:
            if not one.name:
                raise Refused("day_name", N_("Hãy ghi vì sao ngày đó khác ngày thường."))
            if (one.kind is DayKind.WORKING) != (one.like_weekday in range(7)):
                raise Refused("day_like", N_("Ngày làm việc thêm phải ghi làm theo giờ của thứ mấy."))
        spans: dict[int, list[tuple[time, time]]] = {}
        for part in self.hours or ():
            if part.opens >= part.closes:
                raise Refused("hours_order", N_("Giờ mở cửa phải trước giờ đóng cửa."))
            spans.setdefault(part.weekdays[0], []).append((part.opens, part.closes))
        for day in spans.values():
            ordered = sorted(day)
            if any(one[1] > other[0] for one, other in pairwise(ordered)):
                raise Refused("hours_overlap", N_("Hai buổi của cùng một ngày trùng giờ nhau."))
        if self.hours is not None and not spans:
            raise Refused("hours_none", N_("Lịch phải có ít nhất một buổi làm việc trong tuần."))


class CalendarKind:
    """The change of one calendar; the subject is its code."""

    name = N_("Lịch làm việc")
    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"

    def title(self, subject: str) -> str:
        """Return the calendar's name."""
        return _calendar(subject).name

    def base(self, subject: str, on: date) -> str:
        """Return the calendar's version: every change gives it a new one, the State's holidays included."""
        return f"{subject[:40]}:{_calendar(subject).version}"

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless this could be applied on that day."""
        _calendar(subject)
        Change.read(content).check(on)

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Change the calendar; what was promised is not counted again by this (`recompute_clocks`)."""
        change = Change.read(content)
        actions.change_calendar(
            calendar_id=_calendar(subject).pk, days=change.days, usual=change.usual, hours=change.hours, since=on
        )

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, in words."""
        calendar, change = _calendar(subject), Change.read(content)
        own = {row.day: row for row in SpecialDay.objects.filter(calendar=calendar)}
        told = [(f"{one.day:%d/%m/%Y}", _said(own.get(one.day)), _day_said(one)) for one in change.days]
        told += [(f"{day:%d/%m/%Y}", _said(own.get(day)), USUAL) for day in change.usual]
        if change.hours is not None:
            standing = Period.objects.filter(calendar=calendar, valid__contains=on).order_by("weekday", "opens")
            before = [(row.weekday, row.opens, row.closes) for row in standing]
            after = [(part.weekdays[0], part.opens, part.closes) for part in change.hours]
            for weekday in range(7):
                old, new = (_hours_said(rows, weekday) for rows in (before, after))
                if old != new:
                    told.append((WEEKDAYS[weekday], old, new))
        return told


def _calendar(code: str) -> Calendar:
    found = Calendar.objects.filter(code=code).first()
    if found is None:
        raise Refused("no_such_calendar", N_("Không có lịch làm việc nào mang mã {calendar}."), calendar=code[:40])
    return found


def _said(row: SpecialDay | None) -> str:
    return f"{KIND_NAMES[DayKind(row.kind)]}: {row.name}" if row is not None else ""


def _day_said(one: actions.OwnDay) -> str:
    like = f" ({WEEKDAYS[one.like_weekday]})" if one.like_weekday is not None else ""
    return f"{KIND_NAMES[one.kind]}{like}: {one.name}"


def _hours_said(rows: Sequence[tuple[int, time, time]], weekday: int) -> str:
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for day, opens, closes in sorted(rows) if day == weekday)
