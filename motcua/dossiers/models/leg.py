"""The legs of a relay: which agency had a dossier from when to when, who handed it on and who signed for it."""

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.organisations.models import Agency

from .dossier import Dossier


class Leg(models.Model):
    """One agency's time with a dossier; `due_at` is the end of its share of the one limit, None where none is known.

    Source: Decree 61/2018/NĐ-CP article 19(6), (7): the slip states what each agency does and its time.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="legs", db_index=False)
    number = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="leg_numbered", fields=["dossier", "number"]),
            models.UniqueConstraint(name="leg_one_now", fields=["dossier"], condition=Q(ended_at__isnull=True)),
        ]
