"""Keys that sign, and signed files that were given out."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q


class SigningKey(models.Model):
    """A certificate, who it stands for, and where its private key is; never the private key itself.

    `capacity` is the position (*Giám đốc*), empty for the seal of an agency. `key_reference` means something to the
    key holder only. `certificate` is the holder's certificate followed by those that issued it (PEM), without root.

    A renewal stands beside what it renews, under the same label: the newest comes first, the earlier one tells since
    when it is no longer used (`succeeded_at`).
    """

    label = models.CharField(max_length=120)
    holder_name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=200, blank=True)
    agency_name = models.CharField(max_length=300, blank=True)
    agency_code = models.CharField(max_length=40, blank=True)
    is_seal = models.BooleanField(default=False)
    certificate = models.TextField()
    key_reference = models.CharField(max_length=300)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    created_at = models.DateTimeField()
    succeeded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="signing_key_one_in_use", fields=["label"], condition=Q(succeeded_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="signing_key_valid_forwards"),
        ]
        indexes = [models.Index("agency_code", name="signing_key_of_agency")]


class KnownKind(StrEnum):
    """What a signed file is that was given out: each kind has its own page that anybody may open by its token."""

    RESULT = "result"
    LETTER = "letter"
    FORM = "form"
    COPY = "copy"


class KnownFile(models.Model):
    """A signed file as it was given out, by the digest of its bytes. Rows are only added."""

    sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in KnownKind])
    token = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index("token", name="known_file_token")]


class PublishedTrust(models.Model):
    """The trust list as it was published: what was signed to the letter, and who signed it. Rows are only added."""

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    statement = models.TextField()
    signature = models.BinaryField()
    chain = models.TextField(help_text="the signer's certificate and those that issued it (PEM)")
    token = models.BinaryField(null=True, help_text="RFC 3161")
