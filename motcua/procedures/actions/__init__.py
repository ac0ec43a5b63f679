"""What changes the catalogue: importing records, loading packages, opening and closing versions."""

from motcua.procedures.actions.importing import Outcome, Report, import_records

__all__ = ["Outcome", "Report", "import_records"]
