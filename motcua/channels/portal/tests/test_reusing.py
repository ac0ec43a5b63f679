"""Give once: the store's items instead of papers, and a known person files again without typing."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.channels.portal.tests.test_store import kept
from motcua.channels.portal.tests.walking import PAPERS, PRESENTATION, SCHEMA, answer, begin, filled
from motcua.dossiers.models import Digitisation, Dossier, DraftFile, PaperFile
from motcua.dossiers.reuse_counts import ReuseCount, reuse_counts
from motcua.dossiers.tests.factories import version
from motcua.eforms.units import UNITS
from motcua.files import actions as files
from motcua.files.queries import read
from motcua.files.tests.samples import pdf
from motcua.lib.dates import today
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.signing.actions import make_demo_key, sign_pdf
from motcua.ui.testing import fetch
from motcua.vault.models import Item, Reuse

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "KQ.G15.000001"
ASKED = [{**PAPERS[0], "replaced_by_result": f"{CODE};KQ.G15.000002"}, *PAPERS[1:]]


@pytest.fixture
def signed_in(client: Client, citizen: User) -> Client:
    UNITS.forget()
    places.commune()
    client.force_login(citizen)
    return client


@pytest.fixture
def procedure() -> ProcedureVersion:
    return version(form={"schema": SCHEMA, "presentation": PRESENTATION}, papers=ASKED)


@pytest.fixture
def item(citizen: User, settings: LazySettings, tmp_path: Any) -> Item:
    """A result in the citizen's store, as its issuer signed it."""
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    now = timezone.now()
    key = make_demo_key(label="user:x", holder_name="Cil Múp", now=now)
    signed = sign_pdf(pdf=pdf(), key=key, at=now, place="leader", reason="Giấy khai sinh")
    file = files.store(data=signed, name="kq.pdf", purpose="result", by=actor(citizen), now=now)
    files.attach(file_ids=[file.pk], by=actor(citizen), now=now)
    facts = {"with_file": False, "file_id": file.pk, "sha256": file.sha256, "result_code": CODE}
    return kept(citizen, "Giấy khai sinh", **facts)  # type: ignore[arg-type]


def at_papers(client: Client, procedure: ProcedureVersion) -> str:
    draft = begin(client, procedure)
    answer(client, f"{draft}/nguoi-nop", on_behalf="no", phone="0912 345 678")
    answer(client, f"{draft}/to-khai/request", content="Xin đăng ký", kind="new")
    answer(client, f"{draft}/to-khai/child", child__full_name="K'Brể", child__identity="068216000001")
    return draft


def send(client: Client, draft: str) -> str:
    """Go from the papers to the filing; return the dossier's code, or nothing where it was not taken."""
    fetch(client, f"{draft}/giay-to", method="post", data={"do": "go"}, expect=302)
    area = places.commune().area
    assert area is not None
    answer(client, f"{draft}/nhan-ket-qua", area=area.code, result_channel="counter")
    data = fetch(client, f"{draft}/xem-lai").fields("main form") | {"confirm": "yes"}
    client.post(f"{draft}/xem-lai", data)
    dossier = Dossier.objects.order_by("-pk").first()
    return dossier.code if dossier is not None else ""


def test_what_the_store_holds_is_used_instead_of_a_paper_and_both_sides_say_so(
    signed_in: Client, procedure: ProcedureVersion, citizen: User, item: Item
) -> None:
    """Decree 45/2020 art. 16: what was issued to the same owner and is valid stands in for the paper."""
    purpose_bound = kept(citizen, "Giấy chứng sinh", with_file=True, purpose="Để kết hôn")
    draft = at_papers(signed_in, procedure)
    page = fetch(signed_in, f"{draft}/giay-to")
    (button,) = page.select("button[value^='use.']")
    assert button.get("value") == f"use.proof.{item.public_id}"
    assert str(purpose_bound.public_id) not in str(page.response.content)
    fetch(signed_in, f"{draft}/giay-to", method="post", data={"do": button.get("value")}, expect=302)
    page = fetch(signed_in, f"{draft}/giay-to")
    assert "Lấy từ kho của ông/bà" in page.text
    assert not page.select("button[value^='use.']")
    code = send(signed_in, draft)
    digitised = Digitisation.objects.get(paper__dossier__code=code)
    assert (digitised.reused_item, digitised.stage, digitised.source) == (item, "not_needed", "result")
    reuse = Reuse.objects.get()
    assert (reuse.item, reuse.dossier_code, reuse.paper_key, reuse.matched) == (item, code, "proof", "code")
    assert item.file is not None
    assert read(PaperFile.objects.get(paper__dossier__code=code).file) == read(item.file)
    assert code in fetch(signed_in, f"/kho-cua-toi/{item.public_id}").text
    day = today(timezone.now())
    assert reuse_counts(since=day, until=day) == [ReuseCount(places.commune().pk, 1, 1, 1)]


def test_what_ended_meanwhile_is_not_filed_and_a_file_from_elsewhere_is_no_item(
    signed_in: Client, procedure: ProcedureVersion, item: Item
) -> None:
    draft = at_papers(signed_in, procedure)
    use = {"do": f"use.proof.{item.public_id}"}
    fetch(signed_in, f"{draft}/giay-to", method="post", data=use, expect=302)
    Item.objects.update(valid_until=today(timezone.now()) - timedelta(days=1))
    assert send(signed_in, draft) == ""
    Item.objects.update(valid_until=None, sha256="0" * 64)
    data = fetch(signed_in, f"{draft}/xem-lai").fields("main form") | {"confirm": "yes"}
    page = fetch(signed_in, f"{draft}/xem-lai", method="post", data=data)
    assert "không còn dùng lại được" in page.text
    Item.objects.update(sha256=item.sha256)
    fetch(signed_in, f"{draft}/xem-lai", method="post", data=data, expect=302)
    assert Dossier.objects.count() == 1


def test_an_altered_file_is_not_used(signed_in: Client, procedure: ProcedureVersion, citizen: User) -> None:
    unsigned = kept(citizen, "Giấy khai sinh", result_code=CODE)
    draft = at_papers(signed_in, procedure)
    page = fetch(signed_in, f"{draft}/giay-to", method="post", data={"do": f"use.proof.{unsigned.public_id}"})
    assert "không còn đúng" in page.text
    assert not DraftFile.objects.exists()


def test_nobody_elses_store_and_nothing_of_ones_own_for_another(
    signed_in: Client, procedure: ProcedureVersion, second_citizen: User, citizen: User
) -> None:
    other, own = kept(second_citizen, "Giấy khai sinh", result_code=CODE), kept(citizen, "Giấy", result_code=CODE)
    draft = at_papers(signed_in, procedure)
    assert not fetch(signed_in, f"{draft}/giay-to").select(f"button[value$='{other.public_id}']")
    assert fetch(signed_in, f"{draft}/giay-to").select(f"button[value$='{own.public_id}']")
    answer(
        signed_in,
        f"{draft}/nguoi-nop",
        on_behalf="yes",
        owner_kind="person",
        owner__full_name="Con",
        basis="Cha, mẹ",
    )
    assert not fetch(signed_in, f"{draft}/giay-to").select("button[value^='use.']")


CHOICES = {"on_behalf", "kind", "area", "result_channel"}


def walk(client: Client, draft: str, item: Item) -> dict[str, int]:
    """Go to the end of a filing; count the fields typed, the keystrokes in them, and the choices and presses.

    A field counts where the page does not have its value already.
    """
    area = places.commune().area
    assert area is not None
    wanted: dict[str, dict[str, str]] = {
        "nguoi-nop": {"on_behalf": "no", "phone": "0912345678"},
        "to-khai/request": {"content": "Xin đăng ký", "kind": "new"},
        "to-khai/child": {"child.full_name": "K'Brể", "child.identity": "068216000001"},
        "giay-to": {},
        "nhan-ket-qua": {"area": area.code, "result_channel": "counter"},
    }
    count = {"typed": 0, "keystrokes": 0, "presses": 0}
    for stop, answers in wanted.items():
        data: dict[str, Any] = fetch(client, f"{draft}/{stop}").fields("main form")
        for name, value in answers.items():
            if data.get(name) == value:
                continue
            data[name] = value
            if name in CHOICES:
                count["presses"] += 1
            else:
                count["typed"] += 1
                count["keystrokes"] += len(value)
        if stop == "giay-to":
            use = {"do": f"use.proof.{item.public_id}"}
            fetch(client, f"{draft}/{stop}", method="post", data=use, expect=302)
            data = {"do": "go"}
            count["presses"] += 1
        led = fetch(client, f"{draft}/{stop}", method="post", data=data, expect=302)
        assert "sua" not in led.location, stop
        count["presses"] += 1
    data = fetch(client, f"{draft}/xem-lai").fields("main form") | {"confirm": "yes"}
    done = fetch(client, f"{draft}/xem-lai", method="post", data=data, expect=302)
    assert done.location.startswith("/da-nop/")
    count["presses"] += 2  # the pledge is ticked, then filed
    return count


def test_who_files_again_types_nothing_that_is_known(
    signed_in: Client, procedure: ProcedureVersion, item: Item
) -> None:
    first = walk(signed_in, begin(signed_in, procedure), item)
    address = f"/nop-ho-so/{procedure.procedure.code}"
    assert "Dùng lại lời khai lần trước" in fetch(signed_in, address).text
    page = fetch(signed_in, address, method="post", data={"again": "1"}, expect=302)
    again = walk(signed_in, "/".join(page.location.split("/")[:3]), item)
    print(f"filing: {first}, again: {again}")  # noqa: T201 - the number is what the test reports
    assert (first["typed"], first["keystrokes"]) == (4, 38)
    assert (again["typed"], again["keystrokes"]) == (0, 0)
    assert again["presses"] <= 8
    assert Reuse.objects.count() == 2
    one, other = Dossier.objects.order_by("pk")
    assert one.answers.get().data == other.answers.get().data


def test_nobody_is_offered_what_another_said(
    client: Client, signed_in: Client, procedure: ProcedureVersion, second_citizen: User
) -> None:
    draft = filled(signed_in, procedure)
    answer(signed_in, f"{draft}/xem-lai", confirm="yes")
    client.force_login(second_citizen)
    address = f"/nop-ho-so/{procedure.procedure.code}"
    assert "Dùng lại lời khai" not in fetch(client, address).text
    page = fetch(client, address, method="post", data={"again": "1"}, expect=302)
    draft = "/".join(page.location.split("/")[:3])
    assert fetch(client, f"{draft}/to-khai/request").fields("main form")["content"] == ""
