"""What the papers that the system writes say of the answers."""

import re
import unicodedata

import pypdfium2
import pytest

from motcua.accounts.models import User
from motcua.dossiers import documents
from motcua.dossiers.tests import factories
from motcua.eforms.units import UNITS
from motcua.organisations.tests import factories as places

pytestmark = pytest.mark.django_db(transaction=True)
SCHEMA = {
    "type": "object",
    "required": ["home"],
    "properties": {"home": {"$ref": "motcua:address"}},
}
PRESENTATION = {
    "steps": [{"key": "request", "title": "Nội dung", "fields": [{"path": "home", "label": "Nơi cư trú"}]}],
}
RESULT = """#import "/base.typ": *
#show: document-page.with(title: "Giấy xác nhận")
Nơi cư trú: #data.said.home
"""


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def test_the_old_name_that_a_person_typed_stays_on_the_declaration_and_off_the_result(citizen: User) -> None:
    UNITS.forget()
    area = places.commune().area
    assert area is not None
    of = factories.version(
        form={"schema": SCHEMA, "presentation": PRESENTATION},
        result={"kind": "template", "name": "Giấy xác nhận", "template": RESULT},
    )
    home = {"ward": area.code, "detail": "thôn 2", "old_text": "thạnh mỹ, đơn dương"}
    dossier = factories.filed(by=citizen, of=of, answers={"home": home})
    today = "thôn 2, xã Đơn Dương, tỉnh Lâm Đồng"
    assert f"{today} (thạnh mỹ, đơn dương)" in text_of(documents.declaration_pdf(dossier, at=factories.NOW))
    result = text_of(documents.preview_pdf(dossier, now=factories.NOW))
    assert today in result
    assert "thạnh mỹ" not in result
