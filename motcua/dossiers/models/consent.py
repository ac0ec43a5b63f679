"""Somebody else agrees to what a person files: asked while it is a draft, answered by their own sign-in."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import SealedNumber, User
from motcua.files.models import StoredFile

from ..rules.consents import Answer
from .intake import Draft


class Consent(models.Model):
    """One question to one third person, in the place of a paper that they would sign.

    `shown` is all that they see: pairs of question and answer. `file` is what was written of their agreement; it lies
    with the paper of the draft, and of the dossier once that is filed, which outlives this row's draft.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, related_name="consents")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    paper_key = models.CharField(max_length=80)
    paper_name = models.CharField(max_length=2000)
    procedure = models.CharField(max_length=2000)
    applicant = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    number = models.ForeignKey(SealedNumber, on_delete=models.PROTECT, related_name="+")
    shown = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    # The link's secret: a keyed digest to find it by, the sealed value for whoever asked.
    index = models.CharField(max_length=64, unique=True)
    cipher = models.BinaryField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Answer])
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=500, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_answered_whole",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.UniqueConstraint(
                name="consent_once_open",
                fields=["draft", "paper_key"],
                condition=Q(withdrawn_at=None, draft__isnull=False),
            ),
        ]
