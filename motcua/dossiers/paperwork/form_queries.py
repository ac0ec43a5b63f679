"""Which statutory forms a dossier has: those its events gave, whether drawn already or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.lib.dates import today

from ..models import Dossier, DossierEvent, FeeReceipt, FormSignature, GivenForm
from ..rules.form_events import given_by
from ..rules.form_sets import FOR_THE_APPLICANT, SignedBy
from . import form_facts, statutory


@dataclass(frozen=True)
class FormLine:
    """One form of a dossier as lists show it: which event gave it and when, its number (may be empty) and title."""

    event_id: int
    kind: str
    number: str
    title: str
    at: datetime
    # Where its signature can be checked; empty for one that is not signed digitally.
    token: str = ""
    # It waits for the head of the agency to sign it.
    waits: bool = False
    # It is to be signed digitally and is not yet: a copy for information.
    is_unsigned: bool = False


def forms_of(dossier: Dossier, events: Sequence[DossierEvent], *, for_applicant: bool) -> list[FormLine]:
    """Return the forms that these events of a dossier gave, the newest first; one query.

    `for_applicant` keeps those that are addressed to the applicant.
    """
    found = [(event, kind) for event in events if (kind := given_by(event.kind, event.state)) is not None]
    if for_applicant:
        found = [(event, kind) for event, kind in found if kind in FOR_THE_APPLICANT]
    if not found:
        return []
    kept = {given.event_id: given for given in GivenForm.objects.filter(dossier=dossier).select_related("signature")}
    lines = []
    for event, kind in reversed(found):
        of = statutory.registry().form_on(kind, today(event.at), replaced_by=form_facts.replaced_by(dossier, kind))
        is_to_sign = of is not None and bool(of.signed_by)
        if (given := kept.get(event.pk)) is not None:
            signature = getattr(given, "signature", None)
            token = (signature.token or "") if signature is not None else ""
            waits = signature is not None and signature.signer == SignedBy.LEADER and not token
            unsigned = is_to_sign and not token
            lines.append(FormLine(event.pk, kind, given.number, given.title, event.at, token, waits, unsigned))
        elif of is not None:
            lines.append(FormLine(event.pk, kind, of.number, of.title, event.at, is_unsigned=is_to_sign))
    return lines


def signature_by_token(token: str) -> FormSignature | None:
    """Return the signature, with its form, behind the address of a verification page."""
    return FormSignature.objects.select_related("form__dossier", "form__file").filter(token=token).first()


def waiting_for_head(by: User, *, limit: int, start: int = 0) -> list[GivenForm]:
    """Return the forms that wait for somebody to sign them as head of an agency, the oldest first, from a place on."""
    agencies = permissions.reach(by, "result.sign").agencies
    found = FormSignature.objects.filter(
        signer=SignedBy.LEADER, signed_at=None, form__dossier__competent_agency__in=agencies
    ).select_related("form__dossier__version__procedure", "form__event")
    return [signature.form for signature in found.order_by("pk")[start : start + limit]]


def forms_given(dossier: Dossier, *, until: datetime | None = None) -> list[GivenForm]:
    """Return the forms of a dossier that were drawn and kept, in their order, with their files.

    `until`: those of what had happened then (`access.read_until`).
    """
    found = GivenForm.objects.filter(dossier=dossier)
    if until is not None:
        found = found.filter(event__at__lte=until)
    return list(found.select_related("file").order_by("event_id"))


def is_of_then(dossier: Dossier, event_id: int, until: datetime) -> bool:
    """Tell whether what gave a form had happened by then (`access.read_until`)."""
    return dossier.events.filter(pk=event_id, at__lte=until).exists()


def receipts_of(dossier: Dossier, *, until: datetime | None = None) -> list[FeeReceipt]:
    """Return the receipts of what was paid for a dossier at the counter, in their order, annulled ones too.

    `until`: those given by then; one that was annulled since says so all the same, it proves nothing any more.
    """
    found = FeeReceipt.objects.filter(dossier=dossier)
    if until is not None:
        found = found.filter(taken_at__lte=until)
    return list(found.select_related("taken_by", "annulled_by", "unit", "dossier").order_by("pk"))
