"""Judging the signatures of a PDF: who, when, whether it is whole, and what will still prove it in ten years."""

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.errors import RevokedError
from pyhanko_certvalidator.path import ValidationPath

from motcua.signing.rules import Added, Level, Revocation

from .common import BROKEN, Json, certificates
from .evidence import Evidence, Holder, context_at, evidence_in, holder_of, path_of, token_of


@dataclass(frozen=True)
class _Ground:
    """What the signatures of one document are judged by.

    `stamps` are its document time stamps as the report tells them, with the revision each ends; `sealed` is the
    evidence that the last good one covers, `all` what there is.
    """

    trusted: list[x509.Certificate]
    all: Evidence
    sealed: Evidence | None
    stamps: list[tuple[int, Json]]


ADDED = {
    ModificationLevel.NONE: Added.NOTHING,
    ModificationLevel.LTA_UPDATES: Added.PROOFS,
    ModificationLevel.FORM_FILLING: Added.SIGNATURES,
    ModificationLevel.ANNOTATIONS: Added.NOTES,
    ModificationLevel.OTHER: Added.CONTENT,
}


IDENTIFIERS = ("serial_number", "user_id", "organization_identifier")


def grown(*, blobs: list[bytes]) -> Json:
    """Tell whether a PDF is another one grown by nothing but signatures and what proves them.

    `blobs` is the first as it was handed out and the second, which begins with it.
    """
    try:
        first = PdfFileReader(io.BytesIO(blobs[0]))
        reader = PdfFileReader(io.BytesIO(blobs[1]))
        base = first.xrefs.total_revisions - 1
        result = DEFAULT_DIFF_POLICY.review_file(reader, base)
    except BROKEN:
        return {"is_only_signed": False}
    is_small = isinstance(result, DiffResult) and result.modification_level <= ModificationLevel.FORM_FILLING
    return {"is_only_signed": is_small}


def check(*, blobs: list[bytes], roots: list[str], most_pages: int | None = None) -> Json:
    """Return all signatures and document time stamps of a PDF and what they are worth.

    `roots` are the trusted root certificates (PEM). A document of more than `most_pages` is not judged.
    """
    try:
        reader = PdfFileReader(io.BytesIO(blobs[0]), strict=False)
        if reader.encrypted and not _opens(reader):
            return {"problem": "encrypted", "signatures": [], "stamps": []}
        if most_pages is not None and int(reader.root["/Pages"]["/Count"]) > most_pages:
            return {"problem": "too_many_pages", "signatures": [], "stamps": []}
        embedded = list(reader.embedded_regular_signatures)
        stamps = list(reader.embedded_timestamp_signatures)
    except BROKEN as problem:
        return {"problem": "unreadable", "why": repr(problem)[:300], "signatures": [], "stamps": []}
    if not embedded:
        return {"problem": "unsigned", "signatures": [], "stamps": []}
    ground = _ground(reader, stamps, [certificate for root in roots for certificate in certificates(root)])
    return {
        "problem": "",
        "signatures": [_judge(signature, ground) for signature in embedded],
        "stamps": [stamp for _, stamp in ground.stamps],
    }


def _opens(reader: PdfFileReader) -> bool:
    """Tell whether an encrypted document opens without a password, as one that only forbids printing does."""
    try:
        return reader.decrypt("").status != AuthStatus.FAILED
    except BROKEN:
        return False


def _ground(reader: PdfFileReader, stamps: list[EmbeddedPdfSignature], trusted: list[x509.Certificate]) -> _Ground:
    known = evidence_in(reader)
    judged = [(stamp.signed_revision, _judge_stamp(stamp, trusted, known)) for stamp in stamps]
    good = [revision for revision, stamp in judged if stamp["is_good"]]
    sealed = evidence_in(reader.get_historical_resolver(good[-1])) if good else None
    return _Ground(trusted, known, sealed, judged)


def _judge_stamp(stamp: EmbeddedPdfSignature, trusted: list[x509.Certificate], known: Evidence) -> Json:
    """Return a document time stamp: its time, its authority, until when that one's certificate proves it."""
    found: Json = {"at": None, "authority": "", "until": None, "is_good": False}
    try:
        at = stamp.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        certificate = stamp.signer_cert
        found |= {
            "at": at.isoformat(),
            "authority": _one(certificate.subject.native.get("common_name")),
            "until": certificate.not_valid_after.isoformat(),
        }
        context = context_at(at, trusted, known, is_strict=False)
        status = asyncio.run(async_validate_pdf_timestamp(stamp, context))
        return found | {"is_good": bool(status.intact and status.valid and status.trusted) and _allowed(status)}
    except (SignatureValidationError, *BROKEN):
        return found


def _judge(signature: EmbeddedPdfSignature, ground: _Ground) -> Json:
    found = _blank(str(signature.field_name))
    try:
        signed_at = signature.self_reported_timestamp
        found |= _claims(signature, signed_at)
        context = context_at(signed_at, ground.trusted, ground.all, is_strict=False)
        status = asyncio.run(async_validate_pdf_signature(signature, context))
        return found | _verdict(signature, status, signed_at, ground)
    except (SignatureValidationError, *BROKEN):
        return {**found, "problem": "unreadable"}


def _blank(field: str) -> Json:
    """Return a signature of which nothing is known yet but its field."""
    texts = dict.fromkeys(("name", "capacity", "agency", "agency_code", "reason", "serial", "issuer", "problem"), "")
    answers = dict.fromkeys(("intact", "trusted", "covers_whole", "allowed_after", "is_witnessed"), False)
    texts |= {"level": Level.B, "revocation": Revocation.UNKNOWN}
    texts |= {"added": Added.UNCLEAR, "time_authority": ""}
    nothing: Json = {"signed_at": None, "valid_to": None, "revoked_at": None, "chain": [], "identifiers": []}
    nothing |= {"is_permitted": False}
    return {"field": field, **nothing, **texts, **answers}


def _verdict(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, signed_at: datetime | None, ground: _Ground
) -> Json:
    intact = bool(status.intact and status.valid)
    allowed = _allowed(status) and bool(status.docmdp_ok)
    witnessed, authority = _witnessed(signature, status, ground)
    signed_at = witnessed or signed_at
    certificate = signature.signer_cert
    in_time = signed_at is not None and certificate.not_valid_before <= signed_at <= certificate.not_valid_after
    tells_more = witnessed is not None or bool(ground.all.ocsps or ground.all.crls)
    kept = _kept(signature, signed_at, ground) if in_time and tells_more else {}
    is_revoked = kept.get("revocation") == Revocation.REVOKED
    # Where a witness tells another time than the signer, that one counts: by it the certificates are judged again.
    is_trusted = in_time and not is_revoked and (bool(status.trusted) or bool(witnessed and kept["path"]))
    problem = ""
    if not intact:
        problem = "altered"
    elif not allowed:
        problem = "added"
    elif not in_time:
        problem = "expired"
    elif is_revoked:
        problem = "revoked"
    elif not is_trusted:
        problem = "untrusted"
    level = Level.B
    if witnessed and is_trusted and intact:
        level = kept["level"]
    return {
        "intact": intact,
        "trusted": is_trusted,
        "covers_whole": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "allowed_after": allowed,
        "added": _added(status),
        "is_permitted": bool(status.docmdp_ok),
        "is_witnessed": witnessed is not None,
        "time_authority": authority,
        "chain": _names(status.validation_path or kept.get("path")) if is_trusted else [],
        "signed_at": signed_at.isoformat() if signed_at else None,
        "valid_to": certificate.not_valid_after.isoformat(),
        "revocation": kept.get("revocation", Revocation.UNKNOWN),
        "revoked_at": kept.get("revoked_at"),
        "level": level,
        "problem": problem,
    }


def _allowed(status: PdfSignatureStatus | DocumentTimestampStatus) -> bool:
    """Tell whether what came after is nothing but further signatures and what proves them."""
    # An unknown level means that the check itself failed.
    level = status.modification_level
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return False
    return level is not None and level <= ModificationLevel.FORM_FILLING


def _added(status: PdfSignatureStatus) -> Added:
    """Return what came after a signature, as far as the comparison of the revisions can tell."""
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Added.UNCLEAR
    level = status.modification_level
    return Added.UNCLEAR if level is None else ADDED[level]


def _names(path: ValidationPath | None) -> list[str]:
    """Return the names on the way from the signer's certificate up to the root."""
    if path is None:
        return []
    names = [_one(each.subject.native.get("common_name")) for each in path.iter_certs(include_root=True)]
    return names[::-1]


def _witnessed(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, ground: _Ground
) -> tuple[datetime | None, str]:
    """Return when trusted services first saw the signature, and who did: the stamp it carries, or a later one over all.

    Source: ETSI EN 319 142-1, 6.3: the trusted time of level B-T is a signature time stamp or a document time stamp.
    """
    times = [
        (datetime.fromisoformat(stamp["at"]), str(stamp["authority"]))
        for revision, stamp in ground.stamps
        if stamp["is_good"] and revision > signature.signed_revision
    ]
    own = status.timestamp_validity
    if own is not None and own.intact and own.valid and own.trusted:
        times.append((own.timestamp, _one(own.signing_cert.subject.native.get("common_name"))))
    return min(times, default=(None, ""))


def _kept(signature: EmbeddedPdfSignature, at: datetime | None, ground: _Ground) -> Json:
    """Return what the document's own evidence says: whether the certificate was revoked, and the level it reaches."""
    holder = Holder(signature.signer_cert, signature.other_embedded_certs)
    token = token_of(signature)
    holders = [holder, *([holder_of(token)] if token is not None else [])]
    found: Json = {"revocation": Revocation.UNKNOWN, "level": Level.T, "path": None}
    try:
        found["path"] = path_of(holder, context_at(at, ground.trusted, ground.all, is_strict=False))
        for evidence, level in ((ground.all, Level.LT), (ground.sealed, Level.LTA)):
            if evidence is None:
                break
            context = context_at(at, ground.trusted, evidence, is_strict=True)
            if any(path_of(each, context) is None for each in holders):
                break
            found |= {"revocation": Revocation.GOOD, "level": level}
    except RevokedError as revoked:
        found |= {"revocation": Revocation.REVOKED, "revoked_at": revoked.revocation_dt.isoformat(), "level": Level.T}
    return found


def _claims(signature: EmbeddedPdfSignature, signed_at: datetime | None) -> Json:
    """Return what a signature says of itself."""
    certificate = signature.signer_cert
    subject = certificate.subject.native
    reason = signature.sig_object.get("/Reason", "")
    return {
        "name": _one(subject.get("common_name")),
        "capacity": _one(subject.get("title")),
        "agency": _one(subject.get("organization_name")),
        "agency_code": _one(subject.get("organizational_unit_name")),
        "identifiers": [_one(subject[kind]) for kind in IDENTIFIERS if subject.get(kind)],
        "signed_at": signed_at.isoformat() if signed_at else None,
        "reason": str(reason) if isinstance(reason, generic.TextStringObject) else "",
        "serial": f"{certificate.serial_number:x}",
        "issuer": _one(certificate.issuer.native.get("common_name")),
    }


def _one(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value or "")
