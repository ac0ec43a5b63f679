"""Real places for address questions: provinces and their wards, today's, and what an old name leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Place:
    """A province, or a ward, commune or special zone with its province."""

    code: str
    name: str
    province: str = ""
    province_name: str = ""


class Places(Protocol):
    """What an address question needs to know about the country."""

    def provinces(self, on: date) -> Sequence[Place]:
        """Return today's provinces in the order people look for them."""

    def ward(self, code: str, on: date) -> Place | None:
        """Return the ward that bears the code on a day."""

    def find(self, text: str, province: str, on: date) -> Sequence[Place]:
        """Return the wards that people may mean by a text, old names included; within a province if one is given."""
