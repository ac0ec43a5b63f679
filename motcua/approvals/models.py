"""The proposals, and what people are still writing."""

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import User
from motcua.approvals.rules import DECIDED, OPEN, RehearsalStatus, Status
from motcua.organisations.models import values


class ProposalSet(models.QuerySet["Proposal"]):
    """Named filters."""

    def open(self) -> "ProposalSet":
        """Keep those that somebody must still decide on, or whose day has not come."""
        return self.filter(status__in=OPEN)

    def listed(self) -> "ProposalSet":
        """Read what a list shows: with the people, without the contents."""
        return self.select_related("proposed_by", "decided_by").defer("content")


class Proposal(models.Model):
    """A change that somebody proposed. What is proposed never changes (a trigger refuses it); only its way goes on.

    `base` is the digest of what stood on `effective_on` when it was proposed. `failure` is what a refusal said when the
    day had come: `code`, `message` (to be translated), `params`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=80)
    title = models.TextField()
    content = models.JSONField()
    base = models.CharField(max_length=64)
    reason = models.TextField()
    effective_on = models.DateField()
    status = models.CharField(
        max_length=12, choices=[(status.value, status.value) for status in Status], default=Status.PROPOSED
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True)
    applied_at = models.DateTimeField(null=True)
    failure = models.JSONField(default=dict, blank=True)

    objects = ProposalSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="proposal_status_known", condition=Q(status__in=values(Status))),
            models.CheckConstraint(
                name="proposal_takes_two", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="proposal_decided_by_somebody",
                condition=~Q(status__in=sorted(DECIDED)) | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_applied_at_a_moment",
                condition=Q(applied_at__isnull=False, status=Status.APPLIED)
                | (Q(applied_at__isnull=True) & ~Q(status=Status.APPLIED)),
            ),
            models.CheckConstraint(name="proposal_says_why", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="proposal_open_once", fields=["kind", "subject"], condition=Q(status__in=sorted(OPEN))
            ),
        ]
        indexes = [
            models.Index(name="proposal_by_subject", fields=["kind", "subject", "-id"]),
            models.Index(name="proposal_waiting", fields=["effective_on", "id"], condition=Q(status="approved")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Sketch(models.Model):
    """What somebody is still writing, until it becomes a proposal: one for each person and thing, seen by them alone.

    `base` is the digest of what they began from; `revision` tells two open pages of the same person apart.
    """

    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=80)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    content = models.JSONField()
    base = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="sketch_once", fields=["owner", "kind", "subject"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Rehearsal(models.Model):
    """A proposal tried on what happened in a period, before anybody decides on it. `report` is what the trial found.

    Asked for and run apart: a long trial runs in the worker. Whoever decides sees the newest. `kept` is with what a
    trial that runs would go on after it was broken off; empty once it has ended.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="rehearsals")
    since = models.DateField()
    until = models.DateField()
    status = models.CharField(
        max_length=10, choices=[(status.value, status.value) for status in RehearsalStatus], default="waiting"
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    kept = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    failure = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="rehearsal_status_known", condition=Q(status__in=values(RehearsalStatus))),
            models.CheckConstraint(name="rehearsal_period", condition=Q(since__lte=F("until"))),
            models.UniqueConstraint(
                name="rehearsal_one_at_a_time",
                fields=["proposal"],
                condition=Q(status__in=[RehearsalStatus.WAITING, RehearsalStatus.RUNNING]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.since}–{self.until}"
