"""The receipt of a result: who took it, and how that was confirmed."""

from django.db import models
from django.db.models import Q

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
