"""Opening a dossier outside one's permission: one, for a while, for reading, and everybody who answers for it knows."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.audit.models import Entry
from motcua.dossiers import access
from motcua.dossiers.actions.working.emergency import open_in_emergency, review_emergency
from motcua.dossiers.models import Dossier, Emergency
from motcua.dossiers.rules.emergency import MOST_A_DAY
from motcua.dossiers.tests import factories
from motcua.lib.refusals import Forbidden, Refused
from motcua.notices.models import OfficialNotice
from motcua.notices.rules import OfficialKind
from motcua.organisations.rules import AgencyKind, Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import fetch
from motcua.worktime.actions import set_parameter

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "Người dân cấp cứu, cần số điện thoại người thân ngay"


@pytest.fixture
def dossier(citizen: User) -> Dossier:
    return factories.filed(by=citizen, now=timezone.now())


def visit(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_it_opens_one_dossier_for_half_an_hour_and_for_reading_alone(dossier: Dossier, stranger: User) -> None:
    client, page = visit(stranger), f"/ban-lam-viec/ho-so/{dossier.public_id}"
    fetch(client, page, expect=404)
    asked = {"code": dossier.code.lower(), "reason": REASON}
    assert fetch(client, "/ban-lam-viec/mo-khan", method="post", data=asked, expect=302).location == page
    shown = fetch(client, page)
    assert "đang xem khẩn" in shown.text
    # Numbers stay masked, nothing can be done, and no list, count or pile knows of it.
    assert "068190012345" not in shown.source
    assert not access.visible_to(stranger).filter(pk=dossier.pk).exists()
    assert not access.may(stranger, "dossier.see", dossier)
    for refused in ("tron-bo", "quy-trinh", "thoi-han", "phieu-kiem-soat", "van-ban"):
        fetch(client, f"{page}/{refused}", expect=404)
    assert client.post(f"{page}/trao-doi", {"remark": "x"}).status_code == 404
    assert client.post(f"{page}/rut").status_code == 404
    line = Entry.objects.get(action="desk.emergency", actor_id=str(stranger.pk))
    assert (line.kind, line.subjects) == ("view", [f"dossier:{dossier.code}"])
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        fetch(client, page, expect=404)


def test_those_who_answer_for_it_know_at_once(
    dossier: Dossier, stranger: User, procedure_control_officer: User, security_officer: User, specialist: User
) -> None:
    head = people.official(
        "Trưởng Xã Xa", (Role.AGENCY_LEADER, places.agency("H36.299", "", kind=AgencyKind.COMMITTEE))
    )
    open_in_emergency(code=dossier.code, reason=REASON, by=stranger, now=timezone.now())
    told = OfficialNotice.objects.filter(kind=OfficialKind.OPENED_IN_EMERGENCY)
    heads = {head.pk, procedure_control_officer.pk, security_officer.pk}
    assert heads <= set(told.values_list("user", flat=True))
    assert not told.filter(user__in=[stranger.pk, specialist.pk]).exists()
    lines = Entry.objects.filter(action="dossier.opened_in_emergency", actor_id=str(stranger.pk))
    assert [line.about for line in lines] == [f"dossier:{dossier.code}"]


def test_what_is_refused(dossier: Dossier, stranger: User, tech_admin: User, commune_officer: User) -> None:
    now = timezone.now()
    for code, reason, why in ((dossier.code, "gấp", "no_reason"), ("H36.1-261130-0001", REASON, "not_found")):
        with pytest.raises(Refused) as refusal:
            open_in_emergency(code=code, reason=reason, by=stranger, now=now)
        assert refusal.value.code == why
    with pytest.raises(Forbidden):
        open_in_emergency(code=dossier.code, reason=REASON, by=tech_admin, now=now)
    # Who may read it anyway opens nothing.
    open_in_emergency(code=dossier.code, reason=REASON, by=commune_officer, now=now)
    assert Emergency.objects.count() == 0
    for _ in range(MOST_A_DAY):
        open_in_emergency(code=dossier.code, reason=REASON, by=stranger, now=now)
    with pytest.raises(Refused) as refusal:
        open_in_emergency(code=dossier.code, reason=REASON, by=stranger, now=now)
    assert refusal.value.code == "too_often"


def test_the_minutes_are_the_provinces_word(dossier: Dossier, stranger: User) -> None:
    now = timezone.now()
    set_parameter(key="emergency_minutes", value="10", basis="QĐ 1", since=now.date() - timedelta(days=1))
    open_in_emergency(code=dossier.code, reason=REASON, by=stranger, now=now)
    assert Emergency.objects.get().ends_at == now + timedelta(minutes=10)


def test_it_is_looked_into_once_and_by_another(dossier: Dossier, stranger: User, security_officer: User) -> None:
    now = timezone.now()
    open_in_emergency(code=dossier.code, reason=REASON, by=stranger, now=now)
    opening = Emergency.objects.get().public_id
    with pytest.raises(Forbidden):
        review_emergency(opening=opening, finding="Đúng việc", by=stranger, now=now)
    client, here = visit(security_officer), "/ban-lam-viec/mo-khan/danh-sach"
    listed = fetch(client, here)
    assert REASON in listed.text
    assert "1 lần chưa ai xem xét" in listed.text
    # Who looks into it reads no dossier: the list tells its code alone.
    assert "Nguyễn Thị An" not in listed.source
    fetch(client, f"/ban-lam-viec/ho-so/{dossier.public_id}", expect=403)
    assert "Hãy ghi kết luận" in fetch(client, here, method="post", data={"opening": opening}, expect=422).text
    fetch(client, here, method="post", data={"opening": "không phải"}, expect=422)
    found = {"opening": opening, "finding": "Đúng việc, đã gọi người thân"}
    fetch(client, here, method="post", data=found, expect=302)
    assert "đã có người xem xét" in fetch(client, here, method="post", data=found, expect=422).text
    assert "Đúng việc" in fetch(client, here).text
    fetch(visit(stranger), here, expect=403)
