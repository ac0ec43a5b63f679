"""Reads of the originals that offices hold: of one dossier with their chain, and all at some agencies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.rules.permissions import Thing
from motcua.organisations.models import Agency

from .models import Custody, Dossier, Paper
from .rules.custody import HOLD, Act
from .rules.states import FINAL


@dataclass(frozen=True)
class Held:
    """An original that was taken in, its chain so far, and what the reader may do with it now."""

    paper: Paper
    holder: Agency | None
    chain: Sequence[Custody]
    may_move: bool
    may_sign: bool


def originals_of(dossier: Dossier, *, by: User) -> list[Held]:
    """Return the originals of a dossier that were taken in, with their chains, in one question."""
    links = Custody.objects.filter(paper__dossier=dossier).select_related("paper", "agency", "by", "taken_by")
    chains: dict[int, list[Custody]] = {}
    for link in links.order_by("paper__number", "number"):
        chains.setdefault(link.paper_id, []).append(link)
    found = []
    for chain in chains.values():
        last = chain[-1]
        here = last.agency_id is not None and permissions.may(by, HOLD, Thing.of(agencies=(last.agency_id,)))
        waits = last.act == Act.PASSED and last.taken_at is None
        found.append(Held(last.paper, last.agency, chain, here, here and waits and last.by_id != by.pk))
    return found


def still_held(agencies: Iterable[int], *, behind: int | None = None, limit: int = 30) -> list[Custody]:
    """Return the last links of originals that these agencies still hold though the dossier is at an end."""
    links = Custody.objects.filter(is_last=True, agency__in=list(agencies), paper__dossier__state__in=sorted(FINAL))
    if behind is not None:
        links = links.filter(pk__gt=behind)
    return list(links.select_related("paper__dossier", "agency").order_by("pk")[:limit])


def kept_with(dossiers: Iterable[Dossier], *, by_agency: bool = False) -> dict[int, list[str]]:
    """Return the names of the originals that lie with the receiving unit of dossiers, by dossier, in one question.

    `by_agency`: with the competent agency instead.
    """
    units = {one.pk: one.competent_agency_id if by_agency else one.received_at_id for one in dossiers}
    links = Custody.objects.filter(is_last=True, agency__isnull=False, paper__dossier__in=list(units))
    names: dict[int, list[str]] = {}
    for link in links.select_related("paper").order_by("paper__number"):
        if link.agency_id == units[link.paper.dossier_id]:
            names.setdefault(link.paper.dossier_id, []).append(link.paper.name)
    return names
