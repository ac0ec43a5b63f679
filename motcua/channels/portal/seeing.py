"""That somebody saw data of their own is written down, or that whoever acts for them did."""

from collections.abc import Sequence
from datetime import datetime

from motcua.accounts.access import capacity_of
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.audit import actions as audit


def saw(subjects: Sequence[tuple[str, str]], *, by: User, now: datetime) -> None:
    """Write down who saw these things, (kind, key) each, and in whose place."""
    audit.viewed(subjects, by=actor(by), why="own" if capacity_of(by) is None else "mandate", at=now)
