"""From looking at a procedure to its changed version: written by one, approved by another."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.approvals import rehearsals
from motcua.approvals.models import Proposal, Rehearsal, Sketch
from motcua.channels.studio.lists import ProcedureList, ProposalList, TrialList
from motcua.channels.studio.tests.conftest import signed_in
from motcua.procedures import queries
from motcua.procedures.tests.factories import make_version
from motcua.ui.testing import Page, fetch

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def begin(client: Client, code: str) -> None:
    fetch(client, reverse("studio:sketch", args=[code]), method="post", expect=302)


def save_file(client: Client, code: str, name: str, text: str, expect: int = 302) -> Page:
    sketch = Sketch.objects.get()
    data = {"text": text, "revision": sketch.revision}
    return fetch(client, reverse("studio:file", args=[code, name]), method="post", data=data, expect=expect)


def files() -> dict[str, str]:
    return dict(Sketch.objects.get().content["files"])


def day_of(day: date) -> dict[str, str]:
    return {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}


def propose(client: Client, code: str, day: date, expect: int = 302, **given: str) -> Page:
    data = {"reason": "Nghị quyết mới", **day_of(day), **given}
    return fetch(client, reverse("studio:propose", args=[code]), method="post", data=data, expect=expect)


def test_a_procedure_with_its_package_is_found_and_seen_whole(admin: Client, code: str) -> None:
    page = fetch(admin, f"{reverse('studio:catalogue')}?q=thử nghiệm")
    assert page.words("tbody th a") == ["Cấp giấy thử nghiệm"]
    assert "mặc định từ danh mục" in page.text
    page = fetch(admin, reverse("studio:procedure", args=[code]))
    assert page.h1 == "Cấp giấy thử nghiệm"
    assert "3 ngày làm việc" in page.text
    assert page.select(".motcua-process__part")
    assert page.words(".studio-table tbody th")[0].startswith("Tiếp nhận")
    fetch(admin, reverse("studio:procedure", args=["9.999999"]), expect=404)
    fetch(admin, f"{reverse('studio:procedure', args=[code])}?ban=7", expect=404)


def test_a_list_asks_the_same_of_the_database_however_long(
    admin: Client, business_admin: User, django_assert_max_num_queries: object, code: str
) -> None:
    for _ in range(3):
        make_version()
    fetch(admin, reverse("studio:catalogue"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        fetch(admin, reverse("studio:catalogue"))
    for _ in range(15):
        make_version()
    fetch(admin, reverse("studio:catalogue"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = fetch(admin, reverse("studio:catalogue"))
    assert len(page.select("tbody tr")) == 19
    assert page.select("form[action*='danh-sach=procedures']")
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        rows = list(ProcedureList().rows(business_admin, {}, timezone.now()))
    assert len(rows) == 19
    assert fetch(admin, f"{reverse('studio:catalogue')}?q={code}").select("form[action*='danh-sach']") == []


def test_a_paper_is_changed_proposed_and_approved_by_another(
    admin: Client, officer: Client, code: str, day: date
) -> None:
    begin(admin, code)
    address = reverse("studio:item", args=[code, "giay-to", 0])
    fresh = {"key": "Ảnh", "name": "Ảnh thẻ", "kind": "submit", "required": "1", "originals": "hai", "revision": "1"}
    page = fetch(admin, address, method="post", data=fresh, expect=422)
    assert page.words(".govuk-error-message") == ["Lỗi: Hãy ghi số nguyên, chỉ gồm chữ số; ví dụ: 8.000."]
    assert page.fields(".studio-form")["originals"] == "hai"
    # A key that nobody may write is kept, and shown with what is wrong beside its box.
    page = fetch(
        admin,
        address,
        method="post",
        data={**fresh, "originals": "2", "key": "anh", "when": "answers.khong > 1"},
        expect=422,
    )
    assert "không phải là câu hỏi nào" in page.words(".govuk-error-message")[0]
    number = len(fetch(admin, reverse("studio:part", args=[code, "giay-to"])).select(".studio-items__one"))
    again = reverse("studio:item", args=[code, "giay-to", number])
    given = {**fetch(admin, again).fields(".studio-form"), "when": ""}
    fetch(admin, again, method="post", data=given, expect=302)

    page = fetch(admin, reverse("studio:sketch", args=[code]))
    assert "Ảnh thẻ" in page.text
    assert "nộp; bắt buộc; 2 bản chính" in page.words("ins")
    page = propose(admin, code, day, expect=422, reason="")
    assert "Hãy ghi lý do" in page.words(".govuk-error-summary")[0]
    page = propose(admin, code, day, expect=422, **{"day-month": "13"})
    assert page.fields("form[action$=de-xuat]")["reason"] == "Nghị quyết mới"
    propose(admin, code, day)

    proposal = Proposal.objects.get()
    address = reverse("studio:proposal", args=[proposal.public_id])
    page = fetch(admin, address)
    assert "người khác phải duyệt" in page.text
    assert "Cấp giấy thử nghiệm" in fetch(officer, reverse("studio:home")).words("tbody th")[0]
    for name in ("approve", "reject"):
        own = reverse(f"studio:{name}", args=[proposal.public_id])
        fetch(admin, own, method="post", data={"note": "Được"}, expect=422)
    page = fetch(officer, address)
    assert "nộp; bắt buộc; 2 bản chính" in page.words("ins")
    assert any("Ảnh thẻ" in line for line in page.words(".studio-diff__come"))
    reject = reverse("studio:reject", args=[proposal.public_id])
    assert "Hãy ghi lý do" in fetch(officer, reject, method="post", data={"note": ""}, expect=422).text
    fetch(officer, reverse("studio:approve", args=[proposal.public_id]), method="post", data={"note": ""}, expect=302)
    version = queries.current(code, day)
    assert (version.number, version.papers[-1]["name"]) == (2, "Ảnh thẻ")
    assert "Đã áp dụng" in fetch(officer, address).text
    page = fetch(officer, reverse("studio:compare", args=[code]))
    assert "nộp; bắt buộc; 2 bản chính" in page.words("ins")


def test_a_broken_file_is_kept_and_told_with_its_place(admin: Client, code: str) -> None:
    begin(admin, code)
    kept = files()
    save_file(admin, code, "form.json", kept["form.json"].replace('"type": "object",', '"type": "object"', 1))
    page = fetch(admin, reverse("studio:file", args=[code, "form.json"]))
    assert "Viết sai dấu ở dòng" in page.words(".studio-findings strong")[0]
    save_file(admin, code, "form.json", kept["form.json"])
    save_file(
        admin, code, "process.bpmn", kept["process.bpmn"].replace('motcua:role="specialist"', 'motcua:role="sếp"')
    )
    page = fetch(admin, reverse("studio:file", args=[code, "process.bpmn"]))
    assert "Không có vai trò “sếp”." in page.words(".studio-findings strong")
    assert page.select("[data-line]")
    page = fetch(admin, reverse("studio:sketch", args=[code]))
    assert "Gửi được khi bản soạn có thay đổi và không còn lỗi" in page.text
    assert Proposal.objects.count() == 0
    save_file(admin, code, "package.yaml", "- [")
    fetch(admin, reverse("studio:part", args=[code, "giay-to"]), expect=404)
    assert "Viết sai ở dòng" in fetch(admin, reverse("studio:file", args=[code, "package.yaml"])).text
    fetch(admin, reverse("studio:sketch", args=[code]), method="post", data={"viec": "bo"}, expect=302)
    assert not Sketch.objects.exists()


def test_two_pages_of_one_person_do_not_overwrite_each_other(admin: Client, code: str) -> None:
    begin(admin, code)
    text = files()["form.json"]
    save_file(admin, code, "form.json", text + " ")
    data = {"text": "{}", "revision": 1}
    page = fetch(admin, reverse("studio:file", args=[code, "form.json"]), method="post", data=data, expect=422)
    assert "lưu ở một trang khác" in page.text
    assert page.fields("main form")["text"].strip() == "{}"
    assert files()["form.json"] == text + " "


def test_a_zip_becomes_a_sketch(admin: Client, code: str) -> None:
    response = admin.get(reverse("studio:zip", args=[code, "ban-1"]))
    assert response.headers["Content-Disposition"] == f'attachment; filename="{code}-ban-1.zip"'
    address = reverse("studio:import", args=[code])
    page = fetch(admin, address, method="post", data={"goi": SimpleUploadedFile("x.zip", b"no")}, follow=True)
    assert "không phải tệp zip" in page.text
    assert "Hãy chọn tệp zip" in fetch(admin, address, method="post", follow=True).text
    upload = SimpleUploadedFile("goi.zip", response.content)
    page = fetch(admin, address, method="post", data={"goi": upload}, follow=True)
    assert "Chưa có điểm nào khác" in page.text
    assert files() == {**files(), "process.bpmn": queries.newest(code).process.bpmn}  # type: ignore[union-attr]


def test_the_form_is_tried_and_kept_nowhere(admin: Client, code: str) -> None:
    address = reverse("studio:form", args=[code, "ban-1"])
    page = fetch(admin, address)
    assert "Nội dung đề nghị" in page.text
    given = {key: value for key, value in page.fields(".studio-form").items() if value is not None}
    page = fetch(admin, address, method="post", data=given, expect=422)
    assert page.select(".govuk-error-message")
    # What these answers would cost and take is told beside it, for each way to file.
    rows = page.words(".studio-table tbody tr")
    assert [row.split(" ")[0] + " " + row.split(" ")[1] for row in rows] == ["trực tiếp", "trực tuyến"]
    assert "Đơn đề nghị" in rows[0]
    assert "Tổng: 0 đồng" in rows[0]
    assert "Tổng: 150.000 đồng" in rows[1]
    assert "3 ngày làm việc" in rows[1]
    fetch(admin, reverse("studio:form", args=[code, "soan"]), expect=404)


TEMPLATE = '#import "/base.typ": *\n#show: document-page.with(title: "Giấy")\nGiấy thử\n'


def test_prints_are_seen_before_they_are_proposed(admin: Client, code: str) -> None:
    begin(admin, code)
    save_file(admin, code, "declaration.typ", TEMPLATE)
    page = fetch(admin, reverse("studio:printed", args=[code, "soan", "to-khai"]))
    (picture,) = page.select("img.studio-sheet")
    response = admin.get(picture.get("src"))
    assert response.content.startswith(b"\x89PNG")
    fetch(admin, reverse("studio:image", args=[code, "soan", "to-khai", 2]), expect=404)
    save_file(admin, code, "declaration.typ", TEMPLATE + "#data.khong")
    page = fetch(admin, reverse("studio:printed", args=[code, "soan", "to-khai"]))
    assert page.select("pre")
    page = fetch(admin, reverse("studio:file", args=[code, "declaration.typ"]))
    assert page.select(".studio-findings__one")


def test_what_one_writes_nobody_else_sees(admin: Client, officer: Client, code: str, specialist: User) -> None:
    begin(admin, code)
    for name, args in (("sketch", [code]), ("file", [code, "form.json"]), ("form", [code, "soan"])):
        fetch(officer, reverse(f"studio:{name}", args=args), expect=404)
        fetch(signed_in(specialist), reverse(f"studio:{name}", args=args), expect=403)


def test_a_change_for_a_later_day_waits(
    admin: Client, business_admin: User, officer: Client, specialist: User, code: str, day: date
) -> None:
    begin(admin, code)
    about = files()["package.yaml"].replace("title: Cấp giấy thử nghiệm", "title: Cấp giấy, tên dễ hiểu")
    save_file(admin, code, "package.yaml", about)
    propose(admin, code, day + timedelta(days=20))
    proposal = Proposal.objects.get()
    fetch(officer, reverse("studio:approve", args=[proposal.public_id]), method="post", expect=302)
    assert queries.current(code, day).number == 1
    page = fetch(admin, reverse("studio:home"))
    assert "Đã duyệt, chờ đến ngày" in page.text
    fetch(admin, reverse("studio:withdraw", args=[proposal.public_id]), method="post", expect=302)
    page = fetch(admin, reverse("studio:proposal", args=[proposal.public_id]))
    assert "Đã rút" in page.text
    (row,) = ProposalList().rows(business_admin, {}, timezone.now())
    assert [row.cells[3], row.cells[5], row.cells[7]] == [code, "Nghị quyết mới", "Đã rút"]
    assert list(ProposalList().rows(specialist, {}, timezone.now())) == []
    # What was written is not lost with the proposal, nor thrown away by a second beginning.
    address, again = reverse("studio:sketch", args=[code]), page.fields("form[action$=soan]")
    fetch(admin, address, method="post", data=again, expect=302)
    assert files()["package.yaml"] == about
    page = fetch(admin, address, method="post", data=again, follow=True)
    assert "đang có bản soạn" in page.text
    fetch(admin, address, method="post", data={"tu": "khong-co"}, expect=404)


def test_the_desk_leads_here_those_who_may(admin: Client, specialist: User) -> None:
    assert fetch(admin, reverse("desk:inbox")).select(f"nav a[href='{reverse('studio:home')}']")
    page = fetch(signed_in(specialist), reverse("desk:inbox"))
    assert not page.select(f"a[href='{reverse('studio:home')}']")


def test_a_proposal_is_tried_on_the_past_before_it_is_decided(
    admin: Client, business_admin: User, specialist: User, code: str, day: date
) -> None:
    begin(admin, code)
    about = files()["package.yaml"].replace("title: Cấp giấy thử nghiệm", "title: Cấp giấy, tên dễ hiểu")
    save_file(admin, code, "package.yaml", about)
    propose(admin, code, day)
    proposal = Proposal.objects.get()
    page = fetch(admin, reverse("studio:proposal", args=[proposal.public_id]))
    assert "Chưa chạy thử" in page.text
    address = reverse("studio:rehearse", args=[proposal.public_id])
    given = page.fields(f"form[action='{address}']")
    page = fetch(admin, address, method="post", data={**given, "since-month": "13"}, expect=422)
    assert "Không có tháng 13" in page.words(".govuk-error-summary")[0]
    assert page.fields(f"form[action='{address}']")["since-month"] == "13"
    page = fetch(admin, address, method="post", data={**given, "since-year": "2099"}, expect=422)
    fetch(admin, address, method="post", data=given, expect=302)
    page = fetch(admin, reverse("studio:proposal", args=[proposal.public_id]))
    assert page.select("progress")
    assert "chưa xong" in fetch(admin, address, method="post", data=given, expect=422).text
    stop = reverse("studio:stop_rehearsal", args=[proposal.public_id])
    assert "Đã dừng lần chạy thử" in fetch(admin, stop, method="post", follow=True).text
    assert "đã dừng giữa chừng" in fetch(admin, reverse("studio:proposal", args=[proposal.public_id])).text
    assert "đã xong rồi" in fetch(admin, stop, method="post", expect=422).text
    fetch(admin, address, method="post", data=given, expect=302)
    rehearsal = Rehearsal.objects.get(status="waiting")
    rehearsals.run(rehearsal_id=rehearsal.pk, now=rehearsal.asked_at)
    page = fetch(admin, reverse("studio:proposal", args=[proposal.public_id]))
    assert "Không có hồ sơ nào kết thúc trong khoảng này" in page.text
    report = {
        "total": 3,
        "of": 5,
        "counts": {"stuck": 2, "same": 1},
        "reasons": {"stuck": [{"message": "Kẹt ở chỗ chờ “{step}”", "params": {"step": "Thuế"}, "count": 2}]},
        "examples": {"stuck": [{"code": "H36-261123-0001", "id": "00000000-0000-4000-8000-000000000001"}]},
    }
    Rehearsal.objects.update(report=report)
    page = fetch(admin, reverse("studio:proposal", args=[proposal.public_id]))
    (row,) = page.words("table.studio-table tbody tr:has(.govuk-tag--red)")
    assert row == "Kẹt: không đi hết quy trình mới cần xem 2 Kẹt ở chỗ chờ “Thuế” (2) H36-261123-0001"
    assert "Trong khoảng này có 5 hồ sơ" in page.text
    assert page.select(f"form[action*='danh-sach=trial&de-xuat={proposal.public_id}']")
    wanted = {"proposal": str(proposal.public_id)}
    rows = [row.cells for row in TrialList().rows(business_admin, wanted, timezone.now())]
    grave = ("Kẹt: không đi hết quy trình mới", 2, "cần xem")
    assert rows[:2] == [(*grave, "Kẹt ở chỗ chờ “Thuế”", 2, ""), (*grave, "", None, "H36-261123-0001")]
    assert rows[2] == ("Không có gì khác", 1, "", "", None, "")
    assert not list(TrialList().rows(specialist, wanted, timezone.now())), "who may not see it takes nothing"


def test_procedures_are_counted_by_their_pattern_and_a_sketch_takes_another(admin: Client, code: str) -> None:
    page = fetch(admin, reverse("studio:patterns"))
    counted = {row.split()[0]: row for row in page.words("tbody tr")}
    assert counted["Quy"].endswith("0")
    (line,) = [row for row in page.words("tbody tr") if row.endswith(" 1")]
    assert line.startswith("Quy trình mặc định cấp xã Cấp xã giải quyết")
    page = fetch(admin, reverse("studio:pattern", args=["commune"]))
    assert page.words("tbody th a") == ["Cấp giấy thử nghiệm"]
    assert page.select(".motcua-process__part")
    fetch(admin, reverse("studio:pattern", args=["khac"]), expect=404)

    fetch(admin, reverse("studio:choose", args=[code]), expect=404)
    begin(admin, code)
    address = reverse("studio:choose", args=[code])
    assert "Hãy chọn một mẫu" in fetch(admin, address, method="post", expect=422).text
    fetch(admin, address, method="post", data={"mau": "commune_in_person", "revision": "7"}, expect=422)
    fetch(admin, address, method="post", data={"mau": "commune_in_person", "revision": "1"}, expect=302)
    assert "in_person" in files()["package.yaml"]
    page = fetch(admin, reverse("studio:file", args=[code, "process.bpmn"]))
    assert "Không có lỗi trong tệp này" in page.text
    # Who no longer asks people to come drops the step, or the words about it.
    item = reverse("studio:part", args=[code, "co-mat"])
    given = {**fetch(admin, item).fields(".studio-form")}
    del given["_used"]
    fetch(admin, item, method="post", data={key: value for key, value in given.items() if value}, expect=302)
    assert "in_person" not in files()["package.yaml"]
    page = fetch(admin, reverse("studio:file", args=[code, "process.bpmn"]))
    assert "chưa khai phần “Người dân phải có mặt”" in page.words(".studio-findings strong")[0]


def test_a_changed_limit_is_shared_out_among_the_steps(admin: Client, code: str) -> None:
    begin(admin, code)
    item = reverse("studio:item", args=[code, "thoi-han", 1])
    given = {name: value for name, value in fetch(admin, item).fields(".studio-form").items() if value}
    fetch(admin, item, method="post", data={**given, "channels": ["direct", "online"], "amount": "7"}, expect=302)
    sketch = reverse("studio:sketch", args=[code])
    page = fetch(admin, sketch)
    (fault,) = page.words(".studio-findings strong")
    assert fault.startswith("Thời gian các bước cộng lại là 24 giờ làm việc, nhưng thời hạn ngắn nhất là 56")
    assert fetch(admin, page.select(".studio-findings a")[0].get("href")).h1.startswith("Sơ đồ quy trình")
    share = reverse("studio:share_out", args=[code])
    page = fetch(admin, share, method="post", data=page.fields(f"form[action='{share}']"), follow=True)
    assert "Đã chia thời hạn" in page.text
    assert not page.select(".studio-findings")
    # Outcomes are told in words, not by their keys.
    assert any("4,2 ngày làm việc; Đủ điều kiện, chuyển bước" in words for words in page.words("ins"))
    # 60, 25 and 15 per cent, as before.
    assert re.findall(r'budget="([^"]+)"', files()["process.bpmn"]) == ["0", "4.2wd", "1.75wd", "1.05wd", "0"]
    stale = fetch(admin, share, method="post", data={"revision": "1"}, follow=True)
    assert "lưu ở một trang khác" in stale.text
    # A fault in a part that has a form leads to that form.
    papers = reverse("studio:item", args=[code, "giay-to", 1])
    given = {name: value for name, value in fetch(admin, papers).fields(".studio-form").items() if value}
    fetch(admin, papers, method="post", data={**given, "when": "answers.khong > 1"}, expect=422)
    assert papers in [link.get("href") for link in fetch(admin, sketch).select(".studio-findings a")]


def test_another_deciding_system_is_configured_by_boxes_and_seen_as_officials_will(admin: Client, code: str) -> None:
    fetch(admin, reverse("studio:sketch", args=[code]), method="post", expect=302)
    address = reverse("studio:part", args=[code, "he-thong-khac"])
    data = {"_used": "1", "name": "Hệ thống X", "fields": "content\nnothing", "statuses": "decided = Đã giải quyết"}
    page = fetch(admin, address, method="post", data=data, expect=422)
    assert "Biểu mẫu không có câu hỏi “nothing”." in page.text
    assert [one.text for one in page.select("main ol.govuk-list--number li")][1:] == ["nothing"]
    fetch(admin, address, method="post", data={**data, "fields": "content\napplicant"}, expect=422)
    about = fetch(admin, reverse("studio:part", args=[code, "chung"])).fields("main form")
    fetch(
        admin,
        reverse("studio:part", args=[code, "chung"]),
        method="post",
        data={**about, "channels": ["direct", "online"], "processing_system": "external:x"},
        expect=302,
    )
    fetch(admin, address, method="post", data={**data, "fields": "content\napplicant"}, expect=302)
    forms = fetch(admin, reverse("studio:part", args=[code, "mau-cua-nganh"]))
    assert [one.get("value") for one in forms.select("select[name=reception] option")] == ["", "CT04"]
    stop = {"reason": "posting", "basis": "Luật A", "since": "1/9/2026"}
    fetch(admin, reverse("studio:item", args=[code, "tam-dung", 0]), method="post", data=stop, expect=302)
    overview = fetch(admin, reverse("studio:sketch", args=[code])).text
    for words in ("Hệ thống X", "decided = Đã giải quyết", "Tạm dừng thời hạn: niêm yết, công khai"):
        assert words in overview
    assert Sketch.objects.get().content["files"]["package.yaml"].count("since") == 1


def test_cases_have_their_own_time_for_asking_a_supplement(admin: Client, code: str) -> None:
    begin(admin, code)
    part, new = reverse("studio:part", args=[code, "bo-sung-theo-truong-hop"]), "studio:item"
    page = fetch(admin, part)
    assert page.words("a[href$='/truong-hop']") == ["Thêm ở phần ấy trước"]
    cases = "cases:\n- {key: house, name: Nhà ở riêng lẻ}\n- {key: works, name: Công trình khác}\n"
    save_file(admin, code, "package.yaml", files()["package.yaml"] + cases)
    address = reverse(new, args=[code, "bo-sung-theo-truong-hop", 0])
    page = fetch(admin, address, method="post", data={"amount": "ba", "unit": "working_day"}, expect=422)
    assert [link.get("href") for link in page.select(".govuk-error-summary a")] == ["#cases", "#amount"]
    assert page.fields(".studio-form")["amount"] == "ba"
    fetch(admin, address, method="post", data={"cases": "house", "amount": "3", "unit": "working_day"}, expect=302)
    assert "phải yêu cầu trong 3 ngày làm việc từ khi nhận" in fetch(admin, part).text
    # A second time for the same case is kept and told beside its box.
    given = {"cases": ["house", "works"], "amount": "5", "unit": "working_day"}
    page = fetch(admin, address, method="post", data=given, expect=422)
    assert "Trường hợp “house” có hai thời hạn" in page.words(".govuk-error-message")[0]
    page = fetch(admin, reverse("studio:sketch", args=[code]))
    assert "phải yêu cầu trong 3 ngày làm việc từ khi nhận" in page.words("ins")
    assert page.select("a[href$='/bo-sung-theo-truong-hop/2']")
    fetch(admin, part, method="post", data={"so": "2", "viec": "bo"}, expect=302)
    trial = reverse("studio:form", args=[code, "soan"])
    tried = fetch(admin, trial, method="post", data={"_case": "house"}, expect=422)
    assert "phải yêu cầu trong 3 ngày làm việc từ khi nhận" in tried.text
