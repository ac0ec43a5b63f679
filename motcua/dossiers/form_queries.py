"""Which statutory forms a dossier has: those its events gave, whether drawn already or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.lib.dates import today

from . import form_facts, statutory
from .models import Dossier, DossierEvent, GivenForm
from .rules.form_events import given_by
from .rules.form_sets import FOR_THE_APPLICANT


@dataclass(frozen=True)
class FormLine:
    """One form of a dossier as lists show it: which event gave it and when, its number (may be empty) and title."""

    event_id: int
    kind: str
    number: str
    title: str
    at: datetime


def forms_of(dossier: Dossier, events: Sequence[DossierEvent], *, for_applicant: bool) -> list[FormLine]:
    """Return the forms that these events of a dossier gave, the newest first; one query.

    `for_applicant` keeps those that are addressed to the applicant.
    """
    found = [(event, kind) for event in events if (kind := given_by(event.kind, event.state)) is not None]
    if for_applicant:
        found = [(event, kind) for event, kind in found if kind in FOR_THE_APPLICANT]
    if not found:
        return []
    kept = {given.event_id: given for given in GivenForm.objects.filter(dossier=dossier)}
    lines = []
    for event, kind in reversed(found):
        given = kept.get(event.pk) or statutory.registry().form_on(
            kind, today(event.at), replaced_by=form_facts.replaced_by(dossier, kind)
        )
        if given is not None:
            lines.append(FormLine(event.pk, kind, given.number, given.title, event.at))
    return lines


def forms_given(dossier: Dossier) -> list[GivenForm]:
    """Return the forms of a dossier that were drawn and kept, in their order, with their files."""
    return list(GivenForm.objects.filter(dossier=dossier).select_related("file").order_by("event_id"))
