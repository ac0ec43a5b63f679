"""Announces events and runs work later, in the same PostgreSQL and the same transaction as what changed.

    from motcua import outbox

    outbox.publish(DossierAccepted(dossier_id=dossier.pk))      # inside the action's transaction

    @outbox.on(DossierAccepted)                                  # in an app's tasks.py
    def tell_the_person(event: DossierAccepted) -> None: ...

    @outbox.on(DossierAccepted, queue="mail")                    # slow or outside work: its own job, no transaction
    @outbox.task(queue="documents")                              # work.defer(dossier_id=7) joins the transaction
    @outbox.timetable("*/5 * * * *")                             # def f(*, now: datetime), in UTC

An event is a frozen dataclass of ids: int, str, bool, datetime, date, UUID, or None. Tests run what is due with
`motcua.outbox.testing.run_due_jobs()`. Not for: knowing what an event means.
"""

from motcua.outbox.actions import publish, publish_all
from motcua.outbox.wiring import Task, on, task, timetable

__all__ = ["Task", "on", "publish", "publish_all", "task", "timetable"]
