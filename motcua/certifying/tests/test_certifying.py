"""The book of certifications: one number for each original, without gaps, by agency, kind and year."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.certifying import queries
from motcua.certifying.actions import Requester, Signer, annul, certify
from motcua.certifying.models import Certification, Request, Tariff
from motcua.certifying.rules import Item, Kind
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TWO = (Item("Bằng tốt nghiệp", pages=1, copies=3), Item("Sổ hộ khẩu", pages=16, copies=1))


@pytest.fixture(autouse=True)
def tariffs(db: None) -> None:
    """Have the tariffs of the first migration, which an emptied database has lost."""
    Tariff.objects.get_or_create(
        kind="copy",
        valid_from=date(2017, 1, 1),
        defaults={"first_rate": 2000, "first_pages": 2, "next_rate": 1000, "cap": 200_000, "basis": "TT 226/2016"},
    )


@pytest.fixture
def receptionist() -> User:
    return official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(places.commune())))


def given(by: User, key: str = "k1", now: datetime = NOW, **fields: Any) -> Request:
    values: dict[str, Any] = {
        "agency": places.commune(),
        "kind": Kind.COPY,
        "requester": Requester("K'Brĕu", "personal_id", "068190000019"),
        "items": TWO,
        "signer": Signer("Touneh Thị Hạnh", "Chủ tịch"),
        **fields,
    }
    return certify(key=key, by=by, now=now, **values)


def numbers(kind: str = "copy", year: int = 2026) -> list[int]:
    return list(Certification.objects.filter(kind=kind, year=year).order_by("number").values_list("number", flat=True))


def test_each_original_gets_the_next_number_and_its_fee(receptionist: User) -> None:
    first = given(receptionist)
    assert first.unit == one_stop_of(places.commune())
    assert [(row.number, row.fee) for row in first.certifications.order_by("number")] == [(1, 6_000), (2, 18_000)]
    assert given(receptionist).pk == first.pk, "sent twice, it is one request"
    given(receptionist, "k2", items=TWO[:1])
    assert numbers() == [1, 2, 3]
    assert not Certification.objects.filter(document__contains="068190000019").exists()
    assert Entry.objects.filter(action="certification.recorded").count() == 2


def test_every_year_begins_with_one_by_the_date_of_viet_nam(receptionist: User) -> None:
    given(receptionist)
    given(receptionist, "k2", now=datetime(2026, 12, 31, 17, 30, tzinfo=UTC))  # half past midnight in Việt Nam
    assert (numbers(), numbers(year=2027)) == ([1, 2], [1, 2])


def test_a_failure_gives_its_numbers_back(receptionist: User, monkeypatch: pytest.MonkeyPatch) -> None:
    given(receptionist)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("motcua.certifying.actions.audit.record", broken)
        with pytest.raises(RuntimeError):
            given(receptionist, "k2")
    given(receptionist, "k3")
    assert numbers() == [1, 2, 3, 4]


def test_the_tariff_of_the_day_counts(receptionist: User) -> None:
    Tariff.objects.create(kind="copy", valid_from=date(2026, 12, 1), first_rate=5000, next_rate=5000, basis="Mới")
    old = given(receptionist)
    new = given(receptionist, "k2", now=NOW + timedelta(days=10))
    fees = [sum(row.fee for row in one.certifications.all()) for one in (old, new)]
    assert fees == [24_000, 95_000]
    Tariff.objects.all().delete()
    with pytest.raises(Refused, match="no_tariff"):
        given(receptionist, "k3")


def test_only_the_communes_own_people_write_in_its_book(receptionist: User) -> None:
    for stranger in (
        official("Người Lạ", (Role.RECEPTIONIST, places.centre())),
        official("Phạm Văn Bình", (Role.SPECIALIST, places.commune())),
    ):
        with pytest.raises(Forbidden):
            given(stranger)
        with pytest.raises(Refused, match="not_found"):
            queries.request_of(given(receptionist).public_id, by=stranger)


def test_what_was_entered_wrongly_is_annulled_and_keeps_its_number(receptionist: User) -> None:
    row = given(receptionist).certifications.get(number=1)
    args: dict[str, Any] = {"certification_id": row.pk, "by": receptionist, "now": NOW}
    with pytest.raises(Refused, match="reason_missing"):
        annul(reason=" ", **args)
    annul(reason="Ghi nhầm số bản", **args)
    with pytest.raises(Conflict):
        annul(reason="Lần nữa", **args)
    sums = queries.sums(places.commune().pk, Kind.COPY, year=2026, day=date(2026, 11, 23))
    assert (sums.entries, sums.copies, sums.fees, sums.annulled) == (1, 1, 18_000, 1)
    assert numbers() == [1, 2]
