"""Which statutory form is used when: sets of forms with the days on which they count, and forms of a sector.

A form is chosen by the day that it bears: a dossier received under one circular gets a supplement request of the
next. Sources: the data file `dossiers/data/form_sets.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any


class FormKind(StrEnum):
    """What a form is for, whatever its number."""

    RECEPTION = "reception"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    REAPPOINTMENT = "reappointment"
    STOP = "stop"
    CONTROL = "control"
    REGISTER = "register"
    # In use, but in no circular.
    HAND_OVER = "hand_over"
    RESULT_HAND_OVER = "result_hand_over"
    DELIVERY = "delivery"
    FEE_RECEIPT = "fee_receipt"


class SignedBy(StrEnum):
    """Who signs a form that is given electronically (Circular 01/2018/TT-VPCP art. 10(1): signed digitally)."""

    OFFICIAL = "official"  # who gave it, with their own key
    UNIT = "unit"  # the unit that gives it, with its seal
    LEADER = "leader"  # the head of the agency that decides, or who signs for them


PAPERS = frozenset({"a5", "a4"})
# Which form somebody gets is told by the form alone: others stay among officials.
FOR_THE_APPLICANT = frozenset(
    {
        FormKind.RECEPTION,
        FormKind.SUPPLEMENT,
        FormKind.REFUSAL,
        FormKind.REAPPOINTMENT,
        FormKind.STOP,
        FormKind.DELIVERY,
    }
)


@dataclass(frozen=True)
class StatutoryForm:
    """One form of a set: its number there (empty where none numbers it), title, page size, and what only it has."""

    kind: FormKind
    set_key: str
    number: str
    title: str
    paper: str
    basis: str
    lines: tuple[str, ...] = ()
    # Who signs it where it is given electronically, the first of these that has a key; nobody signs the others.
    signed_by: tuple[SignedBy, ...] = ()
    # The symbol of a receipt's kind (mẫu số), which is no number of a set.
    symbol: str = ""


@dataclass(frozen=True)
class FormSet:
    """The forms of one circular and the days on which they count, the end not among them."""

    key: str
    basis: str
    first: date | None
    end: date | None
    forms: Mapping[FormKind, StatutoryForm]

    def counts_on(self, day: date) -> bool:
        """Tell whether this set is in force on a day."""
        return (self.first is None or day >= self.first) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Registry:
    """All sets, the papers that no circular numbers, and the forms of sectors."""

    sets: tuple[FormSet, ...]
    common: Mapping[FormKind, StatutoryForm]
    replacing: Mapping[str, StatutoryForm]

    def form_on(self, kind: FormKind, day: date, *, replaced_by: str = "") -> StatutoryForm | None:
        """Return the form of a kind that counts on a day; None where that day's set has none.

        `replaced_by` is the number of a sector's form that the procedure's package names. Raises LookupError for a
        number that the registry does not have for this kind.
        """
        if replaced_by:
            form = self.replacing.get(replaced_by)
            if form is None or form.kind != kind:
                raise LookupError(f"no form {replaced_by!r} takes the place of {kind}")
            return form
        if kind in self.common:
            return self.common[kind]
        found = next((one for one in self.sets if one.counts_on(day)), None)
        return found.forms.get(kind) if found is not None else None

    def signed_forms(self) -> tuple[StatutoryForm, ...]:
        """Return every form, of whichever day, that somebody is to sign where it is given electronically."""
        everything = [form for one in self.sets for form in one.forms.values()]
        everything += [*self.common.values(), *self.replacing.values()]
        return tuple(form for form in everything if form.signed_by)


def registry_of(data: Mapping[str, Any]) -> Registry:
    """Return the registry that a data file describes.

    Raises ValueError for a kind or page size that nobody knows, and for days with two sets or with none between them.
    """
    sets = tuple(
        FormSet(
            key=str(one["key"]),
            basis=one["basis"],
            first=one.get("first"),
            end=one.get("end"),
            forms=_forms(one["forms"], set_key=str(one["key"]), basis=one["basis"]),
        )
        for one in sorted(data["sets"], key=lambda one: one.get("first") or date.min)
    )
    for before, after in pairwise(sets):
        if before.end is None or before.end != after.first:
            raise ValueError(f"the sets {before.key} and {after.key} do not follow one another")
    replacing = {
        number: _form(FormKind(values["kind"]), {**values, "number": number}, set_key="", basis=values["basis"])
        for number, values in data.get("replacing", {}).items()
    }
    return Registry(sets=sets, common=_forms(data["common"], set_key="", basis=""), replacing=replacing)


def _forms(data: Mapping[str, Any], *, set_key: str, basis: str) -> dict[FormKind, StatutoryForm]:
    return {
        FormKind(kind): _form(FormKind(kind), values, set_key=set_key, basis=basis) for kind, values in data.items()
    }


def _form(kind: FormKind, values: Mapping[str, Any], *, set_key: str, basis: str) -> StatutoryForm:
    if values["paper"] not in PAPERS:
        raise ValueError(f"{kind}: no page size {values['paper']!r}")
    return StatutoryForm(
        kind=kind,
        set_key=set_key,
        number=str(values.get("number", "")),
        title=values["title"],
        paper=values["paper"],
        basis=basis,
        lines=tuple(values.get("lines", ())),
        symbol=str(values.get("symbol", "")),
        signed_by=tuple(SignedBy(one) for one in values.get("signed_by", ())),
    )
