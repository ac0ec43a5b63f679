"""Decisions on the desk: what a refusal must say, and what a leader may decide about what was issued."""

import pytest
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chair(commune: Agency) -> User:
    return official("Võ Văn Dũng", (Role.AGENCY_LEADER, commune))


def test_a_refusal_on_the_desk_says_law_and_way(receptionist: User) -> None:
    client, dossier = sign_in(receptionist), cases.filed()
    url = reverse("desk:end", args=[cases.task(dossier).public_id])
    data = {"outcome": "refuse", "note": "Không thuộc thẩm quyền", "basis": "Nghị định 61/2018, Điều 17"}
    page = fetch(client, url, method="post", data=data, expect=422)
    assert "có thể làm gì tiếp" in page.words(".govuk-error-summary__list li")[0]
    assert data["basis"] in page.content.decode(), "what was typed stays"
    fetch(client, url, method="post", data={**data, "instead": "Nộp tại xã cư trú"}, expect=302)
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED


def test_a_leader_takes_an_issued_result_back(commune: Agency, chair: User) -> None:
    stop = one_stop_of(commune)
    hands = official("Trần Cẩm", (Role.RECEPTIONIST, stop), (Role.SPECIALIST, commune), (Role.CLERK, commune))
    dossier = cases.done(cases.filed(), "accept", hands)
    cases.done(dossier, "approve", hands, details=actions.Details(reference=cases.reference()))
    cases.done(dossier, "sign", chair)
    dossier = cases.done(dossier, "issue", hands)
    page, url = reverse("desk:dossier", args=[dossier.public_id]), reverse("desk:decide", args=[dossier.public_id])
    assert "Rút lại kết quả chưa trả" not in fetch(sign_in(hands), page).text
    fetch(sign_in(hands), url, method="post", data={"kind": "recall"}, expect=403)
    client = sign_in(chair)
    assert "Rút lại kết quả chưa trả để xử lý lại" in fetch(client, page).text
    data = {"kind": "recall", "reason": "", "basis": "Chữ đã gõ", "revision": str(dossier.revision)}
    assert "Chữ đã gõ" in fetch(client, url, method="post", data=data, expect=422).content.decode()
    fetch(client, url, method="post", data={**data, "reason": "Sai tên", "revision": "1"}, expect=409)
    fetch(client, url, method="post", data={**data, "reason": "Sai tên"}, expect=302)
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert "Rút lại kết quả chưa trả để xử lý lại" in fetch(client, page).words(".motcua-timeline__title")
