"""Statutory forms: which counts when, every field on paper, our fonts, and codes that are read back.

Sources: Circular 01/2018/TT-VPCP articles 9, 10, 19(2); Circular 03/2025/TT-VPCP, Annex I, from 15/09/2025.
"""

import io
import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
import zxingcpp
from django.conf import settings

from motcua.dossiers.paperwork import statutory
from motcua.dossiers.paperwork.form_samples import AT, CODE, DAY, HEAD, NAME, PROCEDURE, TRACKING, UNIT, sample
from motcua.dossiers.rules.form_data import Applicant, Head, plain
from motcua.dossiers.rules.form_events import given_by
from motcua.dossiers.rules.form_sets import FormKind, registry_of
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import form_golden
from motcua.printing.rendering import TemplateError
from motcua.printing.tests.test_rendering import fonts_of

K = FormKind
OF_A_DOSSIER = [K.RECEPTION, K.SUPPLEMENT, K.REFUSAL, K.REAPPOINTMENT, K.STOP, K.CONTROL, K.DELIVERY]
A5, A4_FLIPPED = (420, 595), (842, 595)


@cache
def drawn(kind: FormKind, rows: int = 3) -> bytes:
    return statutory.draw(sample(kind, rows=rows), at=AT)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def number_on(kind: FormKind, day: date) -> str | None:
    found = statutory.registry().form_on(kind, day)
    return found.number if found is not None else None


def test_a_form_is_chosen_by_the_day_it_bears() -> None:
    before, after = date(2025, 9, 14), date(2025, 9, 15)
    kinds = (K.RECEPTION, K.CONTROL, K.REGISTER, K.STOP)
    assert [number_on(kind, before) for kind in kinds] == ["01", "05", "06", None]
    assert [number_on(kind, after) for kind in kinds] == ["01", "06", "07", "05"]
    assert [number_on(kind, after) for kind in (K.SUPPLEMENT, K.REFUSAL, K.REAPPOINTMENT)] == ["02", "03", "04"]
    # Circular 01/2018 art. 9(2): A5 for 01 to 05, A4 for the register.
    old = {kind: statutory.registry().form_on(kind, before) for kind in FormKind}
    papers = {form.number: form.paper for form in old.values() if form is not None and form.number}
    assert papers == {"01": "a5", "02": "a5", "03": "a5", "04": "a5", "05": "a5", "06": "a4"}


def test_a_sectors_form_takes_the_place_of_the_circulars() -> None:
    """Residence: CT04 for 01, CT06 for 03 (Circular 66/2023/TT-BCA)."""
    found = statutory.registry().form_on(K.RECEPTION, DAY, replaced_by="CT04")
    assert found is not None
    assert (found.number, found.title) == ("CT04", "Phiếu tiếp nhận hồ sơ và hẹn trả kết quả")
    with pytest.raises(LookupError, match="CT06"):
        statutory.registry().form_on(K.RECEPTION, DAY, replaced_by="CT06")


def test_a_third_set_is_data_and_sets_that_overlap_are_refused() -> None:
    with open(settings.FORM_SETS, encoding="utf-8") as file:
        data = yaml.safe_load(file)
    third: dict[str, Any] = {**data["sets"][1], "key": "2027", "first": date(2027, 1, 1)}
    third["forms"] = {**third["forms"], "reception": {"number": "1A", "title": "Giấy tiếp nhận", "paper": "a4"}}
    data["sets"][1]["end"] = date(2027, 1, 1)
    found = registry_of({**data, "sets": [*data["sets"], third]}).form_on(K.RECEPTION, date(2027, 1, 1))
    assert found is not None
    assert (found.number, found.paper, found.set_key) == ("1A", "a4", "2027")
    with pytest.raises(ValueError, match="do not follow"):
        registry_of({**data, "sets": [*data["sets"], {**third, "first": date(2026, 12, 1)}]})
    third["forms"]["reception"]["paper"] = "a3"
    with pytest.raises(ValueError, match="a3"):
        registry_of({**data, "sets": [*data["sets"], third]})


@pytest.mark.parametrize(
    ("happening", "state", "kind"),
    [
        (Happening.RECEIVED, State.RECEIVED, FormKind.RECEPTION),
        (Happening.SUPPLEMENT_REQUESTED, State.SUPPLEMENT_REQUESTED, FormKind.SUPPLEMENT),
        (Happening.REFUSED, State.REFUSED, FormKind.REFUSAL),
        (Happening.NOT_ELIGIBLE, State.COMPLETED, FormKind.REFUSAL),
        (Happening.STOPPED, State.STOPPED, FormKind.STOP),
        (Happening.SUPPLEMENT_EXPIRED, State.REFUSED, FormKind.REFUSAL),
        (Happening.SUPPLEMENT_EXPIRED, State.STOPPED, FormKind.STOP),
        (Happening.WITHDRAWN, State.WITHDRAWN, FormKind.STOP),
        (Happening.REAPPOINTED, State.PROCESSING, FormKind.REAPPOINTMENT),
        (Happening.DELIVERED, State.DELIVERED, FormKind.DELIVERY),
        (Happening.FILED, State.REGISTERED, None),
    ],
)
def test_which_event_gives_which_form(happening: Happening, state: State, kind: FormKind | None) -> None:
    """Decree 61/2018 arts. 17(1), 19(4), 19(8); Decree 118/2025 art. 21 with Circular 03/2025 art. 7."""
    assert given_by(happening, state) == kind


@pytest.mark.parametrize("kind", list(FormKind))
def test_a_form_is_tagged_in_our_fonts_and_names_itself(kind: FormKind) -> None:
    document = pikepdf.open(io.BytesIO(drawn(kind)))
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].startswith(statutory.form_of(sample(kind)).title)
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).lower().startswith("vi")
    foreign = fonts_of(document) - {f"LiberationSerif{face}" for face in ("", "-Bold", "-Italic", "-BoldItalic")}
    assert foreign == set()
    size = tuple(round(length) for length in pypdfium2.PdfDocument(drawn(kind))[0].get_size())
    assert size == (A4_FLIPPED if kind in {K.REGISTER, K.HAND_OVER, K.RESULT_HAND_OVER} else A5)


# What must be readable on each form (domain facts of the prints in use).
FIELDS = {
    K.RECEPTION: [
        "Liên 1: giao người nộp", "Liên 2: lưu cùng hồ sơ", "Số điện thoại: 0912 345 678", "Mã số: 068085001234",
        "Bản chính Bản chứng thực Bản photo Bản điện tử", "Số lượng hồ sơ: 01 (bộ)", "theo quy định: 20 ngày làm việc",
        "nhận hồ sơ: 14 giờ 05 phút, ngày 27 tháng 11 năm 2026", "trả kết quả: 17 giờ 00 phút, ngày 04 tháng 12",
        "Đăng ký nhận kết quả tại: Tại bộ phận một cửa", "Phí, lệ phí: Lệ phí: 150.000 đồng", "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ", "số điện thoại 0263 3847 115",
    ],
    K.SUPPLEMENT: ["Yêu cầu Ông/Bà hoàn thiện hồ sơ", "Lý do: Bản vẽ thiết kế", "Hạn bổ sung: chậm nhất 17 giờ 00 phút",
                   "NGƯỜI HƯỚNG DẪN"],
    K.REFUSAL: ["không tiếp nhận, giải quyết hồ sơ này với lý do", "Bản vẽ thiết kế", "thẩm định", "NGƯỜI TỪ CHỐI"],
    K.REAPPOINTMENT: ["Kính gửi: Ông/Bà", "hẹn trả kết quả: 17 giờ", "xin lỗi", "Lý do: Bản vẽ", "GIÁM ĐỐC"],
    K.STOP: ["dừng giải quyết hồ sơ", "Giai đoạn giải quyết khi dừng: Thẩm định hồ sơ", "Phí, lệ phí: Không có khoản"],
    K.CONTROL: ["1. Giao: Trung tâm", "2. Nhận: Sở Xây dựng", "đúng hạn", "phối hợp giải quyết hồ sơ: Sở Nông nghiệp"],
    K.REGISTER: ["Từ ngày 01/11/2026 đến ngày 27/11/2026", "Cộng: 3 hồ sơ", "04/12/2026 17:00", "Ký nhận"],
    K.HAND_OVER: ["NGƯỜI GIAO", "NGƯỜI NHẬN", "Cộng: 3 hồ sơ", "H36.12.03-261127-0003"],
    K.RESULT_HAND_OVER: ["Đơn vị chủ trì giải quyết thủ tục hành chính: Sở Xây dựng", "Cộng: 3 kết quả"],
    K.DELIVERY: ["Kết quả đã giao: Giấy phép xây dựng", "Số: 117/GPXD-SXD", "Nhận thay theo: Giấy ủy quyền"],
    K.FEE_RECEIPT: [
        "Mẫu số: 01BLP", "Liên 3: lưu nội bộ", "Phí: 1.005.000 đồng", "Lệ phí: 150.000 đồng", "Số tiền: 1.155.000 đồng",
        "Một triệu một trăm năm mươi lăm nghìn đồng",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", list(FormKind))
def test_every_field_stands_on_the_form(kind: FormKind) -> None:
    text = text_of(drawn(kind))
    assert [words for words in FIELDS[kind] if words not in text] == []
    assert NAME in text
    # A line may break behind a stroke.
    assert PROCEDURE.replace(" ", "") in text.replace(" ", "")
    if kind != K.FEE_RECEIPT:
        assert statutory.form_of(sample(kind)).title.upper() in text
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
        assert "Đơn Dương, ngày 27 tháng 11 năm 2026" in text
        assert UNIT.upper() in text


@pytest.mark.parametrize("kind", OF_A_DOSSIER)
def test_barcode_and_qr_are_read_back_from_black_and_white(kind: FormKind) -> None:
    """The code may stand as QR and barcode beside its letters (Circular 01/2018/TT-VPCP art. 19(2))."""
    read = set()
    for page in pypdfium2.PdfDocument(drawn(kind)):
        # 300 dots an inch, black or white: what an office's copier leaves of it.
        picture = page.render(scale=300 / 72).to_pil().convert("L").point(lambda grey: 255 if grey > 128 else 0)
        read |= {one.text for one in zxingcpp.read_barcodes(picture)}
    assert read == ({CODE} if kind in {K.CONTROL, K.DELIVERY} else {CODE, TRACKING})


@pytest.mark.parametrize("kind", [K.RECEPTION, K.SUPPLEMENT, K.CONTROL, K.REGISTER, K.HAND_OVER])
def test_forty_rows_go_on_over_the_page_with_their_header(kind: FormKind) -> None:
    pdf = drawn(kind, 40)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    assert len(pages) > 2
    last = {K.RECEPTION: "số 40 ", K.SUPPLEMENT: "số 40 ", K.CONTROL: "lần 40"}.get(kind, "0040")
    assert last in text_of(pdf)
    header = {K.CONTROL: "Ghi chú", K.RECEPTION: "Tên giấy tờ", K.SUPPLEMENT: "Giấy tờ, nội dung"}.get(kind, "Mã hồ sơ")
    assert header in " ".join(pages[1].split())
    # Nothing stands outside the page, whatever the names.
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        assert all(min(left, low) >= 0 and right <= width and top <= height for left, low, right, top in boxes)


@pytest.mark.parametrize("kind", OF_A_DOSSIER)
def test_usual_data_fit_on_one_page(kind: FormKind) -> None:
    """A dossier of three papers by somebody with a usual name: one A5 page a copy."""
    applicant = Applicant("Nguyễn Văn An", "Nguyễn Văn An", "thôn 2, xã Đơn Dương", "0912345678")
    short: dict[str, Any] = {} if kind == K.CONTROL else {"applicant": applicant}
    form = sample(kind, rows=3, procedure="Đăng ký khai sinh", **short)
    if kind == K.SUPPLEMENT:
        form = type(form)(**{**vars(form), "points": form.points[:1]})
    pages = len(pypdfium2.PdfDocument(statutory.draw(form, at=AT)))
    assert pages == len(getattr(form, "copies", ("one",)))


def test_the_book_of_2018_stands_only_on_the_form_of_2018() -> None:
    old = Head(HEAD.superior, HEAD.unit, HEAD.place, date(2025, 9, 14), CODE)
    assert "Quyển số" in text_of(statutory.draw(sample(K.RECEPTION, head=old), at=AT))
    assert "Quyển số" not in text_of(drawn(K.RECEPTION))
    with pytest.raises(LookupError, match="stop"):
        statutory.draw(sample(K.STOP, head=old), at=AT)


def test_what_is_not_known_is_left_to_be_written_by_hand() -> None:
    applicant = Applicant(submitter="", owner="")
    text = text_of(statutory.draw(sample(K.RECEPTION, rows=0, applicant=applicant, promised_at=None, limit=""), at=AT))
    assert "sẽ được báo sau" in text
    assert "không có giấy tờ kèm theo" in text
    assert re.search(r"Địa chỉ: \.{20}", text.replace("…", "..."))


def test_the_same_form_is_the_same_bytes_and_the_hour_is_that_of_viet_nam() -> None:
    assert statutory.draw(sample(K.STOP), at=AT) == drawn(K.STOP)
    assert plain(datetime(2026, 11, 27, 17, 30, tzinfo=AT.tzinfo)) == "2026-11-28T00:30+07:00"
    assert plain((DAY, AT + timedelta(hours=1))) == ["2026-11-27", "2026-11-27T15:05+07:00"]


@pytest.mark.parametrize("name", form_golden.GOLDEN)
def test_the_layout_is_the_one_found_right_by_eye(name: str) -> None:
    assert form_golden.differs(form_golden.drawn(name), name) < form_golden.MOST_AT_A_PLACE


def test_every_form_of_both_circulars_and_of_sectors_has_its_picture() -> None:
    """Forms 01 to 06 of Circular 01/2018, 01 to 07 of 03/2025, the residence sector's, and what no circular numbers."""
    numbered = [f"2018-0{number}" for number in range(1, 7)] + [f"2025-0{number}" for number in range(1, 8)]
    others = ["CT04", "CT05", "CT06", "delivery", "fee_receipt", "hand_over", "result_hand_over"]
    assert set(form_golden.GOLDEN) == {*numbered, *others}
    assert {path.stem for path in form_golden.FOLDER.glob("*.png")} == set(form_golden.GOLDEN)


def test_the_comparison_notices_a_missing_line() -> None:
    spoiled = form_golden.drawn("2025-01", agency="", fee="Miễn phí", limit="Một năm")
    assert form_golden.differs(spoiled, "2025-01") > form_golden.MOST_AT_A_PLACE


def test_a_provinces_layout_is_fenced_and_reaches_no_packages() -> None:
    own = '#import "/one_stop.typ": *\n#show: form-page\n#form-head()\n#form-title(note: [Mẫu của tỉnh])\n#who()'
    assert "Mẫu của tỉnh" in text_of(statutory.draw(sample(K.REFUSAL), at=AT, layout=own))
    for refused in ('#import "@preview/cetz:0.3.0": *', '#read("/etc/passwd")', "#sheet.nothing"):
        with pytest.raises(TemplateError):
            statutory.draw(sample(K.REFUSAL), at=AT, layout=f"{own}\n{refused}")
