"""A province's own layout of a form: seen printed, proposed by one, approved by another, in force from its day."""

import re
import unicodedata
from datetime import date, datetime

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from motcua.approvals.models import Proposal
from motcua.channels.studio.tests.test_studio import day_of
from motcua.dossiers.models import FormLayout
from motcua.dossiers.paperwork import form_layouts
from motcua.dossiers.paperwork.form_samples import AT, sample
from motcua.dossiers.rules.form_sets import FormKind
from motcua.ui.testing import fetch

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OURS = form_layouts.our_source(FormKind.REFUSAL)
OWN = OURS.replace("#form-title()", "#form-title(note: [Mẫu của tỉnh Lâm Đồng])")


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def test_a_layout_is_seen_printed_proposed_and_approved(
    admin: Client, officer: Client, day: date, now: datetime
) -> None:
    assert OWN != OURS
    page = fetch(admin, reverse("studio:layouts"))
    address = reverse("studio:layout", args=["refusal"])
    assert address in {link.get("href") for link in page.select("a")}
    page = fetch(admin, address)
    assert page.select("#source")[0].text.strip() == OURS.strip()
    data = page.fields() | {"source": OWN, "reason": "Quyết định của tỉnh", **day_of(day)}
    preview = fetch(admin, reverse("studio:layout_preview", args=["refusal"]), method="post", data=data)
    assert "Mẫu của tỉnh Lâm Đồng" in text_of(preview.content)
    fetch(admin, address, method="post", data=data, expect=302)
    proposal = Proposal.objects.get()
    page = fetch(officer, reverse("studio:proposal", args=[proposal.public_id]))
    printed = reverse("studio:proposed_layout", args=[proposal.public_id])
    assert printed in {link.get("href") for link in page.select("a")}
    assert "Mẫu của tỉnh Lâm Đồng" in text_of(fetch(officer, printed).content)
    fetch(officer, reverse("studio:approve", args=[proposal.public_id]), method="post", data={}, expect=302)
    layout = FormLayout.objects.get()
    assert (layout.kind, layout.number, layout.first) == ("refusal", 1, day)
    # In force for forms that bear its day; what bears an earlier one keeps ours.
    form = sample(FormKind.REFUSAL)
    head = type(form.head)(**{**vars(form.head), "dated_on": day})
    pdf, used = form_layouts.draw(type(form)(**{**vars(form), "head": head}), at=now)
    assert used == layout
    assert "Mẫu của tỉnh Lâm Đồng" in text_of(pdf)
    earlier = type(form.head)(**{**vars(form.head), "dated_on": date(2026, 1, 5)})
    assert form_layouts.draw(type(form)(**{**vars(form), "head": earlier}), at=now)[1] is None


@pytest.mark.parametrize(
    "spoiled",
    ['#import "@preview/cetz:0.3.0": *', '#read("/etc/passwd")', "#sheet.no_such_value", "#("],
)
def test_a_layout_that_does_not_print_is_refused_with_the_words_of_the_compiler(
    admin: Client, day: date, spoiled: str
) -> None:
    data = {"source": f"{OWN}\n{spoiled}", "reason": "Thử", **day_of(day)}
    for address in ("studio:layout", "studio:layout_preview"):
        page = fetch(admin, reverse(address, args=["refusal"]), method="post", data=data, expect=422)
        assert "Bố cục chưa in được" in page.text
        assert spoiled in page.select("#source")[0].text
    assert not Proposal.objects.exists()


def test_a_form_is_given_in_our_layout_where_the_provinces_cannot_bear_it(
    now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    fragile = OWN + '\n#assert(sheet.reason != "Lý do lạ")'
    FormLayout.objects.create(
        kind="refusal", number=1, source=fragile, first=date(2026, 1, 1), made_at=now, made_by="1"
    )
    assert form_layouts.draw(sample(FormKind.REFUSAL), at=AT)[1] is not None
    pdf, used = form_layouts.draw(sample(FormKind.REFUSAL, reason="Lý do lạ"), at=AT)
    assert used is None
    assert "Lý do lạ" in text_of(pdf)
    assert "layout refusal number 1 failed" in caplog.text
    FormLayout.objects.create(kind="refusal", number=2, source="", first=date(2026, 1, 1), made_at=now, made_by="1")
    assert form_layouts.draw(sample(FormKind.REFUSAL), at=AT)[1] is None
