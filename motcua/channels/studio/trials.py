"""A trial of a proposal, as its page shows it: how far it is, and what it found, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.approvals.models import Rehearsal
from motcua.approvals.rules import RehearsalStatus
from motcua.dossiers import access
from motcua.lib.marks import N_

# What is worst comes first. `same` are those that would have gone as they went.
KINDS = {
    "stuck": N_("Kẹt: không đi hết quy trình mới"),
    "answer": N_("Câu trả lời thiếu hoặc không còn hợp lệ"),
    "paper": N_("Thiếu giấy tờ"),
    "no_date": N_("Không tính được ngày hẹn nữa"),
    "late": N_("Đúng hạn khi ấy, nay thành quá hạn"),
    "earlier": N_("Ngày hẹn trả sớm hơn"),
    "later": N_("Ngày hẹn trả muộn hơn"),
    "added": N_("Thêm bước"),
    "dropped": N_("Bớt bước"),
    "unclear": N_("Không so được: theo quy trình cũ cũng không chạy lại được"),
    "same": N_("Không có gì khác"),
}
GRAVE = frozenset({"stuck", "answer", "paper", "no_date", "late"})
USUAL_PERIOD = timedelta(days=90)


@dataclass(frozen=True)
class Found:
    """One kind of difference: how many dossiers, why, and some of them; an address where the reader may see one."""

    name: str
    count: int
    is_grave: bool
    reasons: Sequence[tuple[str, int]]
    examples: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Trial:
    """A trial as shown. `failure` is why it could not run."""

    rehearsal: Rehearsal
    is_running: bool
    was_stopped: bool
    failure: str
    found: Sequence[Found]
    total: int
    of: int


def trial_of(rehearsal: Rehearsal, by: User) -> Trial:
    """Return a trial in the reader's words."""
    report = rehearsal.report
    named = {one["id"] for examples in report.get("examples", {}).values() for one in examples}
    seen = {str(pk) for pk in access.visible_to(by).filter(public_id__in=named).values_list("public_id", flat=True)}

    def example(one: Mapping[str, str]) -> tuple[str, str]:
        return one["code"], reverse("desk:dossier", args=[one["id"]]) if one["id"] in seen else ""

    found = [
        Found(
            name=_(name),
            count=report["counts"][kind],
            is_grave=kind in GRAVE,
            reasons=[(_worded(one), one["count"]) for one in report["reasons"].get(kind, ())],
            examples=[example(one) for one in report["examples"].get(kind, ())],
        )
        for kind, name in KINDS.items()
        if report.get("counts", {}).get(kind)
    ]
    return Trial(
        rehearsal=rehearsal,
        is_running=rehearsal.status in {RehearsalStatus.WAITING, RehearsalStatus.RUNNING},
        was_stopped=rehearsal.status == RehearsalStatus.STOPPED,
        failure=_worded(rehearsal.failure) if rehearsal.failure else "",
        found=found,
        total=report.get("total", 0),
        of=report.get("of", 0),
    )


def _worded(said: Mapping[str, Any]) -> str:
    message = str(said["message"])
    params = {key: _(value) if isinstance(value, str) and value else value for key, value in said["params"].items()}
    try:
        return _(message).format(**params)
    except (KeyError, IndexError, ValueError):
        # Words that the form itself found may hold braces of their own.
        return message


def usual_period(today: date) -> tuple[date, date]:
    """Return the period that is offered at first."""
    return today - USUAL_PERIOD, today
