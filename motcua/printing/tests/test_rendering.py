"""Documents come out in our fonts, readable by machines, and edited templates reach nothing."""

import io
import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from motcua.printing.rendering import TemplateError, pages_of, qr_svg, render_untrusted, seal, stamp
from motcua.printing.rendering import render as render_ours

AT = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
HEAD = '#import "/base.typ": *\n#show: document-page.with(title: "Thử")\n'
# Vietnamese with all tones, and the letters of K'ho, Churu and M'nông that people of Lâm Đồng bear in their names.
VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
LETTERS += [letter.upper() for letter in LETTERS] + list("ĕĔŏŎŭŬƀɃčČñÑ")

FULL = (
    HEAD
    + """
#official-head(above: "Ủy ban nhân dân tỉnh Lâm Đồng", agency: "Sở Xây dựng", number: "123", symbol: "/GPXD-SXD",
  place: "Lâm Đồng", date: data.date)
#kind-title("Giấy phép xây dựng", subject: "Nhà ở riêng lẻ")
#addressee("Ông " + data.name)
#field("Họ, chữ đệm và tên", data.name)
#fields(("Ngày sinh", short-date("1960-03")), ("Giới tính", none))
#choice("Nam", true) #choice("Nữ", false)
#listing((auto, 1fr), ([STT], [Tên giấy tờ]), ([1], [Đơn đề nghị]), ([2], [Bản vẽ]))
#qr(data.qr, caption: [Quét để kiểm tra])
#pagebreak()
#ending(recipients("Như trên", "Lưu: VT"),
  signature(authority: "TM. Ủy ban nhân dân", position: "Chủ tịch", name: "Nguyễn Văn A", place: "leader"))
"""
)


def render(source: str, **data: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render_untrusted(source, data, at=AT)))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def fonts_of(document: pikepdf.Pdf) -> set[str]:
    return {
        re.sub(r"^/[A-Z]{6}\+", "", str(thing.FontName))
        for thing in document.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.FontDescriptor
    }


def test_every_letter_people_bear_in_their_names_is_in_our_fonts() -> None:
    styles = "#data.l\n\n*#data.l*\n\n_#(data.l)_\n\n*_#(data.l)_*\n\n#text(font: sans)[#data.l *#data.l*]"
    pdf = render_untrusted(HEAD + styles, {"l": " ".join(LETTERS)}, at=AT)
    assert fonts_of(pikepdf.open(io.BytesIO(pdf))) == {
        "LiberationSerif",
        "LiberationSerif-Bold",
        "LiberationSerif-Italic",
        "LiberationSerif-BoldItalic",
        "NotoSans-Regular",
        "NotoSans-Bold",
    }
    text = unicodedata.normalize("NFC", text_of(pdf))
    assert [letter for letter in LETTERS if text.count(letter) < 6] == []


def test_a_letter_without_a_shape_prints_as_a_box_and_stops_nothing() -> None:
    pdf = render_untrusted(HEAD + "#data.people.at(0).name", {"people": [{"name": "Lý 漢 😀 Ánh"}]}, at=AT)
    assert "Lý □ □ Ánh" in text_of(pdf)
    with pytest.raises(TemplateError):
        render(HEAD + "漢字 in the template itself")


def test_stamps_are_as_large_as_asked_for() -> None:
    pdf = stamp(name="Nguyễn Thị Ánh", capacity="Giám đốc", agency="Sở Xây dựng", at=AT, note="Số: 7", width=180)
    text = text_of(pdf)
    assert "Ký bởi: Nguyễn Thị Ánh" in text
    assert "27/11/2026 14:00:00 +07:00" in text
    assert "Số: 7" in text
    assert pypdfium2.PdfDocument(pdf)[0].get_size() == (180, 68)


def test_a_seal_names_the_agency_and_the_time() -> None:
    pdf = seal(agency="Ủy ban nhân dân xã Đơn Dương", at=AT)
    text = " ".join(text_of(pdf).split())
    assert "ỦY BAN NHÂN DÂN XÃ ĐƠN DƯƠNG" in text
    assert "27/11/2026 14:00:00 +07:00" in text
    assert pypdfium2.PdfDocument(pdf)[0].get_size() == (85, 85)


def test_documents_claim_pdf_a_and_pdf_ua_and_are_tagged() -> None:
    document = render(FULL, name="K'Brếu", date="2026-02-05", qr=qr_svg("https://a"))
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Thử"
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).lower().startswith("vi")


def test_the_parts_of_a_state_document_stand_in_it() -> None:
    """Nghị định 30/2020/NĐ-CP, Phụ lục I: quốc hiệu, tiêu ngữ, agency, number, place, date, kind, signer."""
    text = text_of(render_untrusted(FULL, {"name": "K'Brếu", "date": "2026-02-05", "qr": qr_svg("https://a")}, at=AT))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "SỞ XÂY DỰNG",
        "Số: 123/GPXD-SXD",
        "Lâm Đồng, ngày 05 tháng 02 năm 2026",
        "GIẤY PHÉP XÂY DỰNG",
        "Ngày sinh: 03/1960",
        "TM. ỦY BAN NHÂN DÂN",
        "- Lưu: VT",
    ):
        assert part in text, part


def test_qr_codes_can_be_read_from_the_page() -> None:
    address = "https://dichvucong.lamdong.gov.vn/xac-thuc/3f2c?m=A7K9"
    pdf = render_untrusted(FULL, {"name": "A", "date": None, "qr": qr_svg(address)}, at=AT)
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address]


def test_places_for_signatures_stand_in_the_file() -> None:
    document = render(FULL, name="A", date=None, qr=qr_svg("a"))
    leader, agency = str(document.docinfo["/Keywords"]).split(", ")
    name, page, *box = leader.split(":")[1:]
    assert (name, page) == ("leader", "2")
    left, top, width, height = map(float, box)
    assert 300 < left < 420
    assert 50 < top < 150
    assert (round(width), round(height)) == (187, 68)
    # The seal lies over the left third of it (Decree 30/2020, Phụ lục I).
    seal_left, _, seal_width, seal_height = map(float, agency.split(":")[3:])
    assert seal_left < left
    assert round(seal_left + seal_width - left) == round(width / 3)
    assert seal_width == seal_height


def test_the_same_input_gives_the_same_bytes() -> None:
    data = {"name": "A", "date": None, "qr": qr_svg("a")}
    assert render_untrusted(FULL, data, at=AT) == render_untrusted(FULL, data, at=AT)


def test_numbers_and_dates_in_words() -> None:
    """Vietnamese counting: mười lăm, hai mươi mốt, một trăm linh năm; the fourth month is tháng tư."""
    expected = {
        15: "mười lăm",
        21: "hai mươi mốt",
        24: "hai mươi bốn",
        105: "một trăm linh năm",
        1005: "một nghìn không trăm linh năm",
        1990: "một nghìn chín trăm chín mươi",
        2026: "hai nghìn không trăm hai mươi sáu",
    }
    lines = "\n\n".join(f"#in-words({number})" for number in expected)
    source = f'{HEAD}{lines}\n\n#date-in-words("1990-04-05")'
    text = text_of(render_untrusted(source, {}, at=AT)).split("\r\n")
    assert text == [*expected.values(), "ngày năm tháng tư năm một nghìn chín trăm chín mươi"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../rendering.py")',
        '#read("/../compiling.py")',
        '#import "@preview/cetz:0.3.0": *',
        "#let f(x) = f(x + 1)\n#f(1)",
        "#while true {}",
        "#for a in range(100000) { for b in range(100000) { let c = range(1000) } }",
        "#{ let a = range(10000000).map(x => range(1000)); a.len() }",
        '#("x" * 5000000000)',
        "#panic()",
        "#(",
        "#data.missing",
    ],
)
def test_edited_templates_reach_nothing_and_end(source: str) -> None:
    with pytest.raises(TemplateError):
        render(HEAD + source)
    assert len(render(HEAD + "Sau đó vẫn in được.").pages) == 1


@pytest.mark.parametrize("pages", [1, 2, 130])
def test_the_pages_of_what_we_drew_are_counted_without_reading_it(pages: int) -> None:
    source = HEAD + "#for number in range(data.pages) { page[#heading[Trang]] }"
    pdf = render_untrusted(source, {"pages": pages}, at=AT)
    assert pages_of(pdf) == len(pikepdf.open(io.BytesIO(pdf)).pages) == pages


def test_our_own_templates_are_found_by_name() -> None:
    with pytest.raises(FileNotFoundError):
        render_ours("printing/none.typ", {}, at=AT)


def test_a_blank_keeps_its_line_and_nothing_is_ticked_unasked() -> None:
    source = (
        HEAD
        + '#field("Tên", caps(data.name))\n#copies-wanted(data.copies)\n'
        + '#made-at((submitted_on: ""), words: "Làm tại: ")'
    )
    blank, filled = (
        unicodedata.normalize("NFC", text_of(render_untrusted(source, data, at=AT)))
        for data in ({"name": "", "copies": None}, {"name": "K'Brể", "copies": 2})
    )
    assert re.search(r"Tên: \.{20}", blank), "a name in capitals that is not there leaves a line to write on"
    assert "K'BRỂ" in filled
    assert "2 bản" in filled
    assert "Làm tại: ...." in blank.replace("…", "...")

    def ink(copies: int | None) -> int:
        (page,) = pypdfium2.PdfDocument(render_untrusted(source, {"name": "", "copies": copies}, at=AT))
        return sum(page.render(scale=2).to_pil().convert("L").histogram()[:128])

    assert ink(None) < ink(0), "a form that nobody filled in says neither yes nor no"


def test_a_deputy_signs_for_the_head_and_the_place_is_the_communes() -> None:
    """Decree 30/2020/NĐ-CP, article 13(2) and annex I, parts II.4 and II.7."""
    source = HEAD + (
        '#official-head(agency: data.agency, place: locality(data.agency), date: "2026-11-27")\n'
        '#signature(position: data.position, name: "Cil Múp")'
    )

    def drawn(agency: str, position: str) -> str:
        pdf = render_untrusted(source, {"agency": agency, "position": position}, at=AT)
        return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text_of(pdf)))

    deputy = drawn("Ủy ban nhân dân xã D'Ran", "Phó Chủ tịch")
    assert "ỦY BAN NHÂN DÂN XÃ D'RAN" in deputy
    assert "D'Ran, ngày 27 tháng 11 năm 2026" in deputy
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in deputy
    head = drawn("Ủy ban nhân dân phường Cam Ly - Đà Lạt", "Chủ tịch")
    assert "Cam Ly - Đà Lạt, ngày" in head
    assert "KT." not in head
