"""Who did something, as a plain value that the ground floor can keep without knowing people or units."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The one who acts: a citizen, an official, a machine client or the system itself.

    `id` is the user's id as text; `name` is shown in histories; `agency` is the code of the agency acted for.
    """

    kind: str
    id: str
    name: str
    agency: str = ""


SYSTEM = Actor(kind="system", id="system", name="Hệ thống")
