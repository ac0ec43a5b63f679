"""Which hour a province prints on form 01, proposed by one and approved by another: fills `approvals.promise_hour`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.worktime.queries import parameter_on

from ..rules.clock import PromiseHour
from .province_choices import ProvinceChoiceKind

KEY = "promise_hour"
NAMES = {
    PromiseHour.END_OF_DAY: N_("Hết giờ làm việc của ngày cuối"),
    PromiseHour.HOUR_OF_RECEPTION: N_("Giờ tiếp nhận, vào ngày cuối"),
}


def hour_on(day: date) -> PromiseHour:
    """Return what the province decided for a day; the end of the day where it decided nothing."""
    return PromiseHour(parameter_on(KEY, day) or PromiseHour.END_OF_DAY)


class PromiseHourKind(ProvinceChoiceKind):
    """The one choice there is; the subject is its key, the content `{"value", "basis"}`."""

    name = N_("Giờ hẹn trả kết quả")
    key = KEY

    def title(self, subject: str) -> str:
        """Return what it is called."""
        return "Giờ hẹn trả kết quả ghi trên giấy tiếp nhận"

    def value_on(self, day: date) -> str:
        """Return what holds on a day."""
        return hour_on(day).value

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless it is another of the known hours."""
        value = content.get("value")
        if value not in set(PromiseHour):
            raise Refused("no_such_hour", N_("Hãy chọn một trong các giờ hẹn."))
        if value == self.base(subject, on):
            raise Refused("nothing_changed", N_("Chưa có thay đổi nào để đề xuất."))

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, in words."""
        return [(self.title(subject), NAMES[hour_on(on)], NAMES[PromiseHour(content["value"])])]
