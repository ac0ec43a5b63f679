"""Filing through the pages, without JavaScript: the whole way, and what people do on it that they should not."""

from copy import deepcopy
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.accounts.models import User
from motcua.accounts.rules.quotas import DRAFTS
from motcua.accounts.tests import factories as people
from motcua.channels.portal import filing
from motcua.channels.portal.tests.walking import PAPERS, PRESENTATION, SCHEMA, answer, begin, filled, told
from motcua.dossiers.models import Dossier, Draft, PaperFile, Party
from motcua.dossiers.tests.factories import version
from motcua.files.tests.samples import pdf
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)  # filing takes its code before its transaction


def test_the_whole_way_without_javascript(signed_in: Client, procedure: ProcedureVersion, user: User) -> None:
    draft = filled(signed_in, procedure)
    review = fetch(signed_in, f"{draft}/xem-lai")
    assert "K'Brể" in review.text
    assert "0912345678" in review.text
    assert "Giấy chứng sinh.pdf" in review.text, "two photographs became one PDF"
    done = answer(signed_in, f"{draft}/xem-lai", confirm="yes")
    dossier = Dossier.objects.get()
    assert done.location == f"/da-nop/{dossier.code}"
    assert dossier.answers.get().data["child"]["identity"].startswith("idn:")
    assert PaperFile.objects.get().file.kind == "pdf"
    assert Party.objects.get(role="owner").person == user.person
    page = fetch(signed_in, done.location)
    assert dossier.code in page.text
    assert page.select("svg")
    assert not Draft.objects.exists()


def test_the_pledge_is_asked_once_beside_the_last_button(signed_in: Client) -> None:
    schema, presentation = deepcopy(SCHEMA), deepcopy(PRESENTATION)
    schema["properties"]["agreed"] = {"type": "boolean"}
    schema["required"] = [*schema["required"], "agreed"]
    pledge = {"path": "agreed", "label": "Chúng tôi cam đoan tự nguyện", "pledge": True}
    presentation["steps"][-1]["fields"].append(pledge)
    presentation["checks"] = [{"holds": "answers.agreed == true", "path": "agreed", "message": "Phải cam đoan."}]
    procedure = version(form={"schema": schema, "presentation": presentation}, papers=PAPERS)
    draft = filled(signed_in, procedure)
    assert "agreed" not in fetch(signed_in, f"{draft}/to-khai/child").fields("main form")
    review = fetch(signed_in, f"{draft}/xem-lai")
    assert review.words("main form .govuk-checkboxes__label") == ["Chúng tôi cam đoan tự nguyện"]
    assert review.text.count("cam đoan") == 1
    assert told(signed_in, f"{draft}/xem-lai", {}).select("#confirm-error")
    answer(signed_in, f"{draft}/xem-lai", confirm="yes")
    assert Dossier.objects.get().answers.get().data["agreed"] is True


def test_pressing_twice_or_coming_back_files_once(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = filled(signed_in, procedure)
    data = {**fetch(signed_in, f"{draft}/xem-lai").fields("main form"), "confirm": "yes"}
    first = fetch(signed_in, f"{draft}/xem-lai", method="post", data=data, expect=302)
    second = fetch(signed_in, f"{draft}/xem-lai", method="post", data=data, expect=302)
    assert first.location == second.location
    assert Dossier.objects.count() == 1
    for page in ("", "/nguoi-nop", "/to-khai/request", "/giay-to", "/nhan-ket-qua", "/xem-lai", "/xoa"):
        assert fetch(signed_in, f"{draft}{page}", expect=302).location == first.location, "the back button"
    signed_in.force_login(people.citizen("Kẻ Tò Mò"))
    fetch(signed_in, f"{draft}/xem-lai", expect=404)


def test_without_the_assurance_or_with_gaps_nothing_is_filed(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    page = told(signed_in, f"{draft}/xem-lai", {"confirm": "yes"})
    points = page.words(".govuk-error-summary a")
    assert any("Nội dung" in text for text in points)
    assert any("Giấy chứng sinh" in text for text in points)
    assert not page.select("#confirm-error"), "only what is wrong is said"
    page = told(signed_in, f"{draft}/xem-lai", {})
    assert page.words("#confirm-error") == ["Lỗi: Hãy đánh dấu vào ô cam đoan trước khi nộp."]
    assert not fetch(signed_in, f"{draft}/xem-lai").select("#confirm-error")
    links = [link.get("href") for link in page.select(".govuk-error-summary a")]
    assert f"{draft}/to-khai/child?sua&review" in links
    assert f"{draft}/giay-to?sua&review" in links
    assert f"{draft}/nguoi-nop?sua&review" in links
    for link in links:
        fetch(signed_in, link.split("#")[0])
    assert not Dossier.objects.exists()


def test_an_answer_that_asks_more_shows_the_page_again(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    page = answer(signed_in, f"{draft}/to-khai/request", content="x", kind="other")
    assert page.location == f"{draft}/to-khai/request#moi"
    assert fetch(signed_in, f"{draft}/to-khai/request").select("#f-other")


def test_nobody_files_without_signing_in(client: Client, procedure: ProcedureVersion) -> None:
    page = fetch(client, f"/nop-ho-so/{procedure.procedure.code}", expect=302)
    assert page.location.startswith("/dang-nhap?next=")


def test_filing_for_somebody_else(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = filled(signed_in, procedure)
    page = answer(signed_in, f"{draft}/nguoi-nop", on_behalf="yes")
    page = answer(signed_in, f"{draft}/nguoi-nop", owner_kind="person")
    page = answer(signed_in, f"{draft}/nguoi-nop", owner__full_name="Ya Thuyên")
    page = fetch(signed_in, page.location)
    assert page.words(".govuk-error-summary a") == ["Hãy điền “Chủ hồ sơ: Ngày sinh”."]
    answer(signed_in, f"{draft}/nguoi-nop", owner__birth__year="1950", owner__identity="068050000777", basis="Con ruột")
    answer(signed_in, f"{draft}/xem-lai", confirm="yes")
    owner = Party.objects.get(role="owner")
    assert (owner.name, owner.birth, owner.basis) == ("Ya Thuyên", "1950", "Con ruột")
    assert Party.objects.get(role="submitter").name == "Nguyễn Thị An"


def test_what_was_said_of_the_owner_is_not_asked_again(signed_in: Client) -> None:
    """Name, birth and number of whom one files for come from the first page; their sex from the number."""
    parts = ["full_name", "birth", "sex", "identity", "paper"]
    fields = [
        {"path": "owner", "label": "Chủ hộ", "parts": parts, "prefill": "owner", "locked": True},
        {"path": "phone", "label": "Điện thoại", "prefill": "owner.phone", "locked": True},
        {"path": "deputy", "label": "Ông/bà nộp thay?", "prefill": "owner.on_behalf", "locked": True},
        {"path": "content", "label": "Nội dung"},
    ]
    properties = {
        "owner": {"$ref": "motcua:person"},
        "phone": {"$ref": "motcua:phone"},
        "deputy": {"type": "boolean"},
        "content": {"type": "string"},
    }
    schema = {"type": "object", "required": ["owner", "phone", "content"], "properties": properties}
    steps = [{"key": "owner", "title": "Chủ hộ", "fields": fields}]
    procedure = version(form={"schema": schema, "presentation": {"steps": steps}})
    draft = begin(signed_in, procedure)
    answer(signed_in, f"{draft}/nguoi-nop", on_behalf="no", phone="0912 345 678")
    page = fetch(signed_in, f"{draft}/to-khai/owner")
    assert page.words("main form strong") == [
        "Nguyễn Thị An",
        "05/03/1990",
        "Nữ",
        "068190012345",
        "0912345678",
        "Không",
    ]
    answer(signed_in, f"{draft}/nguoi-nop", on_behalf="yes")
    answer(signed_in, f"{draft}/nguoi-nop", owner_kind="person")
    said = {"owner__birth__year": "1950", "owner__identity": "068050000777", "basis": "Con ruột"}
    answer(signed_in, f"{draft}/nguoi-nop", 302, owner__full_name="Ya Thuyên", **said)
    page = fetch(signed_in, f"{draft}/to-khai/owner")
    assert page.words("main form strong") == ["Ya Thuyên", "1950", "Nam", "068050000777", "Có"]
    assert set(page.fields("main form")) >= {"phone", "content"}
    answer(signed_in, f"{draft}/to-khai/owner", phone="0987654321", content="Xin cấp")
    area = places.commune().area
    assert area is not None
    answer(signed_in, f"{draft}/nhan-ket-qua", area=area.code, result_channel="counter")
    answer(signed_in, f"{draft}/xem-lai", confirm="yes")
    kept = Dossier.objects.get().answers.get().data
    assert (kept["owner"]["full_name"], kept["phone"], kept["deputy"]) == ("Ya Thuyên", "0987654321", True)
    assert "paper" not in kept["owner"]


def test_cases_are_chosen_first(signed_in: Client) -> None:
    cases = [{"key": "in_time", "name": "Trong hạn"}, {"key": "late", "name": "Quá hạn"}]
    papers = [{**PAPERS[0], "cases": ["late"]}]
    made = version(settings={"channels": ["online"], "cases": cases}, papers=papers)
    draft = begin(signed_in, made)
    page = told(signed_in, f"{draft}/truong-hop", {"case": "nonsense"})
    assert page.words(".govuk-error-message") == ["Lỗi: Hãy chọn trường hợp của ông/bà."]
    assert not any("giay-to" in link.get("href", "") for link in page.select("a"))
    answer(signed_in, f"{draft}/truong-hop", case="late")
    fetch(signed_in, f"{draft}/giay-to")
    answer(signed_in, f"{draft}/truong-hop", case="in_time")
    fetch(signed_in, f"{draft}/giay-to", expect=302)


def test_a_question_may_be_answered_with_files(signed_in: Client, user: User) -> None:
    schema = {
        "type": "object",
        "required": ["plan"],
        "properties": {"plan": {"type": "array", "items": {"$ref": "motcua:file"}, "minItems": 1}},
    }
    steps = [{"key": "plan", "title": "Bản vẽ", "fields": [{"path": "plan", "label": "Bản vẽ"}]}]
    draft = begin(signed_in, version(form={"schema": schema, "presentation": {"steps": steps}}))
    url = f"{draft}/to-khai/plan"
    answer(signed_in, f"{draft}/nguoi-nop", on_behalf="no")
    data = fetch(signed_in, url).fields("main form")
    rogue = fetch(signed_in, url, method="post", data={**data, "_file.plan": SimpleUploadedFile("x.exe", b"MZ")})
    assert "x.exe" in rogue.words(".govuk-error-summary a")[0]
    two = [SimpleUploadedFile("1.pdf", pdf()), SimpleUploadedFile("2.pdf", pdf())]
    data = rogue.fields("main form")
    fetch(signed_in, url, method="post", data={**data, "_file.plan": two}, expect=302)
    data = fetch(signed_in, url).fields("main form")
    assert len(data["plan"]) == 2
    stolen = {**data, "plan": ["00000000-0000-4000-8000-000000000000"]}
    fetch(signed_in, url, method="post", data=stolen, expect=302)
    area = places.commune().area
    assert area is not None
    answer(signed_in, f"{draft}/nhan-ket-qua", area=area.code, result_channel="counter")
    answer(signed_in, f"{draft}/xem-lai", expect=404, confirm="yes")  # a file that is not the person's
    page = fetch(signed_in, url).fields("main form")
    fetch(signed_in, url, method="post", data={**page, "plan": data["plan"][:1]}, expect=302)
    answer(signed_in, f"{draft}/xem-lai", confirm="yes")
    paper = Dossier.objects.get().papers.get()
    assert (paper.name, paper.files.count()) == ("Bản vẽ", 1)


def test_absurd_and_forged_requests_get_a_clear_answer(
    signed_in: Client, user: User, procedure: ProcedureVersion
) -> None:
    draft = begin(signed_in, procedure)
    url = f"{draft}/to-khai/request"
    data = fetch(signed_in, url).fields("main form")
    huge = fetch(signed_in, url, method="post", data={**data, "content": "ô" * 10_000_000}, expect=400)
    assert huge.h1
    many = fetch(signed_in, url, method="post", data={f"n{number}": "" for number in range(5000)}, expect=400)
    assert many.h1
    strange = {
        **data,
        "content": "x\x00y\u202e",
        "kind": "<script>",
        "revision": "9" * 50,
        "_asked": "content kind " * 999,
    }
    page = told(signed_in, url, strange)
    assert page.fields("main form")["content"] == "xy"
    pressed = {**page.fields("main form"), "_remove": "content.0", "_add": "nowhere"}
    fetch(signed_in, url, method="post", data=pressed, expect=302)
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(user)
    forged = fetch(guarded, url, method="post", data={**data, "csrfmiddlewaretoken": "a" * 64}, expect=403)
    assert forged.h1
    assert Draft.objects.get().answers["content"] == "xy"


def test_what_is_not_filed_online_says_so(signed_in: Client) -> None:
    counter_only = version(settings={"channels": ["direct"]})
    fetch(signed_in, f"/nop-ho-so/{counter_only.procedure.code}", expect=403)
    fetch(signed_in, f"/nop-ho-so/{counter_only.procedure.code}", method="post", expect=403)
    fetch(signed_in, "/nop-ho-so/9.999999", expect=404)


def test_who_begins_and_files_without_end_waits(
    signed_in: Client, procedure: ProcedureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "DRAFTS", replace(DRAFTS, most=1))
    page = f"/nop-ho-so/{procedure.procedure.code}"
    fetch(signed_in, page, method="post", expect=302)
    told = fetch(signed_in, page, method="post", expect=429)
    assert "Hãy thử lại sau 60 phút" in told.text
    fetch(signed_in, page)  # looking is free
