"""Every block of the answer, and every way in which it can be none."""

import pytest
from defusedxml.ElementTree import fromstring

from motcua.connectors.population.messages import Unreadable, question_xml, read
from motcua.lib.population import Block, Question, Registered
from motcua.sandbox.population.app import _answered
from motcua.sandbox.population.records import entry_of
from motcua.sandbox.vneid.people import BY_SUB

QUESTION = Question("068190012345", "Nguyễn Thị Ân", "1990-03-05", "r1", "1.001193", "chuyenvien")


def entry(**changed: object) -> Registered:
    found = read(_answered("00", {**entry_of(BY_SUB["an"]), **changed})[2])
    assert found is not None
    return found


def test_all_twenty_blocks_are_read() -> None:
    found = entry()
    assert len(Block) == 20
    assert found.unknown == ()
    empty = {block for block in Block if not str(found.get(block))}
    assert empty == {Block.REPRESENTATIVE}
    assert (found.name, found.sex, found.birth) == ("Nguyễn Thị An", "female", "1990-03-05")
    assert (found.residence.ward_code, found.residence.detail) == ("24931", "Thôn Thạnh Mỹ 2")
    assert (found.head.name, found.head.relation) == ("Nguyễn Thị An", "Chủ hộ")
    assert (found.father.name, found.father.number) == ("Nguyễn Văn Cha", "068060900001")
    represented = entry(NguoiDaiDien={"HoVaTen": "Trần Văn Đỡ", "SoCMND": "250000001"})
    assert str(represented.representative) == "Trần Văn Đỡ, 250000001"


def test_only_what_may_be_seen_is_handed_on() -> None:
    found = entry().only({Block.NAME})
    assert found == Registered(name="Nguyễn Thị An")


def test_other_shapes_of_the_same_block() -> None:
    assert entry(NgayThangNamSinh={"Nam": "1990"}).birth == "1990"
    assert entry(NgayThangNamSinh="1990/03").birth == ""
    assert entry(HoVaTen="Y").name == "Y"
    assert entry(GioiTinh="1").sex == "male"
    assert entry(GioiTinh="9").sex == ""
    assert entry(ThuongTru="Xã Đơn Dương").residence.detail == "Xã Đơn Dương"


def test_a_block_that_nobody_knows_is_named_and_not_kept() -> None:
    found = entry(SoDienThoai="0912345678")
    assert found.unknown == ("SoDienThoai",)
    assert "0912345678" not in repr(found)


def test_the_question_names_one_person_and_its_purpose() -> None:
    asked = {one.tag.rpartition("}")[2]: one.text for one in fromstring(question_xml(QUESTION, "037")).iter()}
    assert asked["HoVaTen"] == "NGUYENTHIAN"
    assert (asked["NgayThangNam"], asked["SoDinhDanh"]) == ("19900305", "068190012345")
    assert (asked["MaDVC"], asked["MaTichHop"], asked["MaCanBo"]) == ("1.001193", "037", "chuyenvien")
    only_year = Question("068190012345", "Y", "1990", "r1", "1.001193", "x")
    assert b"<dan:Nam>1990</dan:Nam>" in question_xml(only_year, "037")


def test_nobody_is_no_failure() -> None:
    assert read(_answered("01")[2]) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a><error_code>99</error_code><CongDan/></a>",
        b"<a><CongDan/><CongDan/></a>",
    ],
)
def test_anything_else_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)
