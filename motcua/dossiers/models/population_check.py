"""That a party was looked up in the population database, by whom and for what; nothing of what was answered."""

import uuid
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.organisations.models import Agency

from .contents import PartyRole
from .dossier import Dossier


class Answered(StrEnum):
    """What became of a call."""

    ASKED = "asked"  # on its way, or broken off
    FOUND = "found"
    NOBODY = "nobody"
    UNREACHABLE = "unreachable"


class PopulationCheck(models.Model):
    """One call. Written before it is made; its answer adds which of the typed facts agreed, never a value.

    `blocks` are the blocks that the official was given; `reason` is empty where the package declares all of them.
    `agreed` and `differing` are names of blocks.
    """

    # Stands in the request to the database, and in its own log.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="population_checks", db_index=False)
    party = models.CharField(max_length=12, choices=[(role.value, role.value) for role in PartyRole])
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    blocks = ArrayField(models.CharField(max_length=20))
    reason = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Answered])
    agreed = ArrayField(models.CharField(max_length=20), default=list)
    differing = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="population_check_compares_what_was_found",
                condition=Q(outcome="found") | Q(agreed=[], differing=[]),
            ),
        ]
        indexes = [
            models.Index(name="population_check_of_dossier", fields=["dossier", "id"]),
            # How many calls somebody made within the last hour.
            models.Index(name="population_check_by_officer", fields=["by", "-at"]),
        ]
