"""The pages that edit an e-form: what is changed is kept in the sketch, what others miss is said before it is gone."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.accounts.tests import factories as people
from motcua.approvals.models import Sketch
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import Page, fetch

from .conftest import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def editor(admin: Client, code: str) -> Client:
    fetch(admin, reverse("studio:sketch", args=[code]), method="post", expect=302)
    return admin


def files() -> dict[str, str]:
    return dict(Sketch.objects.get().content["files"])


def form() -> tuple[dict[str, Any], dict[str, Any]]:
    return json.loads(files()["form.json"]), json.loads(files()["presentation.json"])


def question(code: str, step: int = 1, number: int = 0, inner: int | None = None) -> str:
    if inner is None:
        return reverse("studio:eform_question", args=[code, step, number])
    return reverse("studio:eform_inner", args=[code, step, number, inner])


def save(client: Client, address: str, expect: int = 302, row: dict[str, str] | None = None, **given: str) -> Page:
    """Send a page as it stands, with some boxes filled in otherwise; `row` are those of a condition."""
    fields = fetch(client, address).fields(".studio-form")
    data = {**fields, **{key.replace("__", "-"): value for key, value in given.items()}, **(row or {})}
    return fetch(client, address, method="post", data=data, expect=expect)


def act(client: Client, code: str, expect: int = 302, **given: Any) -> Page:
    data = {key.replace("kiem_tra", "kiem-tra"): value for key, value in given.items()}
    return fetch(client, reverse("studio:eform", args=[code]), method="post", data=data, expect=expect)


def test_the_form_is_told_in_words_and_its_parts_are_moved(editor: Client, code: str) -> None:
    page = fetch(editor, reverse("studio:eform", args=[code]))
    before = form()[1]
    assert page.words(".studio-page h2")[0].startswith("Trang 1: ")
    first = page.words(".studio-items__name")
    assert first[0].startswith("1. ")
    labels = [one.get("label") for one in before["steps"][0]["fields"]]
    save(editor, question(code), label="Ghi chú")
    assert form()[1]["steps"][0]["fields"][-1] == {"path": "ghi_chu", "label": "Ghi chú"}
    act(editor, code, trang=1, so=len(labels) + 1, viec="len")
    assert [one.get("label") for one in form()[1]["steps"][0]["fields"]][-2] == "Ghi chú"
    act(editor, code, trang=1, so=len(labels), viec="xuong")
    act(editor, code, trang=1, so=1, viec="len")
    assert [one.get("label") for one in form()[1]["steps"][0]["fields"]] == [*labels, "Ghi chú"]
    act(editor, code, trang=1, so=len(labels) + 1, viec="bo")
    assert form()[1] == before
    wrongs: list[dict[str, Any]] = [{"trang": 99}, {"trang": 1, "so": 99}, {"trang": 1, "so": 1, "muc": 5}, {}]
    for wrong in (*wrongs, {"kiem_tra": 99}):
        act(editor, code, 404, viec="bo", **wrong)
    # Every link of the page leads somewhere.
    for link in page.select(".studio-page a, .studio-items__acts a"):
        fetch(editor, link.get("href").partition("#")[0])


def test_a_kind_is_chosen_and_its_boxes_filled_without_scripts(editor: Client, code: str) -> None:
    page = save(editor, question(code), 200, label="Màu nào?", kind="one", kind__act="look")
    assert page.fields(".studio-form")["label"] == "Màu nào?"
    assert page.select("#option-new")
    assert page.words(".govuk-error-message") == []
    given = page.fields(".studio-form")
    page = fetch(editor, question(code), method="post", data=given, expect=422)
    assert [link.get("href") for link in page.select(".govuk-error-summary a")] == ["#option-new"]
    fetch(editor, question(code), method="post", data={**given, "option-new": "Đỏ\nXanh"}, expect=302)
    schema, presentation = form()
    item = presentation["steps"][0]["fields"][-1]
    assert schema["properties"]["mau_nao"] == {"enum": ["do", "xanh"]}
    assert item == {"path": "mau_nao", "label": "Màu nào?", "options": {"do": "Đỏ", "xanh": "Xanh"}}

    # Another is asked only where red was chosen, and is typed wrong at first.
    number = len(presentation["steps"][0]["fields"])
    address = question(code)
    page = save(
        editor, address, 200, label="Bao nhiêu?", kind="integer", kind__act="look", show_if__path__1="answers.mau_nao"
    )
    given = {**page.fields(".studio-form"), "show_if-path-1": "answers.mau_nao", "show_if-value-1": "Đỏ"}
    page = fetch(editor, address, method="post", data={**given, "schema.minimum": "một"}, expect=422)
    assert page.fields(".studio-form")["schema.minimum"] == "một"
    fetch(editor, address, method="post", data={**given, "schema.minimum": "1"}, expect=302)
    schema, presentation = form()
    assert schema["properties"]["bao_nhieu"] == {"type": "integer", "minimum": 1}
    assert presentation["steps"][0]["fields"][-1]["show_if"] == "answers.mau_nao == 'do'"
    page = fetch(editor, reverse("studio:eform", args=[code]))
    assert "chỉ hỏi khi: “Màu nào?” là “Đỏ”" in page.text

    # Words of an option change; what it is in the answers does not.
    save(editor, question(code, 1, number), option__words__1="Đỏ tươi", option__place__1="2")
    assert form()[1]["steps"][0]["fields"][number - 1]["options"] == {"xanh": "Xanh", "do": "Đỏ tươi"}
    # What the other looks at cannot come behind it: kept, and said with its label where it is mended.
    page = save(editor, question(code, 1, number), place=f"1.{number}")
    page = fetch(editor, reverse("studio:eform", args=[code]))
    assert any("Điều kiện nhìn tới “Màu nào?”" in what for what in page.words(".studio-findings strong"))
    page = fetch(editor, question(code, 1, number))
    assert page.h1.startswith("Sửa câu hỏi “Bao nhiêu?”")
    assert "Màu nào?" in page.words(".govuk-error-message")[0]
    page = fetch(editor, reverse("studio:sketch", args=[code]))
    assert question(code, 1, number) in [link.get("href") for link in page.select(".studio-findings a")]


def test_what_others_refer_to_is_said_before_it_is_taken_out(editor: Client, code: str) -> None:
    save(editor, question(code), label="Số bản", kind="integer")
    count = len(form()[1]["steps"][0]["fields"])
    fees = reverse("studio:item", args=[code, "phi", 1])
    page = fetch(editor, fees)
    assert "Số bản" in page.words("#count option")
    save(editor, fees, count="answers.so_ban", per="bản")
    page = act(editor, code, 200, trang=1, so=count, viec="bo")
    assert page.h1 == "Bỏ “Số bản”?"
    assert page.words(".studio-findings strong") == ["“Số bản” không phải là câu hỏi nào của biểu mẫu."]
    assert len(form()[1]["steps"][0]["fields"]) == count
    given = page.fields("main form")
    fetch(editor, reverse("studio:eform", args=[code]), method="post", data=given, expect=302)
    assert "so_ban" not in form()[0]["properties"]
    page = fetch(editor, reverse("studio:eform", args=[code]))
    assert fees in [link.get("href") for link in page.select(".studio-findings a")]
    # A page with questions is asked about, too.
    page = act(editor, code, 200, trang=1, viec="bo")
    assert page.h1.startswith("Bỏ “Trang 1: ")


def test_pages_and_checks_are_edited(editor: Client, code: str) -> None:
    address = reverse("studio:eform_step", args=[code, 0])
    page = save(editor, address, 422, title="")
    assert [link.get("href") for link in page.select(".govuk-error-summary a")] == ["#title"]
    save(editor, f"{address}?sau=1", title="Thời gian", guidance="Ghi đúng.")
    steps = form()[1]["steps"]
    assert steps[1] == {"key": "thoi_gian", "title": "Thời gian", "guidance": "Ghi đúng.", "fields": []}
    page = fetch(editor, reverse("studio:eform", args=[code]))
    assert "Trang này chưa có câu hỏi nào" in page.text
    save(editor, question(code, 2), label="Từ ngày", kind="date", path="since", required="1")
    save(
        editor,
        reverse("studio:eform_step", args=[code, 2]),
        title="Ngày",
        row={"show_if-path-1": "channel", "show_if-value-1": "online"},
    )
    assert form()[1]["steps"][1]["show_if"] == "channel == 'online'"
    assert "since" in form()[0]["required"]

    address = reverse("studio:eform_check", args=[code, 0])
    page = save(editor, address, 422)
    assert {link.get("href") for link in page.select(".govuk-error-summary a")} == {"#holds", "#path", "#message"}
    row = {"holds-path-1": "answers.since", "holds-sign-1": ">=", "holds-value-1": "1/1/2026"}
    save(editor, address, path="since", message="Phải từ năm 2026.", row=row)
    check = {"holds": "answers.since >= '2026-01-01'", "path": "since", "message": "Phải từ năm 2026."}
    assert form()[1]["checks"][-1] == check
    number = len(form()[1]["checks"])
    page = fetch(editor, reverse("studio:eform", args=[code]))
    assert "phải đúng: “Từ ngày” từ ngày 01/01/2026" in page.text
    save(editor, reverse("studio:eform_check", args=[code, number]), holds="answers.since >")
    page = fetch(editor, reverse("studio:eform_check", args=[code, number]))
    assert "sai cú pháp" in page.words(".govuk-error-message")[0]
    act(editor, code, kiem_tra=number, viec="bo")
    assert check not in form()[1].get("checks", [])


def test_questions_of_a_group_are_edited_the_same_way(editor: Client, code: str) -> None:
    save(editor, question(code), label="Thành viên", kind="group")
    number = len(form()[1]["steps"][0]["fields"])
    save(editor, question(code, 1, number, 0), label="Họ tên", kind="name", required="1")
    save(
        editor,
        question(code, 1, number, 0),
        label="Điện thoại",
        kind="phone",
        row={"show_if-path-1": "item.ho_ten", "show_if-sign-1": "answered"},
    )
    schema, presentation = form()
    group = presentation["steps"][0]["fields"][number - 1]
    assert [one["path"] for one in group["fields"]] == ["ho_ten", "dien_thoai"]
    assert group["fields"][1]["show_if"] == "item.ho_ten != null"
    assert schema["properties"]["thanh_vien"]["items"]["required"] == ["ho_ten"]
    act(editor, code, trang=1, so=number, muc=2, viec="len")
    page = fetch(editor, reverse("studio:eform", args=[code]))
    assert page.words(".studio-items--inner .studio-items__name") == [f"{number}.1. Điện thoại", f"{number}.2. Họ tên"]
    fetch(editor, question(code, 1, 1, 1), expect=404)


def test_two_pages_of_one_person_do_not_overwrite_each_other(editor: Client, code: str) -> None:
    given = fetch(editor, question(code)).fields(".studio-form")
    save(editor, question(code), label="Một")
    page = fetch(editor, question(code), method="post", data={**given, "label": "Hai"}, expect=422)
    assert page.fields(".studio-form")["label"] == "Hai"
    assert page.select(".govuk-error-summary")
    # Where something else stands there since, it is not written over.
    number = len(form()[1]["steps"][0]["fields"])
    given = fetch(editor, question(code, 1, number)).fields(".studio-form")
    act(editor, code, trang=1, so=number, viec="bo")
    save(editor, question(code), label="Ba")
    page = fetch(editor, question(code, 1, number), method="post", data={**given, "label": "Bốn"}, expect=302)
    assert page.location == reverse("studio:eform", args=[code])
    assert form()[1]["steps"][0]["fields"][-1]["label"] == "Ba"


def test_nobody_else_sees_or_changes_the_form_of_a_sketch(editor: Client, code: str) -> None:
    other = signed_in(people.official("Người khác", (Role.BUSINESS_ADMIN, places.committee()), username="khac"))
    for address in (
        reverse("studio:eform", args=[code]),
        reverse("studio:eform_step", args=[code, 1]),
        question(code, 1, 1),
        question(code, 1, 1, 0),
        reverse("studio:eform_check", args=[code, 0]),
        reverse("studio:english", args=[code]),
    ):
        fetch(other, address, expect=404)
        fetch(other, address, method="post", data={"viec": "bo", "trang": "1"}, expect=404)


def test_a_form_that_boxes_cannot_show_is_mended_as_text(editor: Client, code: str) -> None:
    sketch = Sketch.objects.get()
    sketch.content["files"]["presentation.json"] = '{"steps": {}}'
    sketch.save()
    page = fetch(editor, reverse("studio:eform", args=[code]))
    assert reverse("studio:file", args=[code, "presentation.json"]) in [
        one.get("href") for one in page.select("main a")
    ]
    fetch(editor, question(code), expect=404)


def test_english_that_is_missing_is_asked_for_and_what_nothing_says_goes(editor: Client, code: str) -> None:
    address = reverse("studio:english", args=[code])
    page = fetch(editor, address)
    assert "chưa có bản tiếng Anh" in page.text
    texts = [one.get("value") for one in page.select("input[name^=vi-]")]
    given = {**page.fields(".studio-form"), **{f"en-{n}": f"English {n}" for n in range(1, len(texts) + 1)}}
    fetch(editor, address, method="post", data=given, expect=302)
    assert json.loads(files()["en.json"]) == {text: f"English {n}" for n, text in enumerate(texts, 1)}
    assert "Mọi câu của gói đã có tiếng Anh" in fetch(editor, address).text
    first = form()[1]["steps"][0]["fields"][0]["label"]
    save(editor, question(code, 1, 1), label=f"{first} mới")
    page = fetch(editor, reverse("studio:eform", args=[code]))
    assert "Bản tiếng Anh còn" in page.text
    page = fetch(editor, address)
    assert f"{first} mới" in [one.get("value") for one in page.select("input[name^=vi-]")]
    assert "Trước đây" in page.text or "sẽ bỏ khi lưu" not in page.text
    given = {**page.fields(".studio-form"), "en-1": "New"}
    fetch(editor, address, method="post", data=given, expect=302)
    assert json.loads(files()["en.json"])[f"{first} mới"] == "New"
    assert len(fetch(editor, f"{address}?tat-ca=1").select("input[name^=vi-]")) >= len(texts)
