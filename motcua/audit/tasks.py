"""The trail's upkeep."""

from motcua.audit import sealing
from motcua.outbox import timetable


@timetable("* * * * *", name="audit.seal")
def seal() -> None:
    sealing.seal()


@timetable("15 18 * * *", name="audit.partitions")
def partitions() -> None:
    sealing.ensure_partitions()
