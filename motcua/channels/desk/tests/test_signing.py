"""A leader's stack: one result after the other, each looked at, each signed by itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.actions import Details
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.result import ResultState
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.files import queries as files
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.signing.actions import make_demo_key
from motcua.signing.verify import check_pdf
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db(transaction=True)
STACK = "/ban-lam-viec/ky"
TEMPLATE = """#import "/base.typ": *
#show: document-page.with(title: "Giấy xác nhận")
#official-head(agency: data.place, number: data.result.number, place: "Lâm Đồng", date: data.result.dated_on)
#kind-title("Giấy xác nhận")
Cấp cho #data.dossier.owner.
#civil-end(data)
"""


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"


@pytest.fixture
def officer(commune: Agency, receptionist: User) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, commune))


@pytest.fixture
def chairman(commune: Agency) -> User:
    user = official("Võ Văn Dũng", (Role.AGENCY_LEADER, commune))
    label = f"user:{user.username}"
    make_demo_key(label=label, holder_name=user.full_name, capacity="Chủ tịch", agency_name=commune.name, now=cases.NOW)
    return user


def appraised(receptionist: User, officer: User, count: int) -> list[Dossier]:
    """File dossiers whose result comes from a template, and bring each before the signature."""
    version = cases.version(result={"kind": "template", "name": "Giấy xác nhận", "template": TEMPLATE})
    found = []
    for number in range(count):
        now = cases.NOW + timedelta(minutes=number)
        dossier = cases.filed(of=version, now=now)
        actions.complete(task_id=cases.task(dossier).pk, outcome="accept", note="", by=receptionist, now=now)
        actions.complete(task_id=cases.task(dossier).pk, outcome="approve", note="Đã đủ", by=officer, now=now)
        found.append(dossier)
    return found


def sign(client: Client, page: Page) -> Page:
    """Press the page's own button and return the page it leads to."""
    form = page.select("form[action*='/viec/']")[0]
    data = {each.get("name"): each.get("value") for each in form.cssselect("input[type=hidden]")}
    answer = fetch(client, form.get("action"), method="post", data=data, expect=302)
    return fetch(client, answer.location)


def test_a_stack_is_signed_one_by_one(receptionist: User, officer: User, chairman: User) -> None:
    first, second, third = appraised(receptionist, officer, 3)
    client = sign_in(chairman)
    assert fetch(client, "/ban-lam-viec").select(f"a[href='{STACK}']")
    page = fetch(client, STACK)
    assert first.code in page.text
    assert "Còn 3 kết quả chờ ký" in page.text
    assert "Đã đủ" in page.text, "what the specialist noted"
    (image,) = page.select(".motcua-viewer img")
    assert fetch(client, image.get("src")).content.startswith(b"\x89PNG")
    page = sign(client, page)
    assert second.code in page.text
    assert "Còn 2 kết quả chờ ký" in page.text
    page = fetch(client, page.select("a[data-shortcut=n]")[0].get("href"))
    assert third.code in page.text
    page = sign(client, page)
    assert "Đã xem hết một lượt. Còn 1 kết quả để lại" in page.text
    page = fetch(client, page.select("a[data-shortcut=n]")[0].get("href"))
    assert second.code in page.text
    states = {dossier.code: dossier.results.values_list("state", flat=True).first() for dossier in (first, third)}
    assert set(states.values()) == {ResultState.SIGNED}
    for dossier in (first, third):
        file = dossier.results.get().file
        assert file is not None
        assert check_pdf(files.read(file)).trusted
    assert not second.results.exists()


def test_what_changed_meanwhile_is_not_signed_but_shown_again(
    receptionist: User, officer: User, chairman: User
) -> None:
    """What is signed is what was looked at."""
    (dossier,) = appraised(receptionist, officer, 1)
    client = sign_in(chairman)
    page = fetch(client, STACK)
    actions.draft(dossier_id=dossier.pk, content={}, by=officer, now=cases.NOW)
    page = sign(client, page)
    assert "Người khác vừa cập nhật hồ sơ này" in page.text
    assert dossier.code in page.text
    assert dossier.results.get().state == ResultState.DRAFT


def test_a_result_is_returned_with_its_reason_and_the_next_one_comes(
    receptionist: User, officer: User, chairman: User
) -> None:
    first, second = appraised(receptionist, officer, 2)
    client = sign_in(chairman)
    task = cases.task(first)
    data = {"outcome": "return", "ky": "1", "revision": str(Dossier.objects.get(pk=first.pk).revision)}
    end = reverse("desk:end", args=[task.public_id])
    refused = fetch(client, end, method="post", data=data, expect=302)
    assert first.code in fetch(client, refused.location).text, "no reason given: the same result again"
    answer = fetch(client, end, method="post", data={**data, "note": "Sai tên"}, expect=302)
    assert second.code in fetch(client, answer.location).text
    assert cases.task(first).kind == "appraise"


def test_a_result_in_another_system_is_confirmed(receptionist: User, officer: User, chairman: User) -> None:
    dossier = cases.filed()
    cases.done(dossier, "accept", receptionist)
    cases.done(dossier, "approve", officer, details=Details(reference=cases.reference()))
    client = sign_in(chairman)
    page = fetch(client, STACK)
    assert "số 17/XN-UBND" in page.text
    page = sign(client, page)
    assert "Không còn kết quả nào chờ ông/bà ký" in page.text
    assert dossier.results.get().state == ResultState.SIGNED


def test_only_who_signs_has_a_stack(officer: User) -> None:
    client = sign_in(officer)
    fetch(client, STACK, expect=403)
    assert not fetch(client, "/ban-lam-viec").select(f"a[href='{STACK}']")


def test_who_signs_and_issues_does_it_in_one_go_each_in_its_own_transaction(
    receptionist: User, officer: User, commune: Agency
) -> None:
    """A small commune's chairman may hold every post; drawing and signing hold no lock meanwhile."""
    (dossier,) = appraised(receptionist, officer, 1)
    stop = one_stop_of(commune)
    roles = [(Role.RECEPTIONIST, stop), *((role, commune) for role in (Role.AGENCY_LEADER, Role.CLERK))]
    everybody = official("Cil Múp", *roles)
    label = f"user:{everybody.username}"
    make_demo_key(label=label, holder_name="Cil Múp", capacity="Chủ tịch", agency_name=commune.name, now=cases.NOW)
    name, code = commune.name, commune.code
    make_demo_key(label="seal", holder_name=name, agency_name=name, agency_code=code, is_seal=True, now=cases.NOW)
    data = {"outcome": "sign", "following": "1", "recipient": "Nguyễn Thị An", "how": "counter"}
    end = reverse("desk:end", args=[cases.task(dossier).public_id])
    fetch(sign_in(everybody), end, method="post", data=data, expect=302)
    dossier.refresh_from_db()
    assert dossier.state == State.DELIVERED
    file = dossier.results.get().file
    assert file is not None
    assert [each.field for each in check_pdf(files.read(file)).signatures] == ["leader", "agency"]
    kinds = list(dossier.events.order_by("pk").values_list("kind", flat=True))
    assert kinds[-5:] == ["result_numbered", "result_signed", "result_sealed", "issued", "delivered"]
