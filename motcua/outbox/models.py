"""Which listener has already heard which event."""

from django.db import models
from django.db.models.functions import Now


class Delivery(models.Model):
    """One listener has heard one event: written in the listener's own transaction.

    Rows live only while the event's job still waits for another listener; the purge takes what is left over.
    """

    event_uid = models.UUIDField()
    listener = models.CharField(max_length=200)
    delivered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_uid", "listener"], name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.listener} heard {self.event_uid}"
