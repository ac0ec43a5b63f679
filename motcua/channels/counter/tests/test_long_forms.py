"""Forms of several parts at the counter, and the paper declaration that stands in for them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.difficulties.models import Difficulty
from motcua.dossiers.models import Dossier
from motcua.dossiers.paperwork.documents import newest_answers
from motcua.dossiers.tests import factories as cases
from motcua.files.tests.samples import encode, page_photo
from motcua.organisations.tests import factories as places
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = ("who", "what", "why")
FORM: dict[str, Any] = {
    "schema": {
        "type": "object",
        "required": list(PARTS),
        "properties": {key: {"type": "string", "maxLength": 100} for key in PARTS},
    },
    "presentation": {
        "steps": [
            {"key": key, "title": f"Phần {key}", "fields": [{"path": key, "label": f"Mục {key}"}]} for key in PARTS
        ]
    },
}
WHO = {"submitter-name": "K' Brĕu", "submitter-number": "068190000019", "submitter-address": "Thôn 1, xã Đơn Dương"}


def open_parts(page: Page) -> list[str]:
    return page.words("details.motcua-section[open] h3")


def test_every_part_of_a_form_is_kept_and_says_what_it_lacks(client_: Client) -> None:
    address = reverse("counter:file", args=[cases.version(form=FORM).procedure.code])
    page = fetch(client_, address)
    assert page.words(".motcua-sections li") == [f"Phần {key} còn 1 mục" for key in PARTS]
    assert open_parts(page) == ["Phần who"], "one part at a time"
    data = page.fields() | WHO | {"who": "An", "why": "Vì sao"}
    page = fetch(client_, address, method="post", data=data, expect=422)
    assert [link.get("href") for link in page.select(".govuk-error-summary a")] == ["#f-what"]
    assert open_parts(page) == ["Phần what"], "a line of the summary leads into an open part"
    assert page.words(".motcua-sections li")[0] == "Phần who đủ"
    fetch(client_, address, method="post", data=data | {"what": "Việc gì"}, expect=302)
    assert newest_answers(Dossier.objects.get()) == {"who": "An", "what": "Việc gì", "why": "Vì sao"}


def test_many_errors_are_told_part_by_part_and_one_part_is_open(client_: Client) -> None:
    keys = [f"{part}{number}" for part in PARTS for number in range(4)]
    schema = {**FORM["schema"], "required": keys, "properties": {key: {"type": "string"} for key in keys}}
    steps = [
        {"key": part, "title": f"Phần {part}", "fields": [{"path": key, "label": key} for key in keys if part in key]}
        for part in PARTS
    ]
    version = cases.version(form={"schema": schema, "presentation": {"steps": steps}})
    address = reverse("counter:file", args=[version.procedure.code])
    data = fetch(client_, address).fields() | WHO | {"submitter-name": ""}
    page = fetch(client_, address, method="post", data=data, expect=422)
    assert page.words(".motcua-error-groups h3") == [f"Phần {part}" for part in PARTS]
    assert [link.get("href") for link in page.select(".govuk-error-summary li a")] == [
        "#submitter-name",
        *[f"#f-{key}" for key in keys],
    ]
    assert "người nộp" in page.words("#submitter-name-error")[0], "told at the field as well"
    assert open_parts(page) == ["Phần who"], "twelve fields to mend are more than one reads at a time"


def test_a_paper_declaration_brings_its_scan_and_leads_on_to_typing_it(client_: Client) -> None:
    address = reverse("counter:file", args=[cases.version(form=FORM, papers=[cases.PROOF]).procedure.code])
    photo = encode(page_photo(), "JPEG")
    data = fetch(client_, address).fields() | WHO | {"declared_on_paper": "1", "summary": "Xác nhận nơi ở"}
    data |= {
        f"scan-{key}": SimpleUploadedFile(f"{key}.jpg", photo, content_type="image/jpeg")
        for key in ("signed_declaration", "proof")
    }
    answer = fetch(client_, address, method="post", data=data, expect=302)
    dossier = Dossier.objects.get()
    found = {paper.key: paper.files.count() for paper in dossier.papers.all()}
    assert found == {"signed_declaration": 1, "proof": 1}
    typing = reverse("desk:type_answers", args=[dossier.public_id])
    assert fetch(client_, answer.location).select(f"a[href='{typing}']")
    assert fetch(client_, typing).select("#declaration img"), "typed from the scan beside it"


def test_a_difficulty_is_noted_at_the_very_question_and_goes_to_the_agency_that_decides(client_: Client) -> None:
    version = cases.version(form=FORM)
    address = reverse("counter:file", args=[version.procedure.code])
    page = fetch(client_, address)
    assert [one.get("value") for one in page.select(".motcua-difficulty--question")] == [
        f"field:{key}" for key in PARTS
    ]
    data = page.fields() | {"what": "Đã gõ", "difficulty": "field:what"}
    page = fetch(client_, address, method="post", data=data)
    assert page.fields()["what"] == "Đã gõ"
    general = reverse("desk:difficulty", args=[version.procedure.code])
    fetch(client_, general, method="post", data={"target": "procedure:"}, expect=302)
    assert set(Difficulty.objects.values_list("key", "responsible")) == {
        ("what", places.commune().pk),
        ("", places.commune().pk),
    }
