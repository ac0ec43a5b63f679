"""Tables of certification: dated tariffs, books with their last number, requests, and the entries of the books."""

import secrets
import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import SealedNumber, User
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency

from .rules import CopyState, Kind, Rate

KINDS = [(kind.value, kind.value) for kind in Kind]


class Tariff(models.Model):
    """What a kind costs from a day on, until the next row of the same kind; the newest that has begun counts."""

    kind = models.CharField(max_length=12, choices=KINDS)
    valid_from = models.DateField()
    first_rate = models.PositiveIntegerField()
    first_pages = models.PositiveSmallIntegerField(default=0)
    next_rate = models.PositiveIntegerField(default=0)
    cap = models.PositiveIntegerField(null=True)
    is_per_case = models.BooleanField(default=False)
    basis = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(name="tariff_once_a_day", fields=["kind", "valid_from"])]

    @property
    def rate(self) -> Rate:
        """Return it as the rules reckon with it."""
        return Rate(self.first_rate, self.first_pages, self.next_rate, self.cap, self.is_per_case)


class Book(models.Model):
    """The last number of an agency's book of a year; the row lock keeps it without gaps and without doubles."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="certification_book_once", fields=["agency", "kind", "year"])]


class Request(models.Model):
    """Somebody came once with some originals; sent twice under one key, it is one request."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    requester = models.CharField(max_length=200)
    identity = models.ForeignKey(SealedNumber, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="certification_request_once", fields=["by", "key"]),
            models.CheckConstraint(name="certification_requester_named", condition=~Q(requester="")),
        ]
        indexes = [models.Index(name="certification_register", fields=["unit", "at", "id"])]


class Certification(models.Model):
    """One entry of a book: one original, one number. What was entered wrongly is annulled, its number stays."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="certifications")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    certified_on = models.DateField()
    document = models.CharField(max_length=300)
    pages = models.PositiveSmallIntegerField()
    copies = models.PositiveSmallIntegerField()
    fee = models.PositiveIntegerField()
    signer_name = models.CharField(max_length=200)
    signer_title = models.CharField(max_length=200, blank=True)
    annulled_at = models.DateTimeField(null=True)
    annulled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    annul_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="certification_numbered", fields=["agency", "kind", "year", "number"]),
            models.CheckConstraint(
                name="certification_annulled_with_reason",
                condition=Q(annulled_at__isnull=True) | ~Q(annul_reason=""),
            ),
        ]
        indexes = [
            models.Index(name="certification_by_day", fields=["agency", "kind", "certified_on", "number"]),
        ]


def verification_token() -> str:
    """Return the unguessable address part of an electronic copy's page."""
    return secrets.token_urlsafe(12)


class ElectronicCopy(models.Model):
    """The electronic copy of one certified original: scanned, signed by who certifies, then sealed by the clerk.

    `sealed_code` is what the requester is told to fetch it with. The scan is kept beside the signed file.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certification = models.OneToOneField(Certification, on_delete=models.PROTECT, related_name="electronic")
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in CopyState])
    token = models.CharField(max_length=24, unique=True, default=verification_token)
    sealed_code = models.BinaryField()
    scan = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    scanned_at = models.DateTimeField()
    scanned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # The signature or seal that is next was asked for, and the worker gives it; why it could not, where it could not.
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    problem = models.CharField(max_length=300, blank=True, db_default="", default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="electronic_copy_signed",
                condition=Q(state="scanned") | Q(file__isnull=False, signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="electronic_copy_issued",
                condition=~Q(state="issued") | Q(issued_at__isnull=False, issued_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="electronic_copy_waiting", fields=["state", "id"], condition=~Q(state="issued")),
        ]
