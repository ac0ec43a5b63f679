"""A form changed by somebody who never saw JSON: filled in boxes, approved by another, and filed with by a citizen."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.tests import factories as people
from motcua.approvals.models import Proposal, Sketch
from motcua.channels.portal.tests.test_declaration import text_of
from motcua.channels.portal.tests.walking import answer, begin
from motcua.dossiers.models import Dossier
from motcua.eforms.units import UNITS
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures import queries
from motcua.procedures.actions import import_records
from motcua.procedures.tests.test_records import COLLECTED
from motcua.ui.testing import Page, fetch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.long]
CODE = "1.000001"
# One question of each common kind: its kind, its label, further boxes, what a citizen answers, how that is read back.
ASKED: tuple[tuple[str, str, dict[str, str], dict[str, str], str], ...] = (
    ("short", "Tên cửa hàng", {"schema.maxLength": "40"}, {"": "Quán Lá"}, "Quán Lá"),
    ("long", "Lý do mở cửa hàng", {}, {"": "Vì cần"}, "Vì cần"),
    ("integer", "Số ghế", {"schema.minimum": "1"}, {"": "12"}, "12"),
    ("decimal", "Diện tích", {"suffix": "m²"}, {"": "30,5"}, "30,5"),
    ("money", "Vốn", {}, {"": "1.500.000"}, "1.500.000"),
    ("one", "Loại cửa hàng", {"option-new": "Ăn uống\nTạp hóa"}, {"": "an_uong"}, "Ăn uống, giải khát"),
    ("many", "Ngày mở cửa", {"option-new": "Thứ bảy\nChủ nhật"}, {"": "chu_nhat"}, "Chủ nhật"),
    ("date", "Ngày khai trương", {}, {".day": "5", ".month": "6", ".year": "2027"}, "05/06/2027"),
    ("partial", "Bắt đầu ở đây từ", {"schema.x-when": "past"}, {".year": "1990"}, "1990"),
    ("name", "Người quản lý", {}, {"": "K'Brể"}, "K'Brể"),
    ("phone", "Điện thoại cửa hàng", {}, {"": "0912 345 678"}, "0912345678"),
    ("sex", "Giới tính người quản lý", {}, {"": "female"}, "Nữ"),
    ("ethnicity", "Dân tộc người quản lý", {}, {"": "Cơ Ho"}, "Cơ Ho"),
)


class Studio:
    """The studio as a business administrator uses it without scripts: pages, links, boxes and buttons."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def form(self) -> dict[str, Any]:
        return json.loads(Sketch.objects.get().content["files"]["presentation.json"])  # type: ignore[no-any-return]

    def labels(self, step: int) -> list[str]:
        return [str(one.get("label")) for one in self.form()["steps"][step - 1]["fields"]]

    def overview(self) -> Page:
        return fetch(self.client, reverse("studio:eform", args=[CODE]))

    def press(self, **given: Any) -> None:
        fetch(self.client, reverse("studio:eform", args=[CODE]), method="post", data=given, expect=302)

    def save(self, address: str, **given: str) -> None:
        data = {**fetch(self.client, address).fields(".studio-form"), **given}
        fetch(self.client, address, method="post", data=data, expect=302)

    def ask(self, step: int, kind: str, label: str, **given: str) -> None:
        """Add a question: choose its kind, see the boxes of that, fill them in."""
        address = reverse("studio:eform_question", args=[CODE, step, 0])
        data = {**fetch(self.client, address).fields(".studio-form"), "kind": kind, "kind-act": "look", "label": label}
        page = fetch(self.client, address, method="post", data=data)
        data = {**page.fields(".studio-form"), **given}
        fetch(self.client, address, method="post", data=data, expect=302)

    def question(self, step: int, label: str) -> str:
        return reverse("studio:eform_question", args=[CODE, step, self.labels(step).index(label) + 1])


@pytest.fixture
def commune() -> None:
    now = timezone.now()
    methods = [{**method, "duration": 3, "unit": "Ngày làm việc"} for method in COLLECTED["methods"]]
    record = {**COLLECTED, "methods": methods, "dossier": []}
    import_records(found=[(1, record)], on=today(now), say=lambda *_: None, by=SYSTEM, now=now)
    UNITS.forget()
    places.commune()


def signed_in(name: str, role: Role, username: str) -> Client:
    client = Client()
    client.force_login(people.official(name, (role, places.committee()), username=username))
    return client


def test_a_form_is_changed_in_boxes_and_filed_with(commune: None) -> None:
    admin = signed_in("Phan Thị Lan", Role.BUSINESS_ADMIN, "nghiepvu")
    officer = signed_in("Bùi Thị Mai", Role.PROCEDURE_CONTROL_OFFICER, "kiemsoat")
    studio = Studio(admin)
    fetch(admin, reverse("studio:sketch", args=[CODE]), method="post", expect=302)
    old = len(studio.form()["steps"])
    step = old + 1
    studio.save(f"{reverse('studio:eform_step', args=[CODE, 0])}?sau={old}", title="Cửa hàng")
    heading = reverse("studio:eform_question", args=[CODE, step, 0])
    studio.save(f"{heading}?loai=heading", heading="Về cửa hàng")
    for kind, label, boxes, _answers, _said in ASKED:
        studio.ask(step, kind, label, required="1", **boxes)
    # One that is asked only of shops that sell food, with the value as people see it.
    row = {"show_if-path-1": "answers.loai_cua_hang", "show_if-value-1": "Ăn uống"}
    studio.ask(step, "yes_no", "Có bán rượu không?", required="1", **row)
    # An option gets other words and keeps what it is in the answers.
    studio.save(studio.question(step, "Loại cửa hàng"), **{"option-words-1": "Ăn uống, giải khát"})
    # The name of the shop is asked first of all, on the page before; another goes up by one.
    studio.save(studio.question(step, "Tên cửa hàng"), place=f"{old}.0")
    assert studio.labels(old)[0] == "Tên cửa hàng"
    number = studio.labels(step).index("Vốn") + 1
    studio.press(trang=step, so=number, viec="len")
    assert studio.labels(step).index("Vốn") + 1 == number - 1
    check = {"holds-path-1": "answers.so_ghe", "holds-sign-1": "<=", "holds-value-1": "200"}
    address = reverse("studio:eform_check", args=[CODE, 0])
    studio.save(address, path="so_ghe", message="Quá 200 ghế thì xin phép ở tỉnh.", **check)
    page = studio.overview()
    assert page.select(".studio-findings") == []
    assert "chỉ hỏi khi: “Loại cửa hàng” là “Ăn uống, giải khát”" in page.text
    # As the citizen will see it.
    (look,) = [
        one.get("href") for one in page.select(".studio-page a") if str(one.get("href")).endswith("#trang-cua_hang")
    ]
    assert "Loại cửa hàng" in fetch(admin, look.partition("#")[0]).text

    day = today(timezone.now())
    data = {"reason": "Nghị quyết mới", "day-day": day.day, "day-month": day.month, "day-year": day.year}
    fetch(admin, reverse("studio:propose", args=[CODE]), method="post", data=data, expect=302)
    proposal = Proposal.objects.get()
    page = fetch(officer, reverse("studio:proposal", args=[proposal.public_id]))
    assert "Có bán rượu không?" in page.text
    fetch(officer, reverse("studio:approve", args=[proposal.public_id]), method="post", data={"note": ""}, expect=302)
    version = queries.current(CODE, day)
    assert version.number == 2

    citizen = Client()
    citizen.force_login(people.citizen("Nguyễn Thị An", number="068190012345"))
    draft = begin(citizen, version)
    answer(citizen, f"{draft}/nguoi-nop", on_behalf="no", phone="0912 345 678")
    given = {
        f"{path_of(version.form, label)}{part}": value
        for _k, label, _b, said, _r in ASKED
        for part, value in said.items()
    }
    texts = {"content": "Xin cấp giấy", "applicant.full_name": "Nguyễn Thị An", "applicant.identity": "068190012345"}
    for one in version.form["presentation"]["steps"]:
        url = f"{draft}/to-khai/{one['key']}"
        asked = fetch(citizen, url).select("main form [name]")
        names = {str(box.get("name")) for box in asked}
        mine = {name.replace(".", "__"): value for name, value in {**given, **texts}.items() if name in names}
        page = answer(citizen, url, 302, **mine)
        if "co_ban_ruou_khong" not in names and fetch(citizen, url).select("[name=co_ban_ruou_khong]"):
            page = answer(citizen, url, 302, co_ban_ruou_khong="no")
    area = places.commune().area
    assert area is not None
    fetch(citizen, f"{draft}/giay-to", method="post", data={"do": "go"}, expect=302)
    answer(citizen, f"{draft}/nhan-ket-qua", area=area.code, result_channel="counter")
    review = fetch(citizen, f"{draft}/xem-lai")
    printed = text_of(citizen.get(f"{draft}/to-khai.pdf").content)
    for _kind, label, _boxes, _answers, said in ASKED:
        assert label in review.text
        assert said in review.text, label
        assert said in printed, label
    assert "Có bán rượu không?" in review.text
    answer(citizen, f"{draft}/xem-lai", confirm="yes")
    kept = Dossier.objects.get().answers.get().data
    assert (kept["so_ghe"], kept["loai_cua_hang"], kept["ngay_mo_cua"]) == (12, "an_uong", ["chu_nhat"])
    assert kept["co_ban_ruou_khong"] is False


def path_of(form: dict[str, Any], label: str) -> str:
    fields: list[dict[str, Any]] = [field for step in form["presentation"]["steps"] for field in step["fields"]]
    return next(str(field["path"]) for field in fields if field.get("label") == label)
