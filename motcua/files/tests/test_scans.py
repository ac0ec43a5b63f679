"""Pages bound anew, straightened and made searchable, behind the fence as in earnest."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.test import override_settings
from PIL import Image, ImageDraw, ImageFont

from motcua.files import actions, fenced, recognising, scans
from motcua.files.models import StoredFile
from motcua.files.ports import Words
from motcua.files.tests import samples
from motcua.lib.actors import SYSTEM

pytestmark = pytest.mark.django_db
FONT = Path(__file__).parents[2] / "printing" / "fonts" / "LiberationSerif-Regular.ttf"
NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)


def stored(data: bytes, name: str) -> StoredFile:
    return actions.store(data=data, name=name, purpose="scan", by=SYSTEM, now=NOW)


def lines(slope: float) -> bytes:
    """Return a picture of a page of lines that rise to the right by so many degrees."""
    page = Image.new("L", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    for row in range(200, 1500, 40):
        for column in range(150, 1090 - row % 300, 60):
            draw.rectangle((column, row, column + 44, row + 14), fill="black")
    out = io.BytesIO()
    page.rotate(slope, Image.Resampling.BICUBIC, fillcolor="white").save(out, "PNG")
    return out.getvalue()


class Echo:
    """Reads the same on every page, and shows it as an invisible layer."""

    def read(self, *, picture: bytes, dots: int) -> Words | None:
        assert Image.open(io.BytesIO(picture)).mode == "L"
        layer = pikepdf.new()
        page = layer.add_blank_page(page_size=(100, 100))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = pikepdf.Stream(layer, b"BT 3 Tr /F 12 Tf 10 80 Td (ghi) Tj ET")
        return Words("Số: 12/2020", samples.saved(layer))


class Blind:
    def read(self, *, picture: bytes, dots: int) -> Words | None:
        return None


def test_pages_of_several_files_are_bound_in_order_and_turned() -> None:
    document, picture = stored(samples.pdf(), "a.pdf"), stored(lines(0), "b.png")
    made = scans.assemble(
        [scans.Sheet(picture, 1, 90), scans.Sheet(document, 1, 180), scans.Sheet(picture, 1)], title="Giấy khai sinh"
    )
    pages = pikepdf.open(io.BytesIO(made)).pages
    assert [int(page.get("/Rotate", 0)) for page in pages] == [90, 180, 0]
    assert "/I" in pages[0].Resources.XObject
    with pytest.raises(fenced.FileRefused, match="file_no_page"):
        scans.assemble([scans.Sheet(document, 99)], title="x")


@pytest.mark.parametrize("slope", [0.0, 2.4, -1.3])
def test_a_page_put_in_askew_is_straightened_whole(slope: float) -> None:
    pdf = scans.assemble([scans.Sheet(stored(lines(slope), "a.png"), 1)], title="x")
    answer = fenced.ask("straighten", [pdf], "a.pdf", page=1, dots=100, pixels=scans.PIXELS)
    assert answer.value["slope"] == pytest.approx(slope, abs=0.15)
    across, down = answer.value["size"]
    assert (across > 596, down > 843) == (bool(slope), bool(slope)), "nothing is cut off at the corners"


@override_settings(PORTS={"recogniser": f"{__name__}.Echo"})
def test_a_scan_that_was_read_is_an_archive_pdf_with_its_words_below_the_picture() -> None:
    made = scans.read_words(stored(lines(1.0), "khai sinh.png"), now=NOW)
    assert made is not None
    assert made.text == "Số: 12/2020"
    document = pikepdf.open(io.BytesIO(made.pdf))
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["dc:title"] == "khai sinh"
    assert document.Root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp"
    (page,) = pypdfium2.PdfDocument(made.pdf)
    assert page.get_textpage().get_text_bounded().strip() == "ghi"


@override_settings(PORTS={"recogniser": f"{__name__}.Blind"})
def test_where_the_machine_cannot_read_a_scan_stays_a_picture() -> None:
    assert scans.read_words(stored(lines(0), "a.png"), now=NOW) is None


@pytest.mark.long
@pytest.mark.skipif(not recognising.is_here(), reason="needs the Debian packages tesseract-ocr, tesseract-ocr-vie")
@override_settings(PORTS={"recogniser": "motcua.files.recognising.Tesseract"})
def test_words_on_a_real_scan_are_read_found_and_lie_where_they_stand() -> None:
    page = Image.new("L", (1165, 1654), "white")
    font = ImageFont.truetype(FONT, 40)
    ImageDraw.Draw(page).text((120, 140), "Đơn Dương, ngày 12 tháng 3 năm 2020", font=font)
    picture = io.BytesIO()
    page.rotate(1.5, Image.Resampling.BICUBIC, fillcolor="white").save(picture, "PNG")
    made = scans.read_words(stored(picture.getvalue(), "a.png"), now=NOW)
    assert made is not None
    assert "ngày 12 tháng 3 năm 2020" in made.text
    (read,) = pypdfium2.PdfDocument(made.pdf)
    below = read.get_textpage()
    assert "ngày 12 tháng 3 năm 2020" in below.get_text_bounded()
    left, _bottom, _right, top = below.get_charbox(0)
    assert top > read.get_height() * 0.8, "the first letter stands at the head of the page"
    assert left < read.get_width() / 2
