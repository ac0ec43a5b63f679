"""Letters and decisions that officials write beside a dossier, from templates, with every version kept."""

import uuid

from django.db import models

from motcua.accounts.models import User
from motcua.files.models import StoredFile

from ..rules.letters import LetterKind, Words
from .dossier import Dossier


class Letter(models.Model):
    """One paper in the making; `template` is the key it began from, `title` the name of its kind (none: công văn)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in LetterKind])
    template = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)


class LetterVersion(models.Model):
    """What a letter said from one save to the next. Rows are only added; `file` is set once, when it went out."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    addressee = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="letter_version_numbered", fields=["letter", "number"])]

    @property
    def words(self) -> Words:
        """Return what it says."""
        return Words(self.addressee, self.subject, self.body)
