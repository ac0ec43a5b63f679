"""The one family of foreseen answers: we expected this, and nobody needs to mend code."""


class Refused(Exception):
    """A request that the rules do not allow.

    `code` is stable and machine-readable; `message` is a text marked with `N_`, worded for a citizen, with
    `{name}` places for `params`. The edge translates it once and shows it.
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return f"{self.code}: {self.message.format(**self.params)}"


class Conflict(Refused):
    """Somebody else changed the same thing first; the second is told and nothing is overwritten."""


class Forbidden(Refused):
    """The person may not do or see this. Edges answer as if the thing did not exist where that is safer."""


class Unavailable(Exception):
    """An outside system did not answer in time; the call may be tried again."""
