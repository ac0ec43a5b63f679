"""The result: draft it, reserve its number, sign it, issue it, deliver it.

Number and date are reserved before the first signature and stand in the signed file. Drawing the PDF and signing it
happen between two short transactions; a failure in between leaves a numbered draft, never a half-issued result.
"""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules import PostHeld
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.files.rules import Kind
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.signing import actions as signing
from motcua.signing.known import remember
from motcua.signing.models import KnownKind, SigningKey
from motcua.workflow.rules import TaskKind

from ... import access
from ...models import Dossier, Result
from ...models.result import CURRENT, ResultKind, ResultState
from ...packages import package_of
from ...paperwork import documents
from ...rules.decisions import Grounds
from ...rules.history import Happening
from ...rules.states import State
from .. import _clock
from .._arrival import check_arrived
from .._course import lock, move, record
from .._process import finish_task, lock_task
from ..applicant.waiting import announce
from ..opinions import check_opinions
from ..storing import keep_result
from .agency_seal import seal, seal_of
from .numbering import number_result


@dataclass(frozen=True)
class Reference:
    """A result that exists in another system or on paper: its number, date and book."""

    number: str
    dated_on: date
    book: str = ""


@transaction.atomic
def draft(
    *,
    dossier_id: int,
    content: dict[str, Any] | None = None,
    file_id: UUID | None = None,
    reference: Reference | None = None,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Result:
    """Write or replace the draft of the result: filled from the template, a PDF made elsewhere, a scan, a reference.

    The newest way counts alone: what is shown at the signature is what is signed, and a number of another system goes
    with its reference. Raises Refused once it is signed, and for content that the template does not ask for.
    """
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "result.draft", dossier)
    package = package_of(dossier.version_id)
    if not package.has_result:
        raise Refused("no_result_here", N_("Thủ tục này không có kết quả riêng nên không có gì để dự thảo."))
    result = current(dossier)
    if result is None:
        result = Result(dossier=dossier, kind=ResultKind.TEMPLATE, name=str(package.result.get("name") or "")[:500])
        result.result_code = str(package.result.get("code") or "")
        result.book = str(package.result.get("book") or "")[:60]
    elif result.state not in {ResultState.DRAFT, ResultState.NUMBERED}:
        raise Refused("already_signed", N_("Kết quả đã ký nên không sửa được nữa."))
    else:
        result.revision += 1
    kind = _kind(dossier, file_id, reference)
    if result.kind == ResultKind.NOTICE:
        # Found eligible after all.
        result.name, result.content = str(package.result.get("name") or "")[:500], {}
    if result.kind in {ResultKind.REFERENCE, ResultKind.NOTICE} and kind != ResultKind.REFERENCE:
        result.state, result.number, result.dated_on = ResultState.DRAFT, "", None
        result.book = str(package.result.get("book") or "")[:60]
    result.kind = kind
    if content is not None:
        result.content = _content(package.result, content)
    earlier, result.draft = result.draft, None
    if file_id is not None:
        result.draft = pdf_of(file_id, by=by)
        files.attach(file_ids=[result.draft.pk], by=actor(by), now=now)
    if reference is not None:
        result.number, result.dated_on, result.book = reference.number, reference.dated_on, reference.book
    result.save()
    if earlier is not None and earlier != result.draft:
        files.discard(file_ids=[earlier.pk])
    record(dossier, Happening.RESULT_DRAFTED, by=by, now=now)
    return result


def _kind(dossier: Dossier, file_id: UUID | None, reference: Reference | None) -> ResultKind:
    package_result = package_of(dossier.version_id).result
    if reference is not None:
        return ResultKind.REFERENCE
    if file_id is not None:
        return ResultKind.SCANNED if package_result.get("kind") == ResultKind.SCANNED else ResultKind.UPLOADED
    if not _draws_itself(dossier):
        raise Refused("no_draft", N_("Hãy chọn tệp PDF của kết quả, hoặc ghi số, ngày của kết quả ở hệ thống khác."))
    return ResultKind.TEMPLATE


def _content(package_result: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    asked = {one["key"]: one.get("options") for one in package_result.get("fields", ())}
    for key, value in content.items():
        if key not in asked:
            raise Refused("no_such_content", N_("Mẫu kết quả không có mục “{key}”."), key=key)
        options = asked[key]
        if options is not None and value not in options:
            raise Refused("no_such_choice", N_("Mục “{key}” của kết quả chỉ nhận một trong các lựa chọn."), key=key)
    return content


def pdf_of(file_id: UUID, *, by: User) -> StoredFile:
    """Return a PDF that somebody sent; raises Refused for anything else."""
    (file,) = stored.sent(public_ids=[file_id], by=actor(by))
    if file.kind != Kind.PDF:
        raise Refused("not_pdf", N_("Kết quả phải là tệp PDF."))
    return file


def current(dossier: Dossier) -> Result | None:
    """Return the dossier's result that was neither replaced nor revoked."""
    return dossier.results.filter(CURRENT).first()


def needs_draft(dossier: Dossier) -> bool:
    """Tell whether somebody has yet to draft the result: no template draws it, and there is none."""
    return lacks_draft(dossier, current(dossier))


def lacks_draft(dossier: Dossier, result: Result | None) -> bool:
    """Tell the same of a dossier whose current result was read already."""
    if not package_of(dossier.version_id).has_result:
        return False
    return not _draws_itself(dossier) and (result is None or result.kind == ResultKind.NOTICE)


def _draws_itself(dossier: Dossier) -> bool:
    """Tell whether a template draws the result from the answers; a paper gives none until it is typed."""
    return package_of(dossier.version_id).result.get("kind") == ResultKind.TEMPLATE and not dossier.is_unanswered


def sign(*, task_id: int, by: User, now: datetime, note: str = "", revision: int | None = None) -> Dossier:
    """Sign the result with the signer's key and end the step.

    Raises Refused without a result or a valid key, Conflict where the draft changed while it was being signed. Not
    inside a transaction: the document is drawn and signed between two short ones.
    """
    result = _reserve(task_id, by=by, now=now, revision=revision)
    file_id, capacity = None, ""
    if result.kind != ResultKind.REFERENCE:
        key = key_of(by)
        shown = shown_key(key, access.acting_by(by, result.dossier))
        capacity = shown.capacity.replace("\n", ", ")
        pdf = documents.result_pdf(result, signer=shown, now=now)
        signed = signing.sign_pdf(
            pdf=pdf,
            key=key,
            at=now,
            place="leader",
            appearance=documents.signature_picture(
                result, shown, is_sealed=seal_of(result.dossier.competent_agency) is not None, now=now
            ),
            reason=result.name,
            is_timed=False,
        )
        name = f"ket-qua-{result.dossier.code}.pdf"
        file_id = files.store(data=signed, name=name, purpose="result", by=actor(by), now=now).pk
    return _keep_signed(task_id, result, file_id=file_id, capacity=capacity, by=by, now=now, note=note)


def key_of(user: User) -> SigningKey:
    """Return the key that somebody signs with; raises Refused."""
    key = SigningKey.objects.filter(label=f"user:{user.username}").first()
    if key is None:
        raise Refused("no_key", N_("Ông/bà chưa có chứng thư chữ ký số trong hệ thống. Hãy báo quản trị kỹ thuật."))
    return key


def shown_key(key: SigningKey, acting: PostHeld | None) -> SigningKey:
    """Return what a document shows of a key: where its holder signs for an absent leader, "KT. GIÁM ĐỐC" above.

    Source: Decree 30/2020/NĐ-CP, article 13, clauses 1 to 3; the lines of the title as in its Appendix I.
    """
    if acting is None or not acting.signs_as:
        return key
    absent = User.objects.get(pk=acting.for_user or 0)
    known = SigningKey.objects.filter(label=f"user:{absent.username}").values_list("capacity", flat=True).first()
    title = known or acting.title
    shown = copy(key)
    shown.capacity = f"{acting.signs_as} {title}\n{key.capacity}"
    return shown


@transaction.atomic
def _reserve(task_id: int, *, by: User, now: datetime, revision: int | None) -> Result:
    dossier, task = lock_task(task_id, kind=TaskKind.SIGN, revision=revision)
    access.require_task(by, dossier, task)
    check_opinions(dossier)
    package = package_of(dossier.version_id)
    result = current(dossier)
    if result is None:
        if not _draws_itself(dossier):
            raise Refused("no_result_yet", N_("Chưa có dự thảo kết quả để ký. Trả lại cho người thụ lý để dự thảo."))
        result = Result.objects.create(
            dossier=dossier,
            kind=ResultKind.TEMPLATE,
            name=str(package.result.get("name") or "")[:500],
            result_code=str(package.result.get("code") or ""),
            book=str(package.result.get("book") or "")[:60],
        )
    if result.state == ResultState.SIGNED:
        raise Conflict("signed_meanwhile", N_("Kết quả này vừa được ký."))
    if result.state == ResultState.DRAFT:
        if not result.number:
            number_result(dossier, result, now=now)
        result.state = ResultState.NUMBERED
        result.save()
        if result.number:
            record(dossier, Happening.RESULT_NUMBERED, by=by, now=now, params={"number": result.number})
    result.dossier = dossier
    return result


@transaction.atomic
def _keep_signed(
    task_id: int, signed: Result, *, file_id: int | None, capacity: str, by: User, now: datetime, note: str
) -> Dossier:
    dossier, task = lock_task(task_id, kind=TaskKind.SIGN, revision=None)
    access.note_acting(by, dossier, task)
    result = Result.objects.select_for_update(of=("self",)).get(pk=signed.pk)
    if result.revision != signed.revision or result.state != ResultState.NUMBERED:
        raise Conflict("draft_changed", N_("Dự thảo kết quả vừa thay đổi trong khi ký. Xem lại rồi ký lại."))
    result.state = ResultState.SIGNED
    result.file_id = file_id
    result.signer, result.signer_capacity = by, capacity
    result.signed_at = now
    result.save()
    if file_id is not None:
        files.attach(file_ids=[file_id], by=actor(by), now=now)
    move(dossier, State.PROCESSING, now=now)
    moved = finish_task(dossier, task, outcome="sign", note=note, by=by, now=now)
    record(dossier, Happening.RESULT_SIGNED, by=by, now=now, note=note)
    announce(dossier, moved, by=by, now=now)
    return dossier


def issue(*, task_id: int, by: User, now: datetime, note: str = "", revision: int | None = None) -> Dossier:
    """Seal a signed result, where the agency has a seal, and issue it: the substance is done, the legal clock stops.

    Not inside a transaction, unless it is sealed already (`seal`).
    """
    seal(task_id=task_id, by=by, now=now, revision=revision)
    return _issue(task_id, by=by, now=now, note=note, revision=revision)


@transaction.atomic
def _issue(task_id: int, *, by: User, now: datetime, note: str, revision: int | None) -> Dossier:
    dossier, task = lock_task(task_id, kind=TaskKind.ISSUE, revision=revision)
    access.require_task(by, dossier, task)
    result = current(dossier)
    if result is None or result.state != ResultState.SIGNED:
        raise Refused("not_signed", N_("Kết quả chưa được ký nên chưa phát hành được."))
    result.state = ResultState.ISSUED
    result.issued_at = now
    result.save()
    if result.file is not None:
        remember(sha256=result.file.sha256, kind=KnownKind.RESULT, token=result.token)
    move(dossier, State.COMPLETED, now=now)
    _clock.finish(dossier, now=now)
    moved = finish_task(dossier, task, outcome="issue", note=note, by=by, now=now)
    is_notice = result.kind == ResultKind.NOTICE
    happening, words = (Happening.NOT_ELIGIBLE, _said(result)) if is_notice else (Happening.ISSUED, note)
    record(dossier, happening, by=by, now=now, note=words, params={"number": result.number})
    announce(dossier, moved, by=by, now=now)
    return dossier


def _said(notice: Result) -> str:
    """Return why a dossier is not eligible, as its notice says it."""
    return Grounds(**notice.content).said()


@transaction.atomic
def deliver(
    *,
    task_id: int,
    recipient: str,
    by: User,
    now: datetime,
    how: str = "",
    note: str = "",
    is_here: bool = False,
    revision: int | None = None,
) -> Dossier:
    """Hand the result over and close the dossier. "Signed" is not "delivered": this is recorded on its own.

    Raises Refused for one on paper that the counter has not signed for, unless `is_here`: it came on no list.
    """
    dossier, task = lock_task(task_id, kind=TaskKind.DELIVER, revision=revision)
    access.require_task(by, dossier, task)
    result = current(dossier)
    if result is None or result.state != ResultState.ISSUED:
        raise Refused("not_issued", N_("Kết quả chưa phát hành nên chưa trả được."))
    came_unlisted = check_arrived(dossier, result, how=how, is_here=is_here, by=by)
    result.delivered_at = now
    result.delivered_to = recipient[:200]
    result.delivered_how = how or dossier.result_channel
    result.save()
    keep_result(result, by=by, now=now)
    move(dossier, State.DELIVERED, now=now)
    finish_task(dossier, task, outcome="deliver", note=note, by=by, now=now)
    params = {"how": result.delivered_how} | ({"came_unlisted": True} if came_unlisted else {})
    record(dossier, Happening.DELIVERED, by=by, now=now, note=note, params=params)
    return dossier
