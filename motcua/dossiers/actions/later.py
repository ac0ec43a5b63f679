"""What follows a change: the declaration, and what the applicant is told."""

from datetime import datetime

from django.db import transaction

from motcua import audit
from motcua.files import actions as files
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import say_from, say_moment
from motcua.notices import actions as notices
from motcua.notices.rules import NoticeKind

from .. import documents
from ..models import Dossier, DossierEvent, Paper, PaperFile, Party, PartyRole
from ..rules.history import Happening

DECLARATION = "declaration"
DECLARATION_NAME = "Tờ khai"
TOLD = {
    Happening.FILED: NoticeKind.FILED,
    Happening.RECEIVED: NoticeKind.RECEIVED,
    Happening.REFUSED: NoticeKind.REFUSED,
    Happening.SUPPLEMENT_REQUESTED: NoticeKind.SUPPLEMENT,
    Happening.SUPPLEMENTED: NoticeKind.SUPPLEMENT_ANSWERED,
    Happening.STOPPED: NoticeKind.STOPPED,
    Happening.WITHDRAWN: NoticeKind.WITHDRAWN,
    Happening.DRAFT_TO_CHECK: NoticeKind.CHECK_DRAFT,
    Happening.INVITED: NoticeKind.COME_IN_PERSON,
    Happening.PAYMENT_ASKED: NoticeKind.PAY,
    Happening.ISSUED: NoticeKind.RESULT_READY,
    Happening.DELIVERED: NoticeKind.DELIVERED,
}


GIVES_ANSWERS = frozenset({Happening.FILED, Happening.SUPPLEMENTED})


def make_declaration(*, dossier_id: int, now: datetime) -> None:
    """Write the declaration as paper number 0, once for each version of the answers.

    Drawn and stored before the transaction: a second run finds the version there and leaves its own file to the sweep.
    """
    dossier = Dossier.objects.select_related("version", "competent_agency").get(pk=dossier_id)
    number = dossier.answers.count()
    if _has_declaration(dossier, number):
        return
    file = files.store(
        data=documents.declaration_pdf(dossier, at=now),
        name=f"to-khai-{dossier.code}.pdf",
        purpose=DECLARATION,
        by=SYSTEM,
        now=now,
    )
    with transaction.atomic():
        Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
        if _has_declaration(dossier, number):
            return
        paper, _ = Paper.objects.get_or_create(
            dossier=dossier, number=0, defaults={"key": DECLARATION, "name": DECLARATION_NAME, "originals": 1}
        )
        PaperFile.objects.filter(paper=paper, replaced_at=None).update(replaced_at=now)
        PaperFile.objects.create(paper=paper, file=file, number=number, added_at=now, added_by=SYSTEM.id)
        files.attach(file_ids=[file.pk], by=SYSTEM, now=now)
        audit.record("dossier.declaration_made", about=("dossier", dossier.code), by=SYSTEM, at=now)


def _has_declaration(dossier: Dossier, number: int) -> bool:
    return PaperFile.objects.filter(paper__dossier=dossier, paper__number=0, number=number).exists()


@transaction.atomic
def tell(*, event_id: int, now: datetime) -> Happening:
    """Tell submitter and owner what happened, in the inbox and by e-mail where there is an address; return what did."""
    event = DossierEvent.objects.select_related("dossier__version__procedure", "dossier__competent_agency").get(
        pk=event_id
    )
    happening = Happening(event.kind)
    kind = TOLD.get(happening)
    if kind is None:
        return happening
    dossier = event.dossier
    params = {
        "code": dossier.code,
        "procedure": dossier.version.procedure.title,
        "agency": dossier.competent_agency.name,
        "due": say_from(dossier.due_at) if dossier.due_at else "",
        "answer_due": say_moment(dossier.answer_due_at) if dossier.answer_due_at else "",
        "reason": event.note,
    }
    told: set[int] = set()
    for party in Party.objects.filter(dossier=dossier, role__in=[PartyRole.SUBMITTER, PartyRole.OWNER]).order_by(
        "-role"
    ):
        if party.person_id is not None and party.person_id in told:
            continue
        notices.notify(
            person_id=party.person_id,
            kind=kind,
            params=params,
            about=("dossier", str(dossier.public_id)),
            email=party.email,
            now=now,
        )
        if party.person_id is not None:
            told.add(party.person_id)
    return happening
