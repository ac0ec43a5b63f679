"""Tables of places and offices. Every row has the days on which it was or is true."""

from enum import StrEnum

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from motcua.organisations import rules
from motcua.worktime.models import Calendar


def values(kinds: type[StrEnum]) -> list[str]:
    """Return the plain texts of an enumeration, for constraints and migrations."""
    return [kind.value for kind in kinds]


def single(expression: F | Func) -> Func:
    """Return the range that holds one number: it overlaps only itself, so GiST needs no extension for equality."""
    return Func(
        expression, expression, template="int8range(%(expressions)s, '[]')", output_field=BigIntegerRangeField()
    )


def text_number(name: str) -> Func:
    """Return a number that stands for a column's text: equal texts, equal numbers."""
    return Func(F(name), Value(0), function="hashtextextended", output_field=models.BigIntegerField())


class AdministrativeUnit(models.Model):
    """A province, ward, commune or special zone, or a district of the past.

    `code` is the State's number. It was given again after the reform of 2025, so it is unique on a day, not for ever.
    """

    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120, help_text="with its kind: Xã Đơn Dương")
    short_name = models.CharField(max_length=100)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in rules.UnitKind])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    folded = models.CharField(max_length=120, help_text="short name without diacritics, for search")
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="unit_code_once_a_day",
                expressions=[
                    (single(text_number("code")), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="unit_kind_known", condition=Q(kind__in=values(rules.UnitKind))),
        ]
        indexes = [models.Index(fields=["code"], name="unit_code"), models.Index(fields=["folded"], name="unit_folded")]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """An old unit's territory, or a part of it, went to a new one."""

    old = models.ForeignKey(AdministrativeUnit, models.CASCADE, related_name="successions")
    new = models.ForeignKey(AdministrativeUnit, models.CASCADE, related_name="predecessions")
    is_split = models.BooleanField(default=False, help_text="the old unit went to several: the person must choose")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(name="succession_goes_on", condition=~Q(old=F("new"))),
        ]


class Agency(models.Model):
    """An office of the State. `path` lists the ids from the top down to itself: /1/12/45/."""

    code = models.CharField(max_length=35, help_text="Decision 20/2020/QĐ-TTg: H36.12.03")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in rules.AgencyKind])
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in rules.Level])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=100, default="", db_index=True)
    area = models.ForeignKey(AdministrativeUnit, models.PROTECT, null=True, related_name="agencies")
    one_stop = models.ForeignKey("self", models.PROTECT, null=True, related_name="serves")
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, related_name="+")
    fields = models.JSONField(default=list, help_text="fields of procedures it is competent for; empty: see its kind")
    address = models.CharField(max_length=250, default="", blank=True)
    phone = models.CharField(max_length=60, default="", blank=True, db_default="", help_text="as people read it")
    is_vertical = models.BooleanField(default=False)
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="agency_code_once_a_day",
                expressions=[
                    (single(text_number("code")), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="agency_kind_known", condition=Q(kind__in=values(rules.AgencyKind))),
            models.CheckConstraint(name="agency_level_known", condition=Q(level__in=values(rules.Level))),
        ]
        indexes = [
            models.Index(fields=["code"], name="agency_code"),
            GinIndex(fields=["fields"], name="agency_fields", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class AgencySymbol(models.Model):
    """What an agency is called in the symbols of its papers, by a decision, with the days on which it holds."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    symbol = models.CharField(max_length=20, help_text="UBND")
    unit = models.CharField(max_length=20, blank=True, help_text="who drafts its official letters: VP")
    basis = models.CharField(max_length=300, blank=True)
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="agency_symbol_once_a_day",
                expressions=[
                    (single(F("agency_id")), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="agency_symbol_said", condition=~Q(symbol="")),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} ({self.agency_id})"


class Post(models.Model):
    """A seat in an agency: a role and a title. People are appointed to it (`accounts`)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=32, choices=[(role.value, rules.ROLE_NAMES[role]) for role in rules.Role])
    title = models.CharField(max_length=150)
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="post_title_once_a_day",
                expressions=[
                    (single(F("agency_id")), RangeOperators.OVERLAPS),
                    (single(text_number("role")), RangeOperators.OVERLAPS),
                    (single(text_number("title")), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="post_role_known", condition=Q(role__in=values(rules.Role))),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.agency.name}"
