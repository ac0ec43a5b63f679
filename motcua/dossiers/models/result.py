"""The result of a dossier, and the books its numbers come from."""

import secrets
from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency

from .dossier import Dossier


class ResultState(StrEnum):
    """How far a result is."""

    DRAFT = "draft"
    NUMBERED = "numbered"
    SIGNED = "signed"
    ISSUED = "issued"
    REPLACED = "replaced"
    REVOKED = "revoked"


class ResultKind(StrEnum):
    """Where the document comes from."""

    TEMPLATE = "template"
    UPLOADED = "uploaded"
    SCANNED = "scanned"
    REFERENCE = "reference"
    # Not eligible after appraisal: the written notice is what is handed over (Decree 61/2018 art. 19(8)).
    NOTICE = "notice"


# Neither replaced nor revoked.
CURRENT = ~Q(state__in=[ResultState.REPLACED.value, ResultState.REVOKED.value])


def verification_token() -> str:
    """Return the unguessable address part of a result's verification page."""
    return secrets.token_urlsafe(12)


class Result(models.Model):
    """A result: drafted, numbered, signed, issued. Number and date are reserved before the first signature."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="results")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in ResultKind])
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in ResultState], default="draft")
    revision = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=500)
    result_code = models.CharField(max_length=40, blank=True)
    # What the template is filled with, beyond the dossier's own facts.
    content = models.JSONField(default=dict)
    draft = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField(null=True)
    book = models.CharField(max_length=60, blank=True)
    token = models.CharField(max_length=40, unique=True, default=verification_token)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signer_capacity = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    # The agency's own signature, added by the clerk before it is issued (Decree 30/2020 art. 13).
    sealed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    delivered_to = models.CharField(max_length=200, blank=True)
    delivered_how = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="result_one_current", fields=["dossier"], condition=~Q(state__in=["replaced", "revoked"])
            ),
            models.CheckConstraint(
                name="result_signed_has_file",
                condition=Q(kind="reference") | ~Q(state__in=["signed", "issued"]) | Q(file__isnull=False),
            ),
        ]


class NumberBook(models.Model):
    """The running number of an agency's book in a year; the row lock makes it gapless within what commits."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    book = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="number_book_once", fields=["agency", "book", "year"])]
