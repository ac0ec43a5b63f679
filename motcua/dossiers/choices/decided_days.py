"""A number of days that a province decides, from a day on: proposed by one and approved by another."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.worktime.queries import parameter_on

from .province_choices import ProvinceChoiceKind


def days_of(key: str, usual: int, day: date) -> int:
    """Return how many calendar days the province decided for a day; the usual number where it decided nothing."""
    return int(parameter_on(key, day) or usual)


class DaysKind(ProvinceChoiceKind):
    """What is common to such numbers; the subject is the key, the content `{"value": "3", "basis": text}`."""

    name: str
    usual: ClassVar[int]
    most: ClassVar[int]
    words: ClassVar[str]
    unit: ClassVar[str] = "ngày"
    wrong: ClassVar[str] = N_("Hãy ghi số ngày từ 1 đến {most}.")

    def title(self, subject: str) -> str:
        """Return what it is called."""
        return self.words

    def value_on(self, day: date) -> str:
        """Return what holds on a day."""
        return str(days_of(self.key, self.usual, day))

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless it is another number of days."""
        value = str(content.get("value", ""))
        if not (value.isascii() and value.isdigit() and len(value) < 4 and 1 <= int(value) <= self.most):
            raise Refused("no_such_days", self.wrong, most=self.most)
        if int(value) == int(self.base(subject, on)):
            raise Refused("nothing_changed", N_("Chưa có thay đổi nào để đề xuất."))

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, in words."""
        before, after = days_of(self.key, self.usual, on), int(content["value"])
        return [(self.title(subject), f"{before} {self.unit}", f"{after} {self.unit}")]
