"""Paper dossiers go from the counter to the agency on lists that both sides confirm (Decree 61/2018 art. 18)."""

from datetime import timedelta

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
from motcua.dossiers.models import Dossier, HandedOver, HandOver, Paper
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def specialist(commune: Agency) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, commune))


def on_paper(receptionist: User) -> Dossier:
    dossier = cases.filed(channel="direct", now=timezone.now())
    task = cases.task(dossier)
    return actions.complete(task_id=task.pk, outcome="accept", note="", by=receptionist, now=timezone.now())


def test_a_list_is_given_taken_and_what_did_not_come_waits_again(
    client_: Client, receptionist: User, specialist: User
) -> None:
    here, taking = reverse("counter:hand_over"), reverse("counter:taking")
    first = on_paper(receptionist)
    with CaptureQueriesContext(connection) as few:
        page = fetch(client_, here)
    assert first.code in page.text
    assert "phải chuyển trước" in page.text
    second = on_paper(receptionist)
    with CaptureQueriesContext(connection) as more:
        page = fetch(client_, here)
    assert len(more) == len(few)
    data = page.fields()
    fetch(client_, here, method="post", data=data, expect=302)
    made = HandOver.objects.get()
    assert (made.given_by, made.receiver, made.rows.count()) == (receptionist, places.commune(), 2)
    assert "Không có hồ sơ giấy nào chờ bàn giao." in fetch(client_, here).text
    fetch(client_, here, method="post", data=data, expect=302)
    assert HandOver.objects.count() == 1, "sent twice, it is one list"
    printed = fetch(client_, reverse("counter:hand_over_printed", args=[made.public_id]))
    assert printed.content.startswith(b"%PDF")

    desk = sign_in(specialist)
    with CaptureQueriesContext(connection) as two:
        page = fetch(desk, taking)
    data = page.fields() | {f"answer-{second.pk}": "missing"}
    stranger = sign_in(official("Người Lạ", (Role.SPECIALIST, places.department())))
    take = reverse("counter:take", args=[made.public_id])
    fetch(stranger, take, method="post", data=data, expect=404)
    fetch(desk, take, method="post", data=data, expect=302)
    made.refresh_from_db()
    assert made.taken_by == specialist
    assert dict(HandedOver.objects.values_list("dossier", "did_not_come")) == {first.pk: False, second.pk: True}
    page = fetch(client_, here)
    assert second.code in page.words("main form")[0]
    assert first.code not in page.words("main form")[0]
    again = fetch(desk, take, method="post", data=data, expect=302, follow=False)
    assert again.location == taking
    assert "Không có danh sách nào chờ ký nhận." in fetch(desk, taking).text
    fetch(client_, here, method="post", data=fetch(client_, here).fields(), expect=302)
    with CaptureQueriesContext(connection) as one:
        fetch(desk, taking)
    assert len(one) == len(two), "as many questions for one as for two"


def test_what_is_late_is_said_and_what_came_online_needs_no_list(client_: Client, receptionist: User) -> None:
    online = cases.filed(now=timezone.now())
    actions.complete(task_id=cases.task(online).pk, outcome="accept", note="", by=receptionist, now=timezone.now())
    late = on_paper(receptionist)
    Dossier.objects.filter(pk=late.pk).update(accepted_at=timezone.now() - timedelta(days=7))
    page = fetch(client_, reverse("counter:hand_over"))
    assert online.code not in page.text
    assert "quá giờ chuyển" in page.text


def test_what_is_not_scanned_waits_or_goes_with_its_reason(client_: Client, receptionist: User) -> None:
    """Decree 118/2025/NĐ-CP art. 17(1)(c): digitised at reception, then passed on."""
    here = reverse("counter:hand_over")
    dossier = on_paper(receptionist)
    Paper.objects.create(dossier=dossier, number=1, key="deed", name="Giấy kết hôn", originals=1)
    page = fetch(client_, here)
    assert "còn 1 giấy tờ chưa quét" in page.text
    assert "dossier" not in page.fields(), "it is not chosen by itself"
    data = page.fields() | {"dossier": str(dossier.pk)}
    refused = fetch(client_, here, method="post", data=data, expect=422)
    assert f"Còn giấy tờ chưa quét: {dossier.code}" in refused.text
    assert refused.fields()["dossier"] == str(dossier.pk)
    assert not HandOver.objects.exists()
    fetch(client_, here, method="post", data=data | {"because": "Máy quét hỏng"}, expect=302)
    assert HandedOver.objects.get().unscanned_because == "Máy quét hỏng"
