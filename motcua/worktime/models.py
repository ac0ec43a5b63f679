"""Calendars of offices: when they are open, and the days that are not like others."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from motcua.worktime import rules


def single(name: str) -> Func:
    """Return the range that holds one number: it overlaps only itself, so GiST needs no extension for equality."""
    return Func(F(name), F(name), template="int8range(%(expressions)s, '[]')", output_field=BigIntegerRangeField())


def text_range(name: str) -> Func:
    """Return the range that holds a number standing for a text: equal texts overlap."""
    number = Func(F(name), Value(0), function="hashtextextended", output_field=models.BigIntegerField())
    return Func(number, number, template="int8range(%(expressions)s, '[]')", output_field=BigIntegerRangeField())


class Calendar(models.Model):
    """The working time of one or many offices. `version` grows with every change, the State's holidays included."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=150)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(name="calendar_code_given", condition=~Q(code=""))]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """Open from one time to another on one day of the week, while it is valid."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="periods")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    opens = models.TimeField()
    closes = models.TimeField()
    valid = DateRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="period_opens_before_it_closes", condition=Q(opens__lt=F("closes"))),
            models.CheckConstraint(name="period_weekday_known", condition=Q(weekday__lte=6)),
            ExclusionConstraint(
                name="period_no_overlap",
                expressions=[
                    (single("calendar"), RangeOperators.OVERLAPS),
                    (single("weekday"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("opens"),
                            F("closes"),
                            template="tsrange('2000-01-01'::date + opens, '2000-01-01'::date + closes)",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class SpecialDay(models.Model):
    """A day unlike others of its weekday: for the whole country, or for one calendar, which then wins."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, null=True, blank=True, related_name="special_days")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in rules.DayKind])
    like_weekday = models.PositiveSmallIntegerField(null=True, help_text="a make-up day has the hours of this weekday")
    name = models.CharField(max_length=150)
    standing = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in rules.Standing])
    basis = models.CharField(max_length=250, help_text="the law or announcement that says so")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="special_day_once", nulls_distinct=False),
            models.CheckConstraint(name="special_day_kind", condition=Q(kind__in=[k.value for k in rules.DayKind])),
            models.CheckConstraint(
                name="special_day_standing", condition=Q(standing__in=[s.value for s in rules.Standing])
            ),
            models.CheckConstraint(
                name="make_up_day_has_hours",
                condition=Q(kind="working", like_weekday__isnull=False, like_weekday__lte=6) | ~Q(kind="working"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class Parameter(models.Model):
    """What a province may decide about time, with the days on which it holds: rules.clock of dossiers reads it."""

    key = models.CharField(max_length=40)
    value = models.CharField(max_length=60)
    valid = DateRangeField()
    basis = models.CharField(max_length=250, help_text="the province's decision")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="parameter_one_a_day",
                expressions=[
                    (text_range("key"), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
