"""Letters and decisions that officials write beside a dossier, from templates, with every version kept."""

import uuid

from django.db import models

from motcua.accounts.models import User
from motcua.files.models import StoredFile

from ..rules.letters import LetterKind, Template, Words
from .dossier import Dossier


class LetterTemplate(models.Model):
    """A province's own template of letters, from a day on; the newest number of a key counts, before ours of that key.

    Rows are only added. `is_ended`: from that day on nobody begins a letter with it.
    """

    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in LetterKind])
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    addressee = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    is_ended = models.BooleanField(default=False)
    first = models.DateField(help_text="the first day on which letters may begin with it")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(name="letter_template_numbered", fields=["key", "number"])]

    @property
    def template(self) -> Template:
        """Return it as the rules know templates."""
        words = Words(self.addressee, self.subject, self.body)
        return Template(self.key, LetterKind(self.kind), self.name, self.title, words, self.first, None)


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
