"""Versions are dated, do not overlap, and never change once published."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from motcua.procedures import queries
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.tests.factories import make_procedure, make_version

pytestmark = pytest.mark.django_db


def test_the_version_in_force_on_a_day() -> None:
    procedure = make_procedure("1.001193")
    old = make_version(procedure, valid=DateRange(None, date(2026, 7, 1)))
    new = make_version(procedure, valid=DateRange(date(2026, 7, 1), None))
    assert queries.current("1.001193", date(2026, 6, 30)) == old
    assert queries.current("1.001193", date(2026, 7, 1)) == new
    assert queries.version(old.pk) == old
    assert [item.number for item in queries.versions("1.001193")] == [2, 1]
    assert old.is_valid_on(date(2026, 6, 30))
    assert not old.is_valid_on(date(2026, 7, 1))


def test_two_versions_cannot_be_in_force_together() -> None:
    procedure = make_procedure()
    make_version(procedure)
    with pytest.raises(IntegrityError, match="version_validity_apart"), transaction.atomic():
        make_version(procedure, valid=DateRange(date(2026, 7, 1), None))


@pytest.mark.parametrize(
    "change",
    [
        {"fees": [{"amount": 1}]},
        {"digest": "f" * 64},
        {"number": 7},
        {"valid": DateRange(date(2020, 1, 1), None)},
    ],
)
def test_a_published_version_never_changes(change: dict[str, object]) -> None:
    version = make_version()
    with pytest.raises(IntegrityError, match="version"), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).delete()


def test_only_the_end_of_validity_can_be_set() -> None:
    version = make_version(valid=DateRange(date(2026, 1, 1), None))
    ProcedureVersion.objects.filter(pk=version.pk).update(valid=DateRange(date(2026, 1, 1), date(2026, 7, 1)))
    with pytest.raises(IntegrityError, match="only be ended"), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).update(valid=DateRange(date(2026, 1, 1), None))
    ProcedureVersion.objects.filter(pk=version.pk).update(valid=DateRange(empty=True))
    version.refresh_from_db()
    assert not version.is_valid_on(date(2026, 3, 1))
