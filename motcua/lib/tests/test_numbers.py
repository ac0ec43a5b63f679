"""Personal numbers and tax codes."""

import pytest

from motcua.lib import personal_id, tax_code
from motcua.lib.refusals import Refused


def test_the_number_tells_place_sex_and_year() -> None:
    """Law 26/2023/QH15, article 12; Decree 70/2024/NĐ-CP."""
    found = personal_id.parse("068 1 90 012345")
    assert (found.place, found.sex, found.birth_year) == ("Lâm Đồng", personal_id.Sex.FEMALE, 1990)
    assert personal_id.parse("001205000001").birth_year == 2005
    assert personal_id.parse("001205000001").sex == personal_id.Sex.MALE


def test_an_unknown_place_is_no_error() -> None:
    assert personal_id.parse("112090000001").place == ""


@pytest.mark.parametrize("text", ["", "06819001234", "0681900123456", "06819001234a", "٠٦٨١٩٠٠١٢٣٤٥"])
def test_what_is_not_twelve_digits_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        personal_id.parse(text)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"birth_year": 1991}, "personal_id_birth"),
        ({"sex": personal_id.Sex.MALE}, "personal_id_sex"),
        ({"this_year": 1980}, "personal_id_future"),
    ],
)
def test_a_number_must_agree_with_what_is_known(facts: dict[str, object], code: str) -> None:
    good = {"this_year": 2026, "birth_year": 1990, "sex": personal_id.Sex.FEMALE}
    assert personal_id.validate("068190012345", **good).number == "068190012345"  # type: ignore[arg-type]
    with pytest.raises(Refused) as refusal:
        personal_id.validate("068190012345", **{**good, **facts})  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_a_masked_number_shows_three_digits() -> None:
    assert personal_id.mask("068190012345") == "•••••••••345"


@pytest.mark.parametrize("code", ["0100109106", "0301442379", "0100686209", "0106875900"])
def test_known_tax_codes_pass(code: str) -> None:
    assert tax_code.parse(code) == code
    assert tax_code.parse(f"{code}001") == f"{code}-001"


@pytest.mark.parametrize("code", ["0100109107", "010010910", "0100109106-01", "abcdefghij"])
def test_wrong_tax_codes_are_refused(code: str) -> None:
    with pytest.raises(Refused):
        tax_code.parse(code)
