"""Comparing what somebody typed with their entry in the population database, field by field.

Nothing typed is overwritten: the official sees both and decides (Decree 118/2025/NĐ-CP, article 17, has the receiving
official check what was declared; article by general knowledge [?]).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.lib.population import ALWAYS, Block, Place, Registered
from motcua.lib.text import fold, sort_key

# Codes that the register may write for the country.
COUNTRIES = {"vn": "viet nam", "vnm": "viet nam"}


@dataclass(frozen=True)
class Need:
    """What a package lets an official see without a word, and what for; the purpose is empty where it declares none."""

    blocks: frozenset[Block] = ALWAYS
    purpose: str = ""
    basis: str = ""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Need":
        """Read a package's settings."""
        declared = settings.get("population") or {}
        blocks = frozenset(Block(one) for one in declared.get("blocks", ()) if one in set(Block))
        return cls(ALWAYS | blocks, str(declared.get("purpose") or ""), str(declared.get("basis") or ""))


@dataclass(frozen=True)
class Typed:
    """What a dossier says of a party; `birth` and `sex` as the register writes them, `address` as forms keep it."""

    name: str = ""
    birth: str = ""
    sex: str = ""
    ethnicity: str = ""
    nationality: str = ""
    address: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Compared:
    """One block beside what was typed; `agrees` is None where one of the two does not say."""

    block: Block
    typed: str
    registered: Any
    agrees: bool | None


def person_in(answers: Any, number: str) -> Mapping[str, Any]:
    """Return what the answers say of the person with a number: the first group of answers that holds it; else empty."""
    if isinstance(answers, Mapping):
        if number and answers.get("identity") == number:
            return answers
        answers = list(answers.values())
    if isinstance(answers, list):
        for one in answers:
            if found := person_in(one, number):
                return found
    return {}


def compare(typed: Typed, entry: Registered, blocks: Sequence[Block]) -> list[Compared]:
    """Return every block that was given, each with what was typed of it."""
    said = {
        Block.NAME: typed.name,
        Block.BIRTH: typed.birth,
        Block.SEX: typed.sex,
        Block.ETHNICITY: typed.ethnicity,
        Block.NATIONALITY: typed.nationality,
        Block.RESIDENCE: str(typed.address.get("text") or ""),
    }
    return [
        Compared(block, said.get(block, ""), entry.get(block), _agrees(block, said.get(block, ""), typed, entry))
        for block in Block
        if block in blocks
    ]


def _agrees(block: Block, said: str, typed: Typed, entry: Registered) -> bool | None:
    value = entry.get(block)
    if not said or not str(value):
        return None
    if block == Block.RESIDENCE:
        return is_same_place(typed.address, value)
    if block == Block.BIRTH:
        # As far as both are known, and at least the year.
        return bool(said.startswith(value) or value.startswith(said))
    if block == Block.NAME:
        # Letters and tones count, capitals and where a tone is written (hòa, hoà) do not.
        return sort_key(said) == sort_key(value)
    return _plain(said) == _plain(value)


def is_same_place(typed: Mapping[str, Any], place: Place) -> bool | None:
    """Tell whether a typed address is this place: the ward by code or name, the rest where both say it.

    None where the register names no ward: there is nothing to compare.
    """
    text = fold(str(typed.get("text") or ""))
    by_code = bool(typed.get("ward") and place.ward_code and str(typed["ward"]) == place.ward_code)
    if not by_code and not place.ward:
        return None
    if not by_code and fold(place.ward) not in text:
        return False
    detail = fold(str(typed.get("detail") or ""))
    return not (detail and place.detail) or detail == fold(place.detail)


def _plain(text: str) -> str:
    words = fold(text).strip()
    return COUNTRIES.get(words, words)
