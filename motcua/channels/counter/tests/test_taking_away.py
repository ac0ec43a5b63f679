"""What the counter lists can be taken away as a file: the same rows, for the same people, at the same cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Custody, Dossier, Paper
from motcua.dossiers.piles.day import Pile
from motcua.dossiers.rules.exports import ExportKind
from motcua.dossiers.rules.states import ResultChannel, State
from motcua.dossiers.taking_away.lists import list_called
from motcua.dossiers.tests import factories as cases
from motcua.lib.refusals import Forbidden
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


def codes(name: str, user: User, **wanted: Any) -> list[str]:
    return [row.code for row in list_called(name).rows(user, wanted, timezone.now())]


def received(by: User) -> Dossier:
    dossier, now = cases.filed(channel="direct", now=timezone.now()), timezone.now()
    actions.complete(task_id=cases.task(dossier).pk, outcome="accept", note="", by=by, now=now)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=now)
    dossier.refresh_from_db()
    return dossier


def lying(by: User) -> Dossier:
    """A dossier whose result waits at the counter."""
    dossier = received(by)
    ready = {"state": State.COMPLETED, "completed_at": timezone.now(), "result_channel": ResultChannel.ELECTRONIC}
    Dossier.objects.filter(pk=dossier.pk).update(**ready)
    return dossier


def given(by: User) -> Dossier:
    dossier = received(by)
    unit = dossier.received_at_id or 0
    actions.hand_over(
        unit_id=unit, dossier_ids=[dossier.pk], unscanned_because="Máy quét hỏng", by=by, now=timezone.now()
    )
    return dossier


def held(by: User) -> Dossier:
    dossier = received(by)
    Dossier.objects.filter(pk=dossier.pk).update(state=State.WITHDRAWN)
    paper = Paper.objects.create(dossier=dossier, number=9, key="deed", name="Giấy chứng nhận", originals=1)
    unit = dossier.received_at_id
    Custody.objects.create(paper=paper, number=1, act="held", at=cases.NOW, by=by, agency_id=unit)
    return dossier


LISTS: list[tuple[str, dict[str, str], Callable[[User], Dossier]]] = [
    ("day", {"pile": "results"}, lying),
    ("given", {}, given),
    ("taking", {}, given),
    ("held", {}, held),
    ("day", {"pile": "hand_over"}, received),
]


def test_each_list_has_its_rows_for_its_own_people_at_a_constant_cost(receptionist: User, commune: Agency) -> None:
    specialist = official("Người Nhận", (Role.SPECIALIST, commune))
    stranger = official("Người Lạ", (Role.RECEPTIONIST, places.centre()))
    for name, wanted, made in LISTS:
        reader = specialist if name == "taking" else receptionist
        made(receptionist)
        before = codes(name, reader, **wanted)
        with CaptureQueriesContext(connection) as few:
            assert codes(name, reader, **wanted) == before
        more = {made(receptionist).code for _ in range(2)}
        with CaptureQueriesContext(connection) as many:
            assert set(codes(name, reader, **wanted)) == {*before, *more}
        assert (len(before) > 0, len(many)) == (True, len(few)), name
        assert codes(name, stranger, **wanted) == [], name


def test_a_row_of_a_hand_over_says_who_gave_it_and_that_nobody_signed(receptionist: User) -> None:
    code = given(receptionist).code
    (row,) = list_called("given").rows(receptionist, {}, timezone.now())
    said = dict(zip([name for name, _width in list_called("given").columns], row.cells, strict=True))
    assert (said["Mã hồ sơ"], said["Người giao"], said["Ký nhận"]) == (code, "Lê Thị Ánh", "chưa")
    assert codes("given_back", receptionist) == [], "results went nowhere yet"


def test_the_pages_offer_it_where_something_is_listed(client_: Client, receptionist: User) -> None:
    received(receptionist)
    given(receptionist)
    held(receptionist)
    exports = reverse("desk:exports")
    pages = {
        reverse("counter:pile", args=["hen"]): ["day&hop=promised"],
        reverse("counter:hand_over"): ["day&hop=hand_over", "given"],
        reverse("counter:results"): ["held"],
    }
    for page, lists in pages.items():
        forms = [str(form.get("action")) for form in fetch(client_, page).select("form")]
        assert [form for form in forms if form.startswith(exports)] == [f"{exports}?danh-sach={one}" for one in lists]
    fetch(client_, f"{exports}?danh-sach=day&hop={Pile.CALLS}", method="post", expect=302)
    assert "Hãy chọn một danh sách trong ngày." in fetch(client_, exports).text, "calls have a list of their own"


def test_who_sits_at_no_counter_asks_for_no_list_of_it(commune: Agency) -> None:
    clerk, now = official("Phạm Văn Bình", (Role.CLERK, commune)), timezone.now()
    for name in ("day", "given", "held"):
        with pytest.raises(Forbidden):
            actions.ask_export(what=name, wanted={"pile": "mine"}, kind=ExportKind.CSV, title="Sổ", by=clerk, now=now)
    elsewhere = sign_in(official("Nơi Khác", (Role.RECEPTIONIST, one_stop_of(places.department()))))
    assert fetch(elsewhere, reverse("counter:results")).select(f"form[action^='{reverse('desk:exports')}']") == []
