"""What went from a one-stop unit to the agency that processes it, confirmed by both."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.organisations.models import Agency

from .dossier import Dossier


class HandOver(models.Model):
    """One list of paper dossiers handed to an agency (Decree 61/2018/NĐ-CP, article 18; by 15:00 the same day)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    giver = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(name="hand_over_open", fields=["receiver", "id"], condition=Q(taken_at__isnull=True)),
            models.Index(name="hand_over_given", fields=["giver", "-id"]),
        ]


class HandedOver(models.Model):
    """A dossier on a list; one that did not come is struck off, and waits at the counter again."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="rows")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="handed_over")
    did_not_come = models.BooleanField(default=False)
    # Why it went before all of its papers were scanned.
    unscanned_because = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="handed_over_once", fields=["dossier"], condition=Q(did_not_come=False)),
        ]
