"""What is kept in memory is what the database says."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.organisations.directory import directory
from motcua.organisations.models import Agency

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 5)


def agency(code: str, **more: object) -> Agency:
    return Agency.objects.create(
        code=code, name=code, kind="committee", level="province", valid=(date(2025, 7, 1), None), **more
    )


def test_a_change_is_seen_at_once_and_nothing_is_read_twice() -> None:
    assert directory().bearing("H99.1", DAY) is None
    made = agency("H99.1")
    found = directory().bearing("H99.1", DAY)
    assert found is not None
    assert found.pk == made.pk
    with CaptureQueriesContext(connection) as asked:
        assert directory().by_id[made.pk].name == "H99.1"
    assert len(asked) == 1, "only the stamp"
    Agency.objects.filter(pk=made.pk).update(name="Sở mới")
    assert directory().by_id[made.pk].name == "Sở mới"


def test_what_was_rolled_back_is_forgotten() -> None:
    try:
        with transaction.atomic():
            agency("H99.2")
            assert directory().bearing("H99.2", DAY) is not None
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert directory().bearing("H99.2", DAY) is None


def test_relations_lead_to_the_same_objects() -> None:
    above = agency("H99.3")
    below = agency("H99.3.1", parent=above, one_stop=above)
    kept = directory().by_id
    assert kept[below.pk].parent is kept[above.pk]
    assert kept[below.pk].one_stop is kept[above.pk]
