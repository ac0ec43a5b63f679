"""The copies of their own data that people asked for."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.files.models import StoredFile

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
