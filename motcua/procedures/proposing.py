"""A package as something that one person proposes and another approves: fills the port `approvals.package`.

The content is `{"files": {name: text}}`, the files of `docs/howto/add-a-procedure.md`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.procedures import queries
from motcua.procedures.actions import Outcome, publish_package, require_sound
from motcua.procedures.actions.publishing import package_in
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.packages.folders import FILES, Folder, files_of, folder_of
from motcua.procedures.saying import SECTIONS, compare


class PackageKind:
    """The change of a procedure's package; the subject is the procedure's code."""

    name = N_("Gói thủ tục")
    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"

    def title(self, subject: str) -> str:
        """Return the procedure's everyday name."""
        return self._procedure(subject).title

    def base(self, subject: str, on: date) -> str:
        """Return the digest of the version in force on a day."""
        return _standing(subject, on).digest

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise PackageRefused with everything the linter finds, Refused where nothing would change."""
        folder = folder_in(subject, content)
        require_sound(folder)
        if files_in(_standing(subject, on)) == dict(content["files"]):
            raise Refused("nothing_changed", N_("Gói này giống hệt phiên bản đang áp dụng; chưa có gì để đề xuất."))

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Publish the package as a version in force from a day on."""
        outcome = publish_package(folder=folder_in(subject, content), on=on, by=by, now=now)
        if outcome == Outcome.UNCHANGED:
            raise Conflict("nothing_changed", N_("Gói này giống hệt phiên bản đang áp dụng; chưa có gì để đề xuất."))

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> list[tuple[str, str, str]]:
        """Return what would differ from the version in force on a day, in words."""
        old = folder_in(subject, {"files": files_in(_standing(subject, on))})
        found = compare(old, folder_in(subject, content))
        return [(f"{SECTIONS[change.section]}: {change.name}", change.old, change.new) for change in found]

    def _procedure(self, code: str) -> Procedure:
        try:
            return queries.procedure(code)
        except Procedure.DoesNotExist:
            raise _unknown(code) from None


def folder_in(code: str, content: Mapping[str, Any]) -> Folder:
    """Return the package in a proposal's content. Raises Refused where the content is no package at all."""
    files = content.get("files")
    if not isinstance(files, Mapping) or not all(isinstance(text, str) for text in files.values()):
        raise Refused("not_a_package", N_("Nội dung đề xuất không phải là một gói thủ tục."))
    if unknown := sorted(set(files) - set(FILES)):
        raise Refused("unknown_file", N_("Gói thủ tục không có tệp tên “{name}”."), name=unknown[0])
    return folder_of(Path(code), {name: text.encode() for name, text in files.items()})


def files_in(version: ProcedureVersion) -> dict[str, str]:
    """Return the files of a published version."""
    return files_of(version.procedure.code, package_in(version))


def _standing(code: str, on: date) -> ProcedureVersion:
    try:
        return queries.current(code, on)
    except ProcedureVersion.DoesNotExist:
        raise _unknown(code) from None


def _unknown(code: str) -> Refused:
    return Refused("unknown_procedure", N_("Danh mục không có thủ tục {procedure} vào ngày đó."), procedure=code[:40])
