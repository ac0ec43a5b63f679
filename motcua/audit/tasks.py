"""The trail's upkeep."""

from datetime import datetime

from motcua.audit import publishing, sealing
from motcua.outbox import timetable


@timetable("* * * * *", name="audit.seal")
def seal() -> None:
    sealing.seal()


@timetable("15 18 * * *", name="audit.partitions")
def partitions() -> None:
    sealing.ensure_partitions()


@timetable("7 * * * *", name="audit.publish")
def publish(*, now: datetime) -> None:
    publishing.publish_due(now=now)
