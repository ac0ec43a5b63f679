"""The items of people's and organisations' stores."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Person, SealedNumber
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency

from .rules import ItemKind, ItemState, Match, Signature, Territory


class Item(models.Model):
    """One thing in somebody's store, as it was when it entered; only what became of it is written later.

    It is owned by an identity number, or by a person without one. The file is that of the result or paper it comes
    from, the same object: `sha256` says which content was put in. Without a file it says what is on paper elsewhere.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ItemKind])
    owner_number = models.ForeignKey(
        SealedNumber, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    owner_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=2000)
    number = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=300, blank=True)
    # The agency that issued it, or whose official verified it.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    # None: without an end.
    valid_until = models.DateField(null=True)
    territory = models.CharField(max_length=8, choices=[(where.value, where.value) for where in Territory])
    signature = models.CharField(max_length=10, choices=[(who.value, who.value) for who in Signature])
    result_code = models.CharField(max_length=40, blank=True)
    paper_type = models.CharField(max_length=200, blank=True)
    # What alone it may be used for, where it says so itself.
    purpose = models.CharField(max_length=300, blank=True)
    dossier_code = models.CharField(max_length=50)
    procedure_code = models.CharField(max_length=60)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ItemState])
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=500, blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="item_has_owner", condition=Q(owner_number__isnull=False) | Q(owner_person__isnull=False)
            ),
            models.CheckConstraint(name="item_file_has_hash", condition=Q(file__isnull=True) ^ ~Q(sha256="")),
            models.CheckConstraint(
                name="item_ended_has_moment", condition=Q(state="current") ^ Q(ended_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                name="item_by_number", fields=["owner_number", "-id"], condition=Q(owner_number__isnull=False)
            ),
            models.Index(
                name="item_by_person", fields=["owner_person", "-id"], condition=Q(owner_person__isnull=False)
            ),
            models.Index(name="item_by_dossier", fields=["dossier_code"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    def is_valid_on(self, day: date) -> bool:
        """Tell whether it stands on a day."""
        return (
            self.state == ItemState.CURRENT
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )


class Reuse(models.Model):
    """One time that an item stood in for a paper of another dossier. Rows are only added."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="reuses")
    dossier_code = models.CharField(max_length=50)
    procedure_code = models.CharField(max_length=60)
    paper_key = models.CharField(max_length=80)
    # Who decides that dossier: whose reuse it is in the count.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    matched = models.CharField(max_length=4, choices=[(by.value, by.value) for by in Match])
    by_official = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="reuse_once", fields=["dossier_code", "paper_key", "item"])]
        indexes = [models.Index(name="reuse_by_agency", fields=["agency", "at"])]


class Share(models.Model):
    """A link by which one item is shown to whoever holds it, for a purpose and a time, until its owner takes it back.

    `index` finds the link by its secret without opening it; `cipher` lets the owner see the link again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="shares")
    index = models.CharField(max_length=64, unique=True)
    cipher = models.BinaryField()
    purpose = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="share_says_why", condition=~Q(purpose="")),
            models.CheckConstraint(name="share_ends_later", condition=Q(expires_at__gt=models.F("created_at"))),
        ]

    def is_open_at(self, at: datetime) -> bool:
        """Tell whether it can be opened at a moment."""
        return self.revoked_at is None and at < self.expires_at


class ShareLook(models.Model):
    """One time that somebody opened a shared item. Nothing is kept of who it was: they had the link."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    took_file = models.BooleanField()
