"""Pictures of some forms as found right by eye; `take()` in `manage.py shell` takes them anew.

They are small and grey, and compared with some tolerance: a compiler that places a letter a hair's breadth elsewhere
is no fault, a missing block or a table too wide is.
"""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from motcua.dossiers import statutory
from motcua.dossiers.form_samples import AT, sample
from motcua.dossiers.rules.form_sets import FormKind

FOLDER = Path(__file__).parent / "golden"
WIDTH = 300
GOLDEN = (FormKind.RECEPTION, FormKind.CONTROL, FormKind.FEE_RECEIPT)
# The least that differs where a line of text is missing is about 40 (test_forms.py tries it).
MOST_AT_A_PLACE = 30


def picture_of(pdf: bytes) -> Image.Image:
    """Return the first page, small and grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        drawn: Image.Image = page.render(scale=2 * WIDTH / page.get_width()).to_pil().convert("L")
    return drawn.resize((WIDTH, round(drawn.height * WIDTH / drawn.width)), Image.Resampling.BOX)


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
    for kind in GOLDEN:
        picture_of(statutory.draw(sample(kind), at=AT)).quantize(16).save(FOLDER / f"{kind}.png", optimize=True)
