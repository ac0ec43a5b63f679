"""What the pages of a filing say of mistakes: beside the question, and so that the back button works."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.dossiers.models import Draft
from motcua.files.tests.samples import pdf
from motcua.procedures.models import ProcedureVersion
from motcua.ui.testing import fetch

from .walking import answer, begin, told

pytestmark = pytest.mark.django_db(transaction=True)


def test_errors_stand_beside_the_question_with_what_was_typed(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    page = answer(
        signed_in,
        f"{draft}/to-khai/child",
        child__full_name="An 3",
        child__identity="12",
        child__birth__year="19",
    )
    assert page.location == f"{draft}/to-khai/child?sua", "a page drawn from a POST stands in the way of going back"
    page = fetch(signed_in, page.location)
    assert page.fields("main form")["child.identity"] == "12"
    back = answer(signed_in, f"{draft}/to-khai/child?review&sua", child__full_name="An 4")
    assert back.location == f"{draft}/to-khai/child?sua&review", "and then back to the review"
    page = answer(signed_in, f"{draft}/to-khai/child", child__full_name="An 3")
    page = fetch(signed_in, page.location)
    assert len(page.words(".govuk-error-message")) == 3
    assert page.fields("main form")["child.full_name"] == "An 3"
    again = fetch(signed_in, f"{draft}/to-khai/child").fields("main form")
    assert (again["child.full_name"], again["child.identity"], again["child.birth.year"]) == ("An 3", "12", "19")
    stored = str(Draft.objects.get().answers)
    assert "'12'" not in stored, "even a mistyped number does not rest in clear"


def test_papers_are_turned_down_with_a_reason_or_removed(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    url = f"{draft}/giay-to"
    page = told(signed_in, url, {"do": "go"})
    assert page.words(".govuk-error-summary a") == ["Hãy gửi giấy tờ này: Giấy chứng sinh"]
    rogue = SimpleUploadedFile("vi.pdf", b"MZ\x90\x00 not a pdf")
    page = fetch(signed_in, url, method="post", data={"files.proof": [rogue, SimpleUploadedFile("a.pdf", pdf())]})
    assert "vi.pdf" in page.text
    assert len(page.select("[data-paper=proof] li")) == 1, "the good one stays"
    button = page.select("button[value^='remove.']")[0].get("value")
    fetch(signed_in, url, method="post", data={"do": "remove.00000000-0000-0000-0000-000000000000"}, expect=302)
    fetch(signed_in, url, method="post", data={"do": button}, expect=302)
    assert fetch(signed_in, url).select("[data-paper=proof] li") == []
    fetch(signed_in, url, method="post", data={"files.nowhere": [SimpleUploadedFile("a.pdf", pdf())]}, expect=302)
