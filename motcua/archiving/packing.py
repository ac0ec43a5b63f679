"""Writes the package of a dossier for an archive, and reads it back: METS 1.12 with a few PREMIS events, in a ZIP.

Laid out as an information package of E-ARK (CSIP): `METS.xml`, `metadata/` and `representations/rep1/data/` below one
folder with the dossier's code. The circular's own form (Circular 13/2023/TT-BNV) was not at hand: what it asks for
besides stands in `metadata/descriptive/dossier.json`.
"""

import hashlib
import json
import mimetypes
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from xml.etree import ElementTree as Xml

from motcua.dossiers import queries as dossiers
from motcua.dossiers.access import parties_of
from motcua.dossiers.models import Answers, Dossier, GivenForm, LetterVersion, Result
from motcua.dossiers.packages import package_of
from motcua.eforms import sealing
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.dates import VN

METS, XLINK, PREMIS = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink", "http://www.loc.gov/premis/v3"
PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
CHUNK = 1 << 17
for _prefix, _space in (("mets", METS), ("xlink", XLINK), ("premis", PREMIS)):
    Xml.register_namespace(_prefix, _space)


@dataclass(frozen=True)
class Entry:
    """One file of a package: its path in it, its size in bytes and its SHA-256."""

    path: str
    size: int
    sha256: str


class Damaged(Exception):
    """What was read back is not what was written."""


def write(into: IO[bytes], dossier: Dossier, now: datetime) -> list[Entry]:
    """Write the package of a dossier; return what is in it, METS last."""
    entries: list[Entry] = []
    root = dossier.code
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:

        def put(path: str, pieces: Any) -> Entry:
            digest, size = hashlib.sha256(), 0
            with package.open(f"{root}/{path}", "w", force_zip64=True) as entry:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    entry.write(piece)
            entries.append(Entry(f"{root}/{path}", size, digest.hexdigest()))
            return entries[-1]

        described = json.dumps(_facts(dossier), ensure_ascii=False, indent=1).encode()
        facts = put("metadata/descriptive/dossier.json", [described])
        premis = put("metadata/preservation/premis.xml", [_premis(dossier, now)])
        data = [
            put(f"representations/rep1/data/{file.public_id.hex[:8]}-{file.shown_name}", stored.stream(file))
            for file in files_of(dossier)
        ]
        put("METS.xml", [_mets(dossier, facts, premis, data, now)])
    return entries


def verify(kept: IO[bytes], entries: Sequence[Entry]) -> None:
    """Read a package again and compare each file with what was written; raises Damaged for the first difference."""
    kept.seek(0)
    try:
        with zipfile.ZipFile(kept) as package:
            if sorted(package.namelist()) != sorted(one.path for one in entries):
                raise Damaged("the files of the package are not those that were written")
            for one in entries:
                digest = hashlib.sha256()
                with package.open(one.path) as entry:
                    while piece := entry.read(CHUNK):
                        digest.update(piece)
                if digest.hexdigest() != one.sha256:
                    raise Damaged(f"{one.path} is not what was written")
    except zipfile.BadZipFile as problem:
        raise Damaged(str(problem)) from problem


def files_of(dossier: Dossier) -> list[StoredFile]:
    """Return every file of a dossier that is a record: papers, results, forms given, letters that went out."""
    found = [row.file for sheet in dossiers.papers_of(dossier) for row in sheet.files]
    results = Result.objects.filter(dossier=dossier).select_related("file").order_by("pk")
    forms = GivenForm.objects.filter(dossier=dossier).select_related("file").order_by("pk")
    letters = LetterVersion.objects.filter(letter__dossier=dossier).select_related("file").order_by("pk")
    made = [*(one.file for one in results), *(one.file for one in forms), *(one.file for one in letters)]
    return list({file.pk: file for file in (*found, *made) if file is not None}.values())


def _facts(dossier: Dossier) -> dict[str, Any]:
    """Return what is told of the dossier. Numbers are opened: in twenty years nobody has our table of them."""
    form = package_of(dossier.version_id).form
    answers = list(Answers.objects.filter(dossier=dossier).order_by("number"))
    return {
        "code": dossier.code,
        "procedure": dossier.version.procedure.code,
        "procedure_name": dossier.version.procedure.title,
        "agency": dossier.competent_agency.name,
        "state": int(dossier.state),
        "submitted_at": dossier.submitted_at.isoformat(),
        "closed_at": dossier.closed_at.isoformat() if dossier.closed_at is not None else "",
        "parties": [{"role": one.role, "name": one.name, "birth": one.birth} for one in parties_of(dossier)],
        "answers": sealing.open_all([(form, one.data) for one in answers]),
        "results": [
            {"name": one.name, "number": one.number, "dated_on": str(one.dated_on or ""), "state": one.state}
            for one in Result.objects.filter(dossier=dossier).order_by("pk")
        ],
        "events": [
            {"kind": one.kind, "at": one.at.isoformat(), "by": one.actor_kind, "agency": one.agency_code}
            for one in dossier.events.order_by("pk")
        ],
    }


def _premis(dossier: Dossier, now: datetime) -> bytes:
    root = Xml.Element(f"{{{PREMIS}}}premis", {"version": "3.0"})
    created = dossier.closed_at or dossier.submitted_at
    for number, (kind, at) in enumerate((("creation", created), ("message digest calculation", now)), 1):
        event = Xml.SubElement(root, f"{{{PREMIS}}}event")
        about = Xml.SubElement(event, f"{{{PREMIS}}}eventIdentifier")
        Xml.SubElement(about, f"{{{PREMIS}}}eventIdentifierType").text = "local"
        Xml.SubElement(about, f"{{{PREMIS}}}eventIdentifierValue").text = f"{dossier.code}/{number}"
        Xml.SubElement(event, f"{{{PREMIS}}}eventType").text = kind
        Xml.SubElement(event, f"{{{PREMIS}}}eventDateTime").text = at.astimezone(VN).isoformat(timespec="seconds")
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _mets(dossier: Dossier, facts: Entry, premis: Entry, data: Sequence[Entry], now: datetime) -> bytes:
    at = now.astimezone(VN).isoformat(timespec="seconds")
    root = Xml.Element(
        f"{{{METS}}}mets", {"OBJID": dossier.code, "TYPE": "Other", "PROFILE": PROFILE, "LABEL": dossier.code}
    )
    head = Xml.SubElement(root, f"{{{METS}}}metsHdr", {"CREATEDATE": at})
    agent = Xml.SubElement(head, f"{{{METS}}}agent", {"ROLE": "CREATOR", "TYPE": "ORGANIZATION"})
    Xml.SubElement(agent, f"{{{METS}}}name").text = dossier.competent_agency.name
    described = Xml.SubElement(root, f"{{{METS}}}dmdSec", {"ID": "dmd-1", "CREATED": at})
    _reference(described, "mdRef", dossier, facts, MDTYPE="OTHER")
    kept = Xml.SubElement(Xml.SubElement(root, f"{{{METS}}}amdSec"), f"{{{METS}}}digiprovMD", {"ID": "digiprov-1"})
    _reference(kept, "mdRef", dossier, premis, MDTYPE="PREMIS")
    group = Xml.SubElement(
        Xml.SubElement(root, f"{{{METS}}}fileSec"), f"{{{METS}}}fileGrp", {"USE": "Representations/rep1", "ID": "rep1"}
    )
    division = Xml.SubElement(
        Xml.SubElement(root, f"{{{METS}}}structMap", {"TYPE": "PHYSICAL", "LABEL": "CSIP"}),
        f"{{{METS}}}div",
        {"LABEL": dossier.code},
    )
    for number, one in enumerate(data, 1):
        file = Xml.SubElement(group, f"{{{METS}}}file", {"ID": f"file-{number}", **_sums(one)})
        where = {"LOCTYPE": "URL", f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": _inside(dossier, one)}
        Xml.SubElement(file, f"{{{METS}}}FLocat", where)
        Xml.SubElement(division, f"{{{METS}}}fptr", {"FILEID": f"file-{number}"})
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _reference(parent: Xml.Element, name: str, dossier: Dossier, one: Entry, **more: str) -> None:
    where = {"LOCTYPE": "URL", f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": _inside(dossier, one)}
    Xml.SubElement(parent, f"{{{METS}}}{name}", {**where, **_sums(one), **more})


def _inside(dossier: Dossier, one: Entry) -> str:
    return one.path.removeprefix(f"{dossier.code}/")


def _sums(one: Entry) -> dict[str, str]:
    kind = mimetypes.guess_type(one.path)[0] or "application/octet-stream"
    return {"MIMETYPE": kind, "SIZE": str(one.size), "CHECKSUM": one.sha256, "CHECKSUMTYPE": "SHA-256"}
