"""Published diagrams, their runs, and the steps that people do in them."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.organisations.models import Agency

from .rules import LIVE, UNDONE, InstanceStatus, TaskKind, TaskStatus

_LIVE, _UNDONE = sorted(s.value for s in LIVE), sorted(s.value for s in UNDONE)
# Where a step without a due date stands in a list by due date: at the end.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class ProcessDefinition(models.Model):
    """A published diagram; it never changes, a new one is a new row. `spec` is what the engine runs."""

    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    bpmn = models.TextField()
    outline = models.JSONField()
    spec = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="process_once", fields=["key", "digest"])]


class Instance(models.Model):
    """One run of a process for one case. `state` holds steps and outcomes, without the specification."""

    definition = models.ForeignKey(ProcessDefinition, on_delete=models.PROTECT, related_name="+")
    business_key = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=[(s.value, s.value) for s in InstanceStatus])
    state = models.JSONField()
    # The moment promised to the applicant, the key of the case's name, and what kind of case it is: kept here so that
    # inboxes sort and choose by them.
    due_at = models.DateTimeField(null=True)
    # The last moment at which that promise is kept; null where it is the promise itself.
    late_at = models.DateTimeField(null=True)
    case_name = models.CharField(max_length=200, blank=True, default="")
    case_kind = models.CharField(max_length=60, blank=True, default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="process_one_live_run", fields=["business_key"], condition=Q(status__in=_LIVE)
            ),
            models.CheckConstraint(
                name="process_run_status_known", condition=Q(status__in=[s.value for s in InstanceStatus])
            ),
            models.CheckConstraint(
                name="process_run_end_has_moment",
                condition=Q(status__in=_LIVE, ended_at__isnull=True)
                | (~Q(status__in=_LIVE) & Q(ended_at__isnull=False)),
            ),
        ]


class TaskQuerySet(models.QuerySet["Task"]):
    """Named filters of steps."""

    def open(self) -> Self:
        """Keep steps that somebody can do now."""
        return self.filter(status=TaskStatus.OPEN.value)

    def undone(self) -> Self:
        """Keep steps that are reached and not done, waiting ones too."""
        return self.filter(status__in=_UNDONE)

    def of_posts(self, posts: Iterable[tuple[str, int]]) -> Self:
        """Keep steps given to one of these (role, agency id) pairs."""
        conditions = [Q(role=role, agency=agency_id) for role, agency_id in sorted(posts)]
        return self.filter(reduce(or_, conditions)) if conditions else self.none()

    def with_names(self) -> Self:
        """Join what every list shows."""
        return self.select_related("instance", "agency", "assignee", "done_by", "done_for")


class Task(models.Model):
    """A step that the run reached: to be done, or done by somebody with an outcome. Done ones are the history."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Without indexes of their own: those below begin with them, or nothing ever asks that way.
    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    ref = models.PositiveIntegerField()
    step = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in TaskKind])
    role = models.CharField(max_length=40)
    agency_ref = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in TaskStatus], default=TaskStatus.OPEN.value
    )
    outcomes = models.JSONField(default=list)
    budget = models.CharField(max_length=10, default="0")
    # When the case is promised; `sort_at` is the last moment at which that is kept, the undated ones last.
    due_at = models.DateTimeField(null=True)
    sort_at = models.DateTimeField(default=NEVER)
    # The case's code and the key of its name, for sorting, and its kind, for choosing.
    case_code = models.CharField(max_length=80, blank=True, default="")
    case_name = models.CharField(max_length=200, blank=True, default="")
    case_kind = models.CharField(max_length=60, blank=True, default="")
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    # Whom `done_by` acted for; without a foreign key in the database, which would lock a large table for a rare column.
    done_for = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    outcome = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    # Done together with the step before it, in one action of the same person.
    is_merged = models.BooleanField(default=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="task_once", fields=["instance", "ref"]),
            models.CheckConstraint(name="task_status_known", condition=Q(status__in=[s.value for s in TaskStatus])),
            models.CheckConstraint(
                name="task_end_has_moment",
                condition=Q(status__in=_UNDONE, done_at__isnull=True)
                | (~Q(status__in=_UNDONE) & Q(done_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="task_done_has_outcome", condition=~Q(status=TaskStatus.DONE.value) | ~Q(outcome="")
            ),
        ]
        indexes = [
            models.Index(
                name="task_inbox",
                fields=["agency", "role", "sort_at", "id"],
                condition=Q(status=TaskStatus.OPEN.value),
            ),
            models.Index(
                name="task_free",
                fields=["agency", "role", "sort_at", "id"],
                condition=Q(status=TaskStatus.OPEN.value, assignee__isnull=True),
            ),
            models.Index(
                name="task_mine",
                fields=["assignee", "sort_at", "id"],
                condition=Q(status=TaskStatus.OPEN.value, assignee__isnull=False),
            ),
            # What ends soon, in whichever agency: the timetable warns of it.
            models.Index(name="task_due", fields=["sort_at"], condition=Q(status=TaskStatus.OPEN.value)),
            models.Index(
                name="task_newest",
                fields=["agency", "role", "-id"],
                condition=Q(status=TaskStatus.OPEN.value),
            ),
            models.Index(
                name="task_by_code",
                fields=["agency", "role", "case_code", "id"],
                condition=Q(status=TaskStatus.OPEN.value),
            ),
            models.Index(
                name="task_by_name",
                fields=["agency", "role", "case_name", "id"],
                condition=Q(status=TaskStatus.OPEN.value),
            ),
            models.Index(
                name="task_by_kind",
                fields=["agency", "role", "status", "case_kind", "sort_at", "id"],
                condition=Q(status__in=_UNDONE),
            ),
            models.Index(
                name="task_waiting",
                fields=["agency", "role", "-id"],
                condition=Q(status=TaskStatus.WAITING.value),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Tell whether somebody can do it now."""
        return self.status == TaskStatus.OPEN


class SavedList(models.Model):
    """A way of listing that an official named: the end of an address, without any row in it.

    `page` says of which page; empty for the inbox.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    page = models.CharField(max_length=20, blank=True, default="", db_default="")
    query = models.CharField(max_length=300, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="saved_list_named_once", fields=["user", "name"])]
