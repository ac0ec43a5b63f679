"""Which procedures are handled without paper, from when until when, by which decision; changed by two people.

Provinces decide it and publish lists by level (Lâm Đồng's list of 2024: 84 procedures of the province, 6 of communes).
Fills `approvals.paperless`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.procedures.models import Paperless, Procedure


def decision_on(procedure_id: int, day: date) -> Paperless | None:
    """Return the decision by which a procedure is handled without paper on a day, or None."""
    return Paperless.objects.filter(procedure=procedure_id, valid__contains=day).first()


def all_decisions(*, limit: int = 500) -> list[Paperless]:
    """Return every decision with its procedure, those in force and to come before those that are over."""
    found = Paperless.objects.filter(valid__isempty=False).select_related("procedure")
    return list(found.order_by("-valid", "procedure__code")[:limit])


class PaperlessKind:
    """One procedure becomes paperless, or stops being it; the subject is its code.

    The content is `{"number", "decided_on", "until"}`, the dates as ISO texts, `until` empty for no end, or
    `{"ends": true}`.
    """

    name = N_("Thủ tục không dùng hồ sơ giấy")
    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"

    def title(self, subject: str) -> str:
        """Return the procedure's everyday name."""
        return f"Không dùng hồ sơ giấy: {_procedure(subject).title}"

    def base(self, subject: str, on: date) -> str:
        """Return what holds on a day."""
        found = decision_on(_procedure(subject).pk, on)
        return f"{found.pk}:{found.valid.upper}" if found is not None else ""

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless the decision is named whole and its days are in order, or there is one to end."""
        procedure = _procedure(subject)
        if content.get("ends"):
            if decision_on(procedure.pk, on) is None:
                raise Refused("not_paperless", N_("Thủ tục này đang không thuộc danh mục không dùng hồ sơ giấy."))
            return
        if not clean(str(content.get("number", ""))):
            raise Refused("no_decision", N_("Hãy ghi số của quyết định."))
        if _day(content, "decided_on") is None:
            raise Refused("no_decision_day", N_("Hãy ghi ngày của quyết định."))
        until = _day(content, "until")
        if until is not None and until < on:
            raise Refused("days_backwards", N_("Ngày hết áp dụng phải sau ngày bắt đầu."))

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Let it hold from a day on; what held before ends the day before."""
        procedure = _procedure(subject)
        # Paper may have been taken against one that began today: it stays, and holds on no day.
        Paperless.objects.filter(procedure=procedure, valid__startswith__gte=on).update(valid=DateRange(empty=True))
        for row in Paperless.objects.select_for_update().filter(procedure=procedure, valid__contains=on):
            row.valid = DateRange(row.valid.lower, on)
            row.save(update_fields=["valid"])
        if not content.get("ends"):
            until = _day(content, "until")
            Paperless.objects.create(
                procedure=procedure,
                number=clean(str(content["number"]))[:60],
                decided_on=_day(content, "decided_on") or on,
                valid=DateRange(on, until, "[]" if until is not None else "[)"),
            )

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, in words."""
        found = decision_on(_procedure(subject).pk, on)
        new = ""
        if not content.get("ends"):
            until = _day(content, "until")
            new = f"Quyết định {content['number']}, từ {on:%d/%m/%Y}" + (f" đến {until:%d/%m/%Y}" if until else "")
        return [(self.title(subject), f"Quyết định {found.number}" if found is not None else "", new)]


def _procedure(code: str) -> Procedure:
    found = Procedure.objects.filter(code=code).first()
    if found is None:
        raise Refused("unknown_procedure", N_("Danh mục không có thủ tục {procedure}."), procedure=code[:40])
    return found


def _day(content: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(str(content.get(name) or ""))
    except ValueError:
        return None
