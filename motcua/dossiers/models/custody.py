"""Who holds the originals that were taken in and must be given back. Rows are only added."""

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.organisations.models import Agency

from ..rules.custody import Act, Signed
from .contents import Paper


class Custody(models.Model):
    """One link of a chain: an original came to somebody, or left for good (Decree 61/2018/NĐ-CP, article 20(2)).

    The last link says where it is. What was passed on is signed for by who takes it: until then the giver
    answers for it.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="custody")
    number = models.PositiveSmallIntegerField()
    is_last = models.BooleanField(default=True)
    act = models.CharField(max_length=10, choices=[(a.value, a.value) for a in Act])
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Who holds it after this; empty once it has left the offices.
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    # Whom it was given back to, and how they signed.
    recipient = models.CharField(max_length=200, blank=True)
    signed = models.CharField(max_length=12, blank=True, choices=[(s.value, s.value) for s in Signed])
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="custody_numbered", fields=["paper", "number"]),
            models.UniqueConstraint(name="custody_one_last", fields=["paper"], condition=Q(is_last=True)),
            models.CheckConstraint(
                name="custody_held_or_gone",
                condition=Q(act__in=["held", "passed"], agency__isnull=False)
                | Q(act__in=["returned", "withdrawn"], agency__isnull=True),
            ),
            models.CheckConstraint(
                name="custody_returned_is_signed_for",
                condition=~Q(act="returned") | (~Q(recipient="") & ~Q(signed="")),
            ),
        ]
        indexes = [
            models.Index(
                name="custody_held_by", fields=["agency", "id"], condition=Q(is_last=True, agency__isnull=False)
            )
        ]
