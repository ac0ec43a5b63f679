"""The audit trail. Migrations 0002 and 0004 make its tables by SQL: partitions, triggers, transaction ids."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    """One change, or one request that showed personal data. Written by `actions`, never changed."""

    pk = models.CompositePrimaryKey("at", "id")
    id = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=6, choices=[("change", "change"), ("view", "view")])
    action = models.CharField(max_length=80, help_text="what was done, or why it was shown")
    about = models.CharField(max_length=120, blank=True, help_text="the one subject of a change: dossier:7")
    subjects = ArrayField(models.TextField(), help_text="everything a page showed")
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=200, blank=True)
    agency = models.CharField(max_length=40, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField()

    class Meta:
        managed = False
        db_table = "audit_entry"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.about}"


class Seal(models.Model):
    """The hash over one batch of entries and over the seal before it."""

    number = models.BigIntegerField(primary_key=True)
    era = models.IntegerField(help_text="transaction ids begin anew where a backup was restored: a new era")
    from_tx = models.DecimalField(max_digits=20, decimal_places=0, help_text="first transaction id, inclusive")
    to_tx = models.DecimalField(max_digits=20, decimal_places=0, help_text="last transaction id, exclusive")
    count = models.BigIntegerField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_seal"

    def __str__(self) -> str:
        return f"seal {self.number}"


class Batch(models.Model):
    """The entries of one seal as a leaf of the published tree, with the parts of the tree that it ends."""

    seal_id = models.BigIntegerField(primary_key=True)
    nodes = models.BinaryField(help_text="roots of the complete parts of the tree that end here, its own first")

    class Meta:
        managed = False
        db_table = "audit_batch"


class Head(models.Model):
    """What was published of the tree at a moment: how large it was, its root, and who signed that."""

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=4, choices=[("hour", "hour"), ("day", "day")])
    at = models.DateTimeField()
    seals = models.BigIntegerField(help_text="leaves of the tree: batches that were sealed")
    entries = models.BigIntegerField()
    peaks = models.BinaryField(help_text="roots of the tree's complete parts, to go on with it")
    statement = models.TextField(help_text="what was signed, to the letter")
    signature = models.BinaryField()
    chain = models.TextField(help_text="the signer's certificate and those that issued it (PEM)")
    token = models.BinaryField(null=True, help_text="RFC 3161, of days")

    class Meta:
        managed = False
        db_table = "audit_head"

    def __str__(self) -> str:
        return f"head {self.number}"
