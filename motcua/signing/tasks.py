"""What signing does by timetable."""

from datetime import datetime

from motcua.outbox import timetable
from motcua.signing import publishing


@timetable("17 * * * *", name="signing.publish_trust")
def publish_trust(*, now: datetime) -> None:
    """Publish the trust list where it changed or grows old."""
    publishing.publish_trust(now=now)
