"""Opinions asked of other agencies: each with its own question, recipient and time; an answer sent again links back."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency

from ..rules.opinions import Stance
from .dossier import Dossier


class Opinion(models.Model):
    """One question to one agency; several may be open at once. `shared` says what the agency sees of the dossier.

    `shared` is {"papers": [key, …], "answers": bool}.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="opinions")
    number = models.PositiveSmallIntegerField()
    recipient = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.TextField()
    # Whether the signature waits for it.
    is_mandatory = models.BooleanField(default=True)
    shared = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    # When the first answer came; reminders and lateness until then.
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    # The signature may go on without it, for this recorded reason.
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    waived_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="opinion_numbered", fields=["dossier", "number"]),
            models.CheckConstraint(
                name="opinion_waived_has_basis", condition=Q(waived_at__isnull=True) | ~Q(waived_basis="")
            ),
        ]
        indexes = [
            models.Index(name="opinion_inbox", fields=["recipient", "due_at", "id"], condition=Q(answered_at=None)),
            models.Index(name="opinion_of_agency", fields=["recipient", "-id"]),
            models.Index(name="opinion_due", fields=["due_at"], condition=Q(answered_at=None, late_at=None)),
        ]


class OpinionAnswer(models.Model):
    """One version of an answer; a later one links to the one it takes the place of. Rows are only added."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    earlier = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="later")
    stance = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Stance])
    text = models.TextField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="opinion_answer_numbered", fields=["opinion", "number"])]
