"""What officials say to one another beside a dossier: never part of it, never shown to its applicant."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.accounts.models import User

from .dossier import Dossier


class Note(models.Model):
    """One remark; `mentioned` are ids of users who were told of it. Rows are only added."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="notes", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    mentioned = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [models.CheckConstraint(name="note_says_something", condition=~Q(text=""))]
        indexes = [models.Index(name="note_order", fields=["dossier", "id"])]
