"""How a dossier went: its history, its clock, and what was asked of the applicant. Rows are only added."""

from django.db import models
from django.db.models import F, Q

from ..rules.history import acting_name
from .dossier import Dossier


class DossierEvent(models.Model):
    """One thing that happened, in order; `params` carry no personal data."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    state = models.PositiveSmallIntegerField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200)
    agency_code = models.CharField(max_length=40, blank=True)
    # The absent official for whom the actor did it, as an id and a name; empty where they did it as themself. Of who
    # acted for a citizen or an organisation the name alone: the party's mandate says the rest.
    for_id = models.CharField(max_length=40, blank=True, default="", db_default="")
    for_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    note = models.TextField(blank=True)
    params = models.JSONField(default=dict)
    # What the applicant sees; internal steps stay with the officials.
    is_public = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(name="dossier_event_order", fields=["dossier", "id"])]

    @property
    def by_whom(self) -> str:
        """Return who did it, as a Vietnamese paper says it, with the absent official they acted for."""
        return acting_name(self.actor_name, self.for_name)


class SupplementRequest(models.Model):
    """One written request with every missing point (Decree 61/2018 art. 17(2)(a), Decree 118/2025 art. 17(2)(a)).

    `items` is a list of {"target": "paper:<key>" | "field:<path>" | "other", "name": text, "message": text}; the name
    is what the paper or question was called then, in Vietnamese.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="supplement_requests")
    number = models.PositiveSmallIntegerField()
    items = models.JSONField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    # Why the papers are wanted on paper although the procedure is handled without.
    paper_reason = models.CharField(max_length=300, blank=True, db_default="", default="")
    before_reception = models.BooleanField()
    answer_due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="supplement_numbered", fields=["dossier", "number"]),
            models.UniqueConstraint(
                name="supplement_one_open",
                fields=["dossier"],
                condition=Q(answered_at__isnull=True, expired_at__isnull=True),
            ),
        ]


class ClockStop(models.Model):
    """An interval in which the legal clock stood still, with its reason."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="clock_stops")
    reason = models.CharField(max_length=40)
    basis = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clock_stop_ends_later", condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at"))
            ),
            # Two reasons may hold at once (measuring while the tax is paid); the same one only once.
            models.UniqueConstraint(
                name="clock_stop_once_open", fields=["dossier", "reason"], condition=Q(ended_at__isnull=True)
            ),
        ]


class DueAdjustment(models.Model):
    """One change of the due date, with its reason, basis and author.

    `explanation` are the intervals of the calculation, `params` what they do not say (rules.clock.Promise).
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="due_adjustments")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)
    after = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40)
    basis = models.CharField(max_length=300, blank=True)
    explanation = models.JSONField(default=list)
    params = models.JSONField(default=dict, db_default={})
    actor_id = models.CharField(max_length=40)
