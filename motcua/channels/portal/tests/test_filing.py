"""Filing through the pages, without JavaScript: the whole way, and what people do on it that they should not."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.channels.portal.journey import Journey
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Draft, PaperFile, Party
from motcua.dossiers.tests.factories import version
from motcua.eforms.units import UNITS
from motcua.files.tests.samples import encode, page_photo, pdf
from motcua.lib.dates import today
from motcua.lib.refusals import Conflict
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db(transaction=True)  # filing takes its code before its transaction
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["content", "kind", "child"],
    "properties": {
        "content": {"type": "string", "maxLength": 500},
        "kind": {"enum": ["new", "other"]},
        "other": {"type": "string"},
        "child": {"$ref": "motcua:person", "required": ["identity"]},
    },
}
PRESENTATION: dict[str, Any] = {
    "steps": [
        {
            "key": "request",
            "title": "Nội dung đề nghị",
            "fields": [
                {"path": "content", "label": "Nội dung"},
                {"path": "kind", "label": "Loại", "options": {"new": "Mới", "other": "Khác"}},
                {"path": "other", "label": "Khác là gì", "show_if": "answers.kind == 'other'"},
            ],
        },
        {
            "key": "child",
            "title": "Người con",
            "fields": [{"path": "child", "label": "Con", "parts": ["full_name", "birth", "identity"]}],
        },
    ]
}
PAPERS = [
    {"key": "proof", "name": "Giấy chứng sinh", "kind": "submit", "required": True, "originals": 1, "copies": 0},
    {"key": "more", "name": "Giấy khác", "kind": "submit", "required": False, "originals": 0, "copies": 1},
    {"key": "card", "name": "Thẻ căn cước", "kind": "show", "required": True, "originals": 1, "copies": 0},
]


@pytest.fixture
def user() -> User:
    return people.citizen("Nguyễn Thị An", number="068190012345")


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    UNITS.forget()
    places.commune()
    client.force_login(user)
    return client


@pytest.fixture
def procedure() -> ProcedureVersion:
    return version(form={"schema": SCHEMA, "presentation": PRESENTATION}, papers=PAPERS)


def photo(name: str) -> SimpleUploadedFile:
    """Return a photograph of a page."""
    return SimpleUploadedFile(name, encode(page_photo()), "image/jpeg")


def begin(client: Client, procedure: ProcedureVersion) -> str:
    """Begin a draft; return the address that all its pages share."""
    page = fetch(client, f"/nop-ho-so/{procedure.procedure.code}", method="post", expect=302)
    return "/".join(page.location.split("/")[:3])


def answer(client: Client, url: str, expect: int = 302, **answers: str) -> Page:
    """Fill in the page as it stands and send it (`__` stands for a dot)."""
    data = fetch(client, url).fields("main form")
    data.pop("_remove", None)
    data.pop("_add", None)
    data |= {name.replace("__", "."): value for name, value in answers.items()}
    return fetch(client, url, method="post", data=data, expect=expect)


def told(client: Client, url: str, data: dict[str, Any]) -> Page:
    """Send a page with a mistake; return the page that is led to, which the back button can show again."""
    led = fetch(client, url, method="post", data=data, expect=302)
    assert led.location.partition("?")[0] == url
    return fetch(client, led.location)


def filled(client: Client, procedure: ProcedureVersion) -> str:
    """Walk to the review page."""
    draft = begin(client, procedure)
    answer(client, f"{draft}/nguoi-nop", on_behalf="no", phone="0912 345 678")
    answer(client, f"{draft}/to-khai/request", content="Xin đăng ký", kind="new")
    answer(client, f"{draft}/to-khai/child", child__full_name="K'Brể", child__identity="068216000001")
    fetch(
        client,
        f"{draft}/giay-to",
        method="post",
        data={"files.proof": [photo("1.jpg"), photo("2.jpg")], "do": "go"},
        expect=302,
    )
    area = places.commune().area
    assert area is not None
    page = answer(client, f"{draft}/nhan-ket-qua", area=area.code, result_channel="counter")
    assert page.location == f"{draft}/xem-lai"
    return draft


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


def test_a_second_draft_is_not_begun(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    answer(signed_in, f"{draft}/nguoi-nop", on_behalf="no")
    again = fetch(signed_in, f"/nop-ho-so/{procedure.procedure.code}")
    assert "đã có bản nháp" in again.text
    assert begin(signed_in, procedure) == draft
    back = fetch(signed_in, draft, expect=302)
    assert back.location == f"{draft}/nguoi-nop", "where one left off"


def test_a_draft_can_be_thrown_away(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    fetch(signed_in, f"{draft}/xoa")
    assert Draft.objects.exists(), "asking is not doing"
    fetch(signed_in, f"{draft}/xoa", method="post", expect=302)
    assert not Draft.objects.exists()


def test_an_answer_that_asks_more_shows_the_page_again(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    page = answer(signed_in, f"{draft}/to-khai/request", content="x", kind="other")
    assert page.location == f"{draft}/to-khai/request#moi"
    assert fetch(signed_in, f"{draft}/to-khai/request").select("#f-other")


def test_autosave_answers_with_the_revision_and_a_second_window_is_told(
    signed_in: Client, procedure: ProcedureVersion
) -> None:
    draft = begin(signed_in, procedure)
    url = f"{draft}/to-khai/request"
    data = {**fetch(signed_in, url).fields("main form"), "content": "một", "kind": "other"}
    saved = signed_in.post(url, data, headers={"X-Autosave": "1"}).json()
    assert saved == {"revision": int(data["revision"]) + 1, "asks_more": True}
    stale = signed_in.post(url, {**data, "content": "hai"}, headers={"X-Autosave": "1"})
    assert stale.status_code == 409
    assert "cửa sổ khác" in stale.json()["message"]
    fetch(signed_in, url, method="post", data={**data, "content": "hai"}, expect=409)
    assert Draft.objects.get().answers["content"] == "một"


def test_another_persons_draft_does_not_exist(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    signed_in.force_login(people.citizen("Kẻ Tò Mò"))
    for page in ("", "/nguoi-nop", "/to-khai/request", "/giay-to", "/nhan-ket-qua", "/xem-lai", "/xoa", "/phien-ban"):
        fetch(signed_in, f"{draft}{page}", expect=404)
        if page:
            fetch(signed_in, f"{draft}{page}", method="post", data={"confirm": "yes", "do": "go"}, expect=404)
    begun = signed_in.post(f"{draft}/tai-len", {"paper": "proof", "name": "a.pdf", "size": "5"})
    assert begun.status_code == 422
    assert Draft.objects.exists()


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


def test_files_come_in_pieces_and_go_on_where_they_broke(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    content = pdf()
    begun = signed_in.post(
        f"{draft}/tai-len", {"paper": "proof", "name": "chung-sinh.pdf", "size": len(content)}
    ).json()
    url = f"{draft}/tai-len/{begun['id']}"

    def send(offset: int, piece: bytes) -> Any:
        return signed_in.post(
            url, piece, content_type="application/octet-stream", headers={"Upload-Offset": str(offset)}
        )

    assert send(0, content[:100]).json() == {"received": 100}
    assert send(200, content[200:]).status_code == 422, "a gap"
    assert signed_in.get(url).json() == {"received": 100}
    assert send(0, content[:100]).json() == {"received": 100}, "twice is once"
    early = signed_in.post(f"{url}/xong", {"paper": "proof"})
    assert early.status_code == 422
    assert send(100, content[100:]).json() == {"received": len(content)}
    for _ in range(2):
        listed = signed_in.post(f"{url}/xong", {"paper": "proof"})
        assert listed.status_code == 200
        assert listed.content.decode().count("chung-sinh.pdf") >= 1
    assert len(fetch(signed_in, f"{draft}/giay-to").select("[data-paper=proof] li")) == 1
    wrong = signed_in.post(f"{draft}/tai-len", {"paper": "nowhere", "name": "a", "size": "1"})
    assert wrong.status_code == 422
    absurd = signed_in.post(f"{draft}/tai-len", {"paper": "proof", "name": "a" * 5000, "size": "9" * 12})
    assert absurd.status_code == 422


def test_a_changed_procedure_is_told_and_the_person_chooses(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    answer(signed_in, f"{draft}/to-khai/request", content="Đã viết", kind="new")
    newer(procedure)
    told = fetch(signed_in, draft, expect=302)
    assert told.location == f"{draft}/phien-ban"
    page = fetch(signed_in, told.location)
    assert page.h1 == "Thủ tục đã thay đổi"
    fetch(signed_in, f"{draft}/to-khai/child")  # reading what stands there is possible
    again = fetch(signed_in, f"/nop-ho-so/{procedure.procedure.code}", method="post", expect=302)
    assert fetch(signed_in, again.location, expect=302).location == told.location, "no second draft, and told again"
    fetch(signed_in, told.location, method="post", expect=302)
    assert fetch(signed_in, f"{draft}/to-khai/request").fields("main form")["content"] == "Đã viết"
    assert Draft.objects.get().version.number == procedure.number + 1


def test_a_dossier_is_filed_under_what_is_in_force_on_the_day_it_is_submitted(
    signed_in: Client, procedure: ProcedureVersion, user: User
) -> None:
    """Law 64/2025/QH15 art. 58: a rule applies to what happens while it is in force."""
    draft = filled(signed_in, procedure)
    review = fetch(signed_in, f"{draft}/xem-lai").fields("main form")
    schema = deepcopy(SCHEMA)
    schema["required"].append("wish")
    schema["properties"] |= {"wish": {"type": "string"}, "child": {"type": "string"}}
    steps = deepcopy(PRESENTATION["steps"][:1])
    steps[0]["fields"] += [{"path": "wish", "label": "Nguyện vọng"}, {"path": "child", "label": "Tên con"}]
    after = newer(procedure, form={"schema": schema, "presentation": {"steps": steps}})
    # Pressed on a page that was opened before: told, and nothing is lost.
    refused = fetch(signed_in, f"{draft}/xem-lai", method="post", data={**review, "confirm": "yes"}, expect=302)
    assert refused.location == f"{draft}/phien-ban"
    journey = Journey.of(Draft.objects.get().public_id, user, timezone.now())
    with pytest.raises(Conflict, match="version_changed"):
        actions.file(filing=journey.filing(), key="other-key", by=user, now=timezone.now())
    assert not Dossier.objects.exists()
    fetch(signed_in, refused.location, method="post", expect=302)
    kept = Draft.objects.get()
    assert (kept.version_id, kept.files.count()) == (after.pk, 1)
    assert "idn:" not in str(kept.answers), "a number where none is asked any more is gone"
    page = told(signed_in, f"{draft}/xem-lai", {**review, "confirm": "yes"})
    assert "Hãy điền “Nguyện vọng”." in page.words(".govuk-error-summary a")
    answer(signed_in, f"{draft}/to-khai/request", wish="Sớm", child="K'Brể")
    answer(signed_in, f"{draft}/xem-lai", confirm="yes")
    assert Dossier.objects.get().version_id == after.pk


def test_a_procedure_that_is_over_takes_no_more_dossiers(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = filled(signed_in, procedure)
    ended = DateRange(None, today(datetime.now(UTC)) - timedelta(days=1))
    ProcedureVersion.objects.filter(pk=procedure.pk).update(valid=ended)
    review = fetch(signed_in, f"{draft}/xem-lai").fields("main form")
    page = fetch(signed_in, f"{draft}/xem-lai", method="post", data={**review, "confirm": "yes"}, expect=409)
    assert "không còn hiệu lực" in page.text
    assert Draft.objects.exists()


def newer(procedure: ProcedureVersion, **fields: Any) -> ProcedureVersion:
    """End the version yesterday and publish another, in force since."""
    yesterday = today(datetime.now(UTC)) - timedelta(days=1)
    ProcedureVersion.objects.filter(pk=procedure.pk).update(valid=DateRange(None, yesterday))
    return version(
        procedure=procedure.procedure,
        valid=DateRange(yesterday, None),
        **{"form": {"schema": SCHEMA, "presentation": PRESENTATION}, **fields},
    )


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
