"""One valid procedure with few arguments."""

from datetime import date
from itertools import count
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.procedures.models import CatalogueState, Procedure, ProcedureVersion
from motcua.procedures.rules.defaults import title_of

_numbers = count(1)

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {"content": {"type": "string", "title": "Nội dung đề nghị", "maxLength": 4000}},
    "required": ["content"],
}


def make_procedure(code: str = "", **fields: Any) -> Procedure:
    """Save a procedure that a commune handles at all three channels."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "name": f"Thủ tục thử nghiệm {number}",
        "field": "Hộ tịch",
        "issuing_agency": "Bộ Tư pháp",
        "levels": ["commune"],
        "handled_by": "commune",
        "channels": ["direct", "online", "post"],
        "subjects": ["Công dân Việt Nam"],
        **fields,
    }
    values.setdefault("title", title_of(values["name"]))
    procedure = Procedure.objects.create(code=code or f"9.{number:06d}", **values)
    CatalogueState.objects.rise()
    return procedure


def make_version(procedure: Procedure | None = None, **fields: Any) -> ProcedureVersion:
    """Save a version in force since the beginning, for a new procedure where none is given."""
    procedure = procedure or make_procedure()
    last = procedure.versions.order_by("-number").first()
    values: dict[str, Any] = {
        "number": last.number + 1 if last else 1,
        "origin": "default",
        "valid": DateRange(None, None),
        "digest": f"{next(_numbers):064d}",
        "record": {
            "code": procedure.code,
            "name": procedure.name,
            "field": procedure.field,
            "flags": [],
            "levels": [],
            "implementing_agencies": [],
            "methods": [],
            "steps": [],
            "results": [],
        },
        "form": {"schema": SCHEMA, "presentation": {}},
        "papers": [],
        "fees": [],
        "limits": [],
        "result": {"kind": "upload", "name": "Văn bản trả lời"},
        "settings": {"processing_system": "internal", "channels": ["direct", "online", "post"]},
        **fields,
    }
    # What every published version says, whatever a test is about.
    values["settings"] = {"title": procedure.name, "handled_by": "commune", **values["settings"]}
    return ProcedureVersion.objects.create(procedure=procedure, **values)


def day(text: str) -> date:
    """Read a date as 2026-11-23."""
    return date.fromisoformat(text)
