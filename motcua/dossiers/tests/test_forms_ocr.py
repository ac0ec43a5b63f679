"""What a scanner and a text recogniser make of a printed form: the words that stand on it (script/test --long)."""

import io
import os
import re
import shutil
import subprocess
import unicodedata

import pypdfium2
import pytest

from motcua.dossiers.paperwork import statutory
from motcua.dossiers.paperwork.form_samples import AT, NAME, sample
from motcua.dossiers.rules.form_sets import FormKind

pytestmark = pytest.mark.long
DOTS = 200
# Letters like Ƀ and ŏ are in no Vietnamese model: such a name is left out. One word in fifty may be misread besides.
SHARE = 0.98
# How the page is laid out (tesseract's --psm): one column of text, or, for thirteen narrow ones, scattered pieces.
COLUMN, SCATTERED = "4", "11"


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]{2,}", unicodedata.normalize("NFC", text))


@pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="needs the Debian packages tesseract-ocr, tesseract-ocr-vie"
)
@pytest.mark.parametrize("kind", FormKind)
def test_a_recogniser_reads_what_is_printed(kind: FormKind) -> None:
    page = pypdfium2.PdfDocument(statutory.draw(sample(kind, rows=1), at=AT))[0]
    picture = io.BytesIO()
    # Black or white, as a copier gives it.
    scan = page.render(scale=DOTS / 72).to_pil().convert("L").point(lambda grey: 255 if grey > 140 else 0)
    scan.save(picture, "PNG", dpi=(DOTS, DOTS))
    layout = SCATTERED if kind == FormKind.REGISTER else COLUMN
    read = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", "vie", "--psm", layout, "--dpi", str(DOTS)],
        input=picture.getvalue(),
        capture_output=True,
        check=True,
        timeout=120,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads only wait for one another on a busy machine
    )
    found = set(words(read.stdout.decode()))
    printed = words(page.get_textpage().get_text_bounded())
    missed = [word for word in printed if word not in found and word not in words(NAME)]
    assert len(printed) > 100
    assert len(missed) < (1 - SHARE) * len(printed), missed
