"""Photographs and scans: readable, of a bearable size, turned upright, and bound into one PDF."""

import io
import warnings as python_warnings
from collections.abc import Iterator

import pikepdf
import pillow_heif
from PIL import Image, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

from motcua.files.inspection.found import Found, Unfit
from motcua.files.rules import Kind, Limits

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before a pixel is decoded
python_warnings.simplefilter("ignore")

# Several phones write JPEG as the first of several pictures (MPO), or put a film behind it.
FORMATS = {
    Kind.JPEG: {"JPEG", "MPO"},
    Kind.PNG: {"PNG"},
    Kind.HEIC: {"HEIF"},
    Kind.WEBP: {"WEBP"},
    Kind.TIFF: {"TIFF"},
}
BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    ZeroDivisionError,
)
LAPLACE = ImageFilter.Kernel((3, 3), [0, 1, 0, 1, -4, 1, 0, 1, 0], scale=1, offset=128)
LOOKED_AT = 1000  # pixels of the longer side when judging blur and light
LEAST_SHARPNESS = 90.0  # variance of the Laplacian; pages photographed sharply give several hundreds
LEAST_LIGHT = 85  # brightness that a tenth of the picture reaches; paper in a lit room gives 150 and more
LEAST_SIDE = 700  # pixels of the longer side: below, the small print of an A5 page cannot be read
A4 = (595.28, 841.89)
SHRUNK_QUALITY = 80


def _open(data: bytes, pixels: int) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data))
    except BROKEN:
        raise Unfit("file_damaged") from None
    _check_pixels(picture, pixels)
    return picture


def _check_pixels(picture: Image.Image, pixels: int) -> None:
    if picture.width * picture.height > pixels:
        raise Unfit("file_too_many_pixels")


def _count(picture: Image.Image) -> int:
    """Return how many pages a picture has: a TIFF may have many; what phones put behind a photo does not count."""
    return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def inspect(data: bytes, kind: Kind, limits: Limits) -> Found:
    """Return pages and warnings of a picture. Raises Unfit."""
    picture = _open(data, limits.pixels)
    if picture.format not in FORMATS[kind]:
        raise Unfit("file_damaged")
    try:
        pages = _count(picture)
        if pages > limits.pages:
            raise Unfit("file_too_many_pages")
        return Found(pages=pages, warnings=_judge(picture))
    except BROKEN:
        raise Unfit("file_damaged") from None


def _judge(picture: Image.Image) -> list[str]:
    warnings = ["small"] if max(picture.size) < LEAST_SIDE else []
    picture.draft("L", (LOOKED_AT, LOOKED_AT))  # a JPEG is then decoded at a fraction of its size
    gray = picture.convert("L")
    gray.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BOX, reducing_gap=None)
    histogram = gray.histogram()
    bright, count = 0, 0
    for level in range(255, -1, -1):
        count += histogram[level]
        if count * 10 >= gray.width * gray.height:
            bright = level
            break
    if bright < LEAST_LIGHT:
        warnings.append("dark")
    # The paper is made white first, so that a dark sharp page counts as sharp.
    lifted = gray.point([min(255, level * 255 // max(bright, 1)) for level in range(256)])
    if ImageStat.Stat(lifted.filter(LAPLACE)).var[0] < LEAST_SHARPNESS:
        warnings.append("blurred")
    return warnings


def _upright(picture: Image.Image, longest: int) -> Image.Image:
    picture.draft("RGB", (longest, longest))
    picture.load()
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        see_through = picture.convert("RGBA")
        paper = Image.new("RGBA", see_through.size, "white")
        picture_on_paper = Image.alpha_composite(paper, see_through).convert("RGB")
        picture_on_paper.info, picture = picture.info, picture_on_paper
    turned = ImageOps.exif_transpose(picture)
    turned = turned.convert("L" if turned.mode in {"1", "L", "I;16"} else "RGB")
    turned.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return turned


def _frames(data: bytes, pixels: int, longest: int) -> Iterator[Image.Image]:
    picture = _open(data, pixels)
    for number in range(_count(picture)):
        picture.seek(number)
        _check_pixels(picture, pixels)
        yield _upright(picture, longest)


def page_image(data: bytes, page: int, width: int, pixels: int) -> bytes:
    """Return a PNG of a picture, upright, at most so many pixels wide."""
    picture = _open(data, pixels)
    try:
        if not 1 <= page <= _count(picture):
            raise Unfit("file_no_page")
        if page > 1:
            picture.seek(page - 1)
            _check_pixels(picture, pixels)
        shown = _upright(picture, 2 * width)
    except BROKEN:
        raise Unfit("file_damaged") from None
    shown.thumbnail((width, 4 * width), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    shown.save(out, "PNG", compress_level=3)
    return out.getvalue()


def shrink(data: bytes, pixels: int, longest: int) -> list[bytes]:
    """Return the pages of a picture as JPEG, upright and shrunk, without where and by what they were taken."""
    pages = []
    try:
        for picture in _frames(data, pixels, longest):
            packed = io.BytesIO()
            picture.save(packed, "JPEG", quality=SHRUNK_QUALITY, optimize=True, progressive=False)
            pages.append(packed.getvalue())
    except BROKEN:
        raise Unfit("file_damaged") from None
    return pages


def bind(pages: list[bytes], title: str) -> bytes:
    """Return a PDF of JPEG pages, each on an A4 page lying or standing as it does."""
    document = pikepdf.new()
    for page in pages:
        _add_page(document, page)
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _add_page(document: pikepdf.Pdf, data: bytes) -> None:
    picture = Image.open(io.BytesIO(data))
    image = pikepdf.Stream(document, data)
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        Filter=pikepdf.Name.DCTDecode,
    )
    across, down = A4 if picture.height >= picture.width else A4[::-1]
    scale = min(across / picture.width, down / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    drawing = f"q {wide:.3f} 0 0 {high:.3f} {(across - wide) / 2:.3f} {(down - high) / 2:.3f} cm /I Do Q"
    page = document.add_blank_page(page_size=(across, down))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=document.make_indirect(image)))
    page.obj.Contents = pikepdf.Stream(document, drawing.encode())
