"""What the papers that the system writes say of the answers."""

import re
import unicodedata

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.accounts.models import User
from motcua.audit.models import Entry
from motcua.dossiers import actions
from motcua.dossiers.models import Answers, Paper, PaperFile
from motcua.dossiers.paperwork import documents
from motcua.dossiers.tests import factories
from motcua.eforms.units import UNITS
from motcua.files import queries as stored
from motcua.files.models import StoredFile
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
    [declaration] = documents.declaration_pdfs([dossier], at=factories.NOW)
    assert f"{today} (thạnh mỹ, đơn dương)" in text_of(declaration)
    result = text_of(documents.preview_pdf(dossier, now=factories.NOW))
    assert today in result
    assert "thạnh mỹ" not in result


def test_declarations_of_many_take_as_few_questions_as_one_and_are_written_once(citizen: User) -> None:
    """An answered supplement gets its own; the declaration of before stays, marked as replaced."""
    some = [factories.filed(by=citizen) for _ in range(6)]
    ids = [dossier.pk for dossier in some]
    # The trail outlives the tests before, and codes begin anew: only what is added counts.
    trail = Entry.objects.filter(action="dossier.declaration_made", about__in=[f"dossier:{d.code}" for d in some])
    before = trail.count()
    actions.make_declarations(dossier_ids=ids[:1], now=factories.NOW)
    with CaptureQueriesContext(connection) as for_one:
        actions.make_declarations(dossier_ids=ids[1:2], now=factories.NOW)
    with CaptureQueriesContext(connection) as for_four:
        actions.make_declarations(dossier_ids=ids[2:], now=factories.NOW)
    assert len(for_four) == len(for_one)
    Answers.objects.create(dossier=some[0], number=2, data={"content": "Rõ hơn"}, given_at=factories.NOW, given_by="1")
    for _ in range(2):
        actions.make_declarations(dossier_ids=ids, now=factories.NOW)
    papers = Paper.objects.filter(dossier__in=ids, number=0)
    assert sorted(papers.values_list("dossier_id", flat=True)) == ids
    kept = PaperFile.objects.filter(paper__in=papers).order_by("paper__dossier", "number")
    assert [(each.paper.dossier_id, each.number, each.replaced_at is None) for each in kept] == [
        (ids[0], 1, False),
        (ids[0], 2, True),
        *((pk, 1, True) for pk in ids[1:]),
    ]
    for dossier, each in zip(some, [kept[1], *kept[2:]], strict=True):
        text = text_of(stored.read(each.file))
        assert dossier.code in text
        assert ("Rõ hơn" in text) == (dossier == some[0])
    assert trail.count() - before == 7
    assert not StoredFile.objects.filter(purpose="declaration", attached_at=None).exists()
