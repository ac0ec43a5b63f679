"""Results on paper go back to the counter on lists, and only then can be handed out (Decree 61/2018 art. 20)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.actions import Details
from motcua.dossiers.models import Custody, Dossier, HandedOver, HandOver, Paper
from motcua.dossiers.piles import arrivals
from motcua.dossiers.rules.handing import Answer, Answered
from motcua.dossiers.rules.states import ResultChannel, State
from motcua.dossiers.tests import factories as cases
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(commune: Agency) -> User:
    """Processes, signs and issues at the commune, and does not sit at the counter."""
    return official("Ya Thuyên", (Role.SPECIALIST, commune), (Role.CLERK, commune), (Role.AGENCY_LEADER, commune))


def done(receptionist: User, officer: User, **fields: Any) -> Dossier:
    """A dossier whose result is issued under a number of another system: its original is on paper."""
    dossier = cases.filed(channel="direct", **fields)
    cases.done(dossier, "accept", receptionist)
    cases.done(dossier, "approve", officer, details=Details(reference=cases.reference()))
    cases.done(dossier, "sign", officer)
    return cases.done(dossier, "issue", officer)


def shown(client: Client) -> list[str]:
    return [str(link.text_content()) for link in fetch(client, reverse("counter:results")).select("main a[data-row]")]


def test_from_the_agencys_list_to_the_hand_of_the_citizen(
    client_: Client, receptionist: User, officer: User, commune: Agency
) -> None:
    here, desk = reverse("counter:hand_back"), sign_in(officer)
    first = done(receptionist, officer)
    with CaptureQueriesContext(connection) as few:
        fetch(desk, here)
    second = done(receptionist, officer)
    electronic = done(receptionist, officer, result_channel=ResultChannel.ELECTRONIC)
    paper = Paper.objects.create(dossier=second, number=9, key="deed", name="Giấy chứng nhận", originals=1)
    Custody.objects.create(paper=paper, number=1, act="held", at=cases.NOW, by=officer, agency=commune)
    with CaptureQueriesContext(connection) as more:
        page = fetch(desk, here)
    assert len(more) == len(few)
    assert "kèm bản chính: Giấy chứng nhận" in page.text
    assert electronic.code not in page.text, "it is there as soon as it is issued"
    results = fetch(client_, reverse("counter:results"))
    assert "chưa có trong danh sách nào" in results.text
    deliver = reverse("counter:deliver", args=[first.public_id])
    refused = fetch(client_, deliver, method="post", data=fetch(client_, deliver).fields(), expect=422)
    assert "Bản giấy của kết quả chưa về quầy." in refused.text

    data = page.fields()
    fetch(desk, here, method="post", data=data, expect=302)
    fetch(desk, here, method="post", data=data, expect=302)
    made = HandOver.objects.get()
    assert (made.is_back, made.giver, made.receiver, made.rows.count()) == (True, commune, commune.one_stop, 2)
    assert "Không có kết quả giấy nào phải giao về quầy." in fetch(desk, here).text
    for side in (desk, client_):
        assert fetch(side, reverse("counter:hand_over_printed", args=[made.public_id])).content.startswith(b"%PDF")
    assert "trong danh sách giao" in fetch(client_, reverse("counter:results")).text

    # One by its own page, the other with the list.
    page = fetch(client_, deliver)
    assert "Ký nhận rồi mới trả được." in page.text
    fetch(client_, deliver, method="post", data=page.fields() | {"do": "take"}, expect=302)
    assert HandedOver.objects.get(dossier=first).settled_by == receptionist
    fetch(client_, deliver, method="post", data=fetch(client_, deliver).fields(), expect=302)
    assert Dossier.objects.get(pk=first.pk).state == State.DELIVERED
    page = fetch(client_, reverse("counter:taking"))
    assert "Văn bản trả lời 17/XN-UBND" in page.text
    fetch(client_, reverse("counter:take", args=[made.public_id]), method="post", data=page.fields(), expect=302)
    link = Custody.objects.get(paper=paper, is_last=True)
    assert (link.agency, link.taken_by) == (commune.one_stop, receptionist)
    assert shown(client_) == [second.code, electronic.code]


def test_what_was_sent_back_is_the_agencys_again(receptionist: User, officer: User, commune: Agency) -> None:
    dossier = done(receptionist, officer)
    (made,) = actions.hand_results(agency_id=commune.pk, dossier_ids=[dossier.pk], by=officer, now=cases.NOW)
    with pytest.raises(Conflict, match="handed_over_meanwhile"):
        actions.hand_results(agency_id=commune.pk, dossier_ids=[dossier.pk], by=officer, now=cases.NOW)
    said = {dossier.pk: Answered(Answer.REFUSED, "Thiếu dấu")}
    actions.take_over(public_id=made.public_id, answers=said, by=receptionist, now=cases.NOW)
    assert list(arrivals.to_hand_over([commune.pk], most=9)) == [dossier]
    assert list(arrivals.not_here([commune.one_stop_id or 0], by=receptionist)) == [dossier]
    assert dossier.events.get(kind="not_taken_over").note == "Thiếu dấu"


def test_nothing_is_handed_out_that_is_on_its_way_and_what_came_unlisted_is_said(
    receptionist: User, officer: User, commune: Agency
) -> None:
    first, second = done(receptionist, officer), done(receptionist, officer)
    with pytest.raises(Forbidden):
        actions.hand_results(agency_id=commune.pk, dossier_ids=[first.pk], by=receptionist, now=cases.NOW)
    with pytest.raises(Refused, match="result_not_here"):
        cases.done(second, "deliver", receptionist, details=Details(recipient="An"))
    cases.done(second, "deliver", receptionist, details=Details(recipient="An", is_here=True))
    assert second.events.get(kind="delivered").params == {"how": "counter", "came_unlisted": True}
    actions.hand_results(agency_id=commune.pk, dossier_ids=[first.pk], by=officer, now=cases.NOW)
    both = official("Ngồi Hai Bên", (Role.RECEPTIONIST, one_stop_of(commune)), (Role.CLERK, commune))
    for by in (receptionist, both):
        with pytest.raises(Refused, match="sign_first"):
            cases.done(first, "deliver", by, details=Details(recipient="An", is_here=True))
    third = done(receptionist, officer)
    cases.done(third, "deliver", both, details=Details(recipient="An"))
    assert third.events.get(kind="delivered").params == {"how": "counter"}, "it never left their hand"
