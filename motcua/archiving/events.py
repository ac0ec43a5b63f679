"""What this app announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PackageAsked:
    """The archive wants the package of a dossier."""

    package_id: int
