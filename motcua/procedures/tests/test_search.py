"""Search: diacritics, spellings, slips of the finger, everyday words, codes, facets, and a changing catalogue."""

import pytest

from motcua.procedures import searching
from motcua.procedures.models import CatalogueState, Procedure
from motcua.procedures.rules import words
from motcua.procedures.search import index as search_index
from motcua.procedures.search.finding import Filters, find
from motcua.procedures.tests.factories import make_procedure

pytestmark = pytest.mark.django_db

CATALOGUE = {
    "1.001193": "Thủ tục đăng ký khai sinh",
    "1.004884": "Thủ tục đăng ký lại khai sinh",
    "2.000528": "Thủ tục đăng ký khai sinh có yếu tố nước ngoài",
    "1.000894": "Thủ tục đăng ký kết hôn",
    "1.012812": "Hòa giải tranh chấp đất đai",
    "1.013831": "Đăng ký biến động quyền sử dụng đất trong các trường hợp chuyển nhượng, tặng cho",
    "1.001612": "Đăng ký thành lập hộ kinh doanh",
    "3.000347": "Đổi giấy phép lái xe",
    "1.002409": "Cấp Giấy chứng nhận đủ điều kiện nhập khẩu thuốc thú y",
    "1.004222": "Đăng ký thường trú",
    "1.003677": "Khai báo tạm vắng",
    "1.013138": "Đăng ký nghĩa vụ quân sự tạm vắng",
    "1.000001": "Kiểm tra nhà ở thuộc tài sản công",
    "1.000002": "Kiểm tra thuốc thú y, nhà máy",
    "2.000720": "Đăng ký thay đổi nội dung đăng ký hộ kinh doanh",
}


@pytest.fixture(autouse=True)
def catalogue() -> None:
    for code, name in CATALOGUE.items():
        make_procedure(code, name=name, field="Hộ tịch" if "sinh" in name or "hôn" in name else "Khác")


def first(question: str, is_unfinished: bool = False) -> str:
    found = searching.search(question, is_unfinished=is_unfinished)
    return found.entries[0].code if found.entries else ""


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("đăng ký khai sinh", "1.001193"),
        ("dang ky khai sinh", "1.001193"),
        ("ĐĂNG KÍ KHAI SINH", "1.001193"),
        ("đăng ký lại khai sinh", "1.004884"),
        ("khai sinh có yếu tố nước ngoài", "2.000528"),
        ("hoà giải", "1.012812"),
        ("hòa giải", "1.012812"),
        ("dang ky ket hno", "1.000894"),
        ("đăng kys kết hon", "1.000894"),
        ("dang ky kethon", "1.000894"),
        ("khaisinh", "1.001193"),
        ("giấy khai sinh cho con", "1.001193"),
        ("sang tên sổ đỏ", "1.013831"),
        ("tôi muốn mở quán thì cần giấy tờ gì?", "1.001612"),
        ("gplx", "3.000347"),
        ("nhập khẩu cho con", "1.004222"),
        ("nhập khẩu thuốc thú y", "1.002409"),
        ("báo tạm vắng", "1.003677"),
        ("nghĩa vụ quân sự tạm vắng", "1.013138"),
        ("nhà thuốc", "1.000002"),
        ("đăng ký hộ kinh doanh", "1.001612"),
        ("thay đổi hộ kinh doanh", "2.000720"),
        ("1.001193", "1.001193"),
        ("1001193", "1.001193"),
        ("1.001193.000.00.00.H36", "1.001193"),
        ("Mã TTHC: 1.001193", "1.001193"),
        ("1.0018", ""),
        ("zzzzzz", ""),
        ("'; DROP TABLE --", ""),
        ("\x00", ""),
    ],
)
def test_what_people_type(question: str, code: str) -> None:
    assert first(question) == code


@pytest.mark.parametrize(
    ("question", "is_close"),
    [
        ("khai sinh", True),
        ("dang ky ket hno", True),
        ("ket hno", True),
        ("khaisinh", True),
        ("tạm vắng lâu ngày ở xa", True),
        ("mở quán", True),
        ("thuốc", True),
        ("1.001193", True),
        ("", True),
        ("sinh học bổng trợ", False),
        ("kinh phí khuyết tật", False),
        ("xin tiền cho bà già", False),
        ("nha may", True),
        ("nhà máy", True),
        ("nhà mây", False),
        ("kiễm tra", True),
        ("đăng bạ", False),
    ],
)
def test_what_is_only_near_is_said_to_be_so(question: str, is_close: bool) -> None:
    for code in range(10):
        make_procedure(f"5.00000{code}", name=f"Cho thuê tài sản {code}", field="Khác")
    found = searching.search(question)
    assert found.total > 0
    assert found.is_close == is_close
    assert is_close or found.total <= 5


def test_one_syllable_in_common_makes_no_tail_of_hits() -> None:
    for code in range(10):
        make_procedure(f"5.00000{code}", name=f"Cho thuê máy {code}", field="Khác")
    found = searching.search("thuê nhà máy")
    assert found.is_close
    assert found.total == 5


def test_marks_count_where_they_are_typed() -> None:
    assert first("nhà thuộc") == "1.000001"
    assert first("nhà thuốc") == "1.000002"
    assert {entry.code for entry in searching.search("nha thuoc").entries} >= {"1.000001", "1.000002"}


@pytest.mark.parametrize(
    ("one", "other"), [("hòa", "hoà"), ("kỹ", "kĩ"), ("QUÝ", "quí"), ("thuỷ", "thủy"), ("đất", "ĐẤT")]
)
def test_two_spellings_of_a_syllable_are_one(one: str, other: str) -> None:
    assert words.marked_syllables(one) == words.marked_syllables(other)


@pytest.mark.parametrize(
    ("question", "said", "has_marks"),
    [
        ("Thủ tục đăng ký kết hôn cần giấy tờ gì?", ["dang", "ki", "ket", "hon"], True),
        ("thu tuc ket hon", ["ket", "hon"], False),
        ("thủ tục", ["thu", "tuc"], True),
        ("", [], False),
    ],
)
def test_what_a_question_is_wrapped_in_says_nothing(question: str, said: list[str], has_marks: bool) -> None:
    asked = words.asked(question)
    assert asked.said == said
    assert len(asked.marked) == (len(said) if has_marks else 0)


def test_a_package_of_our_own_is_found_by_its_legal_name() -> None:
    Procedure.objects.filter(code="1.000001").update(title="Nhà công", name="Thủ tục rà soát quỹ nhà biệt thự cũ")
    CatalogueState.objects.rise()
    assert first("rà soát quỹ nhà biệt thự") == "1.000001"


def test_who_reads_english_may_ask_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"Đăng ký khai sinh": "Registering a birth", "Đăng ký kết hôn": "Registering a marriage at the office"}
    monkeypatch.setattr(search_index, "english", lambda text: known.get(text, ""))
    made = search_index.Index(0, Procedure.objects.order_by("code"))
    for question, code in (("birth", "1.001193"), ("registering a marriage", "1.000894")):
        assert find(made, question).entries[0].code == code
    assert not made.knows("at"), "short words of English are folded Vietnamese ones"


def test_the_last_word_may_be_unfinished() -> None:
    assert first("đăng ký kết h", is_unfinished=True) == "1.000894"


def test_very_long_questions_are_cut() -> None:
    assert first("khai sinh " * 100_000) == "1.001193"


def test_filters_and_facets() -> None:
    found = searching.search("đăng ký", Filters(field="Hộ tịch"), with_facets=True)
    assert {entry.field for entry in found.entries} == {"Hộ tịch"}
    assert dict(found.facets["field"])["Khác"] >= 1  # a facet counts what choosing another value would give
    assert found.facets["handled_by"] == [("commune", found.total)]


def test_paging_covers_everything_once() -> None:
    seen: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = searching.search("", limit=3, offset=offset)
        seen += [entry.code for entry in page.entries]
        offset = page.next
    assert sorted(seen) == sorted(CATALOGUE)


def test_the_index_notices_a_change() -> None:
    assert first("bảo tồn voi") != "1.001193"
    Procedure.objects.filter(code="1.001193").update(title="Bảo tồn voi rừng")
    CatalogueState.objects.rise()
    assert first("bảo tồn voi") == "1.001193"


def test_searching_costs_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    searching.search("khai sinh")
    with django_assert_num_queries(1):  # type: ignore[operator]
        searching.search("kết hôn", with_facets=True)


def test_our_words_are_well_formed() -> None:
    assert len({event.key for event in words.life_events()}) == len(words.life_events())
    for meaning in words.meanings():
        assert meaning.says
        assert all(len(code) == 8 for code in meaning.codes)
    assert words.one_edit_away("ab") >= {"a", "b", "ba", "abc", "ac"}
