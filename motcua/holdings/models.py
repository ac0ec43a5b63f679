"""The copies of their own data that people asked for, and what they want put right."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency

from .correction_rules import LONGEST, Fact, Standing
from .rules import FAILURES


class OwnCopy(models.Model):
    """One copy on its way, and its file until it expires; the row goes with the file.

    It ends once: with a file, or with the code of what went wrong (`failed`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=20, blank=True, choices=[(code, code) for code in FAILURES])
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="own_copy_ends_once",
                condition=Q(finished_at__isnull=True, failed="", file__isnull=True)
                | Q(finished_at__isnull=False, failed="", file__isnull=False, expires_at__isnull=False)
                | (Q(finished_at__isnull=False, file__isnull=True) & ~Q(failed="")),
            ),
            models.UniqueConstraint(
                name="own_copy_one_running", fields=["user"], condition=Q(finished_at__isnull=True)
            ),
        ]
        indexes = [models.Index(name="own_copy_of_user", fields=["user", "-id"])]

    @property
    def is_running(self) -> bool:
        """Tell whether it has not ended yet."""
        return self.finished_at is None


class Correction(models.Model):
    """One fact of a dossier that somebody says is wrong: what stands there, what is right, why; and the answer."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    fact = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Fact])
    wrong = models.CharField(max_length=LONGEST)
    right = models.CharField(max_length=LONGEST)
    reason = models.CharField(max_length=LONGEST)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    standing = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Standing], default=Standing.OPEN.value
    )
    answer = models.CharField(max_length=LONGEST, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="correction_answered_whole",
                condition=Q(standing="open", answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(standing="open") & ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="correction_open", fields=["agency", "due_on"], condition=Q(standing="open")),
        ]
