"""Letters that go out: asked to be signed, numbered in the agency's book, signed by its head, given to the applicant.

Number and day are reserved before the signature and stand in the signed file (Decree 30/2020/NĐ-CP article 15). Drawing
and signing happen between two short transactions; a failure in between leaves a numbered letter, signed the next time.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules import PostHeld
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.files.rules import Drawn
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.organisations.symbols import symbol_on
from motcua.printing import rendering
from motcua.signing import actions as signing
from motcua.signing.known import remember
from motcua.signing.models import KnownKind, SigningKey

from ... import access
from ...models import Letter, LetterSignature, LetterVersion
from ...models.result import verification_token
from ...paperwork import letters
from ...rules.history import Happening
from ...rules.letters import LetterKind
from ...rules.outgoing import kind_symbol, numbered, symbol_of
from .._course import lock, record
from ..issuing.numbering import next_in
from ..issuing.results import key_of, shown_key

BOOK = "Văn bản đi"


@transaction.atomic
def ask_signature(*, dossier_id: int, letter_id: UUID, expected: int | None, by: User, now: datetime) -> LetterVersion:
    """Hand the newest version to the head of the agency to be signed; an older one that waited waits no more.

    Raises Refused while a blank is left and for what is signed as the result, Conflict where the version is not
    `expected` or was handed in already.
    """
    dossier = lock(dossier_id)
    letters.require_writing(by, dossier)
    letter = letters.letter_of(dossier, letter_id)
    newest = letters.versions_of(letter)[0]
    if letter.kind == LetterKind.RESULT:
        raise Refused("letter_is_result", N_("Kết quả được ký ở bước ký kết quả: hãy dùng làm dự thảo kết quả."))
    if blanks := newest.words.blanks():
        raise Refused("letter_blanks", N_("Còn chỗ chưa viết: {blanks}."), blanks="; ".join(blanks))
    if expected != newest.number:
        raise Conflict("letter_old", N_("Văn bản vừa có bản mới hơn. Xem bản mới rồi làm tiếp."))
    if LetterSignature.objects.filter(version=newest).exists():
        raise Conflict("letter_handed_in", N_("Bản này đã trình ký."))
    LetterSignature.objects.waiting().filter(version__letter=letter).update(returned_at=now)
    handed = LetterSignature(version=newest, agency=letters.agency_of(dossier), asked_at=now, asked_by=by)
    _take_number(handed, letter)
    handed.save()
    audit.record("dossier.letter_handed_in", about=("dossier", dossier.code), by=actor(by), at=now)
    return newest


def _take_number(handed: LetterSignature, letter: Letter) -> None:
    """Give a version the number that an earlier one got and never went out under: the book has no gap."""
    unused = LetterSignature.objects.filter(version__letter=letter, signed_at=None, agency=handed.agency)
    earlier = unused.exclude(number="").first()
    if earlier is None:
        return
    handed.number, handed.book, handed.dated_on, handed.token = (
        earlier.number,
        earlier.book,
        earlier.dated_on,
        earlier.token,
    )
    earlier.number, earlier.book, earlier.dated_on, earlier.token = "", "", None, None
    earlier.save(update_fields=["number", "book", "dated_on", "token"])


@transaction.atomic
def return_letter(*, dossier_id: int, letter_id: UUID, note: str, by: User, now: datetime) -> None:
    """Give a letter back to who wrote it, with the reason. Raises Refused, Conflict where it waits for nobody."""
    dossier = lock(dossier_id)
    access.require(by, "result.sign", dossier)
    waiting = _waiting_for(letters.letter_of(dossier, letter_id))
    if not note.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    waiting.returned_at, waiting.return_note = now, note.strip()[:1000]
    waiting.save(update_fields=["returned_at", "return_note"])
    audit.record("dossier.letter_given_back", about=("dossier", dossier.code), by=actor(by), at=now)


def _waiting_for(letter: Letter) -> LetterSignature:
    waiting = LetterSignature.objects.waiting().select_for_update().filter(version__letter=letter).first()
    if waiting is None:
        raise Conflict("letter_moved_on", N_("Văn bản này không còn chờ ký. Xem lại tình trạng mới."))
    return waiting


def sign_letter(*, dossier_id: int, letter_id: UUID, by: User, now: datetime) -> LetterVersion:
    """Number a letter that waits, and sign it with the signer's key; a substitute's shows KT. or TUQ. (article 13).

    Not inside a transaction. Raises Forbidden, Refused without a key, Conflict where it waits no more, or the writer
    saved another version meanwhile.
    """
    key = key_of(by)
    waiting, acting = _reserve(dossier_id, letter_id, by=by, now=now)
    shown = shown_key(key, acting)
    version = waiting.version
    pdf = letters.letter_pdf(version.letter, version, at=now, outgoing=waiting, signer=shown)
    signed = signing.sign_pdf(
        pdf=pdf,
        key=key,
        at=now,
        place="leader",
        appearance=rendering.stamp(name=shown.holder_name, capacity=shown.capacity, agency=shown.agency_name, at=now),
        reason=version.letter.name,
        is_timed=False,
    )
    name = f"van-ban-{version.letter.dossier.code}-{version.number}.pdf"
    drawn = Drawn(name, signed, rendering.pages_of(signed), is_signed=True)
    (file,) = files.store_drawn(drawn=[drawn], purpose=letters.PURPOSE, by=actor(by), now=now)
    return _keep(waiting.pk, file, shown, by=by, now=now)


@transaction.atomic
def _reserve(dossier_id: int, letter_id: UUID, *, by: User, now: datetime) -> tuple[LetterSignature, PostHeld | None]:
    """Give a waiting letter its number and day, once, and return it with the absent head that `by` acts for."""
    dossier = lock(dossier_id)
    letter = letters.letter_of(dossier, letter_id)
    waiting = _waiting_for(letter)
    acting = access.require_signing(by, dossier, waiting.agency)
    waiting.version.letter = letter
    if letters.versions_of(letter)[0].pk != waiting.version_id:
        raise Conflict("letter_old", N_("Văn bản vừa có bản mới hơn. Xem bản mới rồi làm tiếp."))
    if not waiting.number:
        day = today(now)
        book = " ".join(part for part in (BOOK, kind_symbol(letter.title)) if part)
        number = next_in(book, agency_id=waiting.agency_id, year=day.year)
        symbol = symbol_on(waiting.agency, day)
        waiting.number = numbered(number, symbol_of(letter.title, symbol.agency, symbol.unit))
        waiting.book, waiting.dated_on, waiting.token = book, day, verification_token()
        waiting.save(update_fields=["number", "book", "dated_on", "token"])
    return waiting, acting


@transaction.atomic
def _keep(waiting_id: int, file: StoredFile, shown: SigningKey, *, by: User, now: datetime) -> LetterVersion:
    """Put the signed file in the place of the version's own; Conflict where another was quicker, whose file stays."""
    found = LetterSignature.objects.select_related("version__letter").get(pk=waiting_id)
    dossier = lock(found.version.letter.dossier_id)
    access.require_signing(by, dossier, found.agency)
    found = LetterSignature.objects.select_for_update(of=("self",)).select_related("version__letter").get(pk=waiting_id)
    if found.signed_at is not None or found.returned_at is not None:
        raise Conflict("letter_moved_on", N_("Văn bản này không còn chờ ký. Xem lại tình trạng mới."))
    version, letter = found.version, found.version.letter
    earlier, version.file = version.file_id, file
    version.save(update_fields=["file"])
    found.signed_at, found.signed_by = now, by
    found.signed_name, found.capacity = shown.holder_name, shown.capacity.replace("\n", ", ")[:300]
    found.is_for_applicant = letters.is_for_applicant(dossier, letter, version)
    found.save(update_fields=["signed_at", "signed_by", "signed_name", "capacity", "is_for_applicant"])
    files.attach(file_ids=[file.pk], by=actor(by), now=now)
    remember(sha256=file.sha256, kind=KnownKind.LETTER, token=found.token or "")
    if earlier is not None:
        files.discard(file_ids=[earlier])
    happening = Happening.LETTER_GIVEN if found.is_for_applicant else Happening.LETTER_SIGNED
    record(dossier, happening, by=by, now=now, params={"name": letter.name, "number": found.number})
    return version
