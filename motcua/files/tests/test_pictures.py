"""Page images, and photographs bound into one PDF."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

import pikepdf
import pytest
from PIL import Image

from motcua.files import actions, queries
from motcua.files.rules import FileRefused
from motcua.files.tests import samples
from motcua.lib.actors import Actor

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
LAN = Actor(kind="citizen", id="17", name="Trần Thị Lan")

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def bind(*pictures: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(actions.bind_images(images=pictures, name="căn cước.pdf")))


def image_of(page: pikepdf.Page) -> Image.Image:
    return pikepdf.PdfImage(cast(pikepdf.Stream, page.obj.Resources.XObject.I)).as_pil_image()


def test_two_sides_and_several_kinds_become_one_pdf() -> None:
    tiff = samples.encode(samples.page_photo(), "TIFF", save_all=True, append_images=[samples.page_photo()])
    document = bind(samples.encode(samples.page_photo()), samples.heic(samples.page_photo(1600, 1200)), tiff)
    assert len(document.pages) == 4
    boxes = [[round(float(side)) for side in page.mediabox[2:]] for page in document.pages]
    assert boxes[0] == [595, 842]
    assert boxes[1] == [842, 595], "a picture lying on its side gets a page lying on its side"
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == "căn cước"


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_turned_photos_stand_upright(orientation: int) -> None:
    document = bind(samples.turned_jpeg(orientation))
    picture = image_of(document.pages[0]).convert("RGB")
    assert picture.height > picture.width
    red, green, _ = picture.getpixel((picture.width // 2, 20))  # type: ignore[misc]
    assert red > 200 > 100 > green, "the top is on top"


def test_photos_are_shrunk_and_lose_where_they_were_taken() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (11.0, 56.0, 0.0)}
    photo = samples.encode(samples.page_photo(3000, 4000), quality=97, exif=exif)
    document = bind(photo)
    picture = image_of(document.pages[0])
    assert max(picture.size) == actions.LONGEST_SIDE
    raw = samples.saved(document)
    assert b"Exif" not in raw
    assert len(raw) < len(photo)


def test_only_pictures_can_be_bound() -> None:
    with pytest.raises(FileRefused):
        bind(samples.pdf())
    with pytest.raises(FileRefused, match="file_no_images"):
        bind()


@pytest.mark.parametrize(
    ("make", "page"),
    [
        (lambda: samples.pdf(2), 2),
        (lambda: samples.turned_jpeg(6), 1),
        (lambda: samples.heic(samples.page_photo(600, 800)), 1),
    ],
    ids=["pdf", "jpeg", "heic"],
)
def test_page_images_are_png(make: Callable[[], bytes], page: int) -> None:
    file = actions.store(data=make(), name="a", purpose="paper", by=LAN, now=NOW)
    picture = Image.open(io.BytesIO(queries.page_image(file, page, width=600)))
    assert (picture.format, picture.width) == ("PNG", 600)
    assert picture.height > picture.width
    with pytest.raises(FileRefused, match="file_no_page"):
        queries.page_image(file, 99)
    with pytest.raises(FileRefused, match="file_no_page"):
        queries.page_image(file, 0)


def test_visible_signatures_show_on_page_images() -> None:
    document = pikepdf.open(io.BytesIO(samples.pdf()))
    look = pikepdf.Stream(document, b"1 0 0 rg 0 0 200 100 re f")
    look.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=pikepdf.Array([0, 0, 200, 100])
    )
    shown = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("leader"),
            F=4,
            Rect=pikepdf.Array([300, 300, 500, 400]),
            AP=pikepdf.Dictionary(N=document.make_indirect(look)),
        )
    )
    document.pages[0].obj.Annots = pikepdf.Array([shown])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([shown]), SigFlags=3)
    file = actions.store(data=samples.saved(document), name="a.pdf", purpose="result", by=LAN, now=NOW)
    picture = Image.open(io.BytesIO(queries.page_image(file, 1, width=595))).convert("RGB")
    assert picture.getpixel((400, 842 - 350)) == (255, 0, 0)


def test_a_page_of_a_hundred_metres_stays_a_small_picture() -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(10, 14_000))
    file = actions.store(data=samples.saved(document), name="a", purpose="paper", by=LAN, now=NOW)
    assert Image.open(io.BytesIO(queries.page_image(file, 1))).height <= 5000


def test_word_files_have_no_page_images() -> None:
    file = actions.store(data=samples.docx(), name="a.docx", purpose="paper", by=LAN, now=NOW)
    with pytest.raises(FileRefused, match="file_no_preview"):
        queries.page_image(file, 1)


def test_what_phones_put_behind_a_photo_does_no_harm() -> None:
    photo = samples.page_photo()
    several = samples.encode(photo, "MPO", save_all=True, append_images=[samples.page_photo(400, 300)])
    with_film = samples.encode(photo) + b"MotionPhoto_Data" + bytes(300_000)
    for data in (several, with_film):
        file = actions.store(data=data, name="a.jpg", purpose="paper", by=LAN, now=NOW)
        assert (file.kind, file.pages) == ("jpeg", 1)
        assert len(bind(data).pages) == 1
