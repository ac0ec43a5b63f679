"""Scans before they are papers, and how far the digitisation of each paper is."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.accounts.models import SealedNumber, User
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency
from motcua.vault.models import Item

from ..rules.digitisation import Source, Stage, Way
from .contents import Paper
from .dossier import Dossier
from .result import Result


class Scan(models.Model):
    """A file as it came from a scanner, to be sorted page by page; it is kept as it is.

    Without a dossier it lies at its one-stop unit. `plan` says of each page (by its number) to which paper it went
    and how it was turned; an empty paper means that it was dropped. What could not be taken has no file but a
    `problem`, in the words of who refused it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="scans")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    way = models.CharField(max_length=8, choices=[(way.value, way.value) for way in Way])
    came_at = models.DateTimeField()
    came_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="scan_file_or_problem", condition=Q(file__isnull=False) ^ ~Q(problem="")),
        ]
        indexes = [
            models.Index(name="scan_at_unit", fields=["unit", "id"], condition=Q(dossier__isnull=True)),
            models.Index(name="scan_unsettled", fields=["dossier", "id"], condition=Q(settled_at__isnull=True)),
        ]


class Digitisation(models.Model):
    """How far a paper's digitisation is, and what the paper says of itself.

    There is no row while nothing was done: what the paper then is, `rules.digitisation.stage_of` says.
    """

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="digitisation")
    stage = models.CharField(max_length=10, choices=[(stage.value, stage.value) for stage in Stage])
    source = models.CharField(max_length=6, choices=[(s.value, s.value) for s in Source], default=Source.SCAN.value)
    reused_paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    reused_result = models.ForeignKey(Result, on_delete=models.PROTECT, null=True, related_name="+")
    # What of the owner's store stands in for it.
    reused_item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    # Why it is not scanned.
    reason = models.CharField(max_length=300, blank=True)
    # When its words were last read, and what they suggest; an identity number only as a reference.
    read_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict)
    number = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    identity = models.ForeignKey(SealedNumber, on_delete=models.PROTECT, null=True, related_name="+")
    # None: without an end.
    valid_until = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sign_asked_at = models.DateTimeField(null=True)
    sign_problem = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="digitisation_accepted_by_somebody",
                condition=~Q(stage__in=["accepted", "signed"])
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="digitisation_signed_has_moment", condition=~Q(stage="signed") | Q(signed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="digitisation_not_needed_has_reason", condition=~Q(stage="not_needed") | ~Q(reason="")
            ),
        ]
        indexes = [
            models.Index(name="digitisation_to_sign", fields=["accepted_by", "id"], condition=Q(stage="accepted")),
        ]
