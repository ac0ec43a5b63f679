"""The catalogue's tables: procedures, their dated versions, and the number by which readers notice a change."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from motcua.procedures.rules.names import HandledBy, Origin
from motcua.workflow.models import ProcessDefinition


class ProcedureSet(models.QuerySet["Procedure"]):
    """Named filters of the catalogue."""

    def open(self) -> "ProcedureSet":
        """Keep those that can be filed here."""
        return self.exclude(handled_by=HandledBy.NOBODY_HERE)


class Procedure(models.Model):
    """An entry of the national catalogue: what stays the same through all its versions, and what lists show.

    The columns from `name` on repeat the version published last, so that lists and filters need no version.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.TextField()
    title = models.TextField(help_text="the name in everyday words, for headings and lists")
    field = models.CharField(max_length=250)
    issuing_agency = models.CharField(max_length=250, blank=True)
    levels = ArrayField(models.CharField(max_length=20), default=list)
    handled_by = models.CharField(max_length=20, choices=[(item.value, item.value) for item in HandledBy])
    channels = ArrayField(models.CharField(max_length=10), default=list)
    subjects = ArrayField(models.CharField(max_length=120), default=list)
    summary = models.JSONField(default=dict, help_text="what a search result shows")
    frequent = models.PositiveSmallIntegerField(default=0, help_text="place among the frequent ones; 0 = not one")
    changed_at = models.DateTimeField(db_default=Now())

    objects = ProcedureSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]\.[0-9]{6}(\.[0-9A-Z.]+)?$"), name="procedure_code"),
            models.CheckConstraint(condition=~Q(name=""), name="procedure_has_name"),
        ]
        indexes = [
            models.Index(fields=["field", "code"], name="procedure_by_field"),
            GinIndex(fields=["levels"], name="procedure_by_level"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_open(self) -> bool:
        """Tell whether somebody in this province handles it, so that it can be filed here."""
        return self.handled_by != HandledBy.NOBODY_HERE

    @property
    def is_online(self) -> bool:
        """Tell whether the catalogue names an online way."""
        return "online" in self.channels


class ProcedureVersion(models.Model):
    """One immutable package: what was asked, and how it is handled, between two dates.

    A dossier is pinned to the version it was filed under (Decree 61/2018/NĐ-CP, article 17: the slip's promise holds).
    The database refuses every change but the end of the validity. Formats: `docs/howto/add-a-procedure.md`.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=[(item.value, item.value) for item in Origin])
    valid = DateRangeField(help_text="from when to before when; without a beginning for what we found at the start")
    digest = models.CharField(max_length=64)
    record = models.JSONField(help_text="the catalogue record, normalised")
    form = models.JSONField(help_text="schema and presentation of the e-form")
    papers = models.JSONField()
    fees = models.JSONField()
    limits = models.JSONField()
    result = models.JSONField()
    settings = models.JSONField()
    process = models.ForeignKey(ProcessDefinition, on_delete=models.PROTECT, null=True, related_name="+")
    declaration = models.TextField(blank=True, help_text="typst source of the statutory declaration")
    published_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once"),
            ExclusionConstraint(
                name="version_validity_apart",
                # A range of one number stands in for equality: the embedded server has no btree_gist.
                expressions=[
                    (
                        Func(F("procedure"), F("procedure"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"

    def is_valid_on(self, day: date) -> bool:
        """Tell whether this version is in force on a day."""
        if self.valid.isempty:
            return False
        return day in self.valid


class Paperless(models.Model):
    """A procedure is handled without paper between two dates, by a decision of the province."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    decided_on = models.DateField()
    valid = DateRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="paperless_has_decision"),
            ExclusionConstraint(
                name="paperless_validity_apart",
                expressions=[
                    (
                        Func(F("procedure"), F("procedure"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.number}"


class CatalogueStateSet(models.QuerySet["CatalogueState"]):
    """The one row."""

    def rise(self) -> None:
        """Let every index in memory know of a change. The number comes from a sequence: it never repeats."""
        following = Func(Value("procedures_catalogue_version"), function="nextval")
        if not self.filter(pk=1).update(version=following):
            self.create(pk=1, version=following)

    def lock(self) -> None:
        """Let nobody else publish until the end of the transaction."""
        self.get_or_create(pk=1)
        self.select_for_update().get(pk=1)

    def now(self) -> int:
        """Return the catalogue's version; 0 where nothing was ever published."""
        return self.filter(pk=1).values_list("version", flat=True).first() or 0


class CatalogueState(models.Model):
    """One row: a number that rises with every change of the catalogue, so that indexes in memory notice it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)

    objects = CatalogueStateSet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="catalogue_state_is_one_row")]

    def __str__(self) -> str:
        return f"catalogue {self.version}"
