"""A dossier as its applicant sees it: where it is, since when, until when and why, what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.accounts.naming import addressed
from motcua.channels.portal.particulars import CHANNELS
from motcua.channels.portal.term import why_this_day
from motcua.dossiers import bundles, queries
from motcua.dossiers.access import parties_of
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.models.contents import PartyRole
from motcua.dossiers.queries import Progress
from motcua.dossiers.rules.history import WORDS, Happening
from motcua.dossiers.rules.states import FINAL, NAMES, State
from motcua.dossiers.standing import beside_of
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.ui.moments import say_date, say_moment
from motcua.ui.texts import translated

COLOURS = {
    State.REGISTERED: "govuk-tag--blue",
    State.RECEIVED: "govuk-tag--teal",
    State.PROCESSING: "govuk-tag--teal",
    State.SUPPLEMENT_REQUESTED: "govuk-tag--orange",
    State.FINANCIAL_OBLIGATION: "govuk-tag--orange",
    State.COMPLETED: "govuk-tag--green",
    State.DELIVERED: "govuk-tag--green",
    State.REFUSED: "govuk-tag--red",
    State.STOPPED: "govuk-tag--red",
    State.WITHDRAWN: "govuk-tag--grey",
}


def state_name(dossier: Dossier) -> str:
    """Return the national name of a dossier's state."""
    return _(NAMES[State(dossier.state)])


def colour(dossier: Dossier) -> str:
    """Return the class of the state's tag."""
    return COLOURS[State(dossier.state)]


@dataclass(frozen=True)
class Sight:
    """What a page about one dossier shows."""

    dossier: Dossier
    progress: Progress
    state: str
    colour: str
    since: str
    until: str
    stages: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    people: list[tuple[str, str]]
    collected: str
    # What of money, and where the result is, in plain words: (name, words, since when or nothing).
    beside: list[tuple[str, str, str]]
    # Why it is promised for its day, in a few plain lines; empty once the result is there.
    why: list[str]


def sight_of(dossier: Dossier, now: datetime, *, private: bool) -> Sight:
    """Return a dossier as it is shown; to somebody who has only the code and secret, without notes and names."""
    progress = queries.progress_of(dossier, public_only=True)
    events = list(progress.events)
    return Sight(
        dossier=dossier,
        progress=progress,
        state=state_name(dossier),
        colour=colour(dossier),
        since=say_moment(_since(events, dossier)),
        until=until(dossier, now, queries.pause_of(dossier)),
        stages=stages(dossier),
        timeline=[_line(event, private, event is events[-1]) for event in reversed(events)],
        people=_people(dossier) if private else [],
        collected=_(CHANNELS[dossier.result_channel]) if private else "",
        beside=[
            (_(line.name), _(line.plain), say_moment(line.since) if line.since else "")
            for line in beside_of(dossier, events, now=now)
        ],
        why=_why(dossier, private),
    )


def _since(events: Sequence[DossierEvent], dossier: Dossier) -> datetime:
    """Return when the dossier came to where it is; what happens there, a letter for one, does not begin it anew."""
    begun = dossier.submitted_at
    for place, event in enumerate(events):
        if place and event.state != events[place - 1].state:
            begun = event.at
    return begun


def _why(dossier: Dossier, private: bool) -> list[str]:
    if dossier.due_at is None or dossier.completed_at is not None or dossier.state in FINAL:
        return []
    newest = queries.adjustments_of(dossier)
    return why_this_day(newest[0], private=private) if newest else []


ENDS = {
    State.REFUSED: N_("Không được tiếp nhận"),
    State.WITHDRAWN: N_("Đã rút hồ sơ"),
    State.STOPPED: N_("Dừng giải quyết"),
}


def stages(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the few stages of every dossier in a line: those behind it with their dates, where it is, and what comes.

    A dossier that ended otherwise ends its line there.
    """
    moments = [
        (_("Nộp hồ sơ"), dossier.submitted_at),
        (_("Tiếp nhận"), dossier.accepted_at),
        (_("Giải quyết"), dossier.completed_at),
        (_("Trả kết quả"), dossier.delivered_at),
    ]
    line = [_stage(title, at, "done") for title, at in moments if at is not None]
    state = State(dossier.state)
    if state == State.COMPLETED and dossier.is_over:
        return line
    if state in ENDS:
        return [*line, _stage(_(ENDS[state]), dossier.closed_at, "stopped")]
    ahead = [title for title, at in moments if at is None]
    line += [_stage(title, None, "waiting" if place else "current") for place, title in enumerate(ahead)]
    if ahead and dossier.due_at is not None and dossier.paused_at is None:
        line[-1]["when"] = _("hẹn %(when)s") % {"when": say_moment(dossier.due_at)}
    return line


def _stage(title: str, at: datetime | None, state: str) -> dict[str, Any]:
    if at is None:
        return {"title": title, "when": "", "state": state}
    return {"title": title, "when": say_date(today(at)), "at": at.isoformat(), "state": state}


def _people(dossier: Dossier) -> list[tuple[str, str]]:
    """Return who handed it in and whose it is, once where that is the same."""
    parties = {party.role: party for party in parties_of(dossier)}
    said = {
        role: addressed(party.name, party.person, is_organisation=party.is_organisation)
        for role, party in parties.items()
    }
    submitter, owner = said.get(PartyRole.SUBMITTER, ""), said.get(PartyRole.OWNER, "")
    if submitter == owner:
        return [(_("Người nộp"), submitter)]
    return [(_("Người nộp"), submitter), (_("Chủ hồ sơ"), owner)]


def until(dossier: Dossier, now: datetime, pause: str = "") -> str:
    """Say until when the authority has time, or why the clock stands still (`pause`: of `queries.pause_of`)."""
    state = State(dossier.state)
    if state in FINAL:
        return ""
    if state == State.COMPLETED and dossier.is_over:
        return _("Đã giải quyết xong; hồ sơ này không có kết quả để nhận.")
    if state == State.COMPLETED:
        return _("Đã có kết quả, mời ông/bà nhận.")
    if state == State.SUPPLEMENT_REQUESTED:
        return _("Đang chờ ông/bà bổ sung; thời hạn giải quyết chưa tính trong lúc này.")
    if state == State.FINANCIAL_OBLIGATION:
        if dossier.paused_at is None:
            return _("Đang chờ ông/bà nộp tiền (nghĩa vụ tài chính).")
        return _("Đang chờ ông/bà nộp tiền (nghĩa vụ tài chính); thời hạn giải quyết chưa tính trong lúc này.")
    if dossier.paused_at is not None and pause:
        return _("Thời hạn giải quyết tạm dừng từ %(when)s: %(why)s.") % {
            "when": say_moment(dossier.paused_at),
            "why": _(pause),
        }
    if dossier.paused_at is not None:
        return _("Thời hạn đang tạm dừng từ %(when)s, chờ ông/bà.") % {"when": say_moment(dossier.paused_at)}
    if dossier.due_at is not None:
        words = _("Hẹn trả kết quả: %(when)s.") % {"when": say_moment(dossier.due_at)}
        # A last day ends at midnight (Civil Code art. 148(6)).
        if today(dossier.due_at) < today(now):
            return f"{words} {_('Đã quá hạn; cơ quan giải quyết phải xin lỗi và hẹn lại.')}"
        return words
    if dossier.answer_due_at is not None and state == State.REGISTERED:
        return _("Trả lời có tiếp nhận hay không chậm nhất %(when)s.") % {"when": say_moment(dossier.answer_due_at)}
    if bundles.is_bundle(dossier):
        return _("Mỗi phần có ngày hẹn riêng, ghi ở phần đó.")
    return _("Chưa có ngày hẹn trả kết quả.")


def _line(event: DossierEvent, private: bool, is_last: bool) -> dict[str, Any]:
    words = _(WORDS[Happening(event.kind)])
    names = {key: translated(event.params.get(key, "")) for key in ("step", "part")}
    params = {"number": "", **event.params, **names}
    return {
        "title": words.format(**params),
        "when": say_moment(event.at),
        "at": event.at.isoformat(),
        "text": event.note if private else "",
        "state": "current" if is_last else "done",
    }
