"""Whom the receptionists must call, because no message is known to have reached them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from motcua.accounts import access as permissions
from motcua.accounts.models import User

from .. import access
from ..models import CallTry, Dossier, Party, Telling
from ..models.contents import PartyRole


@dataclass(frozen=True)
class Callee:
    """One line of the call list: what is to be told, to whom, and the tries so far, the last first."""

    telling: Telling
    name: str
    phone: str
    tries: Sequence[CallTry]


def to_call(by: User, *, now: datetime, behind: int | None = None, limit: int = 30) -> list[Callee]:
    """Return whom an official is to call now, those first who wait longest; `behind` the telling with this id."""
    reach = permissions.reach(by, "dossier.call")
    found = _open().filter(agency__in=reach.agencies, call_from__lte=now)
    if behind is not None and (last := Telling.objects.filter(pk=behind).values_list("call_from", flat=True).first()):
        found = found.filter(call_from__gte=last).exclude(call_from=last, pk__lte=behind)
    return _callees(list(found.order_by("call_from", "pk")[:limit]))


def how_many(by: User, *, now: datetime, most: int) -> int:
    """Return how many an official is to call now, counted up to `most`."""
    reach = permissions.reach(by, "dossier.call")
    found = _open().filter(agency__in=reach.agencies, call_from__lte=now).order_by()
    return len(found.values_list("pk", flat=True)[:most])


def dossiers_to_call(by: User, *, now: datetime, most: int) -> list[int]:
    """Return the ids of the dossiers whose applicants an official is to call now, who waits longest first."""
    reach = permissions.reach(by, "dossier.call")
    found = _open().filter(agency__in=reach.agencies, call_from__lte=now).order_by("call_from", "pk")
    return list(found.values_list("dossier", flat=True)[:most])


def untold(dossier: Dossier) -> list[Callee]:
    """Return what the applicant of a dossier is still to be told, due for a call or not yet."""
    return _callees(list(_open().filter(dossier=dossier).order_by("pk")))


def _open() -> QuerySet[Telling]:
    rows = Telling.objects.filter(given_at=None, dropped_at=None)
    return rows.select_related("dossier__version__procedure", "request").defer("dossier__search")


def _callees(tellings: list[Telling]) -> list[Callee]:
    dossiers = {telling.dossier_id for telling in tellings}
    parties: dict[int, Party] = {}
    roles = (PartyRole.OWNER, PartyRole.SUBMITTER)
    for party in Party.objects.filter(dossier__in=dossiers, role__in=roles).order_by("role"):
        # Whoever handed it in is called; the owner, whose row comes first, where they left no number.
        if party.phone or party.dossier_id not in parties:
            parties[party.dossier_id] = party
    tries: dict[int, list[CallTry]] = {}
    for one in CallTry.objects.filter(telling__in=tellings).order_by("-pk"):
        tries.setdefault(one.telling_id, []).append(one)
    return [
        Callee(telling, party.name, party.phone, tries.get(telling.pk, ()))
        for telling in tellings
        for party in (parties[telling.dossier_id],)
    ]


def may_call(by: User, dossier: Dossier) -> bool:
    """Tell whether somebody may record calls of a dossier."""
    return access.may(by, "dossier.call", dossier)
