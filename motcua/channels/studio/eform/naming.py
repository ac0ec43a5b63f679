"""Names in the answers made from words: ASCII, as the schema wants them, and none twice."""

import re
from collections.abc import Collection

from motcua.lib.text import fold

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_LONGEST = 40
# Words of CEL that no name in an expression may be.
_RESERVED = frozenset(
    {"true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import"}
    | {"let", "loop", "package", "namespace", "return", "var", "void", "while"}
)


def name_from(words: str, taken: Collection[str], usual: str = "cau") -> str:
    """Return a name for words: their letters without marks, with a number behind it where it is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(words)).strip("_")
    name = plain if len(plain) <= _LONGEST else plain[:_LONGEST].rpartition("_")[0] or plain[:_LONGEST]
    if not NAME.fullmatch(name):
        name = f"{usual}_{name}" if name else usual
    taken = {*taken, *_RESERVED}
    number = 2
    found = name
    while found in taken:
        found = f"{name}_{number}"
        number += 1
    return found
