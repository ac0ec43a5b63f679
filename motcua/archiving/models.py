"""The schedule, the retention of each dossier that is over, and the packages for the archive."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile

from .rules import Rule, RuleKind


class RetentionRule(models.Model):
    """One dated row of the schedule. Rows are only added: a later one of the same kind and key takes over."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in RuleKind])
    key = models.CharField(max_length=250, blank=True)
    years = models.PositiveSmallIntegerField(null=True)
    since = models.DateField()
    basis = models.CharField(max_length=300)
    is_sure = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="retention_rule_once", fields=["kind", "key", "since"]),
            models.CheckConstraint(name="retention_rule_has_basis", condition=~Q(basis="")),
        ]

    @property
    def rule(self) -> Rule:
        """Return it as the rules know it."""
        return Rule(RuleKind(self.kind), self.key, self.years, self.since, self.basis, self.is_sure)


class Retention(models.Model):
    """Until when a dossier that is over is kept, and by which rule; None for good."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_on = models.DateField()
    ends_on = models.DateField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="retention_by_end", fields=["ends_on", "id"], condition=Q(ends_on__isnull=False)),
            models.Index(name="retention_by_close", fields=["closed_on", "id"]),
        ]


class ArchivePackage(models.Model):
    """One package of a dossier for the archive; `receipt` says what is in it, once it was read back and found right."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.JSONField(default=dict)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="archive_package_whole",
                condition=Q(file__isnull=True, made_at__isnull=True, receipt={})
                | (Q(file__isnull=False, made_at__isnull=False) & ~Q(receipt={})),
            ),
            models.UniqueConstraint(
                name="archive_package_one_running", fields=["dossier"], condition=Q(made_at__isnull=True)
            ),
        ]
