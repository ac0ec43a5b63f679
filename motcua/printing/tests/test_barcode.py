"""Code 128 as a hand scanner reads it."""

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from motcua.printing.barcode import barcode_svg
from motcua.printing.rendering import render_untrusted
from motcua.printing.tests.test_rendering import AT, HEAD

EVERYTHING = "".join(map(chr, range(32, 127)))


@pytest.mark.parametrize("text", ["H36.12-261127-0001", "000.00.00.H36-261127-9999", EVERYTHING[:48], EVERYTHING[48:]])
def test_a_barcode_is_read_back_from_the_page(text: str) -> None:
    source = HEAD + '#image(bytes(data.code), format: "svg", width: 160mm, height: 15mm, alt: "Mã vạch")'
    (page,) = pypdfium2.PdfDocument(render_untrusted(source, {"code": barcode_svg(text)}, at=AT))
    picture: Image.Image = page.render(scale=3).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    assert (found.format, found.text) == (zxingcpp.BarcodeFormat.Code128, text)
    # Black and white: it is read from a copy, too.
    copy = picture.convert("L").point(lambda grey: 255 if grey > 128 else 0)
    assert [one.text for one in zxingcpp.read_barcodes(copy)] == [text]


@pytest.mark.parametrize("text", ["", "Đơn Dương", "a\nb"])
def test_what_set_b_lacks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="barcode"):
        barcode_svg(text)
