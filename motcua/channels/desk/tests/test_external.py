"""Beside another system: its data to copy, and what it says back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.models import Dossier, DossierEvent, ExternalStanding
from motcua.dossiers.tests import factories as cases
from motcua.lib.dates import VN
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
SETTINGS = {
    "processing_system": "external:police",
    "channels": ["direct", "online", "post"],
    "external": {
        "name": "Hệ thống cư trú",
        "code_pattern": "[0-9A-Z-]{4,20}",
        "fields": ["identity", "content"],
        "statuses": [{"key": "taken", "name": "Đã tiếp nhận"}, {"key": "decided", "name": "Đã giải quyết"}],
    },
}


@pytest.fixture
def dossier() -> Dossier:
    return cases.filed(by=people.citizen(), of=cases.version(settings=SETTINGS))


@pytest.fixture
def officer(commune: Agency) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, commune))


def told(client: Client, dossier: Dossier, *, expect: int = 302, **data: str) -> Any:
    dossier.refresh_from_db()
    moment = dossier.submitted_at.astimezone(VN) + timedelta(minutes=1)
    typed = {"code": "CT-0042", "status": "taken", "said_on": f"{moment:%d/%m/%Y}", "said_hour": f"{moment:%H:%M}"}
    data = typed | {"revision": str(dossier.revision)} | data
    return fetch(client, reverse("desk:external", args=[dossier.public_id]), method="post", data=data, expect=expect)


def test_the_answers_stand_in_the_other_systems_order(officer: User, dossier: Dossier) -> None:
    page = fetch(sign_in(officer), reverse("desk:external", args=[dossier.public_id]))
    assert page.words("[id^=copied-]") == ["Xin xác nhận"]
    assert page.words("section[aria-labelledby=data] h3"), "whose answers these are"
    assert page.select("button[data-copy][hidden]"), "without JavaScript there is no button that does nothing"
    assert "Nhập vào Hệ thống cư trú" in fetch(sign_in(officer), reverse("desk:dossier", args=[dossier.public_id])).text


def test_its_code_and_state_are_kept_once_and_told(officer: User, dossier: Dossier) -> None:
    client = sign_in(officer)
    told(client, dossier)
    told(client, dossier)
    assert [(one.code, one.status) for one in ExternalStanding.objects.all()] == [("CT-0042", "taken")]
    event = DossierEvent.objects.get(dossier=dossier, kind="external_noted")
    assert event.is_public
    assert event.params == {"system": "Hệ thống cư trú", "status": "Đã tiếp nhận"}
    dossier.refresh_from_db()
    assert dossier.state == 1, "our own state is what our process says"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"status": "flown"}, "Hãy chọn tình trạng"),
        ({"code": "x"}, "không giống mã"),
        ({"code": ""}, "Hãy ghi mã hồ sơ"),
        ({"said_on": "hôm qua"}, "Không hiểu ngày “hôm qua”"),
        ({"said_hour": "24:00"}, "Hãy ghi giờ và phút"),
        ({"said_on": "1/1/2035", "said_hour": "8 giờ 00"}, "Thời điểm phải từ lúc nộp"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    officer: User, dossier: Dossier, wrong: dict[str, str], words: str
) -> None:
    page = told(sign_in(officer), dossier, expect=422, **wrong)
    assert words in page.text
    assert not ExternalStanding.objects.exists()


def test_the_second_of_two_is_told(officer: User, dossier: Dossier) -> None:
    told(sign_in(officer), dossier, expect=409, revision="99")


def test_what_was_filed_in_this_minute_may_be_said_of_this_minute(officer: User, dossier: Dossier) -> None:
    """The page offers the present minute, which began before the dossier was filed."""
    Dossier.objects.filter(pk=dossier.pk).update(submitted_at=dossier.submitted_at + timedelta(seconds=30))
    moment = dossier.submitted_at.astimezone(VN)
    told(sign_in(officer), dossier, said_on=f"{moment:%d/%m/%Y}", said_hour=f"{moment:%H:%M}")
    moment -= timedelta(minutes=1)
    told(sign_in(officer), dossier, said_on=f"{moment:%d/%m/%Y}", said_hour=f"{moment:%H:%M}", expect=422)


def test_where_this_system_decides_there_is_nothing_to_copy(officer: User) -> None:
    dossier = cases.filed(by=people.citizen())
    fetch(sign_in(officer), reverse("desk:external", args=[dossier.public_id]), expect=302)
