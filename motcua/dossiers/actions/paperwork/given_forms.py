"""Draw the form that an event gives, once, and keep it."""

from datetime import datetime

from django.db import transaction

from motcua import audit
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.files.rules import Drawn
from motcua.lib.actors import SYSTEM
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.printing.rendering import pages_of

from ...loading import load
from ...models import DossierEvent, FormSignature, GivenForm
from ...paperwork import form_facts, form_layouts, signers, statutory
from ...rules.form_events import given_by
from .._course import lock

GIVEN_FORM = "form"


def give_form(*, event_id: int, now: datetime, dossier_id: int | None = None) -> StoredFile | None:
    """Return the form that an event of a dossier gave; drawn and kept if nobody asked for it before.

    None where the set of that day has no such form. `dossier_id`: only if the event is of that dossier.

    Drawn and stored before the transaction: whoever comes second gets the first one's file and leaves its own to the
    sweep. Raises Refused for an event that gives no form.
    """
    event = DossierEvent.objects.filter(pk=event_id).first()
    kind = given_by(event.kind, event.state) if event is not None else None
    if event is None or kind is None or dossier_id not in {None, event.dossier_id}:
        raise Refused("no_such_form", N_("Không có giấy tờ này trong hồ sơ."))
    if (kept := _kept(event_id)) is not None:
        return kept
    dossier = load(event.dossier_id)
    sector = form_facts.replaced_by(dossier, kind)
    form = form_facts.facts_of(dossier, event)
    of = statutory.registry().form_on(kind, form.head.dated_on, replaced_by=sector)
    if of is None:
        return None
    signer = signers.signer_of(of.signed_by, event, unit=form_facts.unit_of(dossier), agency=dossier.competent_agency)
    pdf, layout = form_layouts.draw(form, at=event.at, replaced_by=sector)
    name = f"{kind.replace('_', '-')}-{dossier.code}.pdf"
    if layout is None:
        (file,) = files.store_drawn(drawn=[Drawn(name, pdf, pages_of(pdf))], purpose=GIVEN_FORM, by=SYSTEM, now=now)
    else:
        # A province's layout is looked at as what people send.
        file = files.store(data=pdf, name=name, purpose=GIVEN_FORM, by=SYSTEM, now=now)
    with transaction.atomic():
        lock(event.dossier_id)
        if (kept := _kept(event_id)) is not None:
            return kept
        given = GivenForm.objects.create(
            dossier=dossier,
            event=event,
            kind=kind,
            form_set=of.set_key,
            number=of.number,
            title=of.title,
            layout_number=layout.number if layout is not None else None,
            file=file,
            made_at=now,
        )
        if signer:
            FormSignature.objects.create(form=given, signer=signer)
        files.attach(file_ids=[file.pk], by=SYSTEM, now=now)
        audit.record("dossier.form_made", about=("dossier", dossier.code), by=SYSTEM, at=now)
    return file


def _kept(event_id: int) -> StoredFile | None:
    kept = GivenForm.objects.select_related("file").filter(event=event_id).first()
    return kept.file if kept is not None else None
