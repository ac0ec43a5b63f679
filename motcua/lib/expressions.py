"""The one language of conditions and computed values: CEL, the Common Expression Language.

Forms, processes, fees and papers all use it. It has no loops without end, no imports and no side effects, so an
administrator may write it. Source: https://github.com/google/cel-spec
"""

import re
import sys
from collections.abc import Collection, Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any

# The package imports its terminal program with itself: half a second and 27 MB for each of our processes.
sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))

import cel  # noqa: E402 - after what it shall not load

MAX_LENGTH = 2000
# The functions of the standard; anything else is refused when the expression is published, not when it is computed.
FUNCTIONS = frozenset(
    (
        "bool",
        "bytes",
        "contains",
        "double",
        "duration",
        "dyn",
        "endsWith",
        "getDate",
        "getDayOfMonth",
        "getDayOfWeek",
        "getDayOfYear",
        "getFullYear",
        "getHours",
        "getMinutes",
        "getMonth",
        "getSeconds",
        "int",
        "matches",
        "size",
        "startsWith",
        "string",
        "timestamp",
        "type",
        "uint",
    )
)
_WORD = re.compile(r"[A-Za-z_]\w*")
_LOOP_VARIABLE = re.compile(r"\.(?:all|exists|exists_one|filter|map)\(\s*([A-Za-z_]\w*)\s*,")


class ExpressionRefused(Exception):
    """The text is not an expression of the language, or it cannot be computed on the given values."""


class Expression:
    """A compiled expression; `names` are those it asks for, the variables of its own loops among them."""

    def __init__(self, source: str, further: frozenset[str] = frozenset()) -> None:
        if len(source) > MAX_LENGTH:
            raise ExpressionRefused(f"an expression may have {MAX_LENGTH} characters at most")
        try:
            self._program = cel.compile(source)
        except (ValueError, TypeError, RuntimeError) as problem:
            raise ExpressionRefused(f"not a valid expression: {source!r}: {problem}") from problem
        unknown = {name for name in self._program.functions() if _WORD.fullmatch(name)} - FUNCTIONS - further
        if unknown:
            raise ExpressionRefused(f"no such function: {', '.join(sorted(unknown))}")
        self.source = source
        self.names = frozenset(self._program.variables())

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Raise ExpressionRefused if the expression asks for a name that its place does not offer."""
        unknown = self.names - set(known) - set(_LOOP_VARIABLE.findall(self.source))
        if unknown:
            raise ExpressionRefused(f"no such name in {self.source!r}: {', '.join(sorted(unknown))}")

    def value(self, context: Mapping[str, Any]) -> Any:
        """Return the expression's value over a context of plain values; unknown names are refused."""
        try:
            return self._program.execute(dict(context))
        except (ValueError, TypeError, RuntimeError, LookupError, ArithmeticError) as problem:
            raise ExpressionRefused(f"cannot compute {self.source!r}: {problem}") from problem

    def holds(self, context: Mapping[str, Any]) -> bool:
        """Return whether a condition holds; a value that is not yes or no is refused."""
        value = self.value(context)
        if not isinstance(value, bool):
            raise ExpressionRefused(f"{self.source!r} is not a condition: it gives {type(value).__name__}")
        return value


@lru_cache(maxsize=8192)
def compile_expression(source: str, further: frozenset[str] = frozenset()) -> Expression:
    """Return the compiled expression, from a cache where it was compiled before.

    `further` names functions beyond the standard that the context will bring as callables.
    """
    return Expression(source, further)
