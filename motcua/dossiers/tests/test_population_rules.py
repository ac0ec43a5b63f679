"""Comparing what was typed with the register."""

import pytest

from motcua.dossiers.rules.population import Need, Typed, compare, is_same_place, person_in
from motcua.lib.population import ALWAYS, Block, Place, Registered

HOME = Place(detail="Thôn 2", ward="Xã Đơn Dương", province="Tỉnh Lâm Đồng", ward_code="24931")


def agrees(block: Block, typed: Typed, entry: Registered) -> bool | None:
    (one,) = compare(typed, entry, [block])
    return one.agrees


@pytest.mark.parametrize(
    ("typed", "registered", "expected"),
    [
        ("Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", True),
        ("Nguyễn Thị An", "Nguyễn Thị Ân", False),
        ("", "Nguyễn Thị An", None),
        ("Nguyễn Thị An", "", None),
    ],
)
def test_names(typed: str, registered: str, expected: bool | None) -> None:
    assert agrees(Block.NAME, Typed(name=typed), Registered(name=registered)) is expected


def test_births_agree_as_far_as_both_are_known() -> None:
    assert agrees(Block.BIRTH, Typed(birth="1990"), Registered(birth="1990-03-05")) is True
    assert agrees(Block.BIRTH, Typed(birth="1990-03-06"), Registered(birth="1990-03-05")) is False


def test_codes_of_countries_are_their_names() -> None:
    assert agrees(Block.NATIONALITY, Typed(nationality="Việt Nam"), Registered(nationality="VN")) is True


def test_places() -> None:
    assert is_same_place({"ward": "24931", "detail": "thôn 2"}, HOME) is True
    assert is_same_place({"ward": "24931", "detail": "Thôn 3"}, HOME) is False
    assert is_same_place({"text": "Thôn 2, xã Đơn Dương, tỉnh Lâm Đồng"}, HOME) is True
    assert is_same_place({"text": "xã Lạc Dương"}, HOME) is False
    assert is_same_place({"text": "xã Lạc Dương"}, Place(province_code="68")) is None


def test_what_was_given_but_never_typed_is_not_compared() -> None:
    (one,) = compare(Typed(), Registered(marriage="Chưa kết hôn"), [Block.MARRIAGE])
    assert (one.agrees, one.registered) == (None, "Chưa kết hôn")


def test_the_person_with_the_number_is_found_in_the_answers() -> None:
    answers = {"child": {"full_name": "B"}, "people": [{"identity": "068190012345", "sex": "female"}]}
    assert person_in(answers, "068190012345") == {"identity": "068190012345", "sex": "female"}
    assert person_in(answers, "068190012346") == {}
    assert person_in({"identity": ""}, "") == {}


def test_a_package_that_declares_nothing_gets_what_is_always_compared() -> None:
    assert Need.of({}).blocks == ALWAYS
    declared = {"population": {"blocks": ["marriage"], "purpose": "Xác nhận tình trạng hôn nhân"}}
    assert Need.of(declared).blocks == ALWAYS | {Block.MARRIAGE}
