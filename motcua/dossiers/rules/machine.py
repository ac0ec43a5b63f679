"""The common shape of what moves on its own about a dossier: its states, the ways between them, the law they rest on.

Four stand beside one another and none moves another: substance (`states`), money (`money`), delivery (`delivering`)
and synchronisation (`synchronisation`); each paper has its own (`digitisation`). Only substance is stored, and its
moves are checked where they are made; the others are read from facts, and their ways say what the facts may do next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Generic, TypeVar


class Which(StrEnum):
    """The machines of a dossier."""

    SUBSTANCE = "substance"
    MONEY = "money"
    DELIVERY = "delivery"
    SYNCHRONISATION = "synchronisation"
    DIGITISATION = "digitisation"


S = TypeVar("S", bound=StrEnum | IntEnum)


@dataclass(frozen=True)
class Machine(Generic[S]):
    """One machine: `says` is the official's word for each state, `plain` the applicant's, both marked for translation.

    `ways` leads from each state to those that may follow. `law` cites what it rests on.
    """

    which: Which
    name: str
    law: str
    begins: S
    says: Mapping[S, str]
    plain: Mapping[S, str]
    ways: Mapping[S, frozenset[S]]

    def may(self, here: S, there: S) -> bool:
        """Tell whether one state may follow another."""
        return there in self.ways[here]

    def ends(self) -> frozenset[S]:
        """Return the states that nothing follows."""
        return frozenset(state for state, after in self.ways.items() if not after)
