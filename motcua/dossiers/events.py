"""What the case announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ExportAsked:
    """Somebody wants a list as a file."""

    export_id: int


@dataclass(frozen=True)
class DossierChanged:
    """Something happened to a dossier that others may care about: see the named row of its history."""

    dossier_id: int
    event_id: int


@dataclass(frozen=True)
class PapersScanned:
    """Scans joined a dossier's papers; their words are still to be read."""

    dossier_id: int


@dataclass(frozen=True)
class ScansToSign:
    """An official asked for their signature on the scans they accepted."""

    user_id: int
