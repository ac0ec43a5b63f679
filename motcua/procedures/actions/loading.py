"""Loads packages made by hand: a folder without faults becomes a version where anything in it changed."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from motcua.audit import actions as audit
from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.procedures import queries
from motcua.procedures.actions.importing import Outcome
from motcua.procedures.actions.publishing import Catalogue, Content, package_in
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.packages.folders import Folder, package_in_folder, write_folder
from motcua.procedures.packages.linting import lint


class PackageRefused(Refused):
    """A package has faults: (file, place, what), all of them."""

    def __init__(self, code: str, faults: list[tuple[str, str, str]]) -> None:
        super().__init__(
            "package_refused", N_("Gói thủ tục {procedure} có {count} lỗi."), procedure=code, count=len(faults)
        )
        self.faults = faults


def load_package(*, folder: Folder, on: date, by: Actor, now: datetime) -> Outcome:
    """Publish a folder as a version in force from a day on, where it differs from what is in force then.

    A folder with a day of its own begins on that day, once; what changes in it afterwards counts from `on`, because
    the past stays as it was, and not at all where the next dated folder has begun by then.
    Raises PackageRefused with everything the linter finds, or where the catalogue has no such procedure.
    """
    require_sound(folder)
    begins = folder.begins
    if begins is None:
        return publish_package(folder=folder, on=on, by=by, now=now)
    outcome = Outcome.UNCHANGED
    if not queries.has_begun(folder.code, begins):
        outcome = publish_package(folder=folder, on=begins, by=by, now=now)
    if folder.ends is None or on < folder.ends:
        later = publish_package(folder=folder, on=max(begins, on), by=by, now=now)
        outcome = later if outcome == Outcome.UNCHANGED else outcome
    return outcome


def require_sound(folder: Folder) -> None:
    """Raise PackageRefused with everything the linter finds. Compiles templates: not for a transaction."""
    faults = lint(folder)
    if faults:
        raise PackageRefused(folder.code, faults)


@transaction.atomic
def publish_package(*, folder: Folder, on: date, by: Actor, now: datetime) -> Outcome:
    """Publish a folder that `require_sound` has let pass. Raises PackageRefused where there is no such procedure."""
    catalogue = Catalogue.locked(on, now, [folder.code])
    standing = catalogue.standing.get(folder.code)
    if standing is None:
        raise PackageRefused(folder.code, [("package.yaml", "code", "the catalogue has no such procedure on that day")])
    content = Content(queries.version(standing.version_id).record, package_in_folder(folder))
    digest = content.digest()
    if digest == standing.digest:
        catalogue.refresh(content)
        catalogue.close()
        return Outcome.UNCHANGED
    catalogue.publish(content, digest)
    catalogue.close()
    # In a longer piece nine digits can stand together by chance, which an audit line takes for an identity card.
    audit.record("package.published", about=("procedure", folder.code), by=by, at=now, details={"digest": digest[:8]})
    return Outcome.UPDATED


def export_package(*, code: str, on: date, folder: Path) -> ProcedureVersion:
    """Write the version in force on a day as `<folder>/<code>`. Raises ProcedureVersion.DoesNotExist."""
    version = queries.current(code, on)
    write_folder(folder / code, code, package_in(version))
    return version
