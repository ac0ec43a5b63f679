"""What another system said of a dossier that it decides. Rows are only added; the one said last counts."""

from django.db import models
from django.db.models import Q

from .dossier import Dossier


class ExternalStanding(models.Model):
    """Its code and state there: `said_at` is the other system's moment, `noted_at` ours."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="external_standings", db_index=False)
    code = models.CharField(max_length=60)
    status = models.CharField(max_length=40)
    said_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            # The same news twice, from a second click or a second message, is one.
            models.UniqueConstraint(name="external_standing_once", fields=["dossier", "said_at", "status", "code"]),
            models.CheckConstraint(name="external_standing_said", condition=~Q(code="") & ~Q(status="")),
        ]
