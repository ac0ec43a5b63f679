"""What the case announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DossierFiled:
    """A dossier came in; its declaration is to be made, its submitter to be told."""

    dossier_id: int


@dataclass(frozen=True)
class DossierChanged:
    """Something happened to a dossier that others may care about: see the named row of its history."""

    dossier_id: int
    event_id: int
