"""Real units and agencies, loaded once for these tests, and what people write as addresses."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from motcua.lib.text import fold
from motcua.organisations import actions, loading, queries
from motcua.organisations.models import AdministrativeUnit, Agency, Succession
from motcua.organisations.rules import AgencyKind, Level, UnitKind, mentions, unit_key

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The whole country's units and the demo province, in one transaction that is rolled back at the end."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        atomic = transaction.atomic()
        atomic.__enter__()
        actions.load_units(rows=loading.unit_rows())
        actions.load_agencies(rows=loading.agency_rows())
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("text", "key", "kinds"),
    [
        ("Thạnh Mỹ, Đơn Dương", "thanh mi", set()),
        ("xã Đạ Ròn huyện Đơn Dương tỉnh Lâm Đồng", "da ron", {UnitKind.COMMUNE}),
        ("xã Đạ Ròn huyện Đơn Dương tỉnh Lâm Đồng", "don duong", {UnitKind.DISTRICT}),
        ("Thôn 3, TT. D’Ran", "dran", {UnitKind.TOWN}),
        ("F1 Đà Lạt", "1", {UnitKind.WARD}),
        ("Phường Xuân Hương - Đà Lạt", "xuan huong da lat", {UnitKind.WARD}),
        ("Xuân Hương, Đà Lạt", "xuan huong da lat", set()),
    ],
)
def test_an_address_mentions_units(text: str, key: str, kinds: set[UnitKind]) -> None:
    assert (key, kinds) in [(mention.key, set(mention.kinds)) for mention in mentions(text)]


def test_an_address_without_end_is_cut() -> None:
    assert mentions("") == []
    assert len(mentions("xã " * 5000)) < 500


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phú Quí", "Phú Quý"),
        ("N'Thol Hạ", "NThol Hạ"),
        ("Hoà Ninh", "Hòa Ninh"),
        ("Xã Ka Đô", "ka do"),
        ("Đắc Mil", "Đắk Mil"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert unit_key(one) == unit_key(other)


@pytest.mark.django_db
class TestLoaded:
    """What the data files bring."""

    def test_the_country_is_there(self, province: None) -> None:
        """Decision 19/2025/QĐ-TTg: 34 provinces; 3,321 wards, communes and special zones."""
        now = AdministrativeUnit.objects.filter(valid__contains=ON)
        assert now.filter(kind__in=[UnitKind.PROVINCE, UnitKind.CITY]).count() == 34
        assert now.filter(kind__in=[UnitKind.WARD, UnitKind.COMMUNE, UnitKind.SPECIAL_ZONE]).count() == 3321

    def test_the_demo_province_is_whole(self, province: None) -> None:
        """Resolution 1671/NQ-UBTVQH15: 124 units, of which 103 communes, 20 wards and one special zone."""
        units = AdministrativeUnit.objects.filter(parent__code="68", valid__contains=ON)
        assert units.count() == 124
        assert units.filter(kind=UnitKind.SPECIAL_ZONE).count() == 1
        assert units.filter(kind=UnitKind.WARD).count() == 20
        assert set(units) == {row.new for row in Succession.objects.filter(new__in=units).select_related("new")}

    def test_loading_again_changes_nothing(self, province: None) -> None:
        again = actions.load_units(rows=loading.unit_rows())
        assert (again["created"], again["updated"]) == (0, 0)
        again = actions.load_agencies(rows=loading.agency_rows())
        assert (again["created"], again["updated"]) == (0, 0)

    @pytest.mark.parametrize(
        ("text", "today"),
        [
            ("Thạnh Mỹ, Đơn Dương", "Xã Đơn Dương, tỉnh Lâm Đồng"),
            ("thanh my don duong", "Xã Đơn Dương, tỉnh Lâm Đồng"),
            ("thi tran thanh my huyen don duong", "Xã Đơn Dương, tỉnh Lâm Đồng"),
            ("tổ dân phố 5 thị trấn Nam Ban, Lâm Hà", "Xã Nam Ban Lâm Hà, tỉnh Lâm Đồng"),
            ("P1 Đà Lạt", "Phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng"),
            ("phường 1 đà lạt", "Phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng"),
            ("Liên Nghĩa - Đức Trọng", "Xã Đức Trọng, tỉnh Lâm Đồng"),
            ("thị trấn Đắk Mil, huyện Đắk Mil", "Xã Đức Lập, tỉnh Lâm Đồng"),
            ("thôn 2, Lạc Dương, huyện Lạc Dương", "Phường Lang Biang - Đà Lạt, tỉnh Lâm Đồng"),
            ("Lái Thiêu, Thuận An, Bình Dương", "Phường Lái Thiêu, thành phố Hồ Chí Minh"),
            ("thôn 4, Cát Tiên", "Xã Cát Tiên, tỉnh Lâm Đồng"),
            ("xã Đạ Ròn, huyện Đơn Dương", "Xã Đơn Dương, tỉnh Lâm Đồng"),
            ("thôn Suối Thông, xã Đạ Ròn huyện Đơn Dương tỉnh Lâm Đồng", "Xã Đơn Dương, tỉnh Lâm Đồng"),
            ("Phường 1, Bảo Lộc", "Phường 1 Bảo Lộc, tỉnh Lâm Đồng"),
            ("Phường 1, Đà Lạt", "Phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng"),
            ("Xuân Hương, Đà Lạt", "Phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng"),
            ("TT D'Ran", "Xã D'Ran, tỉnh Lâm Đồng"),
            ("Ngũ Phụng, Phú Quí, Bình Thuận", "Đặc khu Phú Quý, tỉnh Lâm Đồng"),
            ("Hàm Tiến, Phan Thiết", "Phường Mũi Né, tỉnh Lâm Đồng"),
            ("xa quang son, dak glong, dak nong", "Xã Quảng Sơn, tỉnh Lâm Đồng"),
            ("Ba Đình, Hà Nội", "Phường Ba Đình, thành phố Hà Nội"),
        ],
    )
    def test_an_old_or_new_address_finds_todays_unit(self, province: None, text: str, today: str) -> None:
        found = queries.find_areas(text, on=ON)
        assert found[0].today[0][1] == today
        assert not found[0].needs_choice

    def test_a_split_unit_makes_the_person_choose(self, province: None) -> None:
        (found,) = queries.find_areas("xã Phong Phú, huyện Tuy Phong", on=ON)
        assert found.is_old
        assert found.said == "Xã Phong Phú, huyện Tuy Phong"
        assert found.needs_choice
        assert {name for _code, name in found.today} == {
            "Xã Phan Rí Cửa, tỉnh Lâm Đồng",
            "Xã Tuy Phong, tỉnh Lâm Đồng",
        }

    @pytest.mark.long
    def test_every_old_address_of_the_province_leads_to_its_successors(self, province: None) -> None:
        """Resolution 1671/NQ-UBTVQH15, as kept in before_2025.csv: written out, in short, and without any comma."""
        rows = [row for row in loading.unit_rows() if row.is_old and row.depth == 2]
        districts = {row.code: row for row in loading.unit_rows() if row.is_old and row.depth == 1}
        for row in rows:
            district = districts[row.parent]
            for text in (
                f"{row.name}, {district.name}",
                f"thôn 2, {row.name} {district.name} tỉnh Lâm Đồng",
                fold(f"to 5 {row.name} {district.name}"),
            ):
                found = queries.find_areas(text, on=ON)
                assert {code for code, _name in found[0].today} == set(row.successors), text

    @pytest.mark.parametrize("text", ["Gia Nghĩa", "huyện Đắk R'Lấp", "thanh pho gia nghia tinh dak nong"])
    def test_a_former_district_offers_all_that_it_became(self, province: None, text: str) -> None:
        (found,) = queries.find_areas(text, on=ON)
        assert found.is_old
        assert found.needs_choice
        assert all(name.endswith(", tỉnh Lâm Đồng") for _code, name in found.today)

    @pytest.mark.parametrize("text", ["phường Bến Nghé, quận 1, TP HCM", "Quận 1", "huyện Nghĩa Hành"])
    def test_a_district_elsewhere_is_never_taken_for_a_ward_here(self, province: None, text: str) -> None:
        found = queries.find_areas(text, on=ON)
        assert not [name for area in found for _code, name in area.today if "Lâm Đồng" in name]

    def test_the_beginning_of_a_name_is_enough(self, province: None) -> None:
        names = {name for found in queries.find_areas("đam rô", on=ON) for _code, name in found.today}
        assert {f"Xã Đam Rông {number}, tỉnh Lâm Đồng" for number in range(1, 5)} <= names

    def test_nonsense_finds_nothing(self, province: None) -> None:
        assert queries.find_areas("%%%", on=ON) == []
        assert queries.find_areas("zzzz", on=ON) == []

    @pytest.mark.parametrize(
        ("level", "field", "area", "code"),
        [
            (Level.PROVINCE, "Hoạt động xây dựng", "", "H36.06"),
            (Level.PROVINCE, "Đất đai", "", "H36.12.01"),
            (Level.PROVINCE, "Thuế", "", "G12.136"),
            (Level.PROVINCE, "Một lĩnh vực lạ", "", "H36"),
            (Level.COMMUNE, "Hộ tịch", "24931", "UBND"),
            (Level.COMMUNE, "Đăng ký, quản lý cư trú", "24931", "CA"),
        ],
    )
    def test_every_field_has_an_agency(self, province: None, level: Level, field: str, area: str, code: str) -> None:
        found = queries.competent_agency(level, field, area, on=ON)
        if code == "UBND":
            assert found.name == "Ủy ban nhân dân xã Đơn Dương"
            assert queries.one_stop_of(found).name == "Trung tâm Phục vụ hành chính công xã Đơn Dương"
        elif code == "CA":
            assert found.name == "Công an xã Đơn Dương"
            assert found.is_vertical
        else:
            assert found.code == code
            assert queries.one_stop_of(found).code == "H36.01.01"

    def test_every_commune_has_a_committee_a_centre_and_police(self, province: None) -> None:
        for kind in (AgencyKind.COMMITTEE, AgencyKind.ONE_STOP, AgencyKind.POLICE):
            assert Agency.objects.filter(kind=kind, level=Level.COMMUNE).count() == 124

    def test_the_tree_below_the_committee(self, province: None) -> None:
        top = queries.agency_by_code("H36", ON)
        below = queries.agencies_under([top.path])
        assert queries.agency_by_code("H36.12.01", ON).pk in below
        assert queries.agency_by_code("G01.036", ON).pk not in below

    def test_lists_for_forms(self, province: None) -> None:
        assert len(queries.provinces(ON)) == 34
        assert queries.one_stop_units(ON)[0].code == "H36.01.01"
