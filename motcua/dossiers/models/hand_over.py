"""What went from a one-stop unit to the agency that processes it, confirmed by both."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.organisations.models import Agency

from .dossier import Dossier
from .result import Result

# Rows that nobody has said anything about yet.
AWAITED = Q(settled_at=None, hand_over__taken_at=None)


class HandOver(models.Model):
    """One list of paper dossiers handed to an agency (Decree 61/2018/NĐ-CP, article 18; by 15:00 the same day).

    `is_back`: of results on paper that an agency hands to the unit where they are collected (article 20).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    giver = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    is_back = models.BooleanField(default=False, db_default=False)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(name="hand_over_open", fields=["receiver", "id"], condition=Q(taken_at__isnull=True)),
            models.Index(name="hand_over_given", fields=["giver", "-id"]),
        ]


class HandedOver(models.Model):
    """A dossier on a list; one that did not come or was not taken is struck off, and waits at the counter again.

    Each row is settled by itself or with the whole list, once. A list that was signed for before rows had moments of
    their own has none in them: its own moment then counts for all.
    """

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="rows")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="handed_over")
    # On the way back: which result; without a foreign key, as below.
    result = models.ForeignKey(
        Result, on_delete=models.PROTECT, null=True, related_name="handed_over", db_index=False, db_constraint=False
    )
    # Not with the receiver: it did not come, or was sent back, which owes a reason.
    did_not_come = models.BooleanField(default=False)
    refused_because = models.CharField(max_length=300, blank=True, default="", db_default="")
    settled_at = models.DateTimeField(null=True)
    # Without a foreign key in the database, which would lock the table of everybody while it is made.
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    # Why it went before all of its papers were scanned.
    unscanned_because = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="handed_over_to_agency_once",
                fields=["dossier"],
                condition=Q(did_not_come=False, result__isnull=True),
            ),
            models.UniqueConstraint(
                name="handed_back_once", fields=["result"], condition=Q(did_not_come=False, result__isnull=False)
            ),
        ]

    @property
    def taken_at(self) -> datetime | None:
        """Return when somebody said whether it came; None while nobody has."""
        return self.settled_at or self.hand_over.taken_at

    @property
    def taken_by(self) -> User | None:
        """Return who said whether it came."""
        return self.settled_by or self.hand_over.taken_by
