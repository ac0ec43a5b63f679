"""Word, Excel and OpenDocument files: archives that may explode, carry macros or fetch code."""

import io
import re
import zipfile
import zlib

from motcua.files.inspection.found import Found, Unfit
from motcua.files.rules import Kind, Limits

MOST_ENTRIES = 5000
MACROS = re.compile(
    r"(vbaProject\.bin|vbaData\.xml|(^|/)(activeX|ctrlProps|embeddings|macrosheets)/|^Basic/|^Scripts/|\.(exe|dll|js|vbs|bat)$)",
    re.IGNORECASE,
)
FETCHES = re.compile(rb"(attachedTemplate|oleObject|subDocument|frame)\"[^>]*TargetMode=\"External\"", re.IGNORECASE)


def inspect(data: bytes, kind: Kind, limits: Limits) -> Found:
    """Return what a fit archive is; it has no pages here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _inspect(archive, limits)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError):
        raise Unfit("file_damaged") from None
    except RuntimeError:  # what zipfile raises for an entry with a password
        raise Unfit("file_encrypted") from None
    return Found()


def _inspect(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    # The declared sizes first: an honest bomb costs nothing. A liar is caught while unpacking.
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > limits.unpacked:
        raise Unfit("file_bomb")
    left = limits.unpacked
    for entry in entries:
        if entry.flag_bits & 1:
            raise Unfit("file_encrypted")
        if MACROS.search(entry.filename):
            raise Unfit("file_macro")
        text = bytearray()
        with archive.open(entry) as stream:
            while part := stream.read(1 << 18):
                left -= len(part)
                if left < 0:
                    raise Unfit("file_bomb")
                if entry.filename.endswith(".rels"):
                    text += part
        if FETCHES.search(text):
            raise Unfit("file_macro")
