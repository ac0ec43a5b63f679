"""Receipts of fees and charges that were taken at the counter."""

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import User
from motcua.organisations.models import Agency

from .dossier import Dossier


class FeeReceipt(models.Model):
    """One receipt (biên lai thu tiền phí, lệ phí): numbered by its unit without gaps; never changed, but annulled.

    `fee` (phí) and `charge` (lệ phí) are whole đồng (Law 97/2015/QH13). `prints` counts how often it was printed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    payer = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True)
    fee = models.PositiveBigIntegerField()
    charge = models.PositiveBigIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    prints = models.PositiveIntegerField(default=0)
    annulled_at = models.DateTimeField(null=True)
    annulled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    annul_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="fee_receipt_numbered", fields=["unit", "series", "number"]),
            models.CheckConstraint(name="fee_receipt_of_money", condition=Q(fee__gt=0) | Q(charge__gt=0)),
            models.CheckConstraint(
                name="fee_receipt_annulled_whole",
                condition=Q(annulled_at__isnull=True, annulled_by__isnull=True, annul_reason="")
                | (Q(annulled_at__gte=F("taken_at"), annulled_by__isnull=False) & ~Q(annul_reason="")),
            ),
        ]
        # A unit's book, by days.
        indexes = [models.Index(name="fee_receipt_book", fields=["unit", "taken_at", "id"])]

    @property
    def amount(self) -> int:
        """Return what was taken together, in đồng."""
        return self.fee + self.charge

    @property
    def said_number(self) -> str:
        """Return the number as the receipt bears it."""
        return f"{self.number:07d}"
