"""Refusals at reception that only the head of the one-stop unit may make: what was put before them and waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from motcua.accounts import access as permissions
from motcua.accounts.models import User

from ..models import Dossier, DossierEvent
from ..packages import package_of
from ..rules.decisions import Grounds
from ..rules.history import Happening
from ..rules.states import State

VERB = "dossier.refuse_as_head"
HEAD = "one_stop_head"
_KINDS = (Happening.REFUSAL_ASKED, Happening.REFUSAL_DECLINED)


@dataclass(frozen=True)
class Proposed:
    """A refusal put before the head: by which event, and on which grounds."""

    event: DossierEvent
    grounds: Grounds


def is_the_heads(dossier: Dossier) -> bool:
    """Tell whether a dossier's package leaves its refusal to the head of the one-stop unit."""
    return bool((package_of(dossier.version_id).settings.get("refusal") or {}).get("by") == HEAD)


def proposed(dossier: Dossier) -> Proposed | None:
    """Return the refusal that waits for the head, None where none does or it was declined."""
    if dossier.state != State.REGISTERED or not is_the_heads(dossier):
        return None
    last = dossier.events.filter(kind__in=_KINDS).order_by("-id").first()
    return _proposed(last) if last is not None and last.kind == Happening.REFUSAL_ASKED else None


def _proposed(event: DossierEvent) -> Proposed:
    said = event.params
    return Proposed(event, Grounds(event.note, str(said.get("basis", "")), str(said.get("instead", ""))))


def waiting(by: User) -> QuerySet[Dossier]:
    """Return the dossiers whose refusal waits for somebody who is such a head, those answered soonest first."""
    units: Sequence[int] = sorted(permissions.reach(by, VERB).agencies)
    news = DossierEvent.objects.filter(dossier=OuterRef("pk"), kind__in=_KINDS).order_by("-id")
    found = Dossier.objects.with_names().filter(received_at__in=units, state=State.REGISTERED)
    told = found.filter(Exists(news)).annotate(last=Subquery(news.values("kind")[:1]))
    return told.filter(last=Happening.REFUSAL_ASKED).order_by("answer_due_at", "pk")


def proposals_of(dossiers: Sequence[Dossier]) -> dict[int, Proposed]:
    """Return what was proposed last for each of these dossiers, by their ids; what waits is `waiting`'s to say."""
    asked = DossierEvent.objects.filter(dossier__in=dossiers, kind=Happening.REFUSAL_ASKED)
    newest = asked.order_by("dossier", "-id").distinct("dossier")
    return {event.dossier_id: _proposed(event) for event in newest}
