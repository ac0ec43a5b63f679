"""The outbox's own upkeep."""

from motcua.outbox import actions
from motcua.outbox.wiring import timetable


# Not alone: a run that died with its worker would otherwise keep the runs that should rescue it waiting.
@timetable("* * * * *", name="outbox.retry_stalled", alone=False)
def retry_stalled() -> None:
    actions.retry_stalled()


@timetable("40 19 * * *", name="outbox.purge")
def purge() -> None:
    actions.purge()
