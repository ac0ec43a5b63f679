"""Cash at the counter: what is owed, one receipt for one payment, numbers without gaps, prints on the record."""

import io
import re
import unicodedata
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, FeeReceipt
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.receipts import Cash, series_of
from motcua.dossiers.tests import factories as cases
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
FEES = [
    {"key": "copy", "name": "Phí bản sao", "kind": "fee", "channels": ["direct", "online", "post"], "amount": 8000},
    {"key": "entry", "name": "Lệ phí đăng ký", "kind": "charge", "channels": ["direct", "online"], "amount": 5000},
]


@pytest.fixture
def dossier(receptionist: User) -> Dossier:
    filed = cases.filed(by=people.citizen("Nguyễn Thị An"), of=cases.version(fees=FEES))
    return cases.done(filed, "accept", receptionist)


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def test_what_no_receipt_can_say_is_refused() -> None:
    good: dict[str, Any] = {"fee": 8000, "charge": 0, "name": "Phí", "payer": "An"}
    Cash(**good).check()
    for wrong, code in (
        ({"payer": " "}, "no_payer"),
        ({"name": ""}, "no_fee_name"),
        ({"fee": 0}, "no_amount"),
        ({"fee": -1, "charge": 5}, "no_amount"),
        ({"fee": 10**11}, "no_amount"),
    ):
        with pytest.raises(Refused, match=code):
            Cash(**{**good, **wrong}).check()
    assert series_of(2026) == "26NB"


def test_a_fee_is_taken_once_printed_in_three_copies_and_again_on_the_record(client_: Client, dossier: Dossier) -> None:
    address = reverse("counter:fees", args=[dossier.public_id])
    received = fetch(client_, reverse("counter:received", args=[dossier.public_id]))
    assert received.select(f"a[href='{address}']")
    page = fetch(client_, address)
    given = page.fields()
    assert (given["fee"], given["charge"], given["payer"]) == ("8000", "5000", "Nguyễn Thị An")
    wrong = fetch(client_, address, method="post", data={**given, "fee": "", "charge": "tám"}, expect=422)
    assert "Hãy ghi số tiền phí hoặc lệ phí" in wrong.text
    assert wrong.fields()["charge"] == "tám", "what was typed stays"
    fetch(client_, address, method="post", data={**given, "fee": "8.000"}, expect=302)
    assert "vừa có thêm một biên lai" in fetch(client_, address, method="post", data=given, expect=409).text
    receipt = FeeReceipt.objects.get()
    assert (receipt.fee, receipt.charge, receipt.said_number) == (8000, 5000, "0000001")
    event = dossier.events.get(kind=Happening.FEE_TAKEN)
    assert event.is_public
    assert event.params == {"receipt": "0000001", "amount": "13.000 đồng"}
    printing = reverse("counter:print_receipt", args=[dossier.public_id, receipt.public_id])
    first = client_.post(printing)
    words = words_of(first.content)
    for said in ("Số: 0000001", "13.000 đồng", "Mười ba nghìn đồng", "Nguyễn Thị An", dossier.code):
        assert said in words, said
    assert [words.count(f"Liên {number}:") for number in (1, 2, 3)] == [1, 1, 1]
    assert "in lại" not in words
    assert words_of(client_.post(printing).content).count("(in lại lần 1)") == 3
    assert Entry.objects.filter(action="fee_receipt.printed").count() == 2


def test_a_wrong_receipt_is_annulled_with_its_reason_and_its_number_stays_used(
    client_: Client, receptionist: User, dossier: Dossier, commune: Agency
) -> None:
    cash = Cash(8000, 0, "Phí bản sao", "Nguyễn Thị An")
    clerk = official("Phạm Văn Bình", (Role.SPECIALIST, commune))
    with pytest.raises(Forbidden):
        actions.take_fee(dossier_id=dossier.pk, cash=cash, by=clerk, now=cases.NOW)
    receipt = actions.take_fee(dossier_id=dossier.pk, cash=cash, by=receptionist, now=cases.NOW)
    annul = reverse("counter:annul_receipt", args=[dossier.public_id, receipt.public_id])
    empty = fetch(client_, annul, method="post", data={}, expect=422)
    assert [one.get("href") for one in empty.select(".govuk-error-summary a")] == [f"#reason-{receipt.pk}"]
    assert empty.select(f"details[open] #reason-{receipt.pk}"), "in sight"
    fetch(client_, annul, method="post", data={"reason": "Ghi nhầm số tiền"}, expect=302)
    page = fetch(client_, reverse("counter:fees", args=[dossier.public_id]))
    assert f"Đã hủy: Ghi nhầm số tiền ({receptionist.full_name}" in page.text
    with pytest.raises(Conflict, match="receipt_annulled"):
        actions.print_receipt(receipt_id=receipt.pk, by=receptionist, now=cases.NOW)
    other = actions.take_fee(dossier_id=dossier.pk, cash=cash, by=receptionist, now=cases.NOW)
    assert (receipt.number, other.number) == (1, 2)
    fetch(sign_in(clerk), reverse("counter:fees", args=[dossier.public_id]), expect=403)
