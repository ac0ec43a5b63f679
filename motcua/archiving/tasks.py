"""What this app does later."""

from datetime import datetime

from django.utils import timezone

from motcua import outbox
from motcua.organisations.directory import steady

from . import actions
from .events import PackageAsked


@outbox.on(PackageAsked, queue="documents")
def make_package(event: PackageAsked) -> None:
    """Make the package that the archive asked for."""
    with steady():
        actions.make_package(package_id=event.package_id, now=timezone.now())


@outbox.timetable("50 18 * * *", name="archiving.set_ends")  # 01:50 in Việt Nam
def set_ends(*, now: datetime) -> None:
    """Say until when the dossiers are kept that ended since yesterday."""
    actions.set_ends(now=now)
