"""The book of fee receipts: who reads which, what a day comes to, and that its length asks nothing more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.channels.counter.tests.visits import sign_in
from motcua.channels.counter.views import receipts as view
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, FeeReceipt
from motcua.dossiers.rules.receipts import Cash
from motcua.dossiers.taking_away import receipt_book
from motcua.dossiers.taking_away.lists import ReceiptList
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db(transaction=True)
BOOK = "/quay/bien-lai"
DAYS = "?tu=2026-11-23&den=2026-11-24"


@pytest.fixture
def dossier(receptionist: User) -> Dossier:
    return cases.done(cases.filed(by=people.citizen("Nguyễn Thị An")), "accept", receptionist)


def taken(dossier: Dossier, by: User, fee: int, charge: int = 0, days: int = 0) -> FeeReceipt:
    cash = Cash(fee, charge, "Phí bản sao", "Nguyễn Thị An")
    return actions.take_fee(dossier_id=dossier.pk, cash=cash, by=by, now=cases.NOW + timedelta(days=days))


def sums_of(page: Page) -> list[list[str]]:
    """Return the rows of the sums: day and cashier, receipts, annulled ones, fee, charge, together."""
    table = page.select("table")[0]
    rows = table.cssselect("tbody tr, tfoot tr")
    return [[" ".join((cell.text_content() or "").split()) for cell in row] for row in rows]


def test_a_day_is_summed_by_cashier_and_what_is_annulled_sums_to_nothing(
    client_: Client, receptionist: User, commune: Agency, dossier: Dossier
) -> None:
    cashier = official("Bùi Thị Thu", (Role.CASHIER, one_stop_of(commune)))
    taken(dossier, receptionist, 8000, 5000)
    wrong = taken(dossier, receptionist, 900_000)
    taken(dossier, cashier, 2000)
    taken(dossier, receptionist, 1000, days=1)
    taken(dossier, receptionist, 7000, days=2)
    actions.annul_receipt(receipt_id=wrong.pk, reason="Ghi nhầm số tiền", by=cashier, now=cases.NOW)
    page = fetch(client_, BOOK + DAYS)
    assert sums_of(page) == [
        ["23/11/2026", "Lê Thị Ánh", "1", "1", "8.000 đồng", "5.000 đồng", "13.000 đồng"],
        ["23/11/2026", "Bùi Thị Thu", "1", "0", "2.000 đồng", "0 đồng", "2.000 đồng"],
        ["24/11/2026", "Lê Thị Ánh", "1", "0", "1.000 đồng", "0 đồng", "1.000 đồng"],
        ["Cộng cả khoảng ngày", "3", "1", "11.000 đồng", "5.000 đồng", "16.000 đồng"],
    ]
    rows = [" ".join((row.text_content() or "").split()) for row in page.select("[data-row]")]
    assert [row.split()[1] for row in rows] == ["0000001", "0000002", "0000003", "0000004"]
    assert all("Nguyễn Thị An" in row and dossier.code in row for row in rows)
    assert "Đã hủy: Ghi nhầm số tiền Bùi Thị Thu," in rows[1]
    assert "có hiệu lực" in rows[2]
    # As a file the same, with who annulled it and why.
    wanted = {"unit": one_stop_of(commune).code, "first": "2026-11-23", "last": "2026-11-24"}
    listed = list(ReceiptList().rows(receptionist, wanted, cases.NOW))
    assert [(row.code, row.cells[1], row.cells[8], row.cells[11]) for row in listed] == [
        (dossier.code, "0000001", 13_000, ""),
        (dossier.code, "0000002", 900_000, "Bùi Thị Thu"),
        (dossier.code, "0000003", 2000, ""),
        (dossier.code, "0000004", 1000, ""),
    ]
    assert all(len(row.cells) == len(receipt_book.COLUMNS) for row in listed)


def test_a_long_book_goes_on_page_by_page_in_as_many_questions(
    client_: Client, receptionist: User, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "PAGE", 2)
    taken(dossier, receptionist, 1000)
    with CaptureQueriesContext(connection) as few:
        fetch(client_, BOOK + DAYS)
    for _ in range(4):
        taken(dossier, receptionist, 1000)
    with CaptureQueriesContext(connection) as more:
        page = fetch(client_, BOOK + DAYS)
    assert len(more) == len(few)
    seen = []
    while True:
        seen += [(row.text_content() or "").split()[1] for row in page.select("[data-row]")]
        following = page.select("[data-shortcut='m']")
        if not following:
            break
        page = fetch(client_, BOOK + str(following[0].get("href")))
    assert seen == [f"{number:07d}" for number in range(1, 6)]


def test_who_reads_which_book(client_: Client, receptionist: User, commune: Agency, dossier: Dossier) -> None:
    taken(dossier, receptionist, 1000)
    unit = one_stop_of(commune)
    head, chair = official("Trưởng Bộ phận", (Role.ONE_STOP_HEAD, unit)), official("Ch", (Role.AGENCY_LEADER, commune))
    for user in (head, chair):
        assert dossier.code in fetch(sign_in(user), f"{BOOK}{DAYS}&don-vi={unit.code}").text
    fetch(sign_in(official("Phạm Văn Bình", (Role.SPECIALIST, commune))), BOOK, expect=403)
    other = official("Nơi Khác", (Role.RECEPTIONIST, places.department()))
    page = fetch(sign_in(other), f"{BOOK}{DAYS}&don-vi={unit.code}", expect=422)
    assert "Hãy chọn một đơn vị" in page.text
    assert dossier.code not in page.text
    wanted = {"unit": unit.code, "first": "2026-11-23", "last": "2026-11-24"}
    assert list(ReceiptList().rows(other, wanted, cases.NOW)) == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("?tu=2026-11-24&den=2026-11-23", "Ngày đầu phải trước ngày cuối."),
        ("?tu=hom-qua&den=2026-11-23", "Không hiểu ngày “hom-qua”"),
        ("?tu=2025-11-24&den=2026-11-23", "nhiều nhất 92 ngày"),
    ],
)
def test_days_that_cannot_be_meant_are_said_and_kept(client_: Client, days: str, said: str) -> None:
    page = fetch(client_, BOOK + days, expect=422)
    assert said in page.text
    typed = days.partition("tu=")[2].partition("&")[0]
    assert page.select("#tu")[0].get("value") in (typed, "/".join(reversed(typed.split("-"))))
    assert page.select("#tu-error, #den-error"), "beside the box, too"
    assert reverse("counter:receipts") == BOOK
