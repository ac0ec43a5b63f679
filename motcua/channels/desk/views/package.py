"""The whole of a dossier to be kept elsewhere: every file in force in one zip, with a list and their hashes."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.dossiers import access
from motcua.dossiers import queries as dossiers
from motcua.dossiers.models import Dossier, FeeReceipt
from motcua.dossiers.paperwork import form_facts, form_layouts
from motcua.dossiers.paperwork.form_queries import forms_given, receipts_of
from motcua.dossiers.paperwork.letters import letters_gone_out
from motcua.files import queries as files
from motcua.files.models import StoredFile
from motcua.lib.text import fold
from motcua.ui.moments import say_moment

from .dossier import found, seen

# Small ones stay in memory; what is larger goes to a file that has no name and is gone with the answer.
IN_MEMORY = 4_000_000
MOST_NAME = 60


@official("paper.see")
@require_safe
def whole(request: SignedInRequest, public_id: UUID) -> StreamingHttpResponse:
    """Hand out every file in force of a dossier, and its result where the reader may see it.

    An agency that handed a relay on takes with it what was there when it did, and the result once it is issued.
    """
    dossier = found(request, public_id, "paper.see")
    seen(request, dossier, why="desk.whole")
    until = access.read_until(request.user, dossier)
    named: list[tuple[str, StoredFile | bytes]] = [
        (sheet.paper.name, row.file) for sheet in dossiers.papers_of(dossier, until=until) for row in sheet.files
    ]
    named += [(given.title, given.file) for given in forms_given(dossier, until=until)]
    named += [(_receipt_name(one), _receipt(one)) for one in receipts_of(dossier, until=until)]
    named += [(gone.letter.name, gone.file) for gone in letters_gone_out(dossier, until=until) if gone.file is not None]
    if access.may(request.user, "result.see", dossier):
        result = dossiers.progress_of(dossier, public_only=True).result
        if result is not None and result.file is not None:
            named.append((result.name, result.file))
    name = content_disposition_header(as_attachment=True, filename=f"ho-so-{dossier.code}.zip")
    return StreamingHttpResponse(
        _zipped(dossier, named),
        headers={
            "Content-Type": "application/zip",
            "Content-Disposition": name or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _zipped(dossier: Dossier, named: list[tuple[str, StoredFile | bytes]]) -> Iterator[bytes]:
    """Yield the zip, written whole before its first piece goes out.

    Raises Damaged where the store does not give what was put in: whoever asked gets a broken answer, never a wrong zip.
    """
    lines = [f"{_('Hồ sơ')} {dossier.code}", f"{_('Nộp lúc')}: {say_moment(dossier.submitted_at)}", ""]
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as kept:
        with zipfile.ZipFile(kept, "w") as archive:
            for number, (name, file) in enumerate(named, start=1):
                inside = f"{number:02d}-{_plain(name)}.{_ending(file)}"
                digest = hashlib.sha256()
                with archive.open(inside, "w", force_zip64=True) as entry:
                    for piece in [file] if isinstance(file, bytes) else files.stream(file):
                        digest.update(piece)
                        entry.write(piece)
                lines.append(f"{inside}\t{name}\tSHA-256 {digest.hexdigest()}")
            archive.writestr("muc-luc.txt", "\n".join(lines) + "\n", zipfile.ZIP_DEFLATED)
        kept.seek(0)
        while part := kept.read(files.CHUNK):
            yield part


def _ending(file: StoredFile | bytes) -> str:
    return "pdf" if isinstance(file, bytes) else file.shown_name.rpartition(".")[2]


def _receipt_name(receipt: FeeReceipt) -> str:
    state = f" ({_('đã hủy')})" if receipt.annulled_at is not None else ""
    return f"{_('Biên lai')} {receipt.series} {receipt.said_number}{state}"


def _receipt(receipt: FeeReceipt) -> bytes:
    """Return a receipt for the files: no print of it, and it says so; an annulled one bears its reason."""
    became = f"; ĐÃ HỦY: {receipt.annul_reason}" if receipt.annulled_at is not None else ""
    form = form_facts.fee_receipt(receipt, copies=[f"Bản lưu theo hồ sơ, không thay biên lai{became}"])
    return form_layouts.draw(form, at=receipt.taken_at)[0]


def _plain(name: str) -> str:
    """Return a name that every system's files may have."""
    letters = "".join(letter if letter.isalnum() else "-" for letter in fold(name))
    return "-".join(part for part in letters.split("-") if part)[:MOST_NAME].rstrip("-") or "tep"
