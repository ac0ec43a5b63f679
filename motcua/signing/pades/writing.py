"""Laying a signature into a PDF, in two steps around the key that signs."""

import asyncio
import io
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms
from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from motcua.signing.rules import Place

from .common import BROKEN, DIGEST, Json, certificates

ROOM, ROOM_FOR_TIME = 3_000, 9_000  # bytes of a signature beside its certificates, and of a time stamp
KEYWORD = "motcua-place"
MECHANISMS = {"rsa": "sha256_rsa", "ec": "sha256_ecdsa"}


class _Picture(content.ImportedPdfPage):
    """The first page of a PDF in memory, as something to show."""

    def __init__(self, data: bytes) -> None:
        super().__init__(file_name="")  # type: ignore[no-untyped-call]
        self._data = data

    def render(self) -> bytes:
        writer = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._data)), page_ix=0)
        name = "/Appearance"
        self.resources.xobject[name] = page
        left, bottom, right, top = (float(side) for side in page.get_object()["/BBox"])
        self.box = layout.BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return f"{name} Do".encode()


class _Given(timestamps.TimeStamper):
    """The answer of a time-stamping service that was asked outside."""

    def __init__(self, token: bytes) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._token = token

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        return cms.ContentInfo.load(self._token)


def _signer(chain: str, value: bytes | None = None) -> signers.ExternalSigner:
    own, *issuers = certificates(chain)
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple(issuers)
    mechanism = algos.SignedDigestAlgorithm({"algorithm": MECHANISMS[own.public_key.algorithm]})
    return signers.ExternalSigner(own, registry, signature_value=value, signature_mechanism=mechanism)


def prepare(
    *,
    blobs: list[bytes],
    chain: str,
    name: str,
    reason: str,
    location: str,
    at: str,
    field: str,
    place: Json | None,
    timed: bool,
    only_kept: bool,
) -> tuple[Json, list[bytes]]:
    """Lay the signature's place into a PDF; return what the key has to sign, and the PDF waiting for it.

    `blobs` is the PDF and, where the signature is to show, its picture; `only_kept`: only where the PDF keeps a place.
    """
    try:
        return asyncio.run(_prepare(blobs, chain, name, reason, location, at, field, place, timed, only_kept))
    except (SigningError, *BROKEN) as problem:
        return {"refused": "document", "why": repr(problem)[:500]}, []


async def _prepare(
    blobs: list[bytes],
    chain: str,
    name: str,
    reason: str,
    location: str,
    at: str,
    field: str,
    place: Json | None,
    timed: bool,
    only_kept: bool,
) -> tuple[Json, list[bytes]]:
    writer = IncrementalPdfFileWriter(io.BytesIO(blobs[0]))
    # A name once used is taken for ever: a second signature beside the first needs another.
    if field in {taken for taken, _, _ in fields.enumerate_sig_fields(writer.prev)}:
        return {"refused": "place"}, []
    shown = len(blobs) > 1 and not (only_kept and place is None and field not in _kept_places(writer.prev))
    where = _spot(writer.prev, field, Place(**place) if place else None) if shown else None
    if shown and where is None:
        return {"refused": "place"}, []
    spec = fields.SigFieldSpec(field, readable_field_name=f"Chữ ký số của {name}")
    if where is not None:
        spec = fields.SigFieldSpec(
            field, on_page=where[0], box=where[1], readable_field_name=f"Chữ ký số của {name}"
        )  # fmt: skip
    signer = _signer(chain)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=DIGEST,
        name=name,
        reason=reason or None,
        location=location or None,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    style = None
    if shown:
        middle = layout.AxisAlignment.ALIGN_MID
        margins = layout.Margins(0, 0, 0, 0)
        fit = layout.SimpleBoxLayoutRule(middle, middle, margins=margins)
        picture = _Picture(blobs[1])
        style = StaticStampStyle(background=picture, background_opacity=1.0, border_width=0, background_layout=fit)
    pdf_signer = signers.PdfSigner(metadata, signer, stamp_style=style, new_field_spec=spec)
    session = pdf_signer.init_signing_session(writer)
    session.system_time = datetime.fromisoformat(at)
    validation = await session.perform_presign_validation(writer)
    # In hexadecimal digits.
    room = 2 * (ROOM + timed * ROOM_FOR_TIME + sum(len(certificate.dump()) for certificate in certificates(chain)))
    waiting = session.prepare_tbs_document(validation_info=validation, bytes_reserved=room)
    digest, out = waiting.digest_tbs_document()
    attributes = await signer.signed_attrs(digest.document_digest, DIGEST, use_pades=True)
    out.seek(0)
    value = {
        "digest": digest.document_digest.hex(),
        "start": digest.reserved_region_start,
        "end": digest.reserved_region_end,
    }
    return value, [out.read(), attributes.dump()]


def finish(
    *, blobs: list[bytes], chain: str, digest: str, start: int, end: int
) -> tuple[Json, list[bytes]]:  # fmt: skip
    """Put a signature into the PDF that waits for it.

    `blobs`: the PDF, what was signed, the signature, and its time stamp where there is one.
    """
    waiting, attributes, value, *token = blobs
    signer = _signer(chain, value)
    signed = asyncio.run(
        signer.async_sign_prescribed_attributes(
            DIGEST,
            signed_attrs=cms.CMSAttributes.load(attributes),
            timestamper=_Given(token[0]) if token else None,
        )
    )
    out = io.BytesIO(waiting)
    PreparedByteRangeDigest(bytes.fromhex(digest), start, end).fill_with_cms(out, signed)
    return {}, [out.getvalue()]


def _spot(reader: PdfFileReader, field: str, place: Place | None) -> tuple[int, tuple[int, int, int, int]] | None:
    """Return page and box for a signature: as asked, or as the document's keywords keep free, or below on the last."""
    pages = int(reader.root["/Pages"]["/Count"])
    place = place or _kept_places(reader).get(field)
    if place is None:
        taken = len(list(fields.enumerate_sig_fields(reader)))
        across, down = _page_size(reader, pages - 1)
        place = Place(pages, max(across - 187 - 45, 0), max(down - 68 - 45 - 74 * taken, 0))
    if not 1 <= place.page <= pages:
        return None
    _, down = _page_size(reader, place.page - 1)
    top = down - place.top
    box = (place.left, top - place.height, place.left + place.width, top)
    return place.page - 1, (round(box[0]), round(box[1]), round(box[2]), round(box[3]))


def _kept_places(reader: PdfFileReader) -> dict[str, Place]:
    """Return the places that the document keeps free, from its keywords (`printing/typst/parts.typ`)."""
    info = reader.trailer["/Info"] if "/Info" in reader.trailer else {}  # noqa: SIM401 - get() does not resolve references
    keywords = str(info.get("/Keywords", ""))
    places: dict[str, Place] = {}
    for word in keywords.replace(";", ",").split(","):
        parts = word.strip().split(":")
        if parts[0] == KEYWORD and len(parts) == 7:
            left, top, width, height = map(float, parts[3:])
            # A form in several copies keeps its place in each; the first copy is the one that goes out.
            places.setdefault(parts[1], Place(int(parts[2]), left, top, width, height))
    return places


def _page_size(reader: PdfFileReader, index: int) -> tuple[float, float]:
    reference, _ = reader.find_page_for_modification(index)  # type: ignore[no-untyped-call]
    page: Any = reference.get_object()
    while "/MediaBox" not in page:
        page = page["/Parent"]
    left, bottom, right, top = (float(side) for side in page["/MediaBox"])
    return right - left, top - bottom
