"""Lists that officials take away as a file."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.files.models import StoredFile

from ..rules.exports import FAILURES, ExportKind

# The name in `wanted` under which a list says which one it is.
WHAT = "list"


class Export(models.Model):
    """One list on its way into a file, and the file until it expires.

    `wanted` says which list (`dossiers.lists`) and which part of it, never its lines. `rows` are those written so far.
    It ends once: with a file, or with the code of what went wrong (`failed`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ExportKind])
    wanted = models.JSONField()
    title = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    is_cut = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=20, blank=True, choices=[(code, code) for code in FAILURES])
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="export_ends_once",
                condition=Q(finished_at__isnull=True, failed="", file__isnull=True)
                | Q(finished_at__isnull=False, failed="", file__isnull=False)
                | (Q(finished_at__isnull=False, file__isnull=True) & ~Q(failed="")),
            ),
        ]
        indexes = [
            models.Index(name="export_of_user", fields=["user", "-id"]),
            models.Index(name="export_running", fields=["asked_at"], condition=Q(finished_at__isnull=True)),
            models.Index(name="export_by_end", fields=["expires_at"]),
        ]

    @property
    def what(self) -> str:
        """Return the name of the list; those asked for before there were several are piles."""
        return str(self.wanted.get(WHAT, "inbox"))

    @property
    def is_running(self) -> bool:
        """Tell whether it has not ended yet."""
        return self.finished_at is None
