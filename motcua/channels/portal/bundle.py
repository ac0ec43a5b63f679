"""The parts of a bundle as its applicant sees them: what each agency does, since when, until when, with what result.

Before it is filed the same is said of the procedure: who decides which part, in which time, for how much, with what.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.channels.portal.showing import colour, state_name, until
from motcua.dossiers import bundles
from motcua.dossiers.bundles import Part
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.packages import package_of
from motcua.dossiers.paperwork.documents import newest_answers
from motcua.dossiers.rules.bundles import OVER, PartRule, Phase
from motcua.dossiers.rules.fees import charges
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.states import FINAL, WAITING_FOR_CITIZEN, State
from motcua.lib.marks import N_
from motcua.procedures import queries as procedures
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules.summaries import fee_in_short, time_in_short
from motcua.ui.amounts import say_money
from motcua.ui.moments import say_date, say_moment
from motcua.ui.texts import said, translated

PHASES = {Phase.WAITING: N_("Chờ phần trước"), Phase.DROPPED: N_("Không làm được")}
PHASE_COLOURS = {Phase.WAITING: "govuk-tag--grey", Phase.DROPPED: "govuk-tag--red"}


@dataclass(frozen=True)
class PlannedPart:
    """One part before anything was filed: who decides it, in which time, for how much, with what result."""

    title: str
    agency: str
    time: str
    fee: str
    gives: str
    after: str


def planned(version: ProcedureVersion, *, on: date, answers: Mapping[str, Any] | None = None) -> list[PlannedPart]:
    """Return the parts of a procedure that is a bundle, as of a day; none for any other.

    With `answers` (those of its form, as they are kept) only the parts that they ask for.
    """
    # Asked of every procedure's page: its package is not read for nothing.
    rules = bundles.rules_in(version.pk) if "bundle" in version.settings else {}
    if answers is not None and rules:
        package = package_of(version.pk)
        names = package.form.names(answers, package.form_context("", "", timezone.now()))["answers"]
        rules = {key: rule for key, rule in rules.items() if rule.applies(names)}
    return [_planned(rule, rules, on) for rule in rules.values()]


def _planned(rule: PartRule, rules: Mapping[str, PartRule], on: date) -> PlannedPart:
    try:
        version = procedures.current(rule.procedure, on)
    except ProcedureVersion.DoesNotExist:
        # This province's catalogue does not have it: filing says so; the part is named all the same.
        return PlannedPart(title=translated(rule.name), agency="", time="", fee="", gives="", after="")
    agencies = version.record.get("implementing_agencies") or []
    fees = version.fees if rule.fees is None else [dict(fee) for fee in rule.fees]
    return PlannedPart(
        title=translated(rule.name),
        agency=said(str(agencies[0])) if agencies else "",
        time=said(rule.limit["text"]) if rule.limit else said(time_in_short(version.limits)),
        fee=said(fee_in_short(fees)) if fees else _("miễn phí"),
        gives=said(str(version.result.get("name") or ""), 140),
        after=", ".join(translated(rules[key].name) for key in rule.after if key in rules),
    )


@dataclass(frozen=True)
class ShownPart:
    """One part on the page. `code` is empty until it has begun; `result` says number and day of what came of it."""

    title: str
    agency: str
    state: str
    colour: str
    lines: tuple[str, ...]
    code: str = ""
    result: str = ""
    has_file: bool = False
    is_asked: bool = False
    # Why it ended without a result, in the agency's or the applicant's own words.
    grounds: str = ""


@dataclass(frozen=True)
class ShownBundle:
    """The parts in their order and who decides them; `news` says which have no result, empty while all is well."""

    parts: list[ShownPart]
    agencies: list[str]
    news: tuple[str, ...]


def bundle_of(bundle: Dossier, now: datetime, *, private: bool) -> ShownBundle | None:
    """Return a bundle's parts, None for no bundle; without codes, results and reasons for who has only the secret."""
    found = bundles.parts(bundle)
    if not found:
        return None
    ended = [part.dossier for part in found if part.dossier is not None and part.phase is Phase.ENDED]
    showing = _Showing(
        titles={part.row.key: translated(part.title) for part in found},
        by_key={part.row.key: part for part in found},
        grounds=bundles.grounds_of(ended) if private else {},
        private=private,
        now=now,
    )
    return ShownBundle(
        parts=[showing.part(part) for part in found],
        agencies=list(dict.fromkeys(part.row.agency.name for part in found)),
        news=showing.news(found),
    )


@dataclass(frozen=True)
class _Showing:
    titles: Mapping[str, str]
    by_key: Mapping[str, Part]
    grounds: Mapping[int, DossierEvent]
    private: bool
    now: datetime

    def news(self, parts: list[Part]) -> tuple[str, ...]:
        """Say which parts have no result and will have none, and what goes on."""
        lost = self._names(part for part in parts if part.phase in {Phase.ENDED, Phase.DROPPED})
        if not lost:
            return ()
        words = [_("Không có kết quả: %(parts)s.") % {"parts": lost}]
        going_on = self._names(part for part in parts if part.phase not in OVER)
        if going_on:
            words.append(_("Vẫn được giải quyết, ông/bà không phải làm gì: %(parts)s.") % {"parts": going_on})
        return tuple(words)

    def _names(self, parts: Iterable[Part]) -> str:
        return ", ".join(self.titles[part.row.key] for part in parts)

    def part(self, part: Part) -> ShownPart:
        title, agency, dossier = self.titles[part.row.key], part.row.agency.name, part.dossier
        if dossier is None:
            return ShownPart(
                title,
                agency,
                _(PHASES.get(part.phase, N_("Sắp bắt đầu"))),
                PHASE_COLOURS.get(part.phase, "govuk-tag--blue"),
                self._not_begun(part),
            )
        lines = [*_dates(dossier), self._until(part, dossier), *self._ended(part, dossier)]
        if self.private:
            lines.append(_fee(dossier))
        ending = self.grounds.get(dossier.pk)
        return ShownPart(
            title,
            agency,
            _("Không đủ điều kiện") if _is_refused(part) else state_name(dossier),
            "govuk-tag--red" if _is_refused(part) else colour(dossier),
            tuple(line for line in lines if line),
            code=dossier.code if self.private else "",
            result=_result(part) if self.private else "",
            has_file=part.result is not None and part.result.file is not None,
            is_asked=State(dossier.state) in WAITING_FOR_CITIZEN,
            grounds=ending.note if ending is not None else "",
        )

    def _not_begun(self, part: Part) -> tuple[str, ...]:
        before = ", ".join(self.titles[key] for key in part.rule.after if key in self.titles)
        if part.phase is Phase.DROPPED:
            words = _("Không làm được vì phần “%(before)s” không có kết quả.") % {"before": before}
            return (words, self._what_then(part))
        limit = str(part.rule.limit.get("text") or "") if part.rule.limit else ""
        words = _("Bắt đầu khi có kết quả của phần “%(before)s”; ông/bà không phải nộp thêm gì.") % {"before": before}
        lasts = _("Từ khi bắt đầu: %(limit)s.") % {"limit": translated(limit)} if limit else ""
        gives = str(part.row.version.result.get("name") or "")
        brings = _("Kết quả: %(result)s.") % {"result": translated(gives)} if gives else ""
        return tuple(line for line in (words if before else "", lasts, brings) if line)

    def _what_then(self, part: Part) -> str:
        """Say what would bring a dropped part back: the decision that stopped the one before it may be undone."""
        if self._may_come_back(part):
            return _("Cơ quan mở lại phần trước thì phần này tự bắt đầu khi có kết quả; ông/bà không phải nộp lại.")
        return _("Muốn làm tiếp, ông/bà nộp lại hồ sơ liên thông, hoặc nộp riêng thủ tục này.")

    def _may_come_back(self, part: Part) -> bool:
        before = [self.by_key[key] for key in part.rule.after if key in self.by_key]
        lost = [one for one in before if one.phase in {Phase.ENDED, Phase.DROPPED}]
        return all(
            one.dossier.state == State.STOPPED if one.dossier is not None else self._may_come_back(one) for one in lost
        )

    def _until(self, part: Part, dossier: Dossier) -> str:
        return "" if _is_refused(part) else until(dossier, self.now)

    def _ended(self, part: Part, dossier: Dossier) -> list[str]:
        if part.phase is not Phase.ENDED:
            return []
        over = dossier.closed_at if dossier.state in FINAL else None
        lines = [_("Kết thúc lúc %(when)s.") % {"when": say_moment(over)}] if over is not None else []
        ending = self.grounds.get(dossier.pk)
        if ending is not None and ending.kind == Happening.SUPPLEMENT_EXPIRED:
            lines.append(_("Hết hạn bổ sung mà chưa nhận được phần bổ sung."))
        dropped = [one for one in self.by_key.values() if one.phase is Phase.DROPPED and part.row.key in one.rule.after]
        if dropped:
            lines.append(_("Vì vậy không làm được: %(parts)s.") % {"parts": self._names(dropped)})
        return lines


def _is_refused(part: Part) -> bool:
    """Tell whether a part's result is the notice that it is not eligible."""
    return part.phase is Phase.ENDED and part.result is not None


def _dates(dossier: Dossier) -> list[str]:
    moments = [
        (N_("Chuyển đến lúc %(when)s."), dossier.submitted_at),
        (N_("Tiếp nhận lúc %(when)s."), dossier.accepted_at),
        (N_("Có kết quả lúc %(when)s."), dossier.completed_at),
    ]
    return [_(words) % {"when": say_moment(at)} for words, at in moments if at is not None]


def _fee(dossier: Dossier) -> str:
    """Say what a part costs; each is paid where it is decided."""
    package = bundles.package_for(dossier)
    context = package.form.names(
        newest_answers(dossier), package.form_context(dossier.case_key, dossier.channel, dossier.submitted_at)
    )
    found = charges(package.fees, channel=dossier.channel, case=dossier.case_key, context=context)
    amounts = [
        translated(one.text) if one.amount is None else say_money(one.amount) for one in found if one.amount != 0
    ]
    return _("Phí, lệ phí: %(amount)s.") % {"amount": "; ".join(amounts) if amounts else _("miễn phí")}


def _result(part: Part) -> str:
    if part.result is None:
        return ""
    number = _("số %(number)s") % {"number": part.result.number} if part.result.number else ""
    day = say_date(part.result.dated_on) if part.result.dated_on is not None else ""
    return ", ".join(word for word in (translated(part.result.name), number, day) if word)
