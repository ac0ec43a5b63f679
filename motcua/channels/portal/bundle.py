"""The parts of a bundle as its applicant sees them: what each agency does, since when, until when, with what result."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from motcua.channels.portal.showing import colour, state_name, until
from motcua.dossiers import bundles
from motcua.dossiers.bundles import Part
from motcua.dossiers.documents import newest_answers
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.bundles import Phase
from motcua.dossiers.rules.fees import charges
from motcua.dossiers.rules.states import WAITING_FOR_CITIZEN, State
from motcua.lib.marks import N_
from motcua.ui.amounts import say_money
from motcua.ui.moments import say_date, say_moment
from motcua.ui.texts import translated

PHASES = {Phase.WAITING: N_("Chờ phần trước"), Phase.DROPPED: N_("Không làm được")}
PHASE_COLOURS = {Phase.WAITING: "govuk-tag--grey", Phase.DROPPED: "govuk-tag--red"}


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


def parts_of(bundle: Dossier, now: datetime, *, private: bool) -> list[ShownPart]:
    """Return the parts of a bundle in their order; without codes and results for who has only code and secret."""
    found = bundles.parts(bundle)
    titles = {part.row.key: translated(part.title) for part in found}
    return [_shown(part, titles, now, private) for part in found]


def _shown(part: Part, titles: dict[str, str], now: datetime, private: bool) -> ShownPart:
    title, agency = titles[part.row.key], part.row.agency.name
    dossier = part.dossier
    if dossier is None:
        before = ", ".join(titles[key] for key in part.rule.after if key in titles)
        words = (
            _("Không làm được vì phần “%(before)s” không có kết quả. Phần đó được giải quyết lại thì nộp lại từ đầu.")
            if part.phase is Phase.DROPPED
            else _("Bắt đầu khi có kết quả của phần “%(before)s”; ông/bà không phải nộp thêm gì.")
        )
        lines = (words % {"before": before},) if before else ()
        return ShownPart(
            title,
            agency,
            _(PHASES.get(part.phase, N_("Sắp bắt đầu"))),
            PHASE_COLOURS.get(part.phase, "govuk-tag--blue"),
            lines,
        )
    return ShownPart(
        title,
        agency,
        state_name(dossier),
        colour(dossier),
        tuple(line for line in (*_dates(dossier), until(dossier, now), _fee(dossier) if private else "") if line),
        code=dossier.code if private else "",
        result=_result(part) if private else "",
        has_file=part.result is not None and part.result.file is not None,
        is_asked=State(dossier.state) in WAITING_FOR_CITIZEN,
    )


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
