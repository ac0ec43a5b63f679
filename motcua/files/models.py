"""Stored files and files on their way in."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.files.rules import IMAGES, WITH_PAGES, Kind, shown_name


class StoredFile(models.Model):
    """One object of the store. It never changes; it belongs to one owner, who opens it to people.

    A signed document that is only added to becomes another object, which takes over its public id (`actions.succeed`).

    `purpose` is a word of the owner's (`paper`, `result`, ...). `stored_by` names who sent it (`citizen:17`), so that
    nobody takes another's file by its id. While `attached_at` is empty nobody owns it and the timetable removes it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40)
    pages = models.PositiveIntegerField(null=True)
    warnings = ArrayField(models.CharField(max_length=20), default=list)
    traits = ArrayField(models.CharField(max_length=20), default=list)
    stored_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    attached_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_has_a_hash"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="stored_file_kind"),
        ]
        indexes = [
            models.Index("created_at", condition=Q(attached_at=None), name="stored_file_unattached"),
        ]

    @property
    def shown_name(self) -> str:
        """Return the name for downloads, its ending given by the content."""
        return shown_name(self.name, Kind(self.kind))

    @property
    def has_pages(self) -> bool:
        """Tell whether page images can be had."""
        return self.kind in WITH_PAGES

    @property
    def is_image(self) -> bool:
        """Tell whether it is a photograph or a scan rather than a document."""
        return self.kind in IMAGES

    @property
    def is_signed(self) -> bool:
        """Tell whether the PDF carries at least one signature (of whatever worth)."""
        return "signed" in self.traits


class Upload(models.Model):
    """A file on its way in, in pieces, which may be resumed after a lost connection."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    stored_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    file = models.OneToOneField(StoredFile, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0) & Q(received__lte=models.F("size")) & Q(size__gt=0),
                name="upload_receives_what_was_announced",
            ),
        ]
        indexes = [models.Index("created_at", name="upload_by_age")]


class UploadPart(models.Model):
    """One piece of an upload, an object of the store until the upload is finished."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    offset = models.BigIntegerField()
    size = models.BigIntegerField()
    key = models.CharField(max_length=80, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint("upload", "offset", name="upload_part_once")]
