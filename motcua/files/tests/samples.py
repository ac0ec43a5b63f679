"""Files as people send them, and as attackers do."""

import io
import zipfile
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image, ImageDraw, ImageFilter


def pdf(pages: int = 1, weight: int = 0, **root: Any) -> bytes:
    """Return a PDF; `weight` bytes are added as what a scan would weigh; `root` goes into its catalogue."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pikepdf.Stream(document, b"0 0 m 100 100 l S")
    if weight:
        noise = Image.effect_noise((weight // 100 + 1, 100), 90).tobytes()[:weight]
        document.Root.Weight = pikepdf.Stream(document, noise)
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    return saved(document)


def saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def encrypted_pdf(user: str) -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    return saved(document, encryption=pikepdf.Encryption(owner="owner", user=user))


def page_photo(width: int = 1200, height: int = 1600, light: int = 235) -> Image.Image:
    """Return a picture of a page full of small print."""
    picture = Image.new("RGB", (width, height), (light, light, light))
    draw = ImageDraw.Draw(picture)
    for line in range(60, height - 60, 24):
        for place in range(60, width - 60, 13):
            if (place * 7 + line * 3) % 5:
                draw.rectangle((place, line, place + 7, line + 10), outline=(20, 20, 20))
    return picture


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(9))


def dark(picture: Image.Image) -> Image.Image:
    return picture.point(lambda level: level // 5)


def encode(picture: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def heic(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    # The encoder's slowest part is making the file small; three seconds a photo is what that costs.
    pillow_heif.from_pillow(picture).save(out, quality=70, enc_params={"preset": "ultrafast"})
    return out.getvalue()


def turned_jpeg(orientation: int) -> bytes:
    """Return a photo lying on its side, its EXIF saying how to hold it: red marks the true top."""
    picture = Image.new("RGB", (900, 1200), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, 900, 200), fill="red")
    exif = Image.Exif()
    exif[0x0112] = orientation
    turn = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270, 3: Image.Transpose.ROTATE_180}[orientation]
    return encode(picture.transpose(turn), "JPEG", exif=exif)


def archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **more})
