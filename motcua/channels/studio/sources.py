"""What package a page is about: a published version, what somebody is writing, or what is proposed."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.approvals import queries as approvals
from motcua.approvals.models import Proposal, Sketch
from motcua.eforms.form import Form
from motcua.eforms.problems import FormRefused
from motcua.procedures import queries
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.packages.folders import Folder, folder_of
from motcua.procedures.proposing import files_in

KIND = "package"
SKETCH = "soan"
VERSION = re.compile(r"ban-(\d{1,6})")


@dataclass(frozen=True)
class Source:
    """The files of one package. `which` is how addresses name it."""

    code: str
    which: str
    name: str
    files: dict[str, str]

    @cached_property
    def folder(self) -> Folder:
        """The package as it reads, with the faults of reading."""
        return folder_of(Path(self.code), {name: text.encode() for name, text in self.files.items()})

    @cached_property
    def form(self) -> Form | None:
        """The e-form, or None where it cannot be used."""
        try:
            return Form.from_package(self.folder.schema, self.folder.presentation)
        except FormRefused:
            return None


def of_version(version: ProcedureVersion) -> Source:
    """Return a published version."""
    name = _("Phiên bản %(n)s") % {"n": version.number}
    return Source(version.procedure.code, f"ban-{version.number}", name, files_in(version))


def of_sketch(sketch: Sketch) -> Source:
    """Return what somebody is writing."""
    return Source(sketch.subject, SKETCH, _("Bản đang soạn"), dict(sketch.content["files"]))


def of_proposal(proposal: Proposal) -> Source:
    """Return what is proposed."""
    return Source(proposal.subject, str(proposal.public_id), _("Bản đề xuất"), dict(proposal.content["files"]))


def source_of(code: str, which: str, by: User) -> Source | None:
    """Return the package that an address names, as far as its reader may see it."""
    if which == SKETCH:
        sketch = approvals.sketch(KIND, code, by)
        return of_sketch(sketch) if sketch is not None else None
    if match := VERSION.fullmatch(which):
        try:
            return of_version(queries.numbered(code, int(match[1])))
        except ProcedureVersion.DoesNotExist:
            return None
    try:
        proposal = approvals.proposal(UUID(which), by)
    except (ValueError, Proposal.DoesNotExist):
        return None
    return of_proposal(proposal) if (proposal.kind, proposal.subject) == (KIND, code) else None
