"""Load holidays and office hours."""

from datetime import date, time
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.worktime import actions, rules

DATA = Path(__file__).resolve().parents[2] / "data"
SINCE = date(2012, 1, 1)


class Command(BaseCommand):
    """Holidays and office hours from the data files."""

    help = (
        "Nạp ngày nghỉ lễ, ngày làm bù của Nhà nước và giờ làm việc ban đầu từ các tệp YAML; nạp lại không thay đổi "
        "gì, năm vừa công bố thay cho phần dự kiến. · Loads the State's holidays, the swapped working days and the "
        "first office hours from YAML files. Loading "
        "again changes nothing; a year that was announced replaces what had been expected for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", default=str(DATA), help="thư mục các tệp YAML · folder of the YAML files")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        files = sorted(folder.glob("holidays-*.yaml"))
        if not files:
            raise CommandError(f"no holidays-*.yaml in {folder}")
        days = [day for path in files for day in national_days(path)]
        done = actions.load_national_days(days)
        created = 0
        if (folder / "calendars.yaml").exists():
            for given in yaml.safe_load((folder / "calendars.yaml").read_text())["calendars"]:
                created += actions.create_calendar(
                    code=given["code"],
                    name=given["name"],
                    hours=[
                        actions.OfficeHours(
                            tuple(part["days"]), time.fromisoformat(part["from"]), time.fromisoformat(part["to"])
                        )
                        for part in given["hours"]
                    ],
                    since=SINCE,
                )
        if options["verbosity"]:
            self.stdout.write(
                f"special days: {done['created']} created, {done['changed']} changed, {done['removed']} removed; "
                f"calendars: {created} created"
            )


def national_days(path: Path) -> list[actions.NationalDay]:
    """Read one file of the country's special days; raises CommandError naming the file and day that is wrong."""
    content = yaml.safe_load(path.read_text())
    days = []
    for row in content["days"]:
        try:
            days.append(
                actions.NationalDay(
                    day=row["day"],
                    name=row["name"],
                    kind=rules.DayKind(row.get("kind", "holiday")),
                    standing=rules.Standing(row.get("standing", content["standing"])),
                    basis=row.get("basis", content["basis"]),
                    like_weekday=row.get("like"),
                )
            )
        except (KeyError, ValueError) as problem:
            raise CommandError(f"{path.name}: {row}: {problem}") from problem
    return days
