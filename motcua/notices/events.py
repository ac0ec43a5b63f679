"""What notices announce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EmailWaiting:
    """A message is ready to go out."""

    email_id: int
