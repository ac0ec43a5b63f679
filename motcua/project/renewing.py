"""The catalogue after an upgrade: what this version ships, or reads otherwise, becomes versions in force from today.

A published version never changes, so dossiers that were filed under one go on under it. What a province made by itself
stays: records of a file of its own, and packages that its people changed in the browser.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain

from django.conf import settings

from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.procedures import actions, queries
from motcua.procedures.actions import Outcome, PackageRefused, Report
from motcua.procedures.models import Procedure
from motcua.procedures.packages.folders import read_folder
from motcua.procedures.rules.files import ADDED, OURS, records_in

MOST_NAMED = 20
Say = Callable[[str], object]


def renew_catalogue(*, now: datetime, say: Say) -> list[str]:
    """Bring catalogue and packages up to date and say what was done; return the packages that were refused.

    An empty catalogue is left empty: which one a new province begins with is its own choice. The second run changes
    nothing.
    """
    if not Procedure.objects.exists():
        say("The catalogue is empty: manage.py import_procedures fills it.")
        return []
    _renew_records(now, say)
    return _renew_packages(now, say)


def _renew_records(now: datetime, say: Say) -> None:
    changed: dict[Outcome, list[str]] = {Outcome.CREATED: [], Outcome.UPDATED: [], Outcome.REJECTED: []}

    def note(_number: int, code: str, outcome: Outcome, _remarks: list[str]) -> None:
        if outcome in changed:
            changed[outcome].append(code)

    reports: list[Report] = []
    found: Iterator[tuple[int, object]] = chain.from_iterable(map(records_in, (OURS, ADDED)))
    if queries.imports_its_own():
        say("The province imports a catalogue of its own: its records stay as they are.")
        reports.append(actions.derive_again(on=today(now), say=note, by=SYSTEM, now=now))
        found = _unknown(set(Procedure.objects.values_list("code", flat=True)))
    reports.append(actions.import_records(found=found, on=today(now), say=note, by=SYSTEM, now=now))
    unchanged = sum(report.counts[Outcome.UNCHANGED] for report in reports)
    say(f"Catalogue: {unchanged} procedures unchanged.")
    for outcome, codes in changed.items():
        if codes:
            say(f"  {outcome.value}: {len(codes)} ({_named(codes)})")


def _unknown(known: set[str]) -> Iterator[tuple[int, object]]:
    for number, raw in records_in(ADDED):
        if isinstance(raw, dict) and raw.get("code") not in known:
            yield number, raw


def _renew_packages(now: datetime, say: Say) -> list[str]:
    done: dict[str, list[str]] = {}
    refused: list[str] = []
    for path in sorted(path for path in (settings.REPOSITORY / "packages").iterdir() if path.is_dir()):
        if queries.is_changed_by_people(path.name):
            done.setdefault("kept as the province changed them", []).append(path.name)
            continue
        try:
            outcome = actions.load_package(folder=read_folder(path), on=today(now), by=SYSTEM, now=now)
        except PackageRefused as refusal:
            refused.append(path.name)
            for file, place, what in refusal.faults:
                say(f"  {path.name}/{file}: {place + ': ' if place else ''}{what}")
        else:
            done.setdefault(outcome.value, []).append(path.name)
    say("Packages:")
    for outcome_said, codes in done.items():
        say(f"  {outcome_said}: {len(codes)} ({_named(codes)})")
    return refused


def _named(codes: list[str]) -> str:
    return ", ".join(codes[:MOST_NAMED]) + (" …" if len(codes) > MOST_NAMED else "")
