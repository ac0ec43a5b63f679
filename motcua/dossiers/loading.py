"""One dossier by its id, as every action begins: its own row alone, for the rest is in memory already."""

from collections.abc import Iterable

from motcua import statements
from motcua.organisations.directory import Directory, directory

from .models import Dossier
from .packages import package_of

BY_ID = f"SELECT {statements.columns(Dossier, 'd')} FROM dossiers_dossier d WHERE d.id = %s"  # noqa: S608
BY_IDS = f"SELECT {statements.columns(Dossier, 'd')} FROM dossiers_dossier d WHERE d.id = ANY(%s)"  # noqa: S608


def load(dossier_id: int, *, is_locked: bool = False) -> Dossier:
    """Return a dossier with its version (small columns) and agencies; `is_locked` until the transaction ends.

    Raises Dossier.DoesNotExist.
    """
    values = statements.row(f"{BY_ID} FOR UPDATE" if is_locked else BY_ID, [dossier_id])
    if values is None:
        raise Dossier.DoesNotExist(dossier_id)
    return _completed(statements.loaded(Dossier, values), directory())


def load_all(dossier_ids: Iterable[int], *, is_locked: bool = False) -> list[Dossier]:
    """Return those of the dossiers that there are, each as `load` does, in any order; locked: in that of their ids."""
    found = statements.rows(f"{BY_IDS} ORDER BY d.id FOR UPDATE" if is_locked else BY_IDS, [list(dossier_ids)])
    agencies = directory()
    return [_completed(statements.loaded(Dossier, values), agencies) for values in found]


def _completed(dossier: Dossier, agencies: Directory) -> Dossier:
    dossier.version = package_of(dossier.version_id).version
    dossier.competent_agency = agencies.by_id[dossier.competent_agency_id]
    if dossier.received_at_id is not None:
        dossier.received_at = agencies.by_id[dossier.received_at_id]
    return dossier
