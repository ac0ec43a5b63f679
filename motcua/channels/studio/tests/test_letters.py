"""A province's own templates of letters: told what is wrong, seen printed, approved by another, taken along."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.approvals.models import Proposal
from motcua.channels.studio.tests.test_layouts import text_of
from motcua.channels.studio.tests.test_studio import day_of
from motcua.dossiers.models import LetterTemplate
from motcua.dossiers.paperwork.letters import templates_on
from motcua.ui.testing import Page, fetch

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LIST = "/quan-tri/mau-van-ban"
NEW = {
    "name": "Công văn nhắc trả lời",
    "kind": "letter",
    "title": "",
    "addressee": "[tên cơ quan]",
    "subject": "về hồ sơ {code}",
    "body": "{agency} đang giải quyết hồ sơ {code}.\nXin trả lời trước [ngày].",
}


def decided(officer: Client) -> Proposal:
    proposal = Proposal.objects.latest("pk")
    address = reverse("studio:approve", args=[proposal.public_id])
    fetch(officer, address, method="post", data={}, expect=302)
    return proposal


def test_a_new_template_is_told_what_is_wrong_printed_and_approved(admin: Client, officer: Client, day: date) -> None:
    page = fetch(admin, reverse("studio:letters"))
    address = reverse("studio:letter_template", args=["moi"])
    assert address in {link.get("href") for link in page.select("a")}
    assert "{code}" in fetch(admin, address).text
    typed = {**NEW, "reason": "Theo quy chế", **day_of(day)}
    wrong = {**typed, "subject": "về hồ sơ {cod}", "body": "Câu một.\n{chu_ho_so} và [ngày"}
    for where in (address, f"{address}/xem-thu"):
        page = fetch(admin, where, method="post", data=wrong, expect=422)
        said = {one.get("href"): one.text for one in page.select(".govuk-error-summary a")}
        assert "Trích yếu, dòng 1: không có chỗ điền nào tên “{cod}”. Có phải “{code}” không?" in said["#subject"]
        assert page.select(".govuk-error-summary a")[1].text.startswith("Nội dung, dòng 2")
        assert len(page.select(".govuk-error-summary a")) == 3
        assert page.fields("main form")["body"].splitlines() == wrong["body"].splitlines()
    assert not Proposal.objects.exists()
    printed = fetch(admin, f"{address}/xem-thu", method="post", data=typed).content
    assert "[ngày]" in text_of(printed)
    data = {**typed, "code": "H36.12-261123-9999"}
    assert "Không có hồ sơ mã này" in fetch(admin, f"{address}/xem-thu", method="post", data=data, expect=422).text
    fetch(admin, address, method="post", data=typed, expect=302)
    proposal = decided(officer)
    assert "[ngày]" in text_of(fetch(officer, reverse("studio:proposed_layout", args=[proposal.public_id])).content)
    row = LetterTemplate.objects.get()
    assert (row.key, row.number, row.first) == ("cong_van_nhac_tra_loi", 1, day)
    assert templates_on(day)[-1] == row.template
    assert row.template not in templates_on(day - timedelta(days=1))
    assert "Đã có mẫu tên này" in fetch(admin, address, method="post", data=typed, expect=422).text


def test_one_of_ours_is_changed_compared_and_ended(admin: Client, officer: Client, day: date) -> None:
    address = reverse("studio:letter_template", args=["to_agency"])
    fetch(admin, reverse("studio:letter_template", args=["nothing"]), expect=404)
    typed = fetch(admin, address).fields("main form") | {"reason": "Theo quy chế", **day_of(day)}
    assert "Chưa có thay đổi nào" in fetch(admin, address, method="post", data=typed, expect=422).text
    fetch(admin, address, method="post", data={**typed, "body": "{agency} xin ý kiến."}, expect=302)
    assert "xin ý kiến" in fetch(officer, reverse("studio:proposal", args=[Proposal.objects.get().public_id])).text
    decided(officer)
    found = {one.key: one for one in templates_on(day)}
    assert found["to_agency"].words.body == "{agency} xin ý kiến."
    compared = fetch(admin, f"{address}?tu=0&den=1")
    assert [one.text for one in compared.select("main ins")] == ["{agency} xin ý kiến."]
    assert "to_agency" in {one["key"] for one in json.loads(fetch(admin, f"{LIST}/tai-ve").content)["templates"]}
    fetch(admin, address, method="post", data={**typed, "do": "end", "base": ""}, expect=302)
    decided(officer)
    assert "to_agency" not in {one.key for one in templates_on(day)}
    assert "to_agency" in {one.key for one in templates_on(day - timedelta(days=1))}


def test_templates_travel_and_each_that_differs_is_proposed(admin: Client, day: date) -> None:
    given = json.loads(fetch(admin, f"{LIST}/tai-ve").content)
    given["templates"][0]["body"] = "Nội dung của tỉnh bạn về {code}."
    given["templates"].append({**NEW, "key": "nhac"})
    reason = {"reason": "Dùng chung với tỉnh bạn", **day_of(day)}

    def taken(data: bytes, expect: int = 422) -> Page:
        file = SimpleUploadedFile("mau.json", data)
        return fetch(admin, f"{LIST}/nhap", method="post", data={"tep": file, **reason}, expect=expect)

    for bad in (b"", b"[]", b'{"templates": [1]}', b"[" * 50_000, b"\xff", json.dumps({"templates": [NEW]}).encode()):
        assert "không phải tệp mẫu văn bản" in taken(bad).text
    given["templates"][1]["body"] = "{secret}"
    assert "“{secret}”" in taken(json.dumps(given).encode()).text
    del given["templates"][1]
    taken(json.dumps(given).encode(), 302)
    assert set(Proposal.objects.values_list("subject", flat=True)) == {given["templates"][0]["key"], "nhac"}
