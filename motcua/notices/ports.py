"""What notices need from outside."""

from typing import Protocol


class EmailSender(Protocol):
    """Sends one plain-text message; raises lib.refusals.Unavailable when it cannot be sent now."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Hand the message over."""
        ...
