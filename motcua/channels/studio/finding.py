"""One thing that the linter found wrong, as pages show it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One fault: in which file, where (in words and, if it can be told, on which line), what, and the linter's own."""

    file: str
    place: str
    where: str
    what: str
    own: str
    line: int = 0

    @property
    def is_about_time(self) -> bool:
        """Tell whether the time of the steps and the time limit disagree: that can be mended by sharing out anew."""
        return self.own.startswith("the budgets add up")
