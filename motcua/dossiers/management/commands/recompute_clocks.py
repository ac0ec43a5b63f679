"""Count the promises of open dossiers again after a calendar changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from motcua.accounts.queries import system_user
from motcua.dossiers import actions
from motcua.lib.dates import say_moment
from motcua.worktime.models import Calendar


class Command(BaseCommand):
    """A dry run unless told otherwise: every promise that would move is listed, none silently moved."""

    help = (
        "Liệt kê ngày hẹn trả nào sẽ thay đổi theo lịch làm việc hiện nay; --apply mới thay đổi, ghi lý do và báo "
        "người nộp. Ngày sớm hơn chỉ áp dụng khi có --earlier. · Lists the promises of open dossiers that the "
        "calendars of now would have otherwise; --apply moves them, with a reason, and tells the applicants. A date "
        "that would come earlier stays as promised, unless --earlier says so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--calendar", default="", help="mã lịch làm việc · only those who work by this calendar")
        parser.add_argument("--apply", action="store_true", help="thay đổi thật · move them")
        parser.add_argument("--earlier", action="store_true", help="cả ngày sớm hơn · dates that come earlier, too")
        parser.add_argument("--reason", default="", help="lý do, người dân sẽ đọc · the reason, told to applicants")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["apply"] and not options["reason"].strip():
            raise CommandError("--apply needs --reason: the applicants read it")
        calendar_id = None
        if options["calendar"]:
            calendar_id = Calendar.objects.filter(code=options["calendar"]).values_list("pk", flat=True).first()
            if calendar_id is None:
                raise CommandError(f"no calendar has the code {options['calendar']}")
        now, by = timezone.now(), system_user()
        listed = moved = kept = 0
        for change in actions.changes(now=now, calendar_id=calendar_id):
            listed += 1
            stays = not change.is_later and not options["earlier"]
            kept += stays
            paused = " (đang tạm dừng · paused)" if change.is_paused else ""
            note = " (giữ như đã hẹn · stays as promised)" if stays else ""
            self.stdout.write(f"{change.code}: {say_moment(change.before)} -> {say_moment(change.after)}{paused}{note}")
            if options["apply"] and not stays:
                done = actions.recompute(dossier_id=change.dossier_id, reason=options["reason"], by=by, now=now)
                moved += done is not None
        self.stdout.write(f"{listed} listed, {kept} kept as promised, {moved} moved")
