"""How sure it must be who somebody is, for what they do.

A citizen's e-identity account has level 1 (made in the application) or 2 (with fingerprints and face, at the police);
children under six have level 1 alone, foreigners and organisations have accounts without levels (Decree
320/2026/NĐ-CP, article 3, which amends Decree 69/2024/NĐ-CP): theirs are checked when they are given, and count as the
second here. Which procedure asks for which level no law read so far lists: a package says it (`assurance`), this is
what counts without.
"""

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

FIRST, SECOND = 1, 2
# Of accounts without levels.
WITHOUT_LEVELS = SECOND
FILES = "dossier.file"
# What needs more than that somebody has an account; a package may ask for less or more where it is filed.
LEVELS: dict[str, int] = {
    FILES: SECOND,
    "dossier.withdraw": SECOND,
    "item.share": SECOND,
    "mandate.give": SECOND,
    "mandate.take_up": SECOND,
}


class NotSure(Refused):
    """The account's level is too low for this; signing in with a higher one goes on where it was."""

    def __init__(self, level: int) -> None:
        super().__init__(
            "assurance_low", N_("Việc này cần tài khoản định danh mức {level}. Nội dung đã khai vẫn còn."), level=level
        )
        self.level = level


def level_for(verb: str) -> int:
    """Return the level that a verb of the permission table needs of a citizen; 0 where any account does."""
    return LEVELS.get(verb, 0)


def check_level(has: int, needed: int) -> None:
    """Raise NotSure where an account's level is lower than needed."""
    if has < needed:
        raise NotSure(needed)
