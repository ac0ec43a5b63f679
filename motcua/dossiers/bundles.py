"""Reads of bundles: which parts one has, where each is, and which rules a part's dossier follows."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from motcua.eforms.fields import get, put
from motcua.lib.expressions import compile_expression

from .models import BundlePart, Dossier, DossierEvent, Result
from .models.result import CURRENT, ResultKind, ResultState
from .packages import Package, package_of
from .rules.bundles import PartRule, Phase, Standing, parts_of, phases
from .rules.history import Happening
from .rules.states import State

SHOWN = (ResultState.ISSUED,)
_PLACE = re.compile(r"\{([a-z_0-9.]+)\}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@lru_cache(maxsize=200)
def rules_in(version_id: int) -> dict[str, PartRule]:
    """Return the parts of a version's bundle by their keys; none for a procedure that is no bundle."""
    return {part.key: part for part in parts_of(package_of(version_id).settings)}


def is_bundle(dossier: Dossier) -> bool:
    """Tell whether a dossier is a bundle: it holds the one declaration, its parts are decided elsewhere."""
    return bool(rules_in(dossier.version_id))


def bundle_of(dossier: Dossier) -> Dossier | None:
    """Return the bundle that a part belongs to; its parties are the same, so who may see the part may see it."""
    return Dossier.objects.with_names().get(pk=dossier.part_of_id) if dossier.part_of_id is not None else None


def rule_of(dossier: Dossier) -> PartRule | None:
    """Return the bundle's rule of a part's dossier; None for a dossier that is no part."""
    if dossier.part_of_id is None:
        return None
    version = Dossier.objects.values_list("version_id", flat=True).get(pk=dossier.part_of_id)
    return rules_in(version).get(dossier.part_key)


def package_for(dossier: Dossier) -> Package:
    """Return the package that a dossier follows: a part has its bundle's limit and supplements, not its own.

    Source: Decree 301/2026/NĐ-CP article 6: within the bundle each part has the bundle's limits.
    """
    package = package_of(dossier.version_id)
    rule = rule_of(dossier)
    if rule is None:
        return package
    settings = package.settings | ({"supplement": dict(rule.supplement)} if rule.supplement else {})
    fees = package.fees if rule.fees is None else [dict(fee) for fee in rule.fees]
    limits = [dict(rule.limit)] if rule.limit else package.limits
    return replace(package, fees=fees, limits=limits, settings=settings)


def governing(dossier: Dossier) -> Package:
    """Return the package whose procedure gives a dossier its stops of the clock: for a part that of its bundle."""
    if dossier.part_of_id is None:
        return package_of(dossier.version_id)
    return package_of(Dossier.objects.values_list("version_id", flat=True).get(pk=dossier.part_of_id))


@dataclass(frozen=True)
class Part:
    """One part as pages show it; `dossier` and `result` are None until there is one."""

    row: BundlePart
    rule: PartRule
    phase: Phase
    dossier: Dossier | None
    result: Result | None

    @property
    def title(self) -> str:
        """Return what the part is called."""
        return self.rule.name


def parts(bundle: Dossier) -> list[Part]:
    """Return a bundle's parts in their order, in three queries."""
    rules = rules_in(bundle.version_id)
    rows = list(bundle.bundle_parts.select_related("agency", "version").order_by("number")) if rules else []
    begun = {one.part_key: one for one in begun_of(bundle)} if rows else {}
    results = results_of(begun.values())
    where = phases(
        [(row.key, rules[row.key].after) for row in rows],
        {key: standing_of(one, results.get(one.pk)) for key, one in begun.items()},
    )
    return [
        Part(
            row=row,
            rule=rules[row.key],
            phase=where[row.key],
            dossier=begun.get(row.key),
            result=results.get(begun[row.key].pk) if row.key in begun else None,
        )
        for row in rows
    ]


def begun_of(bundle: Dossier) -> list[Dossier]:
    """Return the dossiers of those parts that have begun."""
    return list(Dossier.objects.with_names().filter(part_of=bundle))


def results_of(dossiers: Iterable[Dossier]) -> dict[int, Result]:
    """Return the issued results of these dossiers by the dossiers' row ids."""
    ids = [dossier.pk for dossier in dossiers]
    found = Result.objects.filter(CURRENT, dossier__in=ids, state__in=SHOWN).select_related("file") if ids else []
    return {result.dossier_id: result for result in found}


def standing_of(dossier: Dossier, result: Result | None) -> Standing:
    """Return what the rules need to know of a part that has begun."""
    return Standing(
        State(dossier.state),
        result is not None and result.kind != ResultKind.NOTICE,
        is_finished=dossier.state == State.COMPLETED and dossier.is_over,
    )


# What a party reads of a dossier that ended without a result.
_GROUNDS = (Happening.REFUSED, Happening.WITHDRAWN, Happening.STOPPED, Happening.SUPPLEMENT_EXPIRED)


def grounds_of(dossiers: Iterable[Dossier]) -> dict[int, DossierEvent]:
    """Return what ended dossiers without a result, by their row ids: what happened, with the note to the applicant."""
    ids = [one.pk for one in dossiers]
    rows = DossierEvent.objects.filter(dossier__in=ids, kind__in=_GROUNDS).order_by("pk") if ids else []
    return {row.dossier_id: row for row in rows}


def results_said(done: Iterable[Part]) -> dict[str, Any]:
    """Return what later parts may name of the results that are there: number, day, book, agency."""
    return {
        part.row.key: {
            "number": part.result.number,
            "dated_on": part.result.dated_on.isoformat() if part.result.dated_on else "",
            "book": part.result.book,
            "agency": part.row.agency.name,
            "name": part.result.name,
        }
        for part in done
        if part.result is not None
    }


def answered(rule: PartRule, answers: Mapping[str, Any], results: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of the part's own form, taken from the bundle's; each fact was asked for once.

    `answers` as conditions see them: what was not asked is there, as nothing.
    """
    found: dict[str, Any] = {}
    for target, source in rule.answers.items():
        value = get(answers, source)
        if value not in (None, ""):
            put(found, target, deepcopy(value))
    for target, expression in rule.computed.items():
        value = compile_expression(expression).value({"answers": answers})
        if value not in (None, ""):
            put(found, target, value)
    for target, words in rule.words.items():
        put(found, target, filled(words, answers, results))
    for target, value in rule.values.items():
        put(found, target, value)
    return found


def filled(words: str, answers: Mapping[str, Any], results: Mapping[str, Any]) -> str:
    """Return a text with its places filled: `{child.full_name}` from the answers, `{birth.number}` from a result.

    Dates read as people write them. What is not known leaves nothing behind.
    """

    def said(place: re.Match[str]) -> str:
        value = get(answers, place[1])
        value = get(results, place[1]) if value in (None, "") else value
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        return "" if value is None or isinstance(value, dict | list) else str(value)

    return " ".join(_PLACE.sub(said, words).split())
