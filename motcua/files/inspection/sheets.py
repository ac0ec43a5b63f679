"""Sheets of scans: pages taken out, turned and bound anew; straightened pictures; and the layer of text below them."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pikepdf
from PIL import Image, ImageCms, ImageStat

from motcua.files.inspection import images, pdf
from motcua.files.inspection.found import Unfit
from motcua.files.rules import Kind

TURNS = (0, 90, 180, 270)
LOOKED_AT = 700  # pixels of the longer side while the slope of the lines is sought
STEEPEST = 8.0  # degrees; a page lying steeper was put in askew on purpose, or is a picture
LEAST_SLOPE = 0.25  # degrees; straighter than any eye sees
COLOURLESS = 24.0  # distance from grey, in levels, that the most coloured hundredth of a page keeps below
QUALITY = 80
BROKEN = (pikepdf.PdfError, RuntimeError, ValueError, OverflowError, KeyError, TypeError)


def assemble(blobs: Sequence[bytes], pages: Sequence[Sequence[int]], kinds: Sequence[str], pixels: int, longest: int,
             title: str) -> bytes:  # fmt: skip
    """Return a PDF of pages of several files in the order asked for: (file, page counted from 1, degrees clockwise).

    Pages of a PDF are taken over as they are; those of pictures are bound as JPEG. Raises Unfit.
    """
    made = pikepdf.new()
    opened: dict[tuple[int, int], pikepdf.Pdf] = {}
    used: Counter[tuple[int, int]] = Counter()
    try:
        for file, number, turn in pages:
            if turn not in TURNS or not 0 <= file < len(blobs):
                raise Unfit("file_no_page")
            # A page that is asked for twice is taken from the file opened anew: turned once, it is turned once.
            again = used[file, number]
            used[file, number] += 1
            if (file, again) not in opened:
                opened[file, again] = _as_pdf(blobs[file], kinds[file], pixels, longest, title)
            source = opened[file, again]
            if not 1 <= number <= len(source.pages):
                raise Unfit("file_no_page")
            made.pages.append(source.pages[number - 1])
            leaf = made.pages[-1]
            leaf.rotate(turn, relative=True)
            # Thumbnails, links and actions of the old document mean nothing in the new one.
            for key in ("/AA", "/Thumb", "/B", "/StructParents"):
                if key in leaf.obj:
                    del leaf.obj[key]
        with made.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
        out = io.BytesIO()
        made.remove_unreferenced_resources()
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return out.getvalue()
    except BROKEN:
        raise Unfit("file_damaged") from None


def _as_pdf(data: bytes, kind: str, pixels: int, longest: int, title: str) -> pikepdf.Pdf:
    if kind != Kind.PDF:
        data = images.bind(images.shrink(data, pixels, longest), title)
    return pikepdf.open(io.BytesIO(data), suppress_warnings=True)


def straighten(data: bytes, page: int, dots: int, pixels: int) -> tuple[bytes, bytes, float, tuple[float, float]]:
    """Return a page as straightened JPEG, the same in grey as PNG for a reader, by how much it was turned, its size.

    The slope is in degrees, counter-clockwise; the size in points, as the page lies before a reader. Raises Unfit.
    """
    picture, scale, (across, down) = pdf.draw_page(
        data, page, lambda across, down: min(dots / 72, (pixels / max(across * down, 1)) ** 0.5)
    )
    slope = slope_of(picture)
    if slope:
        before = picture.size
        # The page grows: nothing at its corners may be lost (Circular 01/2023/TT-VPCP art. 8(2): whole and exact).
        picture = picture.rotate(-slope, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
        across, down = across * picture.width / before[0], down * picture.height / before[1]
    grey = picture.convert("L")
    kept, shown, read = grey if _is_grey(picture) else picture, io.BytesIO(), io.BytesIO()
    kept.save(shown, "JPEG", quality=QUALITY, optimize=True, dpi=(dots, dots))
    grey.save(read, "PNG", compress_level=1, dpi=(round(scale * 72),) * 2)
    return shown.getvalue(), read.getvalue(), slope, (across, down)


def slope_of(picture: Image.Image) -> float:
    """Return by how many degrees the lines of a page rise to the right; 0 where they do not, or there are none.

    Where the lines lie level, rows of ink and rows of paper alternate most sharply.
    """
    small = picture.convert("L")
    small.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BOX)
    # Ink white on black, so that what turning leaves empty is no ink; the rim of a scan is no line.
    rim = max(1, round(min(small.size) * 0.03))
    small = small.crop((rim, rim, small.width - rim, small.height - rim))
    paper = ImageStat.Stat(small).mean[0]
    ink = small.point([255 if level < paper * 0.75 else 0 for level in range(256)])
    if ImageStat.Stat(ink).mean[0] < 0.5:
        return 0.0
    best = max(_steps(0.0, STEEPEST, 1.0), key=lambda slope: _sharpness(ink, slope))
    best = max(_steps(best, 0.8, 0.2), key=lambda slope: _sharpness(ink, slope))
    found = max(_steps(best, 0.15, 0.05), key=lambda slope: _sharpness(ink, slope))
    if abs(found) < LEAST_SLOPE or abs(found) > STEEPEST - 0.5 or _sharpness(ink, found) < 1.15 * _sharpness(ink, 0.0):
        return 0.0
    return round(found, 2)


def _steps(middle: float, reach: float, step: float) -> Iterator[float]:
    count = round(reach / step)
    # The middle first: where all are alike, nothing is turned.
    yield middle
    for number in range(1, count + 1):
        yield middle + number * step
        yield middle - number * step


def _sharpness(ink: Image.Image, slope: float) -> float:
    level = ink.rotate(-slope, Image.Resampling.BILINEAR) if slope else ink
    rows = level.resize((1, level.height), Image.Resampling.BOX).tobytes()
    return float(sum((one - other) ** 2 for one, other in pairwise(rows)))


def _is_grey(picture: Image.Image) -> bool:
    small = picture.copy()
    small.thumbnail((200, 200), Image.Resampling.BOX)
    luma = small.convert("L").convert("RGB")
    apart = sorted((abs(a - b) for a, b in zip(small.tobytes(), luma.tobytes(), strict=True)), reverse=True)
    # A seal or a blue signature covers little of a page: its most coloured hundredth decides.
    strongest = apart[: max(1, len(apart) // 100)]
    return sum(strongest) / len(strongest) < COLOURLESS


def layer(blobs: Sequence[bytes], sizes: Sequence[Sequence[float]], title: str, made_at: str) -> bytes:
    """Return a PDF/A-2b of pictures with the text that was read below them.

    `blobs` are a JPEG and a one-page PDF with nothing but its (invisible) text for each page, in turn; an empty one has
    no text. `sizes` are the pages' in points, `made_at` an ISO moment.
    """
    document = pikepdf.new()
    try:
        for number, size in enumerate(sizes):
            _add_sheet(document, blobs[2 * number], blobs[2 * number + 1], (size[0], size[1]))
    except BROKEN:
        raise Unfit("file_damaged") from None
    profile = pikepdf.Stream(document, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile.stream_dict = pikepdf.Dictionary(N=3)
    document.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name("/GTS_PDFA1"),
                OutputConditionIdentifier=pikepdf.String("sRGB"),
                Info=pikepdf.String("sRGB"),
                DestOutputProfile=document.make_indirect(profile),
            )
        ]
    )
    document.Root.Lang = pikepdf.String("vi")
    document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {"vi"}
        metadata["xmp:CreateDate"] = made_at
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True, min_version="1.7")
    return out.getvalue()


def _add_sheet(document: pikepdf.Pdf, picture: bytes, text: bytes, size: tuple[float, float]) -> None:
    page = document.add_blank_page(page_size=size)
    shown = Image.open(io.BytesIO(picture))
    image = pikepdf.Stream(document, picture)
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=shown.width,
        Height=shown.height,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray if shown.mode == "L" else pikepdf.Name.DeviceRGB,
        Filter=pikepdf.Name.DCTDecode,
    )
    resources: dict[str, Any] = {"XObject": pikepdf.Dictionary(I=document.make_indirect(image))}
    drawing = b""
    if text:
        with pikepdf.open(io.BytesIO(text), suppress_warnings=True) as read:
            leaf = read.pages[0]
            if "/Font" in leaf.Resources:
                resources["Font"] = document.copy_foreign(read.make_indirect(leaf.Resources.Font))
            box = [float(length) for length in leaf.MediaBox]
            contents = leaf.Contents
            words = (
                contents.read_bytes()
                if isinstance(contents, pikepdf.Stream)
                else b"\n".join(part.read_bytes() for part in contents)
            )
            # The reader measures in its own dots: its page is fitted to ours.
            wide, high = size[0] / max(box[2] - box[0], 1), size[1] / max(box[3] - box[1], 1)
            drawing = b"q %.5f 0 0 %.5f 0 0 cm\n" % (wide, high) + words + b"\nQ\n"
    page.obj.Resources = pikepdf.Dictionary(**resources)
    drawing += b"q %.3f 0 0 %.3f 0 0 cm /I Do Q" % size
    page.obj.Contents = pikepdf.Stream(document, drawing)
