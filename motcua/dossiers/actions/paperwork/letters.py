"""Write letters and decisions beside a dossier: begin from a template, save a version, let one go out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.files import actions as files
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused

from ...loading import load
from ...models import Dossier, Letter, LetterVersion
from ...paperwork import letters
from ...rules.history import Happening
from ...rules.letters import LetterKind, Words, fill
from .._course import lock, record
from ..issuing.results import draft


@transaction.atomic
def begin_letter(*, dossier_id: int, template: str, by: User, now: datetime) -> Letter:
    """Begin a letter from a template, filled from the dossier; raises Refused where no such template counts today."""
    dossier = load(dossier_id)
    letters.require_writing(by, dossier)
    chosen = next((one for one in letters.templates_on(today(now)) if one.key == template), None)
    if chosen is None:
        raise Refused("no_template", N_("Hãy chọn một mẫu văn bản."))
    words = fill(chosen.words, letters.facts_of(dossier, by=by, wanted=chosen.fields(), now=now))
    letter = Letter.objects.create(
        dossier=dossier, kind=chosen.kind, template=chosen.key, name=chosen.name, title=chosen.title
    )
    _add(letter, 1, words, by=by, now=now)
    return letter


@transaction.atomic
def save_letter(
    *, dossier_id: int, letter_id: UUID, words: Words, expected: int | None, by: User, now: datetime
) -> LetterVersion:
    """Keep what was written as the next version; the same words again add none.

    `expected` is the version that the writer began from: Conflict where somebody saved another since.
    """
    dossier = load(dossier_id)
    letters.require_writing(by, dossier)
    words.check()
    letter = _locked(dossier, letter_id)
    newest = letters.versions_of(letter)[0]
    if newest.words == words:
        return newest
    if expected != newest.number:
        raise Conflict(
            "letter_changed",
            N_("{who} vừa lưu bản khác. Chữ ông/bà viết vẫn còn đây: xem chỗ khác nhau ở dưới, sửa rồi lưu lại."),
            who=newest.saved_by.full_name,
        )
    return _add(letter, newest.number + 1, words, by=by, now=now)


def send_letter(
    *, dossier_id: int, letter_id: UUID, is_result: bool, expected: int | None, by: User, now: datetime
) -> LetterVersion:
    """Let the newest version go out: as a file of the dossier, or also as the draft of its result.

    Drawn outside the transaction. Raises Refused while a blank is left, Conflict where the version is not `expected`,
    and what `results.draft` raises.
    """
    dossier = load(dossier_id)
    letter = letters.letter_of(dossier, letter_id)
    newest = letters.versions_of(letter)[0]
    letters.require_writing(by, dossier)
    if is_result and letter.kind != LetterKind.RESULT:
        raise Refused("letter_no_result", N_("Văn bản này không phải là kết quả."))
    if blanks := newest.words.blanks():
        raise Refused("letter_blanks", N_("Còn chỗ chưa viết: {blanks}."), blanks="; ".join(blanks))
    if expected != newest.number:
        raise Conflict("letter_old", N_("Văn bản vừa có bản mới hơn. Xem bản mới rồi làm tiếp."))
    pdf = letters.letter_pdf(letter, newest, at=now)
    return _keep(dossier_id, letter_id, newest.number, pdf, is_result=is_result, by=by, now=now)


@transaction.atomic
def _keep(
    dossier_id: int, letter_id: UUID, number: int, pdf: bytes, *, is_result: bool, by: User, now: datetime
) -> LetterVersion:
    dossier = lock(dossier_id)
    letters.require_writing(by, dossier)
    letter = _locked(dossier, letter_id)
    newest = letters.versions_of(letter)[0]
    if newest.number != number:
        raise Conflict("letter_old", N_("Văn bản vừa có bản mới hơn. Xem bản mới rồi làm tiếp."))
    if is_result:
        # The result has a file of its own: owners never share one.
        sent = files.store(data=pdf, name=f"du-thao-{dossier.code}.pdf", purpose="result", by=actor(by), now=now)
        draft(dossier_id=dossier_id, file_id=sent.public_id, by=by, now=now)
        dossier = lock(dossier_id)
    if newest.file is None:
        name = f"van-ban-{dossier.code}-{number}.pdf"
        newest.file = files.store(data=pdf, name=name, purpose=letters.PURPOSE, by=actor(by), now=now)
        newest.save(update_fields=["file"])
        files.attach(file_ids=[newest.file.pk], by=actor(by), now=now)
        record(dossier, Happening.LETTER_ADDED, by=by, now=now, params={"name": letter.name})
    return newest


def _locked(dossier: Dossier, letter_id: UUID) -> Letter:
    letter = letters.letter_of(dossier, letter_id)
    Letter.objects.select_for_update().get(pk=letter.pk)
    return letter


def _add(letter: Letter, number: int, words: Words, *, by: User, now: datetime) -> LetterVersion:
    audit.record("dossier.letter_saved", about=("dossier", letter.dossier.code), by=actor(by), at=now)
    return LetterVersion.objects.create(
        letter=letter,
        number=number,
        addressee=words.addressee[:300],
        subject=words.subject[:300],
        body=words.body,
        saved_at=now,
        saved_by=by,
    )
