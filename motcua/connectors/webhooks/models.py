"""Which calls are due and what became of them: what both sides compare when they disagree."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import WebhookSubscription
from motcua.dossiers.models import DossierEvent

from .rules import DeliveryStatus


class Delivery(models.Model):
    """One event for one subscriber, once. `public_id` goes with every try, so that the receiver knows a repetition."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(WebhookSubscription, models.PROTECT, related_name="+")
    event = models.ForeignKey(DossierEvent, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, default=DeliveryStatus.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    last_answer = models.PositiveSmallIntegerField(null=True, help_text="HTTP status of the last answer")
    last_problem = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "event"], name="webhook_delivery_once"),
            models.CheckConstraint(
                name="webhook_delivery_status_known",
                condition=Q(status__in=[status.value for status in DeliveryStatus]),
            ),
            models.CheckConstraint(
                name="webhook_delivery_ends_once", condition=Q(status="waiting", ended_at=None) | ~Q(status="waiting")
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="webhook_delivery_waiting", condition=Q(status="waiting")),
            models.Index(fields=["ended_at"], name="webhook_delivery_ended"),
        ]
