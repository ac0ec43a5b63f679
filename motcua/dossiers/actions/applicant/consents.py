"""Agreements of others to what is filed: asked by the applicant, answered by whoever was named, by their own sign-in.

The answer becomes a PDF with the paper of the draft that somebody would have signed: reception, scanning and the desk
treat it as any other. What was shown and no longer stands so takes the agreement with it.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from motcua.accounts import access, identity
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules import IdentityKind
from motcua.accounts.rules.assurance import SECOND, check_level
from motcua.audit import actions as audit
from motcua.files import actions as files
from motcua.files.rules import Drawn
from motcua.lib.dates import say_moment
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.lib.text import clean, fold
from motcua.printing.rendering import pages_of, render

from ...models import Consent, Draft, DraftFile
from ...packages import package_of
from ...rules.consents import LASTS, MOST_ASKED_A_DAY, Answer, asked_in, digest_of
from .drafts import lock_draft

PURPOSE = "consent"


@transaction.atomic
def ask_consent(
    *, public_id: UUID, paper_key: str, name: str, number: str, shown: list[list[str]], by: User, now: datetime
) -> Consent:
    """Ask somebody to agree, in the place of a paper of one's draft; asked anew, the earlier question is withdrawn.

    They need no account now: they sign in when they follow the link. Raises Refused.
    """
    draft = lock_draft(public_id=public_id, by=by)
    package = package_of(draft.version_id)
    asked = asked_in(package.paper_list).get(paper_key)
    if asked is None:
        raise Refused("not_asked_online", N_("Giấy tờ này không xin ý kiến qua mạng được."))
    if not clean(name):
        raise Refused("name_missing", N_("Hãy ghi họ tên người được hỏi ý kiến."))
    if Consent.objects.filter(asked_by=by, asked_at__gt=now - timedelta(days=1)).count() >= MOST_ASKED_A_DAY:
        raise Refused("too_many", N_("Hôm nay ông/bà đã xin quá nhiều ý kiến. Hãy thử lại ngày mai."))
    sealed = identity.seal(IdentityKind.PERSONAL_ID, number)
    if by.person is not None and sealed.pk == by.person.identity_id:
        raise Refused("own_number", N_("Đây là số của chính ông/bà. Hãy ghi số của người cần đồng ý."))
    withdraw(draft, paper_key, now=now)
    secret = secrets.token_urlsafe(16)
    made = Consent.objects.create(
        draft=draft,
        asked_by=by,
        paper_key=paper_key,
        paper_name=asked.name,
        procedure=package.procedure_name,
        applicant=by.full_name,
        name=clean(name)[:200],
        number=sealed,
        shown=shown,
        digest=digest_of(shown),
        index=index_of(secret),
        cipher=identity.sealer().seal(secret),
        asked_at=now,
        expires_at=now + LASTS,
    )
    audit.record("consent.asked", about=("consent", str(made.public_id)), by=actor(by), at=now)
    return made


def withdraw(draft: Draft, paper_key: str, *, now: datetime) -> None:
    """Take a question back, with the answer and what was written of it; joins the caller's transaction."""
    for one in Consent.objects.filter(draft=draft, paper_key=paper_key, withdrawn_at=None).select_related("file"):
        file_id = one.file_id
        one.withdrawn_at, one.file = now, None
        one.save(update_fields=["withdrawn_at", "file"])
        if file_id is not None:
            DraftFile.objects.filter(draft=draft, file=file_id).delete()
            files.discard(file_ids=[file_id])


@transaction.atomic
def drop_changed(*, public_id: UUID, stands: dict[str, str], by: User, now: datetime) -> list[str]:
    """Take back what was agreed to other answers than stand there now; return the names of those papers.

    `stands` are the digests of what would be shown now, by the papers' keys.
    """
    draft = lock_draft(public_id=public_id, by=by)
    dropped = []
    for one in Consent.objects.filter(draft=draft, withdrawn_at=None):
        if stands.get(one.paper_key) != one.digest:
            withdraw(draft, one.paper_key, now=now)
            dropped.append(one.paper_name)
    return dropped


def answer_consent(*, secret: str, agrees: bool, reason: str, by: User, now: datetime) -> Consent:
    """Agree or refuse, once. Raises Refused for anybody but the one who was named, and after its time."""
    found = consent_for(secret, by=by, now=now)
    check_level(by.assurance, SECOND)
    if found.answer:
        raise Conflict("answered", N_("Ông/bà đã trả lời rồi."))
    sender = actor(found.asked_by)
    drawn = [_drawn(found, by=by, now=now)] if agrees else []
    # Owned by nobody until the answer counts; what comes too late is swept away.
    kept = files.store_drawn(drawn=drawn, purpose=PURPOSE, by=sender, now=now)
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=found.draft_id or 0).first()
        consent = Consent.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=found.pk)
        if draft is None or consent.withdrawn_at is not None or consent.answer:
            raise Conflict("withdrawn", N_("Người nộp đã rút lại hoặc đã nộp hồ sơ; không cần trả lời nữa."))
        consent.answer = Answer.AGREED if agrees else Answer.REFUSED
        consent.answered_at, consent.answered_by, consent.reason = now, by, clean(reason)[:500]
        for file in kept:
            files.attach(file_ids=[file.pk], by=sender, now=now)
            last = draft.files.filter(paper_key=consent.paper_key).aggregate(last=Max("number"))["last"] or 0
            DraftFile.objects.create(draft=draft, paper_key=consent.paper_key, number=last + 1, file=file, added_at=now)
            consent.file = file
        consent.save()
        about = ("consent", str(consent.public_id))
        audit.record(f"consent.{consent.answer}", about=about, by=actor(by), at=now)
    return consent


def consent_for(secret: str, *, by: User, now: datetime) -> Consent:
    """Return what somebody is asked, for nobody but them; raises Refused in the same words whatever is wrong."""
    found = Consent.objects.select_related("number", "asked_by", "draft").filter(index=index_of(secret[:60])).first()
    person = by.person
    is_theirs = (
        found is not None
        and person is not None
        and access.capacity_of(by) is None
        and person.identity_id == found.number_id
        and fold(person.full_name) == fold(found.name)
    )
    if found is None or not is_theirs:
        raise Forbidden("no_such_consent", N_("Liên kết này không dành cho ông/bà, hoặc chép thiếu."))
    if found.withdrawn_at is not None or (found.expires_at <= now and not found.answer):
        raise Refused("consent_over", N_("Lời xin ý kiến này đã hết hạn hoặc đã được rút lại."))
    return found


def secret_of_consent(consent: Consent) -> str:
    """Return the secret of the link, for whoever asked."""
    return identity.sealer().open(bytes(consent.cipher))


def index_of(secret: str) -> str:
    """Return the keyed digest by which a link's secret is found."""
    return identity.sealer().index(f"consent:{secret}")


def _drawn(consent: Consent, *, by: User, now: datetime) -> Drawn:
    package = package_of(consent.draft.version_id) if consent.draft is not None else None
    asked = asked_in(package.paper_list).get(consent.paper_key) if package is not None else None
    data = {
        "paper": consent.paper_name,
        "procedure": consent.procedure,
        "applicant": consent.applicant,
        "whose": asked.whose if asked is not None else "",
        "name": by.full_name,
        "number": identity.reveal(consent.number),
        "shown": consent.shown,
        "at": say_moment(now),
        "level": by.assurance,
        "code": str(consent.public_id),
    }
    pdf = render("dossiers/consent.typ", data, at=now)
    return Drawn(pdf=pdf, name="y-kien-dong-y.pdf", pages=pages_of(pdf))
