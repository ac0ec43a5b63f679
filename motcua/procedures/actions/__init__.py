"""What changes the catalogue: importing records, loading packages."""

from motcua.procedures.actions.importing import Outcome, Report, derive_again, import_records
from motcua.procedures.actions.loading import (
    PackageRefused,
    export_package,
    load_package,
    publish_package,
    require_sound,
)

__all__ = [
    "Outcome",
    "PackageRefused",
    "Report",
    "derive_again",
    "export_package",
    "import_records",
    "load_package",
    "publish_package",
    "require_sound",
]
