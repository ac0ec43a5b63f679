"""Who opened a dossier outside their permission, why, until when, and who looked into it afterwards."""

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import User

from .dossier import Dossier


class Emergency(models.Model):
    """One dossier opened for one official for a while. Only the review is added to a row afterwards."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="emergencies", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    finding = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="emergency_ends", condition=Q(ends_at__gt=F("opened_at"))),
            models.CheckConstraint(name="emergency_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="emergency_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, finding="")
                | (Q(reviewed_at__isnull=False) & ~Q(finding="") & ~Q(reviewed_by=F("user"))),
            ),
        ]
        indexes = [
            models.Index(name="emergency_open", fields=["user", "dossier", "-ends_at"]),
            models.Index(name="emergency_of_dossier", fields=["dossier", "-id"]),
        ]
