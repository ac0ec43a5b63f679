"""What follows a change: the applicant is told."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from motcua import statements
from motcua.lib.addresses import dossier_page, tracking_page
from motcua.lib.dates import today
from motcua.notices import actions as notices
from motcua.notices.rules import NoticeKind
from motcua.organisations.directory import directory

from ...bundles import rules_in
from ...models import DossierEvent, Party
from ...packages import package_of
from ...rules.history import Happening

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
    Happening.REAPPOINTED: NoticeKind.REAPPOINTED,
    Happening.VERIFIED: NoticeKind.DUE_MOVED,
    Happening.DUE_MOVED: NoticeKind.DUE_MOVED,
    Happening.COMPETENT_RECEIVED: NoticeKind.DUE_MOVED,
    Happening.ISSUED: NoticeKind.RESULT_READY,
    Happening.NOT_ELIGIBLE: NoticeKind.RESULT_READY,
    Happening.RESULT_REPLACED: NoticeKind.RESULT_READY,
    Happening.FINISHED: NoticeKind.FINISHED,
    Happening.DELIVERED: NoticeKind.DELIVERED,
    Happening.PART_DROPPED: NoticeKind.PART_DROPPED,
    Happening.LETTER_GIVEN: NoticeKind.LETTER,
    Happening.REOPENED: NoticeKind.REOPENED,
    Happening.POST_RETURNED: NoticeKind.POST_RETURNED,
    Happening.HANDED_OUT_AGAIN: NoticeKind.DELIVERED,
}


NEWS = """
    SELECT e.kind, e.note, d.id, d.public_id, d.code, d.due_at, d.answer_due_at, d.version_id, d.competent_agency_id,
        d.part_of_id
    FROM dossiers_dossierevent e JOIN dossiers_dossier d ON d.id = e.dossier_id WHERE e.id = %s
"""
# The submitter before the owner, who is told apart only where it is somebody else. Whom the system did not know when
# a counter took the dossier may have signed in since: the number tells. Who filed for another is told while that lasts.
ADDRESSEES = """
    SELECT coalesce(p.person_id, a.id), p.email, p.name
    FROM dossiers_party p LEFT JOIN accounts_person a ON a.identity_id = p.identity_id
        LEFT JOIN accounts_mandate m ON m.id = p.mandate_id
    WHERE p.dossier_id = %s AND p.role IN ('submitter', 'owner')
        AND (p.person_id IS NOT NULL OR a.id IS NOT NULL OR p.email <> '')
        AND (p.mandate_id IS NULL OR (m.ended_at IS NULL AND m.valid @> %s::date))
    ORDER BY p.role DESC
"""
GIVES_ANSWERS = frozenset({Happening.FILED, Happening.SUPPLEMENTED})


@dataclass(frozen=True)
class Told:
    """What had happened, and the row id of the bundle that this may move; None for most dossiers."""

    happening: Happening
    bundle_id: int | None


@transaction.atomic
def tell(*, event_id: int, now: datetime) -> Told:
    """Tell submitter and owner what happened, in the inbox and by e-mail where there is an address; return what did."""
    found = statements.row(NEWS, [event_id])
    if found is None:
        raise DossierEvent.DoesNotExist(event_id)
    happened, note, dossier_id, public_id, code, due_at, answer_due_at, version_id, agency_id, part_of_id = found
    happening = Happening(happened)
    told_of = Told(happening, dossier_id if rules_in(version_id) else part_of_id)
    # Who filed the bundle knows that its parts begin: its own page says so.
    is_silent = part_of_id is not None and happening is Happening.FILED
    # The agency's receipt is news only where it moved the promise; then the note says why.
    is_silent = is_silent or (happening is Happening.COMPETENT_RECEIVED and not note)
    kind = None if is_silent else TOLD.get(happening)
    addressees = statements.rows(ADDRESSEES, [dossier_id, today(now)]) if kind is not None else []
    if kind is None or not addressees:
        return told_of
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
        page = dossier_page(code) if person_id else tracking_page(code)
        notices.notify(
            person_id=person_id,
            kind=kind,
            params={**params, "name": name, "address": settings.SITE_ADDRESS + page},
            about=("dossier", str(public_id)),
            email=email,
            now=now,
        )
        told.add(person_id or email)
    return told_of


@transaction.atomic
def follow_document(*, person_id: int, old_number_id: int) -> int:
    """Let what was filed at a counter by an old identity document belong to its bearer, who has another one now.

    The party keeps the number it was filed with; return how many there were.
    """
    return Party.objects.filter(identity=old_number_id, person=None).update(person=person_id)
