"""Forms that wait for a signature: at which unit, for its seal or its head, and whether there is a key at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Min, Q, When
from django.db.models.functions import Coalesce

from motcua.accounts.models import Appointment
from motcua.lib.dates import today
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.signing.models import SigningKey

from ..models import FormSignature, GivenForm
from ..rules.form_sets import FormKind, SignedBy
from . import statutory

_DOSSIER = "form__dossier__"


@dataclass(frozen=True)
class Waiting:
    """The unsigned forms of a unit that wait for the same: its seal (`UNIT`) or its head (`LEADER`)."""

    agency: Agency
    signer: SignedBy
    count: int
    oldest: datetime
    has_key: bool


# The agency whose seal, or whose head, is to sign.
_UNIT = Coalesce(f"{_DOSSIER}received_at", f"{_DOSSIER}competent_agency__one_stop", f"{_DOSSIER}competent_agency")
_WHERE = Case(When(signer=SignedBy.LEADER, then=F(f"{_DOSSIER}competent_agency")), default=_UNIT)


def ready_to_seal(at: datetime, *, given_before: datetime, limit: int) -> list[int]:
    """Return the events of forms, the oldest first, that wait for the seal of a unit which has one now."""
    waiting = FormSignature.objects.filter(signed_at=None, signer=SignedBy.UNIT, form__made_at__lt=given_before)
    ready = waiting.annotate(where=_WHERE).filter(where__in=units_with_seal(at)).order_by("pk")
    return list(ready.values_list("form__event", flat=True)[:limit])


def unsigned_without_row(*, limit: int) -> list[tuple[int, SignedBy]]:
    """Return forms, with who is to sign them, that nobody ever recorded as waiting for a signature.

    Without the letters for a head in dossiers that are over.
    """
    to_sign = {
        (form.kind, form.set_key, form.number): form.signed_by[-1] for form in statutory.registry().signed_forms()
    }
    wanted = Q(pk__in=[])
    for (kind, set_key, number), signer in to_sign.items():
        one = Q(kind=kind, form_set=set_key, number=number)
        wanted |= one & Q(dossier__closed_at=None) if signer == SignedBy.LEADER else one
    found = (
        GivenForm.objects.filter(wanted, signature=None).order_by("pk").values_list("pk", "kind", "form_set", "number")
    )
    return [(pk, to_sign[FormKind(kind), set_key, number]) for pk, kind, set_key, number in found[:limit]]


def forms_waiting(at: datetime) -> list[Waiting]:
    """Return how many forms wait where, those without a key first; the same few queries whatever their number."""
    waiting = FormSignature.objects.filter(signed_at=None).annotate(where=_WHERE).order_by()
    rows = waiting.values("where", "signer").annotate(count=Count("pk"), oldest=Min("form__made_at"))
    sealed, headed, everything = units_with_seal(at), _heads_with_key(at), directory().by_id
    found = [
        Waiting(
            everything[row["where"]],
            SignedBy(row["signer"]),
            row["count"],
            row["oldest"],
            row["where"] in (headed if row["signer"] == SignedBy.LEADER else sealed),
        )
        for row in rows
        if row["where"] in everything
    ]
    return sorted(found, key=lambda one: (one.has_key, -one.count, one.agency.name))


def units_with_seal(at: datetime) -> frozenset[int]:
    """Return the agencies whose forms can be sealed: they have a valid seal, or a body above them has (`signers`)."""
    valid = SigningKey.objects.filter(is_seal=True, valid_from__lte=at, valid_to__gte=at)
    codes = set(valid.values_list("agency_code", flat=True))
    known = directory().by_id
    return frozenset(pk for pk, agency in known.items() if _reaches(agency, codes, known))


def _reaches(agency: Agency, codes: set[str], known: Mapping[int, Agency]) -> bool:
    here: Agency | None = agency
    while here is not None:
        if here.code in codes:
            return True
        here = known.get(here.parent_id) if here.parent_id is not None else None
    return False


def _heads_with_key(at: datetime) -> frozenset[int]:
    valid = SigningKey.objects.filter(label__startswith="user:", valid_from__lte=at, valid_to__gte=at)
    names = {label.removeprefix("user:") for label in valid.values_list("label", flat=True)}
    day = today(at)
    heads = Appointment.objects.filter(
        post__role=Role.AGENCY_LEADER, valid__contains=day, post__valid__contains=day, user__is_active=True
    ).values_list("user__username", "post__agency")
    return frozenset(agency for name, agency in heads if name in names)
