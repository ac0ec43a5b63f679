"""Lists under a name of one's own."""

import pytest
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
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
