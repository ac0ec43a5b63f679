"""What this system says of a signed file that it gave out: no more than the page its QR leads to.

Who holds a file may learn whether it stands. Nothing here tells who it is about, why something was taken back, or how
a dossier goes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.certifying import queries as copies
from motcua.dossiers import queries
from motcua.dossiers.models import Result
from motcua.dossiers.models.result import ResultState
from motcua.dossiers.paperwork.form_queries import signature_by_token
from motcua.dossiers.paperwork.letters import letter_by_token
from motcua.lib.refusals import Refused
from motcua.signing.models import KnownFile, KnownKind

State = Literal["current", "replaced", "revoked"]
RESULTS: dict[str, State] = {ResultState.ISSUED: "current", ResultState.REPLACED: "replaced"}


@dataclass(frozen=True)
class Standing:
    """A file given out by an agency here: whether it stands, what it is, and the page that anybody opens by its QR.

    `capacity` is what the competent person signed as ("KT. CHỦ TỊCH, Phó Chủ tịch"); `newer` what took its place.
    """

    state: State
    page: str
    what: str
    agency: str = ""
    number: str = ""
    dated_on: date | None = None
    capacity: str = ""
    newer: Result | None = None


def standing_of(file: KnownFile | None) -> Standing | None:
    """Return what became of a known file; None for a stranger's, and for what was never given out."""
    if file is None:
        return None
    page = reverse("portal:verify_result", args=[file.token])
    try:
        if file.kind == KnownKind.RESULT:
            return standing_of_result(queries.result_by_token(file.token))
        if file.kind == KnownKind.COPY:
            row = copies.issued_copy(file.token).certification
            page = reverse("portal:certified_copy", args=[file.token])
            state: State = "revoked" if row.annulled_at is not None else "current"
            what = _("Bản sao điện tử có chứng thực")
            return Standing(state, page, what, row.agency.name, str(row.number), row.certified_on)
    except Refused:
        return None
    if (form := signature_by_token(file.token)) is not None:
        return Standing("current", page, form.form.title, form.form.dossier.competent_agency.name)
    if (letter := letter_by_token(file.token)) is not None:
        what = letter.version.letter.title or _("Công văn")
        return Standing("current", page, what, letter.agency.name, letter.number, letter.dated_on, letter.capacity)
    return None


def standing_of_result(result: Result) -> Standing:
    """Return whether a given result stands."""
    return Standing(
        RESULTS.get(result.state, "revoked"),
        reverse("portal:verify_result", args=[result.token]),
        result.name,
        result.dossier.competent_agency.name,
        result.number,
        result.dated_on,
        result.signer_capacity,
        queries.replacement_of(result),
    )
