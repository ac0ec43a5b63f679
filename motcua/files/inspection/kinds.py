"""The kind of a file by its first bytes, never by its name."""

import io
import zipfile

from motcua.files.inspection.found import Unfit
from motcua.files.rules import Kind

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
INSIDE = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}


def kind_of(data: bytes) -> Kind:
    """Return the kind. Raises Unfit for empty files and every kind that is not taken."""
    head = data[:16]
    if not data:
        raise Unfit("file_empty")
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head[:4] in (b"II*\0", b"MM\0*"):
        return Kind.TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and _is_heic(data):
        return Kind.HEIC
    if head[:4] == b"PK\x03\x04":
        return _kind_of_archive(data)
    if head.startswith(OLE):
        raise Unfit("file_old_office")
    raise Unfit("file_kind")


def _is_heic(data: bytes) -> bool:
    size = int.from_bytes(data[:4], "big")
    brands = data[8 : min(size, 256)]
    return any(brands[place : place + 4] in HEIC_BRANDS for place in range(0, len(brands), 4))


def _kind_of_archive(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()[:5000]}
            if "[Content_Types].xml" in names:
                for name, kind in INSIDE.items():
                    if name in names:
                        return kind
            is_short = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            if is_short and archive.read("mimetype").strip() == b"application/vnd.oasis.opendocument.text":
                return Kind.ODT
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, RuntimeError):
        raise Unfit("file_damaged") from None
    raise Unfit("file_kind")
