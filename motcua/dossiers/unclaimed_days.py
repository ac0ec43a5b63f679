"""After how many days a result is called unclaimed, proposed by one and approved by another.

Fills `approvals.unclaimed_days`. No decree sets the number: provinces do. Đồng Tháp tells or delivers within three days
of the result, and that counts where a province has decided nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.worktime import actions
from motcua.worktime.queries import parameter_on

KEY = "unclaimed_days"
USUAL, MOST = 3, 90


def days_on(day: date) -> int:
    """Return after how many calendar days, by what the province decided for a day."""
    return int(parameter_on(KEY, day) or USUAL)


class UnclaimedDaysKind:
    """The one number there is; the subject is its key, the content `{"value": "3", "basis": text}`."""

    name = N_("Số ngày kết quả chưa ai nhận")
    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"

    def title(self, subject: str) -> str:
        """Return what it is called."""
        return "Sau bao nhiêu ngày thì kết quả gọi là chưa ai nhận"

    def base(self, subject: str, on: date) -> str:
        """Return what holds on a day."""
        if subject != KEY:
            raise Refused("no_such_choice", N_("Không có lựa chọn nào tên như vậy."))
        return str(days_on(on))

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless it is another number of days."""
        value = str(content.get("value", ""))
        if not (value.isascii() and value.isdigit() and len(value) < 3 and 1 <= int(value) <= MOST):
            raise Refused("no_such_days", N_("Hãy ghi số ngày từ 1 đến {most}."), most=MOST)
        if int(value) == int(self.base(subject, on)):
            raise Refused("nothing_changed", N_("Chưa có thay đổi nào để đề xuất."))

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Let it hold from a day on."""
        value, basis = str(int(content["value"])), str(content.get("basis") or "")
        actions.set_parameter(key=KEY, value=value, basis=basis, since=on)

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, in words."""
        return [(self.title(subject), f"{days_on(on)} ngày", f"{int(content['value'])} ngày")]
