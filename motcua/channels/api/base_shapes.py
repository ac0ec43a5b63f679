"""What the shapes of the API are made of."""

import re
from typing import Any, Self

from ninja import Schema
from pydantic import ConfigDict, model_validator

NEVER_KEPT = re.compile("[\x00\ud800-\udfff]")


class Shape(Schema):
    """What comes as JSON and goes as plain values.

    Without the library's way of reading any object, one attribute after the other: it checked each body twice.
    """

    @model_validator(mode="before")
    @classmethod
    def _run_root_validator(cls, values: Any) -> Any:
        return values


class Strict(Shape):
    """A body in which an unknown name is a mistake, not a wish unheard."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        """Refuse what PostgreSQL keeps in no text, at any depth: NUL, and halves of characters."""
        _check(list(self.__dict__.values()))
        return self


def _check(value: object) -> None:
    if isinstance(value, str):
        if NEVER_KEPT.search(value):
            raise ValueError("a text with NUL or half a character")
    elif isinstance(value, dict):
        _check([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for item in value:
            _check(item)
