"""Both shapes of record become one; what is ambiguous is named (Decree 63/2010/NĐ-CP, article 8(2): the parts)."""

import unicodedata
from typing import Any

import pytest

from motcua.procedures.rules.records import BadRecord, read

COLLECTED: dict[str, Any] = {
    "code": "1.000001",
    "name": "Thủ tục cấp giấy thử nghiệm",
    "field": "Thử nghiệm",
    "levels": ["Cấp Xã", "Cấp tỉnh"],
    "subjects": ["Công dân Việt Nam", "công chức"],
    "implementing_agencies": ["Ủy ban nhân dân cấp xã"],
    "steps": "Bước 1.</p> \nBước 2 &amp; 3.",
    "methods": [
        {"channel": "Trực tiếp", "duration": 15, "unit": "Ngày", "fees": [{"text": "Miễn phí", "amount_vnd": 0}]},
        {
            "channel": "Trực tuyến",
            "duration": 20,
            "unit": "Ngày",
            "fees": [{"text": "150,000 VNĐ", "amount_vnd": 150000, "note": None}],
        },
    ],
    "dossier": [
        {"case": None, "documents": [{"name": "Đơn đề nghị", "form_file": "m1.docx", "originals": 1, "copies": 0}]}
    ],
    "results": [{"name": "Giấy", "code": "KQ.G01.000001"}],
}
NATIONAL: dict[str, Any] = {
    "ID": "7",
    "MaTTHC": "1.000001",
    "TENTTHC": "Thủ tục cấp giấy thử nghiệm",
    "LINHVUCTHUCHIEN": [{"MALINHVUC": "G15-TN", "TENLINHVUC": "Thử nghiệm"}],
    "CAPTHUCHIEN": [{"CAPTHUCHIEN": "2", "TENCAP": "Cấp Tỉnh"}, {"CAPTHUCHIEN": "4", "TENCAP": "Cấp Xã"}],
    "DOITUONGTHUCHIEN": [{"MADOITUONG": "1", "TENDOITUONG": "Công dân Việt Nam"}],
    "COQUANTHUCHIEN": [{"MADONVI": "x", "TENDONVI": "Ủy ban nhân dân cấp xã"}],
    "TRINHTUTHUCHIEN": [{"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "<p>Bước 1.</p>"}, {"TENTRINHTU": "Bước 2."}]}],
    "CACHTHUCTHUCHIEN": [
        {
            "KENH": "1",
            "THOIGIAN": [
                {
                    "THOIGIANGIAIQUYET": "15",
                    "DONVITINH": "Ngày làm việc",
                    "MOTA": "",
                    "PHILEPHI": [{"SOTIEN": "8.000", "DONVI": "Đồng/bản", "MOTA": ""}],
                }
            ],
        },
        {"KENH": 2, "THOIGIAN": [{"THOIGIANGIAIQUYET": "", "DONVITINH": "", "PHILEPHI": []}]},
    ],
    "THANHPHANHOSO": [
        {
            "TRUONGHOP": "Bao gồm",
            "GIAYTO": [
                {"TENGIAYTO": "Đơn", "SOBANCHINH": "1", "SOBANSAO": "0", "TENMAUDON": "m.doc", "MA_KQ_THAYTHE": "KQ.1"}
            ],
        }
    ],
    "KETQUATHUCHIEN": [{"MAKETQUA": "KQ.G01.000001", "TENKETQUA": "Giấy"}],
    "CANCUPHAPLY": [{"SOVANBAN": "61/2018/NĐ-CP", "TENVANBAN": "Nghị định 61", "NGAYBANHANH": "23/04/2018"}],
    "TTHCLIENQUAN": ["1.000002", "x"],
    "TRANGTHAI": "Công khai",
    "MOTA": "Dùng khi thử.",
    "TUKHOA": "giấy thử",
    "MOTADOITUONGTHUCHIEN": "Người từ đủ 18 tuổi.",
}


def test_our_shape() -> None:
    record = read(COLLECTED)
    assert record["levels"] == ["province", "commune"]
    assert record["subjects"] == ["Công dân Việt Nam", "Công chức"]
    assert record["steps"] == "Bước 1.\n\nBước 2 & 3."
    assert [m["channel"] for m in record["methods"]] == ["direct", "online"]
    assert record["cases"][0]["documents"][0] == {
        "name": "Đơn đề nghị",
        "form_file": "m1.docx",
        "originals": 1,
        "copies": 0,
    }
    assert record["flags"] == ["online_slower", "online_dearer"]


def test_national_shape() -> None:
    record = read(NATIONAL)
    assert record["code"] == "1.000001"
    assert record["field"] == "Thử nghiệm"
    assert record["levels"] == ["province", "commune"]
    assert record["steps"] == "Bước 1.\nBước 2."
    assert record["methods"][0]["unit"] == "working_day"
    assert record["methods"][0]["fees"] == [{"text": "8.000 Đồng/bản", "amount": 8000, "note": ""}]
    assert record["methods"][1]["duration"] is None
    assert record["cases"][0]["documents"][0]["replaced_by_result"] == "KQ.1"
    assert record["related"] == ["1.000002"]
    assert record["legal_basis"][0]["number"] == "61/2018/NĐ-CP"
    assert (record["description"], record["keywords"]) == ("Dùng khi thử.", "giấy thử")
    assert record["subjects_note"] == "Người từ đủ 18 tuổi."


def test_one_instead_of_a_list_of_one() -> None:
    ways, papers = NATIONAL["CACHTHUCTHUCHIEN"], NATIONAL["THANHPHANHOSO"]
    single = {**NATIONAL, "CACHTHUCTHUCHIEN": ways[0], "THANHPHANHOSO": {**papers[0], "GIAYTO": papers[0]["GIAYTO"][0]}}
    assert read(single) == read({**NATIONAL, "CACHTHUCTHUCHIEN": ways[:1]})


@pytest.mark.parametrize("state", ["Hết hiệu lực", "Đã bãi bỏ", "KHÔNG CÔNG KHAI"])
def test_what_is_no_longer_in_force_is_not_taken_in(state: str) -> None:
    with pytest.raises(BadRecord) as refused:
        read({**NATIONAL, "TRANGTHAI": state})
    assert refused.value.reason == "not_in_force"


def test_only_addresses_of_the_state_are_kept_of_forms() -> None:
    def form(address: str) -> dict[str, Any]:
        paper = {"TENGIAYTO": "Đơn", "TENMAUDON": "m.doc", "URL": address}
        record = read({**NATIONAL, "THANHPHANHOSO": [{"GIAYTO": [paper]}]})
        document: dict[str, Any] = record["cases"][0]["documents"][0]
        return document

    assert form("https://csdl.dichvucong.gov.vn/m.doc")["form_url"] == "https://csdl.dichvucong.gov.vn/m.doc"
    assert "form_url" not in form("https://example.com/m.doc")


@pytest.mark.parametrize(
    ("duration", "unit", "said"),
    [("2", "Tuần", "2 Tuần"), ("Không quy định", "", "Không quy định"), ("1,5", "Ngày", "1,5 Ngày"), (3, "Ngày", None)],
)
def test_a_time_in_other_words_is_kept_as_it_is(duration: object, unit: str, said: str | None) -> None:
    time = {"THOIGIANGIAIQUYET": duration, "DONVITINH": unit}
    record = read({**NATIONAL, "CACHTHUCTHUCHIEN": [{"KENH": "1", "THOIGIAN": [time]}]})
    assert record["methods"][0].get("said") == said
    assert ("duration_in_words" in record["flags"]) is (said is not None)


def test_what_was_glued_to_a_result_comes_off() -> None:
    name = "Quyết định hành chínhMã: 000.00.00.G11-KQ1711Từ khóaKhông có thông tinMô tảKhông có thông tin"
    result = read({**COLLECTED, "results": [{"name": name}]})["results"]
    assert result == [{"name": "Quyết định hành chính", "code": "000.00.00.G11-KQ1711"}]


@pytest.mark.parametrize(
    ("direct", "online", "is_dearer"),
    [
        ({"amount_vnd": 50000}, {"amount_vnd": 100000}, True),
        ({"amount_vnd": 40}, {"amount_vnd": 5000}, False),
        ({"amount_vnd": 0, "note": "Theo Thông tư 112/2021/TT-BTC"}, {"amount_vnd": 5700000}, False),
        ({"amount_vnd": None, "text": "Miễn phí"}, {"amount_vnd": 20000}, True),
    ],
)
def test_only_clear_sums_compare(direct: dict[str, Any], online: dict[str, Any], is_dearer: bool) -> None:
    methods = [{"channel": "Trực tiếp", "fees": [direct]}, {"channel": "Trực tuyến", "fees": [online]}]
    assert ("online_dearer" in read({**COLLECTED, "methods": methods})["flags"]) is is_dearer


def test_a_ministry_whose_work_is_done_in_a_province_is_flagged() -> None:
    def flags(*agencies: str) -> list[str]:
        found: list[str] = read({**COLLECTED, "levels": ["Cấp bộ"], "implementing_agencies": list(agencies)})["flags"]
        return found

    assert "level_unlike_agency" in flags("Bộ Xây dựng", "Ủy ban nhân dân cấp tỉnh")
    assert "level_unlike_agency" not in flags("Cục Hàng không Việt Nam")


@pytest.mark.parametrize(
    ("method", "flag"),
    [
        ({"duration": 1, "unit": None, "fees": []}, "duration_without_unit"),
        ({"duration": None, "unit": None, "fees": []}, "duration_missing"),
        ({"fees": [{"text": "Miễn phí", "amount_vnd": 0, "note": "Thu 50.000 đồng/bản"}]}, "free_but_amount"),
        ({"fees": [{"text": "Miễn phí", "amount_vnd": 0, "note": "Theo Nghị quyết của HĐND"}]}, "free_with_note"),
        ({"fees": [{"text": "120 VNĐ", "amount_vnd": 120}]}, "amount_doubtful"),
        ({"fees": [{"text": "Không có thông tin", "amount_vnd": None}]}, "fee_unknown"),
    ],
)
def test_ambiguity_is_named(method: dict[str, Any], flag: str) -> None:
    plain = {"channel": "Trực tiếp", "duration": 3, "unit": "Ngày làm việc", "fees": []}
    assert flag not in read({**COLLECTED, "methods": [plain]})["flags"]
    assert flag in read({**COLLECTED, "methods": [{**plain, **method}]})["flags"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"code": ""}, "no_code"),
        ({"code": "12345"}, "bad_code"),
        ({"code": "1.000001'; DROP"}, "bad_code"),
        ({"name": "  "}, "no_name"),
        ({"name": "x" * 2001}, "name_too_long"),
        ({"name": ["x"]}, "bad_shape"),
        ({"methods": "x"}, "bad_shape"),
        ({"methods": ["x"]}, "bad_shape"),
        ({"methods": [{"channel": "Bồ câu"}]}, "unknown_channel"),
        ({"steps": {"a": 1}}, "bad_shape"),
        ({"steps": "x" * 300_001}, "text_too_long"),
        ({"dossier": [{"documents": 5}]}, "bad_shape"),
    ],
)
def test_broken_records_say_why(change: dict[str, Any], reason: str) -> None:
    read(COLLECTED)
    with pytest.raises(BadRecord) as refused:
        read({**COLLECTED, **change})
    assert refused.value.reason == reason


@pytest.mark.parametrize("raw", [None, 5, "x", [], {}])
def test_what_is_no_record(raw: object) -> None:
    with pytest.raises(BadRecord):
        read(raw)


def test_text_is_nfc_without_control_characters() -> None:
    record = read({**COLLECTED, "name": unicodedata.normalize("NFD", "Thủ tục đăng ký") + "\x00\u200b"})
    assert record["name"] == "Thủ tục đăng ký"


def test_amounts_that_are_no_number_stay_unknown() -> None:
    fee = {"text": "5,5%", "amount_vnd": "5,5"}
    method = {"channel": "Trực tiếp", "duration": 1.5, "unit": "Ngày", "fees": [fee]}
    read_method = read({**COLLECTED, "methods": [method]})["methods"][0]
    assert read_method["duration"] is None
    assert read_method["fees"][0]["amount"] is None
    assert read_method["fees"][0]["text"] == "5,5%"
