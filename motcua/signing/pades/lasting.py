"""Adding to a signed PDF what proves it in ten years: answers on who was revoked, and a time stamp over all.

Source: ETSI EN 319 142-1, levels B-LT and B-LTA. What was there stays bit for bit: everything is appended.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from asn1crypto import cms, crl, ocsp, x509
from cryptography import x509 as pyca
from cryptography.exceptions import InvalidSignature
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.signers import cms_embedder, constants
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, PreparedByteRangeDigest
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from .common import BROKEN, DIGEST, Json, certificates
from .evidence import Evidence, Holder, context_at, evidence_in, holder_of, is_shown_good, token_of

ROOM = 2 * 12_000  # hexadecimal digits of a time stamp with the certificates of its authority
LONGEST_PATH = 6
FIELD = "archive-{number}"
STAMP = "/DocTimeStamp"


def gaps(*, blobs: list[bytes], roots: list[str], now: str) -> tuple[Json, list[bytes]]:
    """Return which certificates nobody shows yet not to have been revoked: each with its issuer's, as DER, in pairs.

    Only those that a trusted root vouches for: whoever fetches answers goes where a certificate says, and that must
    not be where any sender of a document wants us to.
    """
    try:
        reader = PdfFileReader(io.BytesIO(blobs[0]))
        signatures = list(reader.embedded_signatures)
        trusted = [certificate for root in roots for certificate in certificates(root)]
        known = evidence_in(reader)
        pairs: dict[bytes, bytes] = {}
        for signature in signatures:
            for holder, at in _holders(signature, signatures, datetime.fromisoformat(now)):
                if not is_shown_good(holder, context_at(at, trusted, known, is_strict=True)):
                    chain = _chain(holder, known, trusted)
                    pairs |= {
                        each.dump(): issuer.dump()
                        for each, issuer in pairwise(chain)
                        if each == holder.certificate or _says_where(each)
                    }
    except (SignatureValidationError, *BROKEN) as problem:
        return {"refused": "document", "why": repr(problem)[:500]}, []
    return {}, [der for pair in pairs.items() for der in pair]


def strengthen(*, blobs: list[bytes], kinds: list[str], roots: list[str], number: int) -> tuple[Json, list[bytes]]:
    """Put answers into a PDF and lay a time stamp's place over all; return the PDF waiting for it.

    `blobs` is the PDF and the answers, whose `kinds` are `ocsp` or `crl`; `number` counts the stamp.
    """
    pdf, *answers = blobs
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        trusted = [certificate for root in roots for certificate in certificates(root)]
        known = evidence_in(writer.prev)
        chains = [
            _chain(holder, known, trusted)
            for signature in writer.prev.embedded_signatures
            for holder, _ in _holders(signature, (), datetime.now(UTC))
        ]
        given = list(zip(kinds, answers, strict=True))
        DocumentSecurityStore.supply_dss_in_writer(
            writer,
            None,
            certs={each.dump(): each for chain in chains for each in chain}.values(),
            ocsps=[ocsp.OCSPResponse.load(der) for kind, der in given if kind == "ocsp"],
            crls=[crl.CertificateList.load(der) for kind, der in given if kind == "crl"],
        )
        writer.ensure_output_version(version=(1, 7))  # type: ignore[no-untyped-call]
        if writer.output_version < (2, 0):
            writer.register_extension(constants.ESIC_EXTENSION_1)
        field = FIELD.format(number=number)
        spec = fields.SigFieldSpec(field, readable_field_name="Dấu thời gian lưu trữ")
        embedding = cms_embedder.PdfCMSEmbedder(new_field_spec=spec).write_cms(field_name=field, writer=writer)
        next(embedding)
        place = DocumentTimestamp(bytes_reserved=ROOM)  # type: ignore[no-untyped-call]
        embedding.send(cms_embedder.SigObjSetup(sig_placeholder=place))
        digest, out = embedding.send(cms_embedder.SigIOSetup(md_algorithm=DIGEST))
    except (SignatureValidationError, *BROKEN) as problem:
        return {"refused": "document", "why": repr(problem)[:500]}, []
    out.seek(0)
    value = {
        "digest": digest.document_digest.hex(),
        "start": digest.reserved_region_start,
        "end": digest.reserved_region_end,
    }
    return value, [out.read()]


def stamp(*, blobs: list[bytes], digest: str, start: int, end: int) -> tuple[Json, list[bytes]]:
    """Put a time stamp into the PDF that waits for it: `blobs` is the PDF and the RFC 3161 token."""
    waiting, token = blobs
    out = io.BytesIO(waiting)
    PreparedByteRangeDigest(bytes.fromhex(digest), start, end).fill_with_cms(out, cms.ContentInfo.load(token))
    return {}, [out.getvalue()]


def _holders(
    signature: EmbeddedPdfSignature, all_of_them: Sequence[EmbeddedPdfSignature], now: datetime
) -> list[tuple[Holder, datetime]]:
    """Return whose certificates a signature hangs on, and when they count: the signer's, and that of its time stamp."""
    own = Holder(signature.signer_cert, signature.other_embedded_certs)
    token = token_of(signature)
    if signature.sig_object_type == STAMP:
        return [(own, _time_of(signature.signed_data))]
    if token is not None:
        return [(own, _time_of(token)), (holder_of(token), _time_of(token))]
    later = [
        _time_of(other.signed_data)
        for other in all_of_them
        if other.sig_object_type == STAMP and other.signed_revision > signature.signed_revision
    ]
    return [(own, min(later, default=now))]


def _time_of(token: cms.SignedData) -> datetime:
    moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _chain(holder: Holder, known: Evidence, trusted: list[x509.Certificate]) -> list[x509.Certificate]:
    """Return a certificate and those that issued it up to a trusted root; nothing where none vouches for it."""
    roots = {root.dump() for root in trusted}
    pool = [*holder.others, *known.certificates, *trusted]
    chain = [holder.certificate]
    while chain[-1].dump() not in roots:
        above = next((each for each in pool if each not in chain and _issued(each, chain[-1])), None)
        if above is None or len(chain) == LONGEST_PATH:
            return []
        chain.append(above)
    return chain


def _says_where(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate names where one may ask about it: of an authority that does not, nobody can."""
    return bool(certificate.ocsp_urls or certificate.crl_distribution_points)


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    if issuer.subject != certificate.issuer:
        return False
    try:
        own, above = (pyca.load_der_x509_certificate(each.dump()) for each in (certificate, issuer))
        own.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
