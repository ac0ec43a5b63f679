"""Letters and decisions that officials write beside a dossier, from templates, with every version kept."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency

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


class LetterSignatureQuerySet(models.QuerySet["LetterSignature"]):
    """Named filters of letters handed in to be signed."""

    def waiting(self) -> Self:
        """Keep those that nobody signed or gave back yet."""
        return self.filter(signed_at=None, returned_at=None)

    def signed(self) -> Self:
        """Keep those that went out."""
        return self.filter(signed_at__isnull=False)


class LetterSignature(models.Model):
    """A version handed in to the head of an agency: given back, or numbered and signed; then it has the signed file.

    Number and day are reserved before the signature (Decree 30/2020/NĐ-CP article 15); where none was set, the next
    version takes them over.
    """

    version = models.OneToOneField(LetterVersion, on_delete=models.PROTECT, related_name="signature")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    returned_at = models.DateTimeField(null=True)
    return_note = models.CharField(max_length=1000, blank=True)
    number = models.CharField(max_length=60, blank=True)
    book = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField(null=True)
    # The address of its verification page, printed on it; it opens once the letter is signed.
    token = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001 - those without a number share none
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    signed_name = models.CharField(max_length=300, blank=True)
    capacity = models.CharField(max_length=300, blank=True)
    # Addressed to somebody of the dossier, who reads it on their own page.
    is_for_applicant = models.BooleanField(default=False)

    objects = LetterSignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="letter_signed_whole",
                condition=Q(signed_at__isnull=True) | (Q(token__isnull=False, dated_on__isnull=False) & ~Q(number="")),
            ),
        ]
        indexes = [
            models.Index(
                name="letter_to_sign",
                fields=["agency", "id"],
                condition=Q(signed_at__isnull=True, returned_at__isnull=True),
            )
        ]

    @property
    def is_waiting(self) -> bool:
        """Tell whether the head has yet to sign it or to give it back."""
        return self.signed_at is None and self.returned_at is None
