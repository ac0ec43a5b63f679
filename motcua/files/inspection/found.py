"""What looking into a file can give."""

from dataclasses import dataclass, field


class Unfit(Exception):
    """The file cannot be taken, for the reason of the code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Found:
    """A fit file: its pages (None where it has none), warnings for the sender, and traits such as `signed`."""

    pages: int | None = None
    warnings: list[str] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)
