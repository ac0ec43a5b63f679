"""A package's templates drawn with a sample, as the linter tries them and as those who edit them see them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from motcua.eforms.form import Form
from motcua.eforms.settling import Context
from motcua.printing.rendering import qr_svg, render_untrusted
from motcua.procedures.packages.folders import Folder

TEMPLATES = ("declaration.typ", "result.typ")
SAMPLE_DAY = date(2026, 11, 23)
SAMPLE_MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DOSSIER = {"code": "H00-000000-0000", "submitted_on": "2026-11-23", "agency": "", "owner": "", "submitter": ""}
RESULT = {"name": "", "number": "", "dated_on": "2026-11-23", "book": "", "signer": "", "title": "", "content": {}}
# What the code of a sample says to whoever points a phone at it: as large as a real one, and leading nowhere.
SAMPLE_CODE = "Bản xem trước, không có giá trị. Mã của giấy thật dẫn đến trang xác minh của giấy đó."


def draw_sample(folder: Folder, name: str, form: Form, answers: Mapping[str, Any] | None = None) -> bytes:
    """Return a template (one of TEMPLATES) as PDF, with nothing answered where no answers are given; b"" without one.

    Raises TemplateError with what the compiler says.
    """
    source = folder.declaration if name == "declaration.typ" else folder.result
    if not source:
        return b""
    context = Context(today=SAMPLE_DAY)
    given = dict(answers or {})
    data = {
        "answers": form.names(given, context)["answers"],
        "said": form.said(given, context),
        "case": "",
        "dossier": DOSSIER,
        "result": RESULT,
        "place": "",
        "qr": qr_svg(SAMPLE_CODE),
    }
    return render_untrusted(source, data, at=SAMPLE_MOMENT)
