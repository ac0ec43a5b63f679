"""Identity numbers do not stay in stored answers, and real units answer for places."""

import json
from typing import Any

import pytest

from motcua.accounts.models import SealedNumber
from motcua.eforms.sealing import masked_answers, open_answers, seal_answers
from motcua.eforms.tests.forms import TODAY, form
from motcua.eforms.units import Units
from motcua.organisations.rules import UnitKind
from motcua.organisations.tests.factories import BEFORE, province, succession, unit

pytestmark = pytest.mark.django_db
ANSWERS: dict[str, Any] = {
    "paper": "B1234567",
    "owner": {"full_name": "An", "identity": "068190012345"},
    "children": [{"identity": "068216000001"}, {"full_name": "B"}, {"identity": "06821600"}],
}


def test_sealed_answers_hold_no_number_and_open_again() -> None:
    sealed = seal_answers(form(), ANSWERS)
    text = json.dumps(sealed)
    assert all(number not in text for number in ("B1234567", "068190012345", "068216000001", "06821600"))
    assert (
        sealed["owner"]["identity"]
        == SealedNumber.objects.get(kind="personal_id", pk=sealed["owner"]["identity"][4:]).reference
    )
    assert open_answers(form(), sealed) == ANSWERS


def test_a_typed_reference_is_not_taken_for_ours() -> None:
    sealed = seal_answers(form(), ANSWERS)
    typed = {"owner": {"identity": sealed["owner"]["identity"]}}
    assert open_answers(form(), seal_answers(form(), typed)) == typed, "it stays the text it was, and opens nothing"


def test_masked_answers_show_three_digits() -> None:
    assert masked_answers(form(), ANSWERS)["owner"]["identity"] == "•••••••••345"


def test_real_units_are_found_by_todays_and_by_old_names() -> None:
    lam_dong, hanoi = province(), unit("01", "Thành phố Hà Nội", kind=UnitKind.CITY)
    don_duong = unit("24931", "Xã Đơn Dương", parent=lam_dong)
    ka_do = unit("24943", "Xã Ka Đô", parent=lam_dong)
    unit("00004", "Phường Ba Đình", kind=UnitKind.WARD, parent=hanoi)
    district = unit("677", "Huyện Đơn Dương", kind=UnitKind.DISTRICT, parent=lam_dong, valid=BEFORE)
    town = unit("24928", "Thị trấn Thạnh Mỹ", kind=UnitKind.TOWN, parent=district, valid=BEFORE)
    split = unit("24934", "Xã Lạc Xuân", parent=district, valid=BEFORE)
    succession(town, don_duong)
    succession(split, don_duong, ka_do)

    units = Units()
    assert [place.code for place in units.provinces(TODAY)] == ["01", "68"]

    def codes(text: str, inside: str = "") -> list[str]:
        return [place.code for place in units.find(text, inside, TODAY)]

    assert codes("đơn dương") == codes("xã Đơn Dương") == codes("Don Duong") == ["24931"]
    assert codes("Thạnh Mỹ, Đơn Dương") == ["24931"]
    assert codes("Lạc Xuân") == ["24931", "24943"]
    assert codes("Ba Đình", "68") == codes("") == codes(", ,") == []
    ward = units.ward("24931", TODAY)
    assert ward is not None
    assert (ward.name, ward.province_name) == ("Xã Đơn Dương", "Tỉnh Lâm Đồng")
    assert units.ward("24928", TODAY) is None, "no more"
