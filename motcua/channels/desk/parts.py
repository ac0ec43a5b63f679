"""The parts of a bundle as officials see them, on the bundle's page and on each part's."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.dossiers import access, bundles
from motcua.dossiers.bundles import Part
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.bundles import Phase
from motcua.dossiers.rules.states import NAMES, State
from motcua.lib.marks import N_
from motcua.ui.texts import translated

NOT_BEGUN = {Phase.WAITING: N_("chờ phần trước"), Phase.DROPPED: N_("không làm được")}


@dataclass(frozen=True)
class Line:
    """One part: what, with whom, where it is, until when; `address` where the reader may open it."""

    title: str
    agency: str
    state: str
    code: str
    due_at: datetime | None
    address: str
    is_here: bool
    # Why it has not begun, or never will.
    why: str = ""


@dataclass(frozen=True)
class Parts:
    """A bundle's code, its page where the reader may open it, and its parts."""

    code: str
    address: str
    lines: list[Line]


def parts_of(dossier: Dossier, *, by: User) -> Parts | None:
    """Return the parts beside a dossier; None where it is no bundle and no part of one. No personal data."""
    bundle = bundles.bundle_of(dossier) or (dossier if bundles.is_bundle(dossier) else None)
    if bundle is None:
        return None
    found = bundles.parts(bundle)
    return Parts(
        code=bundle.code,
        address=_address(bundle, dossier, by),
        lines=[_line(part, found, dossier, by) for part in found],
    )


def _line(part: Part, parts: list[Part], here: Dossier, by: User) -> Line:
    begun = part.dossier
    return Line(
        title=translated(part.title),
        agency=part.row.agency.name,
        state=_(NAMES[State(begun.state)]) if begun is not None else _(NOT_BEGUN.get(part.phase, N_("sắp bắt đầu"))),
        code=begun.code if begun is not None else "",
        due_at=begun.due_at if begun is not None and begun.completed_at is None and begun.closed_at is None else None,
        address=_address(begun, here, by) if begun is not None else "",
        is_here=begun is not None and begun.pk == here.pk,
        why=_why(part, parts),
    )


def _why(part: Part, parts: list[Part]) -> str:
    before = [one for one in parts if one.row.key in part.rule.after]
    if part.phase is Phase.DROPPED:
        lost = [one for one in before if one.phase in {Phase.ENDED, Phase.DROPPED}]
        return _("vì phần “%(before)s” không có kết quả") % {"before": _titles(lost)}
    if part.phase is Phase.WAITING and before:
        return _("bắt đầu khi có kết quả của phần “%(before)s”") % {"before": _titles(before)}
    return ""


def _titles(parts: list[Part]) -> str:
    return ", ".join(translated(part.title) for part in parts)


def _address(dossier: Dossier, here: Dossier, by: User) -> str:
    if dossier.pk == here.pk or not access.may(by, "dossier.see", dossier):
        return ""
    return reverse("desk:dossier", args=[dossier.public_id])
