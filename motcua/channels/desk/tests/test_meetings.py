"""What the desk does with people: originals compared, money asked for, papers brought, work given to another."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.files.tests.samples import encode, page_photo
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.ui.testing import Page, fetch
from motcua.workflow.bpmn import Step, Wait

pytestmark = pytest.mark.django_db(transaction=True)
PAPERS = [
    {"key": "card", "name": "Thẻ căn cước", "kind": "show", "required": True},
    {"key": "form", "name": "Tờ khai có chữ ký", "kind": "submit", "required": False, "originals": 1, "copies": 0},
]
MEETING = (
    Step("meet", "Hai bên cùng đến", kind="in_person", role="receptionist", agency="received_at", outcomes=("came",)),
    Step("appraise", "Thẩm định", kind="appraise", role="specialist", outcomes=("approve",)),
)
TEMPLATE = """
#set document(title: "Giấy xác nhận")
#set page(width: 200pt, height: 200pt)
#let data = json("/data.json")
Cấp cho #data.dossier.owner
#pagebreak()
Trang hai
"""


def see(client: Client, dossier: Dossier) -> Page:
    return fetch(client, reverse("desk:dossier", args=[dossier.public_id]))


def send(client: Client, name: str, at: object, expect: int = 302, /, **data: object) -> Page:
    return fetch(client, reverse(f"desk:{name}", args=[at]), method="post", data=data, expect=expect)


def test_originals_are_ticked_as_compared_when_people_come(receptionist: User) -> None:
    """Decree 61/2018 art. 20(2): originals taken for comparison are handed back."""
    settings = {
        "processing_system": "local",
        "channels": ["online"],
        "in_person": {"who": ["Bên nam", "Bên nữ"], "originals": ["card"]},
    }
    dossier = cases.filed(of=cases.version_of(*MEETING, papers=PAPERS, settings=settings))
    actions.receive(task_id=cases.task(dossier).pk, by=receptionist, now=cases.NOW)
    client = sign_in(receptionist)
    page = see(client, dossier)
    labels = page.words(".motcua-actions .govuk-checkboxes__label")
    assert labels == ["Bên nam", "Bên nữ", "Thẻ căn cước"]
    task = cases.task(dossier)
    both = ["Bên nam", "Bên nữ"]
    refused = send(client, "end", task.public_id, 422, outcome="came", present=both, compared="other", note="x")
    assert refused.words(".govuk-error-summary__list li")
    refused = send(client, "end", task.public_id, 422, outcome="came", present="Bên nam")
    assert "Chưa đánh dấu: Bên nữ; Thẻ căn cước" in refused.words(".govuk-error-summary__list li")[0]
    send(client, "end", task.public_id, outcome="came", present=both, compared="card")
    assert "Có mặt: Bên nam, Bên nữ. Đã đối chiếu bản chính: Thẻ căn cước." in see(client, dossier).text
    paper = dossier.papers.get(key="card")
    assert paper.compared_by == str(receptionist.pk)
    assert "đã đối chiếu" in see(client, dossier).text
    assert cases.task(dossier).step == "appraise"


def test_money_is_asked_for_and_noted_as_paid(receptionist: User) -> None:
    dossier = cases.filed()
    client = sign_in(receptionist)
    task = cases.task(dossier)
    send(client, "ask_payment", task.public_id, 422, amount="50000", note="")
    send(client, "ask_payment", task.public_id, amount="50000", note="Lệ phí cấp bản sao")
    dossier.refresh_from_db()
    assert dossier.state == State.FINANCIAL_OBLIGATION
    assert "Ghi nhận đã nộp tiền" in see(client, dossier).text
    send(client, "paid", dossier.public_id, 422, receipt="BL 0001", paid_on="hôm qua")
    send(client, "paid", dossier.public_id, 422, receipt="", paid_on="2026-11-23")
    refused = send(client, "paid", dossier.public_id, 422, receipt="BL 1", paid_on="2026-11-23", paid_amount="năm chục")
    assert refused.select("input[value='BL 1']")
    send(client, "paid", dossier.public_id, receipt="BL 0001", paid_on="2026-11-23", paid_amount="50.000")
    dossier.refresh_from_db()
    assert dossier.state == State.REGISTERED
    assert "Chứng từ số BL 0001, ngày 23/11/2026, 50.000 đồng" in see(client, dossier).text


def test_a_dossier_that_waits_for_the_tax_lies_where_its_receipt_is_noted(receptionist: User, commune: Agency) -> None:
    tax = Wait("tax", "Chờ nộp thuế", "tax_paid", role="specialist")
    settings = {"channels": ["online"], "financial_duty": {"clock": "stopped", "text": "Nộp thuế"}}
    dossier = cases.filed(of=cases.version_of(tax, MEETING[1], settings=settings))
    actions.receive(task_id=cases.task(dossier).pk, by=receptionist, now=cases.NOW)
    client = sign_in(official("Phạm Văn Bình", (Role.SPECIALIST, commune)))
    assert dossier.code in fetch(client, "/ban-lam-viec?hop=cho-nguoi-nop").text
    page = see(client, dossier)
    assert "chờ người nộp thực hiện nghĩa vụ tài chính" in page.text
    assert "Chờ nộp thuế" in page.text
    send(client, "paid", dossier.public_id, receipt="T 7", paid_on="2026-11-23")
    assert cases.task(dossier).step == "appraise"
    assert "Ghi nhận đã nộp tiền" not in see(client, dossier).text


def test_what_was_asked_for_is_taken_at_the_counter(receptionist: User) -> None:
    dossier = cases.filed(of=cases.version(papers=PAPERS))
    client = sign_in(receptionist)
    task = cases.task(dossier)
    asked = {"target": "paper:form", "words-paper:form": "Ký tên vào tờ khai", "note": "Thiếu chữ ký"}
    send(client, "end", task.public_id, outcome="supplement", revision=str(dossier.revision), **asked)
    assert "Ký tên vào tờ khai" in see(client, dossier).text
    send(client, "supplement", dossier.public_id, 422, note="")
    scan = SimpleUploadedFile("to-khai.jpg", encode(page_photo(), "JPEG"), content_type="image/jpeg")
    send(client, "supplement", dossier.public_id, **{"scan-form": scan, "note": "Đã ký"})
    dossier.refresh_from_db()
    assert dossier.state == State.REGISTERED
    assert dossier.papers.get(key="form").files.count() == 1


def test_a_head_gives_work_to_another(receptionist: User, commune: Agency) -> None:
    first, second = (official(name, (Role.SPECIALIST, commune)) for name in ("Phạm Văn Bình", "Hồ Thị Chín"))
    head = official("Võ Văn Dũng", (Role.DIVISION_HEAD, commune))
    dossier = cases.filed()
    actions.complete(task_id=cases.task(dossier).pk, outcome="accept", note="", by=receptionist, now=cases.NOW)
    task = cases.task(dossier)
    actions.take(task_id=task.pk, by=first, now=cases.NOW)
    client = sign_in(head)
    assert "Giao cho người khác" in see(client, dossier).text
    assert "Giao cho người khác" not in see(sign_in(first), dossier).text
    send(client, "reassign", task.public_id, 422)
    send(client, "reassign", task.public_id, assignee=str(second.pk))
    assert cases.task(dossier).assignee == second
    send(sign_in(first), "reassign", task.public_id, 403, assignee=str(first.pk))


def test_a_result_from_a_template_is_seen_before_it_is_signed(receptionist: User, commune: Agency) -> None:
    version = cases.version(result={"kind": "template", "name": "Giấy xác nhận", "template": TEMPLATE})
    dossier = cases.filed(of=version)
    actions.complete(task_id=cases.task(dossier).pk, outcome="accept", note="", by=receptionist, now=cases.NOW)
    client = sign_in(official("Phạm Văn Bình", (Role.SPECIALIST, commune)))
    image = reverse("desk:result_page", args=[dossier.public_id, 1])
    assert see(client, dossier).select(f"img[src='{image}']")
    assert fetch(client, image).content.startswith(b"\x89PNG")
    fetch(client, reverse("desk:result", args=[dossier.public_id]), expect=404)
    fetch(client, reverse("desk:result_page", args=[dossier.public_id, 9]), expect=404)
    every_page = reverse("desk:result_preview", args=[dossier.public_id])
    assert see(client, dossier).select(f"a[href='{every_page}']")
    images = [image.get("src") for image in fetch(client, every_page).select(".motcua-viewer img")]
    assert images == [reverse("desk:result_page", args=[dossier.public_id, number]) for number in (1, 2)]
    assert fetch(client, images[1]).content.startswith(b"\x89PNG")
    other = cases.filed(of=cases.version())
    fetch(client, reverse("desk:result_preview", args=[other.public_id]), expect=404)


def test_where_no_limit_is_published_the_official_says_when(receptionist: User) -> None:
    """The promise is the official's then, with its basis; without one the dossier has none and is never overdue."""
    unknown = [{"amount": None, "unit": None, "text": "Theo quy định"}]
    first, second = (cases.filed(of=cases.version(limits=unknown)) for _ in range(2))
    client = sign_in(receptionist)
    send(client, "end", cases.task(first).public_id, 422, outcome="accept", due_on="2099-01-05")
    send(client, "end", cases.task(first).public_id, 422, outcome="accept", due_on="2001-01-05", due_reason="Luật")
    send(client, "end", cases.task(first).public_id, 422, outcome="accept", due_on="mai", due_reason="Luật")
    send(client, "end", cases.task(first).public_id, outcome="accept", due_on="5/1/2099", due_reason="Quy chế 12")
    first.refresh_from_db()
    assert first.due_at is not None
    assert first.due_adjustments.get().basis == "Quy chế 12"
    assert cases.task(first).due_at == first.due_at
    send(client, "end", cases.task(second).public_id, outcome="accept")
    assert cases.task(second).due_at is None


def test_a_paper_asked_for_is_named_and_what_came_again_is_told_from_what_was_there(receptionist: User) -> None:
    dossier = cases.filed(of=cases.version(papers=PAPERS))
    client = sign_in(receptionist)
    for _time in range(2):
        task, asked = cases.task(dossier), {"target": "paper:form", "note": "Thiếu chữ ký"}
        send(client, "end", task.public_id, outcome="supplement", revision=str(dossier.revision), **asked)
        page = see(client, dossier)
        point = f"{PAPERS[1]['name']}: Bổ sung giấy tờ này."
        assert [words for words in page.words("li") if words == point] == [point]
        assert PAPERS[1]["name"] in page.words("legend"), "what the scan is of"
        assert "bản mới" not in page.text, "nothing came twice yet"
        scan = SimpleUploadedFile("to-khai.jpg", encode(page_photo(), "JPEG"), content_type="image/jpeg")
        send(client, "supplement", dossier.public_id, **{"scan-form": scan})
        dossier.refresh_from_db()
    marks = [
        text.partition(",")[0] for text in see(client, dossier).words(".motcua-papers .govuk-tag") if "bản" in text
    ]
    assert marks == ["bản cũ", "bản mới"]
