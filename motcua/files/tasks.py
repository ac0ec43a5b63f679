"""What happens to files by timetable."""

from datetime import datetime

from motcua import outbox
from motcua.files import actions


@outbox.timetable("20 18 * * *", name="files.sweep")  # 01:20 in Việt Nam
def sweep(*, now: datetime) -> None:
    """Remove what nobody took."""
    actions.sweep(now=now)
