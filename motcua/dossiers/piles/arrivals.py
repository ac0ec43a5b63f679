"""Reads of results on paper: those an agency has still to hand to the counter, those that came, those that have not."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.accounts import access as permissions
from motcua.accounts.models import User

from ..models import Custody, Dossier, HandedOver, Result
from ..models.dossier import DossierQuerySet
from ..models.hand_over import AWAITED
from ..models.result import CURRENT, ResultState
from ..rules.arriving import ON_PAPER, is_carried
from ..rules.states import ResultChannel, State

# Whoever issues at the agency and hands out at the counter has nothing to carry: it never left their hand.
ISSUE = "result.issue"


def is_awaited(dossier: Dossier, result: Result, *, how: str = "") -> bool:
    """Tell whether a result must come to the counter on paper and nobody there has signed for it yet."""
    if dossier.received_at_id is None or not is_carried(result.kind, how or dossier.result_channel):
        return False
    return not HandedOver.objects.filter(~AWAITED, result=result, did_not_come=False).exists()


def is_absent(dossier: Dossier, *, by: User) -> bool:
    """Tell whether somebody at the counter cannot hand a dossier's result out, because it has not come on paper."""
    return not sits_on_both_sides(by, dossier) and Dossier.objects.filter(_not_here(), pk=dossier.pk).exists()


def is_on_its_way(result: Result) -> bool:
    """Tell whether a result is on a list that the counter has not signed for."""
    return HandedOver.objects.filter(AWAITED, result=result).exists()


def sits_on_both_sides(by: User, dossier: Dossier) -> bool:
    """Tell whether somebody who hands results out also issues them at the dossier's agency."""
    return dossier.competent_agency_id in permissions.reach(by, ISSUE).agencies


def ready(found: DossierQuerySet, *, by: User) -> DossierQuerySet:
    """Keep completed dossiers whose result can be handed out at the counter now."""
    own = permissions.reach(by, ISSUE).agencies
    return found.exclude(_not_here() & ~Q(competent_agency__in=own))


def not_here(units: Iterable[int], *, by: User) -> DossierQuerySet:
    """Return completed dossiers whose result on paper has not come to these units, the longest done first.

    Without those that the reader issues and hands out alike.
    """
    own = permissions.reach(by, ISSUE).agencies
    found = Dossier.objects.with_names().filter(received_at__in=list(units), state=State.COMPLETED)
    return found.filter(_not_here()).exclude(competent_agency__in=own).order_by("completed_at", "pk")


def to_hand_over(agencies: Iterable[int], *, most: int) -> DossierQuerySet:
    """Return dossiers whose result on paper these agencies have still to hand to the counter, the longest done first.

    Also those of which they keep originals, whatever the result is: these go back where they are given back.
    """
    theirs = list(agencies)
    carried = Dossier.objects.filter(_not_here(), competent_agency__in=theirs, state=State.COMPLETED)
    keeping = Custody.objects.filter(
        is_last=True, agency__in=theirs, paper__dossier__state__in=[State.COMPLETED, State.DELIVERED]
    )
    ids = set(carried.exclude(received_at=None).order_by("completed_at", "pk").values_list("pk", flat=True)[:most])
    ids |= set(keeping.order_by("pk").values_list("paper__dossier", flat=True)[:most])
    listed = HandedOver.objects.filter(_current(), result__dossier=OuterRef("pk"), did_not_come=False)
    found = Dossier.objects.with_names().filter(pk__in=ids, competent_agency__in=theirs, received_at__isnull=False)
    return found.filter(Exists(_issued()), ~Exists(listed)).order_by("completed_at", "pk")


def _not_here() -> Q:
    carried = _issued().filter(kind__in=ON_PAPER)
    came = HandedOver.objects.filter(~AWAITED, _current(), result__dossier=OuterRef("pk"), did_not_come=False)
    return ~Q(result_channel=ResultChannel.ELECTRONIC) & Exists(carried) & ~Exists(came)


def _issued() -> QuerySet[Result]:
    return Result.objects.filter(CURRENT, dossier=OuterRef("pk"), state=ResultState.ISSUED)


def _current() -> Q:
    return Q(result__state=ResultState.ISSUED)
