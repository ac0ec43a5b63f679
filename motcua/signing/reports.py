"""Reads what the process behind the fence found in a document. Plain Python: the offline verifier reads it too."""

from datetime import datetime
from typing import Any

from motcua.signing.rules import Added, Level, Report, Revocation, Signature, Stamp


def report_of(value: dict[str, Any]) -> Report:
    """Return the report that `pades.check` gave as JSON."""
    signatures = tuple(_signature(found) for found in value["signatures"])
    stamps = tuple(
        Stamp(**{**found, "at": _moment(found["at"]), "until": _moment(found["until"])}) for found in value["stamps"]
    )
    return Report(signatures, value["problem"], stamps)


def _signature(found: dict[str, Any]) -> Signature:
    return Signature(
        **{
            **found,
            **{name: _moment(found[name]) for name in ("signed_at", "revoked_at", "valid_to")},
            "level": Level(found["level"]),
            "revocation": Revocation(found["revocation"]),
            "added": Added(found["added"]),
            "chain": tuple(found["chain"]),
            "identifiers": tuple(found["identifiers"]),
        }
    )


def xml_report_of(value: dict[str, Any]) -> Report:
    """Return the report that `xades.check` gave: one signature over the whole document, at the time that it claims."""
    return Report(tuple(_xml_signature(found) for found in value["signatures"]), value["problem"])


def _xml_signature(found: dict[str, Any]) -> Signature:
    names: dict[str, Any] = {
        name: found.get(name, "") for name in ("name", "capacity", "agency", "agency_code", "serial", "issuer")
    }
    is_intact = bool(found["is_intact"])
    return Signature(
        field="",
        reason="",
        signed_at=_moment(found["signed_at"]),
        valid_to=_moment(found.get("valid_to")),
        intact=is_intact,
        trusted=bool(found["is_trusted"]),
        covers_whole=is_intact,
        allowed_after=is_intact,
        problem=found["problem"],
        added=Added.NOTHING if is_intact else Added.UNCLEAR,
        is_permitted=is_intact,
        chain=tuple(found.get("chain", ())),
        **names,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
