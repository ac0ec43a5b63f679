"""A number or choice of the province that holds from a day on, proposed by one and approved by another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.worktime import actions


class ProvinceChoiceKind:
    """What such kinds of `approvals` share: one subject, the key; the content is `{"value", "basis"}`, both texts."""

    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"
    key: str

    def value_on(self, day: date) -> str:
        """Return what holds on a day, as the content says it."""
        raise NotImplementedError

    def base(self, subject: str, on: date) -> str:
        """Return what holds on a day; raises Refused for another subject."""
        if subject != self.key:
            raise Refused("no_such_choice", N_("Không có lựa chọn nào tên như vậy."))
        return self.value_on(on)

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Let it hold from a day on."""
        actions.set_parameter(
            key=self.key, value=str(content["value"]), basis=str(content.get("basis") or ""), since=on
        )
