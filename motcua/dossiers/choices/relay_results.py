"""Whether an agency that handed a relay on reads the result once it is issued: fills `approvals.relay_result`.

[?] Whoever took part is usually among the addressees of a decision, but no text was found that says so of a relay
(Decree 30/2020/NĐ-CP, Phụ lục I, was not seen). It counts where a province has decided nothing; one that reads Law
91/2025/QH15 more strictly decides otherwise, for what is issued from a day on.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.worktime.queries import parameter_on

from .province_choices import ProvinceChoiceKind

KEY = "relay_result"
READ, UNREAD = "read", "unread"
NAMES = {READ: N_("Được xem kết quả khi đã phát hành"), UNREAD: N_("Không xem kết quả")}


def is_read(issued_on: date) -> bool:
    """Tell whether those who handed it on read a result that was issued on a day."""
    return (parameter_on(KEY, issued_on) or READ) == READ


class RelayResultKind(ProvinceChoiceKind):
    """The one choice there is; the subject is its key, the content `{"value", "basis"}`."""

    name = N_("Kết quả của hồ sơ qua nhiều cấp")
    key = KEY

    def title(self, subject: str) -> str:
        """Return what it is called."""
        return "Cơ quan đã chuyển hồ sơ đi có xem kết quả không"

    def value_on(self, day: date) -> str:
        """Return what holds on a day."""
        return READ if is_read(day) else UNREAD

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless it is the other of the two."""
        value = content.get("value")
        if value not in NAMES:
            raise Refused("no_such_choice", N_("Hãy chọn một trong hai cách."))
        if value == self.base(subject, on):
            raise Refused("nothing_changed", N_("Chưa có thay đổi nào để đề xuất."))

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, in words."""
        return [(self.title(subject), NAMES[self.value_on(on)], NAMES[str(content["value"])])]
