"""Decisions against a dossier, or about one that was over: why, by which law, and what the applicant can do instead."""

from django.db import models

from motcua.accounts.models import User

from ..rules.decisions import DecisionKind
from .course import DossierEvent
from .dossier import Dossier
from .result import Result


class Decision(models.Model):
    """One recorded decision. Rows are only added."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="decisions")
    event = models.OneToOneField(DossierEvent, on_delete=models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=14, choices=[(k.value, k.value) for k in DecisionKind])
    reason = models.TextField()
    basis = models.CharField(max_length=300, blank=True)
    instead = models.TextField(blank=True)
    # The written decision, where the kind asks for one.
    number = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField(null=True)
    # The result that it takes back, and what took its place after it was handed over.
    result = models.ForeignKey(Result, on_delete=models.PROTECT, null=True, related_name="decisions")
    new_result = models.OneToOneField(Result, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
