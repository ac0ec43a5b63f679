"""The dossier itself: identity, procedure version, state and deadline. Everything else hangs on it in other tables."""

import uuid
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from motcua.accounts.models import User
from motcua.organisations.models import Agency
from motcua.procedures.models import ProcedureVersion
from motcua.workflow.models import Instance

from ..rules.states import OPEN, Channel, Origin, ResultChannel, State

# What no list and no page shows of a dossier's row and of its procedure version: tens of kilobytes in a list of thirty.
# The package of a version is read once per process (`packages.package_of`).
_UNSHOWN = (
    "search",
    *(f"version__{name}" for name in ("record", "form", "papers", "fees", "limits", "result", "settings")),
    *(f"version__{name}" for name in ("declaration", "valid", "published_at")),
    *(f"version__procedure__{name}" for name in ("summary", "subjects", "levels", "channels", "changed_at")),
    *(f"assignee__{name}" for name in ("password", "last_login")),
)


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Named filters and the joins that a screen needs."""

    def with_names(self) -> Self:
        """Join what every list shows, without the contents of the procedure version."""
        return self.select_related("version__procedure", "competent_agency", "assignee").defer(*_UNSHOWN)

    def open(self) -> Self:
        """Keep dossiers that are not at an end."""
        return self.filter(state__in=sorted(OPEN), closed_at=None)


class Dossier(models.Model):
    """One filing of one procedure, from its code to its result (hồ sơ)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=50, unique=True)
    # The same without dots: people leave them out, and a look-up then still finds it.
    bare_code = models.CharField(max_length=50, db_index=True)
    sealed_secret = models.BinaryField()
    foreign_code = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=20, choices=[(o.value, o.value) for o in Origin])
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])

    # The version is pinned at filing: a later change of the catalogue moves nothing here.
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    case_key = models.CharField(max_length=60, blank=True)
    rule_set = models.CharField(max_length=30)
    processing_system = models.CharField(max_length=60, default="local")
    instance = models.OneToOneField(Instance, on_delete=models.PROTECT, null=True, related_name="+")

    # Three different organisations: who helped, who officially received, who is competent to decide.
    helped_at = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    competent_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    state = models.PositiveSmallIntegerField(choices=[(s.value, s.name) for s in State], default=State.REGISTERED)
    revision = models.PositiveIntegerField(default=1)
    # For lists and look-up by name; the full party stands in Party.
    owner_name = models.CharField(max_length=200)
    owner_sort_key = models.CharField(max_length=900)
    summary = models.CharField(max_length=500, blank=True)
    # The declaration was signed by hand on paper and stands in for the e-form: there are no answers until an official
    # types them from it. `typed_answers` is the number of the answers that were typed so; 0 while none were.
    declared_on_paper = models.BooleanField(default=False, db_default=False)
    typed_answers = models.PositiveSmallIntegerField(default=0, db_default=0)
    search = SearchVectorField(null=True)
    result_channel = models.CharField(max_length=12, choices=[(r.value, r.value) for r in ResultChannel])
    result_address = models.CharField(max_length=500, blank=True)
    # A part of a bundle: the bundle it belongs to, and which of its parts it is.
    # Checked by its row in BundlePart instead of by a constraint, which would lock this table while it is made.
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="parts", db_index=False, db_constraint=False
    )
    # Of a relay alone: the agencies it came to so far, in order, the one where it is last. Null for all others.
    reached = ArrayField(models.BigIntegerField(), null=True)
    part_key = models.CharField(max_length=40, blank=True, default="", db_default="")

    submitted_on_foreign_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField()
    answer_due_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    # Boundary-free: when the competent agency got what was received elsewhere; its term runs from then.
    competent_received_at = models.DateTimeField(null=True)
    original_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    # The moment the clock stopped, while it stands still.
    paused_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dossier_state_known", condition=Q(state__gte=State.REGISTERED, state__lte=State.DELIVERED)
            ),
            models.CheckConstraint(
                name="dossier_only_received_is_processed",
                condition=~Q(state__in=[State.RECEIVED, State.PROCESSING, State.COMPLETED, State.DELIVERED])
                | Q(accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_completed_has_moment",
                condition=~Q(state__in=[State.COMPLETED, State.DELIVERED]) | Q(completed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_delivered_has_moment",
                condition=~Q(state=State.DELIVERED) | Q(delivered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_original_due_kept",
                condition=Q(due_at__isnull=True) | Q(original_due_at__isnull=False),
            ),
            # The national portal gives each code once. Partners number their own: two may well have the same.
            models.UniqueConstraint(
                name="dossier_national_code_once",
                fields=["foreign_code"],
                condition=Q(origin=Origin.NATIONAL_PORTAL) & ~Q(foreign_code=""),
            ),
            models.UniqueConstraint(
                name="dossier_part_once", fields=["part_of", "part_key"], condition=Q(part_of__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                name="dossier_inbox",
                fields=["competent_agency", "due_at", "id"],
                condition=Q(state__in=[1, 2, 4, 5, 6, 9]),
            ),
            models.Index(
                name="dossier_mine",
                fields=["assignee", "due_at", "id"],
                condition=Q(state__in=[1, 2, 4, 5, 6, 9]),
            ),
            models.Index(
                name="dossier_reception",
                fields=["received_at", "submitted_at", "id"],
                condition=Q(state__in=[1, 5, 6, 9]),
            ),
            # The register of a unit, in the order of reception, whatever became of the dossiers.
            models.Index(
                name="dossier_register",
                fields=["received_at", "accepted_at", "id"],
                condition=Q(accepted_at__isnull=False),
            ),
            # What lies at a counter until somebody comes for it.
            models.Index(
                name="dossier_to_give", fields=["received_at", "completed_at", "id"], condition=Q(state=State.COMPLETED)
            ),
            # What a counter promised and has not got yet.
            models.Index(
                name="dossier_promised",
                fields=["received_at", "due_at", "id"],
                condition=Q(state__in=[State.RECEIVED, State.PROCESSING]),
            ),
            # With the words of the names beside the order: a search by name reads this index alone, the newest first,
            # and stops when a page is full. From the table it would fetch thousands of rows for a usual name.
            models.Index(name="dossier_named", fields=["competent_agency", "-submitted_at", "-id"], include=["search"]),
            models.Index(
                name="dossier_of_agency_by_state", fields=["competent_agency", "state", "-submitted_at", "-id"]
            ),
            GinIndex(name="dossier_search", fields=["search"]),
            GinIndex(name="dossier_reached", fields=["reached"], condition=Q(reached__isnull=False)),
            models.Index(name="dossier_by_foreign_code", fields=["foreign_code"], condition=~Q(foreign_code="")),
        ]

    @property
    def is_over(self) -> bool:
        """Tell whether it is at its end: in a final state, or finished (9) without a result to hand over."""
        return self.closed_at is not None

    @property
    def is_unanswered(self) -> bool:
        """Tell whether only a paper declares: nothing that reads answers can be made from this dossier yet."""
        return self.declared_on_paper and not self.typed_answers
