"""Imports catalogue records: what is new or changed becomes a version, and every record gets its line in the report."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from motcua.audit import actions as audit
from motcua.lib.actors import Actor
from motcua.procedures import queries
from motcua.procedures.actions.publishing import Catalogue, Content, package_in
from motcua.procedures.rules import records
from motcua.procedures.rules.defaults import package_of
from motcua.procedures.rules.names import Origin


class Outcome(StrEnum):
    """What became of a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass
class Report:
    """How an import went."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def summary(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return {
            "read": self.counts.total(),
            **{outcome.value: self.counts[outcome] for outcome in Outcome},
            "reasons": dict(sorted(self.reasons.items())),
        }


CATALOGUE = ("catalogue", "procedures")


class _DryRun(Exception):
    """Undoes the transaction of a trial."""


# Called with the record's line, its code, what became of it, and remarks.
Say = Callable[[int, str, Outcome, list[str]], None]


def import_records(
    *,
    found: Iterable[tuple[int, object]],
    on: date,
    say: Say,
    by: Actor,
    now: datetime,
    is_trial: bool = False,
    source: str = "",
) -> Report:
    """Import records, in force from a day on; a trial says the same and changes nothing.

    A record that cannot be read is reported and the rest goes on. A package made by hand is kept: only the record
    beside it becomes new. `source` names a file that is not the catalogue that comes with the program: an upgrade then
    leaves the records alone (`derive_again`).
    """
    report = Report()
    try:
        with transaction.atomic():
            _import(found, on, now, say, report)
            if is_trial:
                raise _DryRun
            details: dict[str, str | int | bool | None] = {**report.counts}
            if source:
                details["source"] = source[:100]
            audit.record("catalogue.imported", about=CATALOGUE, by=by, at=now, details=details)
    except _DryRun:
        pass
    return report


@transaction.atomic
def derive_again(*, on: date, say: Say, by: Actor, now: datetime) -> Report:
    """Publish what this version of the program reads otherwise in records that the catalogue has, from a day on.

    The records stay as they are, and so does every package made by hand.
    """
    report = Report()
    catalogue = Catalogue.locked(on, now)
    standing = sorted((code, one) for code, one in catalogue.standing.items() if one.origin != Origin.HAND)
    for number, (code, one) in enumerate(standing, start=1):
        record = queries.version(one.version_id).record
        content = Content(record, package_of(record))
        digest = content.digest()
        outcome = Outcome.UNCHANGED if digest == one.digest else Outcome.UPDATED
        if outcome == Outcome.UNCHANGED:
            catalogue.refresh(content)
        else:
            catalogue.publish(content, digest)
        report.counts[outcome] += 1
        say(number, code, outcome, [])
    catalogue.close()
    if report.counts[Outcome.UPDATED]:
        audit.record("catalogue.derived", about=CATALOGUE, by=by, at=now, details=dict(report.counts))
    return report


def _import(found: Iterable[tuple[int, object]], on: date, now: datetime, say: Say, report: Report) -> None:
    catalogue = Catalogue.locked(on, now)
    seen: set[str] = set()
    for number, raw in found:
        try:
            record = _readable(raw, seen)
        except records.BadRecord as bad:
            report.counts[Outcome.REJECTED] += 1
            report.reasons[bad.reason] += 1
            say(number, _code_in(raw), Outcome.REJECTED, [str(bad)])
            continue
        outcome, remarks = _take(catalogue, record)
        report.counts[outcome] += 1
        say(number, record["code"], outcome, remarks)
    catalogue.close()


def _readable(raw: object, seen: set[str]) -> dict[str, Any]:
    if isinstance(raw, records.BadRecord):
        raise raw
    record = records.read(raw)
    if record["code"] in seen:
        raise records.BadRecord("code_twice_in_file", record["code"])
    seen.add(record["code"])
    return record


def _code_in(raw: object) -> str:
    code = raw.get("code") or raw.get("MATTHC") or raw.get("MaTTHC") if isinstance(raw, dict) else None
    return code[:40] if isinstance(code, str) else "?"


def _take(catalogue: Catalogue, record: dict[str, Any]) -> tuple[Outcome, list[str]]:
    standing = catalogue.standing.get(record["code"])
    remarks: list[str] = []
    if standing is not None and standing.origin == Origin.HAND:
        content = Content(record, package_in(queries.version(standing.version_id)))
        remarks.append("package_by_hand_kept")
    else:
        content = Content(record, package_of(record))
    remarks += [content.package.handled_by.value, *record["flags"]]
    digest = content.digest()
    if standing is not None and standing.digest == digest:
        catalogue.refresh(content)
        return Outcome.UNCHANGED, remarks
    outcome = Outcome.UPDATED if record["code"] in catalogue.numbers else Outcome.CREATED
    catalogue.publish(content, digest)
    return outcome, remarks
