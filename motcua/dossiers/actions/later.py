"""What follows a change: the declaration, and what the applicant is told."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from motcua import audit, statements
from motcua.files import actions as files
from motcua.lib.actors import SYSTEM
from motcua.notices import actions as notices
from motcua.notices.rules import NoticeKind
from motcua.organisations.directory import directory

from .. import documents
from ..loading import load
from ..models import DossierEvent, Paper, PaperFile
from ..packages import package_of
from ..rules.history import Happening
from ._course import lock

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
    # Invited again: the note says when.
    Happening.NO_SHOW: NoticeKind.COME_IN_PERSON,
    Happening.PAYMENT_ASKED: NoticeKind.PAY,
    Happening.ISSUED: NoticeKind.RESULT_READY,
    Happening.DELIVERED: NoticeKind.DELIVERED,
}


MISSING = """
    SELECT a.number, (SELECT id FROM dossiers_paper WHERE dossier_id = a.dossier_id AND number = 0) FROM (
        SELECT dossier_id, number FROM dossiers_answers WHERE dossier_id = %s ORDER BY number DESC LIMIT 1
    ) a WHERE NOT EXISTS (
        SELECT FROM dossiers_paperfile f JOIN dossiers_paper p ON p.id = f.paper_id
        WHERE p.dossier_id = a.dossier_id AND p.number = 0 AND f.number = a.number
    )
"""
NEWS = """
    SELECT e.kind, e.note, d.id, d.public_id, d.code, d.due_at, d.answer_due_at, d.version_id, d.competent_agency_id
    FROM dossiers_dossierevent e JOIN dossiers_dossier d ON d.id = e.dossier_id WHERE e.id = %s
"""
# The submitter before the owner, who is told apart only where it is somebody else. Whom the system did not know when
# a counter took the dossier may have signed in since: the number tells.
ADDRESSEES = """
    SELECT coalesce(p.person_id, a.id), p.email, p.name
    FROM dossiers_party p LEFT JOIN accounts_person a ON a.identity_id = p.identity_id
    WHERE p.dossier_id = %s AND p.role IN ('submitter', 'owner')
        AND (p.person_id IS NOT NULL OR a.id IS NOT NULL OR p.email <> '')
    ORDER BY p.role DESC
"""
GIVES_ANSWERS = frozenset({Happening.FILED, Happening.SUPPLEMENTED})


def make_declaration(*, dossier_id: int, now: datetime) -> None:
    """Write the declaration as paper number 0, once for each version of the answers.

    Drawn and stored before the transaction: a second run finds the version there and leaves its own file to the sweep.
    """
    number, _ = _missing_declaration(dossier_id)
    if number is None:
        return
    dossier = load(dossier_id)
    file = files.store(
        data=documents.declaration_pdf(dossier, at=now),
        name=f"to-khai-{dossier.code}.pdf",
        purpose=DECLARATION,
        by=SYSTEM,
        now=now,
    )
    with transaction.atomic():
        lock(dossier_id)
        still_missing, kept = _missing_declaration(dossier_id)
        if still_missing != number:
            return
        paper = Paper(
            pk=kept if kept is not None else statements.keys(Paper)[0],
            dossier=dossier,
            number=0,
            key=DECLARATION,
            name=DECLARATION_NAME,
            originals=1,
        )
        with statements.together():
            if kept is None:
                statements.insert(paper)
            else:
                paper.files.filter(replaced_at=None).update(replaced_at=now)
            statements.insert(PaperFile(paper=paper, file=file, number=number, added_at=now, added_by=SYSTEM.id))
            files.attach(file_ids=[file.pk], by=SYSTEM, now=now)
            audit.record("dossier.declaration_made", about=("dossier", dossier.code), by=SYSTEM, at=now)


def _missing_declaration(dossier_id: int) -> tuple[int | None, int | None]:
    """Return the number of the newest answers where they have no declaration yet, and the paper kept for it."""
    return statements.row(MISSING, [dossier_id]) or (None, None)


@transaction.atomic
def tell(*, event_id: int, now: datetime) -> Happening:
    """Tell submitter and owner what happened, in the inbox and by e-mail where there is an address; return what did."""
    found = statements.row(NEWS, [event_id])
    if found is None:
        raise DossierEvent.DoesNotExist(event_id)
    happened, note, dossier_id, public_id, code, due_at, answer_due_at, version_id, agency_id = found
    happening = Happening(happened)
    kind = TOLD.get(happening)
    addressees = statements.rows(ADDRESSEES, [dossier_id]) if kind is not None else []
    if kind is None or not addressees:
        return happening
    params = {
        "code": code,
        "procedure": package_of(version_id).procedure_name,
        "agency": directory().by_id[agency_id].name,
        "due": due_at.isoformat() if due_at else "",
        "answer_due": answer_due_at.isoformat() if answer_due_at else "",
        "reason": note,
    }
    told: set[int | str] = set()
    for person_id, email, name in addressees:
        if (person_id or email) in told:
            continue
        # Whoever cannot sign in follows it with the two codes of the slip, which no letter carries.
        page = reverse("portal:dossier", args=[code]) if person_id else f"{reverse('portal:track')}?ma={code}"
        notices.notify(
            person_id=person_id,
            kind=kind,
            params={**params, "name": name, "address": settings.SITE_ADDRESS + page},
            about=("dossier", str(public_id)),
            email=email,
            now=now,
        )
        told.add(person_id or email)
    return happening
