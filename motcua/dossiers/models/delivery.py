"""The receipt of a result: who took it, and how that was confirmed."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from motcua.accounts.models import SealedNumber, User
from motcua.files.models import StoredFile

from ..rules.delivery import Confirmed
from .result import Result


class Delivery(models.Model):
    """One result handed out. Evidence is the scan of what was signed or stamped on paper."""

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="delivery")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=200)
    identity = models.ForeignKey(SealedNumber, on_delete=models.PROTECT, null=True, related_name="+")
    is_other = models.BooleanField(default=False)
    basis = models.CharField(max_length=300, blank=True)
    confirmed = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Confirmed])
    post_number = models.CharField(max_length=60, blank=True)
    evidence = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="delivery_other_has_basis", condition=Q(is_other=False) | ~Q(basis="")),
            models.CheckConstraint(
                name="delivery_post_has_number", condition=~Q(confirmed="post") | ~Q(post_number="")
            ),
            models.CheckConstraint(
                name="delivery_card_has_identity", condition=~Q(confirmed="card") | Q(identity__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                Upper("post_number"), F("id").desc(), name="delivery_by_post_number", condition=~Q(post_number="")
            ),
        ]


class PostReturn(models.Model):
    """A posted result that came back to the counter, and how it was then handed out; empty while it lies there.

    The dossier stays delivered (10): what happens to a result after that is recorded beside it.
    """

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="post_returns")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recipient = models.CharField(max_length=200, blank=True)
    identity = models.ForeignKey(SealedNumber, on_delete=models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=300, blank=True)
    confirmed = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Confirmed], blank=True)
    post_number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="post_return_one_open", fields=["result"], condition=Q(given_at__isnull=True)),
            models.CheckConstraint(
                name="post_return_given_whole",
                condition=Q(given_at__isnull=True, given_by__isnull=True, recipient="", confirmed="")
                | (Q(given_at__isnull=False, given_by__isnull=False) & ~Q(recipient="") & ~Q(confirmed="")),
            ),
        ]
        indexes = [
            models.Index(
                Upper("post_number"), F("id").desc(), name="post_return_by_number", condition=~Q(post_number="")
            ),
        ]
