"""Lists under a name of one's own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch
from motcua.workflow import saved

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/ban-lam-viec?hop=don-vi&viec=sign"
SAVE, FORGET = "/ban-lam-viec/danh-sach/luu", "/ban-lam-viec/danh-sach/bo"


def test_a_list_is_kept_found_again_and_dropped(receptionist: User) -> None:
    client = sign_in(receptionist)
    fetch(client, LIST)
    answer = fetch(client, f"{SAVE}?hop=don-vi&viec=sign", method="post", data={"name": " Chờ  ký "}, expect=302)
    assert answer.location == LIST
    page = fetch(client, "/ban-lam-viec")
    assert page.words("nav [href='/ban-lam-viec?hop=don-vi&viec=sign']") == ["Chờ ký"]
    kept = str(fetch(client, LIST).select("[name=list]")[0].get("value"))
    fetch(client, f"{FORGET}?hop=don-vi&viec=sign", method="post", data={"list": kept}, expect=302)
    assert saved.saved_by(receptionist) == []


def test_nobody_drops_anothers_list(receptionist: User, commune: Agency) -> None:
    theirs = saved.save_list(name="Của tôi", query="", by=receptionist, now=timezone.now())
    other = official("Phạm Văn Bình", (Role.SPECIALIST, commune))
    fetch(sign_in(other), FORGET, method="post", data={"list": str(theirs.pk)}, expect=302)
    assert saved.saved_by(receptionist) == [theirs]


def test_the_address_of_a_list_is_ours_and_not_what_somebody_wrote(receptionist: User) -> None:
    fetch(sign_in(receptionist), f"{SAVE}?hop=khac&xep=//evil", method="post", data={"name": "Lạ"}, expect=302)
    assert saved.saved_by(receptionist)[0].query == ""


@pytest.mark.parametrize("name", ["", " ", "a" * 61])
def test_a_list_needs_a_short_name(receptionist: User, name: str) -> None:
    client = sign_in(receptionist)
    fetch(client, SAVE, method="post", data={"name": name}, expect=302)
    assert "Hãy đặt tên" in fetch(client, "/ban-lam-viec").text
    assert saved.saved_by(receptionist) == []


def test_there_are_not_too_many(receptionist: User) -> None:
    for number in range(saved.MOST):
        saved.save_list(name=f"Danh sách {number}", query="", by=receptionist, now=timezone.now())
    with pytest.raises(Refused, match="list_many"):
        saved.save_list(name="Thêm nữa", query="", by=receptionist, now=timezone.now())
    saved.save_list(name="Danh sách 0", query="?hop=qua-han", by=receptionist, now=timezone.now())


def test_a_register_is_kept_with_the_stretch_that_moves_along(commune: Agency) -> None:
    unit = one_stop_of(commune)
    client = sign_in(official("Trưởng Bộ phận", (Role.ONE_STOP_HEAD, unit), (Role.RECEPTIONIST, unit)))
    here = f"don-vi={unit.code}&ky=thang-truoc"
    for page, word in (("/ban-lam-viec/so-theo-doi", "so"), ("/quay/bien-lai", "bien-lai")):
        form = fetch(client, f"{page}?{here}").select(f"form[action^='{SAVE}']")[0]
        assert form.get("action") == f"{SAVE}?{here}&trang={word}"
        with CaptureQueriesContext(connection) as few:
            fetch(client, f"{page}?{here}")
        answer = fetch(client, str(form.get("action")), method="post", data={"name": f"Kỳ {word}"}, expect=302)
        assert answer.location == f"{page}?{here}"
        with CaptureQueriesContext(connection) as more:
            shown = fetch(client, answer.location)
        assert len(more) == len(few)
        assert shown.words(f"nav [href='{page}?{here}'][aria-current]") == [f"Kỳ {word}"]
        drop = {"list": str(shown.select("[name=list]")[0].get("value"))}
        fetch(client, f"{FORGET}?{here}&trang={word}", method="post", data=drop, expect=302)
        assert fetch(client, answer.location).select("[name=list]") == []
    fetch(
        client, f"{SAVE}?loai=signature&trang=chung-thuc&xa=//evil", method="post", data={"name": "Chữ ký"}, expect=302
    )
    kept = fetch(client, "/quay/chung-thuc/so").select("nav [href^='/quay/chung-thuc/so?']")
    assert [one.get("href") for one in kept] == ["/quay/chung-thuc/so?loai=signature&xa=%2F%2Fevil"]
    assert fetch(client, "/ban-lam-viec").select("nav[aria-label='Danh sách đã lưu']") == [], "each on its own page"
