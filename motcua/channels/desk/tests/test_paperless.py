"""A procedure without paper at the desk: who asks for paper, and who takes it, says why (issue 3, D6)."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from motcua.accounts.models import User
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.models import PaperTaken
from motcua.dossiers.tests import factories as cases
from motcua.procedures.models import Paperless
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reason_is_wanted_where_paper_is_asked_for_and_taken(receptionist: User) -> None:
    client = sign_in(receptionist)
    version = cases.version(papers=[cases.PROOF])
    since = DateRange(date(2026, 1, 1), None)
    Paperless.objects.create(
        procedure=version.procedure, number="12/QĐ-UBND", decided_on=date(2025, 12, 20), valid=since
    )
    dossier = cases.filed(of=version)
    address = reverse("desk:dossier", args=[dossier.public_id])
    assert "Người nộp gửi bản quét" in fetch(client, address).text
    asked = {"outcome": "supplement", "note": "Thiếu", "target": "paper:proof", "paper_reason": "phải lưu bản gốc"}
    fetch(client, reverse("desk:end", args=[cases.task(dossier).public_id]), method="post", data=asked, expect=302)
    page = fetch(client, address)
    assert "Nộp bản giấy: phải lưu bản gốc" in page.text
    assert [field.get("value") for field in page.select("#got-paper-reason")] == ["phải lưu bản gốc"]
    url = reverse("desk:supplement", args=[dossier.public_id])
    fetch(client, url, method="post", data={"copies-proof": "1", "paper_reason": "đã quét lỗi"}, expect=302)
    assert PaperTaken.objects.get().reason == "đã quét lỗi"
