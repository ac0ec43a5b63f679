"""Pictures of every form as found right by eye; `take()` in `manage.py shell` takes them anew.

They are small and grey, and compared with some tolerance: a compiler that places a letter a hair's breadth elsewhere
is no fault, a missing block or a table too wide is.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from motcua.dossiers.paperwork import statutory
from motcua.dossiers.paperwork.form_samples import AT, DAY, sample
from motcua.dossiers.rules.form_sets import FormKind

FOLDER = Path(__file__).parent / "golden"
WIDTH = 300
# Days that two circulars' sets count on: Circular 01/2018/TT-VPCP, and Circular 03/2025/TT-VPCP from 15/09/2025.
DAYS = {"2018": date(2025, 9, 14), "2025": DAY}
_NUMBERED = (
    *(FormKind.RECEPTION, FormKind.SUPPLEMENT, FormKind.REFUSAL, FormKind.REAPPOINTMENT),
    *(FormKind.STOP, FormKind.CONTROL, FormKind.REGISTER),
)
# By name: the kind of the form, the day that it bears, the sector's form in its place.
GOLDEN: dict[str, tuple[FormKind, date, str]] = {
    **{
        f"{key}-{of.number}": (kind, day, "")
        for key, day in DAYS.items()
        for kind in _NUMBERED
        if (of := statutory.registry().form_on(kind, day)) is not None
    },
    # Residence: Circular 66/2023/TT-BCA.
    **{number: (of.kind, DAY, number) for number, of in statutory.registry().replacing.items()},
    **{kind.value: (kind, DAY, "") for kind in statutory.registry().common},
}
# The least that differs where a line of text is missing is about 40 (test_forms.py tries it).
MOST_AT_A_PLACE = 30


def picture_of(pdf: bytes) -> Image.Image:
    """Return the first page, small and grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        drawn: Image.Image = page.render(scale=2 * WIDTH / page.get_width()).to_pil().convert("L")
    return drawn.resize((WIDTH, round(drawn.height * WIDTH / drawn.width)), Image.Resampling.BOX)


def drawn(name: str, **fields: Any) -> bytes:
    """Return the form of a name, with other values in it where some are given."""
    kind, day, replaced_by = GOLDEN[name]
    form = sample(kind, **fields)
    head = type(form.head)(**{**vars(form.head), "dated_on": day})
    return statutory.draw(type(form)(**{**vars(form), "head": head}), at=AT, replaced_by=replaced_by)


def differs(pdf: bytes, name: str) -> int:
    """Return how much a page differs from its picture at the worst place, of 255."""
    found, kept = picture_of(pdf), Image.open(FOLDER / f"{name}.png").convert("L")
    if found.size != kept.size:
        return 255
    blur = ImageFilter.BoxBlur(3)
    histogram = ImageChops.difference(found.filter(blur), kept.filter(blur)).histogram()
    return max(grey for grey, count in enumerate(histogram) if count)


def take() -> None:
    """Take the pictures anew: `manage.py shell -c "from motcua.dossiers.tests.form_golden import take; take()"`."""
    FOLDER.mkdir(exist_ok=True)
    for name in GOLDEN:
        picture_of(drawn(name)).quantize(32).save(FOLDER / f"{name}.png", optimize=True)
