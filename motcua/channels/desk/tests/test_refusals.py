"""What only the head of a one-stop unit may refuse: put before them, seen in their list, decided or sent back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.taking_away.counter_lists import RefusalList
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.procedures.models import ProcedureVersion
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/ban-lam-viec/tu-choi"


@pytest.fixture
def head(commune: Agency) -> User:
    return official("Trưởng bộ phận", (Role.ONE_STOP_HEAD, one_stop_of(commune)))


@pytest.fixture
def version() -> ProcedureVersion:
    return cases.version(settings={"channels": ["online"], "refusal": {"by": "one_stop_head"}})


def test_a_refusal_goes_from_the_counter_to_the_head_and_back(
    receptionist: User, head: User, version: ProcedureVersion
) -> None:
    dossier = cases.filed(of=version)
    page, counter = reverse("desk:dossier", args=[dossier.public_id]), sign_in(receptionist)
    end = reverse("desk:end", args=[cases.task(dossier).public_id])
    said = {"outcome": "refuse", "note": "Thiếu thẩm quyền", "basis": "Nghị định 61", "instead": "Nộp ở tỉnh"}
    fetch(counter, end, method="post", data={**said, "revision": str(dossier.revision)}, expect=302)
    assert "Chờ lãnh đạo bộ phận một cửa" in fetch(counter, page).text
    fetch(counter, LIST, expect=403)
    browser = sign_in(head)
    listed = fetch(browser, LIST).text
    for words in (dossier.code, dossier.owner_name, "Thiếu thẩm quyền", "Nghị định 61", receptionist.full_name):
        assert words in listed
    shown = fetch(browser, page)
    assert "Thiếu thẩm quyền" in shown.text
    kept = shown.fields(f"form[action^='{end}']")
    assert {name: kept[name] for name in said} == said, "the head writes nothing again"
    dossier.refresh_from_db()
    back = reverse("desk:decline_refusal", args=[dossier.public_id])
    empty = {"decline": "", "revision": str(dossier.revision)}
    assert "lý do" in fetch(browser, back, method="post", data=empty, expect=422).text
    fetch(browser, back, method="post", data={**empty, "decline": "Xã nhận được"}, expect=302)
    assert "Không có hồ sơ nào chờ quyết định từ chối" in fetch(browser, LIST).text
    dossier.refresh_from_db()
    fetch(counter, end, method="post", data={**said, "revision": str(dossier.revision)}, expect=302)
    dossier.refresh_from_db()
    fetch(browser, end, method="post", data={**said, "revision": str(dossier.revision)}, expect=302)
    dossier.refresh_from_db()
    assert dossier.state == 3


def test_the_list_asks_no_more_for_many(receptionist: User, head: User, version: ProcedureVersion) -> None:
    browser, counts, taken_away = sign_in(head), [], []
    for more in (1, 3):
        for _ in range(more):
            cases.done(cases.filed(of=version), "refuse", receptionist, "Lý do", cases.grounds())
        fetch(browser, LIST)
        with CaptureQueriesContext(connection) as taken:
            fetch(browser, LIST)
        counts.append(len(taken))
        rows = list(RefusalList().rows(head, {}, cases.NOW))
        with CaptureQueriesContext(connection) as taken:
            assert list(RefusalList().rows(head, {}, cases.NOW)) == rows
        taken_away.append(len(taken))
    assert counts[0] == counts[1]
    assert taken_away[0] == taken_away[1]
    assert len(rows) == 4
    assert list(RefusalList().rows(receptionist, {}, cases.NOW)) == []
    assert browser.get(LIST).content.count(b"danh-sach=refusals") == 1
