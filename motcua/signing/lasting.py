"""Raising a signed PDF to PAdES B-LTA, and renewing its archive time stamp: for the worker, never in a request.

The levels are those of ETSI EN 319 142-1. The process behind the fence says what is missing, connectors fetch it here,
the process behind the fence puts it in.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.lib.fence import Breach
from motcua.lib.refusals import Unavailable
from motcua.signing.actions import time_witness
from motcua.signing.ports import RevocationSource
from motcua.signing.rules import Level, Report, refused_document, refused_lasting
from motcua.signing.verify import check_pdf, fence, trusted_roots


@dataclass(frozen=True)
class Raised:
    """A raised PDF and what it now proves. `trouble` says what was not to be had: then it is stamped, and no more."""

    pdf: bytes
    report: Report
    trouble: str = ""


def revocation_source() -> RevocationSource | None:
    """Return who is asked about revoked certificates in this deployment, if anybody is."""
    path = settings.PORTS.get("signing.revocation")
    source: RevocationSource | None = import_string(path)() if path else None
    return source


def is_offered() -> bool:
    """Tell whether this deployment can raise signatures: it has a service of time and one of revocation."""
    return time_witness() is not None and revocation_source() is not None


def raise_pdf(*, pdf: bytes, now: datetime) -> Raised:
    """Return the PDF with all that proves its signatures later, and a time stamp over it; what was there stays.

    A signature that nobody witnessed is stamped even where answers about its certificate are not to be had now.
    Call it outside a transaction. Raises Unavailable where the services do not answer; SigningRefused for a document
    whose signatures are not whole, that was signed with a revoked certificate, or that takes nothing more.
    """
    witness, source = time_witness(), revocation_source()
    if witness is None or source is None:
        raise Unavailable("no service of time or of revocation is set")
    before = check_pdf(pdf)
    if not before.intact:
        raise refused_lasting(before.problem or "altered")
    roots, trouble = trusted_roots(), ""
    try:
        try:
            answers = _answers(pdf, roots, source, now)
        except Unavailable as problem:
            if before.level != Level.B:
                raise
            answers, trouble = [], str(problem)
        prepared = fence.call(
            "strengthen",
            [pdf, *(der for _, der in answers)],
            kinds=[kind for kind, _ in answers],
            roots=roots,
            number=len(before.stamps) + 1,
        )
        if "refused" in prepared.value:
            raise refused_document(prepared.value["why"])
        token = witness.witness(digest=bytes.fromhex(prepared.value["digest"]))
        raised = fence.call("stamp", [prepared.blobs[0], token], **prepared.value).blobs[0]
    except Breach as breach:
        raise refused_document(str(breach)) from breach
    after = check_pdf(raised)
    _require_kept(pdf, before, raised, after, is_partial=bool(trouble))
    return Raised(raised, after, trouble)


def _answers(pdf: bytes, roots: list[str], source: RevocationSource, now: datetime) -> list[tuple[str, bytes]]:
    found = fence.call("gaps", [pdf], roots=roots, now=now.isoformat())
    if "refused" in found.value:
        raise refused_document(found.value["why"])
    ders = found.blobs
    pairs = zip(ders[::2], ders[1::2], strict=True)
    return [source.standing_of(certificate=own, issuer=issuer) for own, issuer in pairs]


def _require_kept(old: bytes, before: Report, new: bytes, after: Report, *, is_partial: bool) -> None:
    """Raise unless the new file holds the old one bit for bit with every signature good, and proves more."""
    if revoked := next((one for one in after.signatures if one.problem == "revoked"), None):
        raise refused_lasting(revoked.problem)
    fields = [(one.field, one.serial, one.intact, one.allowed_after) for one in before.signatures]
    kept = [(one.field, one.serial, one.intact, one.allowed_after) for one in after.signatures]
    if not new.startswith(old) or fields != kept or not all(stamp.is_good for stamp in after.stamps[-1:]):
        raise refused_lasting("altered")
    wanted = Level.T if is_partial else Level.LTA
    if after.level != wanted or len(after.stamps) != len(before.stamps) + 1:
        # The answers came and do not do: an authority of the path is not known here, or they tell of another time.
        raise Unavailable(f"the raised document reaches {after.level} only, not {wanted}")
