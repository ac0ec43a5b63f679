"""The declaration of a draft: to be read over, or signed by hand by those who must consent."""

import re
import unicodedata

import pypdfium2
import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.dossiers.models import Draft
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.ui.testing import fetch

from .walking import answer, begin

pytestmark = pytest.mark.django_db(transaction=True)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def test_a_draft_is_printed_as_it_stands_without_code_and_day(
    signed_in: Client, procedure: ProcedureVersion, user: User
) -> None:
    draft = begin(signed_in, procedure)
    answer(signed_in, f"{draft}/to-khai/request", content="Xin đăng ký", kind="new")
    answer(signed_in, f"{draft}/to-khai/child", child__full_name="K'Brể", child__identity="068216000001")
    link = fetch(signed_in, f"{draft}/giay-to").select(f'a[href="{draft}/to-khai.pdf"]')
    assert link, "where a signed paper is asked for, the paper to sign is at hand"
    assert fetch(signed_in, f"{draft}/xem-lai").select(f'a[href="{draft}/to-khai.pdf"]')
    answered = signed_in.get(f"{draft}/to-khai.pdf")
    assert answered["Content-Type"] == "application/pdf"
    assert answered["Content-Disposition"].startswith("attachment")
    assert answered["Cache-Control"] == "no-store"
    text = text_of(answered.content)
    assert [words for words in ("Xin đăng ký", "K'Brể", "068216000001", user.full_name) if words not in text] == []
    assert "Mã hồ sơ" not in text
    assert Draft.objects.exists(), "printing files nothing"


def test_nobody_prints_another_persons_draft(signed_in: Client, procedure: ProcedureVersion, client: Client) -> None:
    draft = begin(signed_in, procedure)
    places.commune()
    client.force_login(people.citizen("Trần Văn Bình", number="068085004512"))
    assert client.get(f"{draft}/to-khai.pdf").status_code == 404
