"""Print who listens to what, and what runs when."""

from typing import Any

from django.core.management.base import BaseCommand

from motcua.outbox import wiring


class Command(BaseCommand):
    """The wiring of events, tasks and timetable."""

    help = (
        "Liệt kê mỗi sự kiện và ai nghe nó, mỗi loại việc làm sau và hàng chờ của nó, và lịch chạy định kỳ. · Lists "
        "every event with those who listen to it, every kind of later work with its queue, and the timetable."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        listening = {listener.task.name for group in wiring.LISTENERS.values() for listener in group if listener.task}
        self.stdout.write("Events")
        for event in sorted(wiring.LISTENERS):
            self.stdout.write(f"  {event}")
            for listener in wiring.LISTENERS[event]:
                self.stdout.write(f"    -> {listener.name} [{listener.queue}]")
        self.stdout.write("Tasks")
        for name in sorted(wiring.TASKS.keys() - listening):
            self.stdout.write(f"  {name} [{wiring.TASKS[name].queue}]")
        self.stdout.write("Timetable (UTC)")
        for name, cron in sorted(wiring.TIMETABLE.items()):
            self.stdout.write(f"  {cron:<16} {name}")
