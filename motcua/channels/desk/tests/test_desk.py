"""The desk from sign-in to delivery, through its pages."""

from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import PASSWORD, official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.models import Dossier, DossierEvent, Paper, PaperFile, Party
from motcua.dossiers.piles import inbox
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories as cases
from motcua.files.models import StoredFile
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.ui.testing import Page, fetch
from motcua.workflow.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
INBOX = "/ban-lam-viec"


@pytest.fixture
def specialist(commune: Agency) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, commune))


@pytest.fixture
def all_hands(commune: Agency) -> User:
    """One official with the posts of reception, appraisal and issue, as in a small commune."""
    stop = one_stop_of(commune)
    return official("Trần Thị Cẩm", (Role.RECEPTIONIST, stop), (Role.SPECIALIST, commune), (Role.CLERK, commune))


def address(dossier: Dossier) -> str:
    return reverse("desk:dossier", args=[dossier.public_id])


def do(client: Client, dossier: Dossier, outcome: str, *, expect: int = 302, **data: Any) -> object:
    dossier.refresh_from_db()
    task = cases.task(dossier)
    data = {"outcome": outcome, "revision": str(dossier.revision), **data}
    return fetch(client, reverse("desk:end", args=[task.public_id]), method="post", data=data, expect=expect)


def test_a_stranger_goes_to_sign_in_and_comes_back(receptionist: User) -> None:
    client = Client()
    answer = fetch(client, INBOX + "?hop=don-vi", expect=302)
    data = fetch(client, answer.location).fields() | {"username": receptionist.username, "password": PASSWORD}
    right = fetch(client, "/can-bo/dang-nhap", method="post", data=data, expect=302)
    assert right.location == INBOX + "?hop=don-vi"
    assert fetch(client, right.location).h1 == "Đơn vị tôi"
    fetch(client, "/can-bo/dang-xuat", method="post", expect=302)
    fetch(client, INBOX, expect=302)


def test_a_citizen_has_no_desk() -> None:
    fetch(sign_in(people.citizen()), INBOX, expect=403)


def test_the_inbox_shows_what_is_to_be_done(receptionist: User, specialist: User) -> None:
    dossier = cases.filed(by=people.citizen("Ya Hương Kơ Ho"))
    page = fetch(sign_in(receptionist), INBOX)
    row = page.words(".motcua-lines tbody td")
    assert row[1:3] == [dossier.code, "Ya Hương Kơ Ho"]
    assert row[5] == "chưa ai nhận"
    assert fetch(sign_in(specialist), INBOX).words(".motcua-lines tbody tr") == []


def test_the_inbox_is_narrowed_to_one_procedure(receptionist: User) -> None:
    citizen = people.citizen()
    first, second = (cases.filed(by=citizen, of=cases.version()) for _ in range(2))
    client = sign_in(receptionist)
    page = fetch(client, INBOX)
    code = second.version.procedure.code
    assert page.fields("form.motcua-filters")["thu-tuc"] == ""
    assert [option.get("value") for option in page.select("#thu-tuc option")] == [
        "",
        first.version.procedure.code,
        code,
    ]
    page = fetch(client, f"{INBOX}?thu-tuc={code}")
    assert page.words(".motcua-lines tbody td")[1] == second.code
    assert len(page.select(".motcua-lines tbody tr")) == 1
    assert page.fields("form.motcua-filters")["thu-tuc"] == code
    assert f"thu-tuc={code}" in str(page.select(".motcua-lines a")[0].get("href")), "the next one is of the same kind"
    assert len(fetch(client, f"{INBOX}?thu-tuc=%00").select(".motcua-lines tbody tr")) == 2


def test_a_dossier_is_on_one_screen(receptionist: User) -> None:
    dossier = cases.filed(by=people.citizen("Nguyễn Thị An", number="068190000019"))
    page = fetch(sign_in(receptionist), address(dossier))
    assert page.h1 == f"Hồ sơ {dossier.code}"
    text = page.text
    for piece in ("bà Nguyễn Thị An", "068190000019", "Xin xác nhận", "Đã nộp hồ sơ", "Tiếp nhận hồ sơ"):
        assert piece in text


def test_reading_is_written_down(receptionist: User) -> None:
    """The trail outlives the test before: only what is added counts."""

    def views() -> list[tuple[str, bool]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT action, subjects FROM audit_entry WHERE kind = 'view' ORDER BY id")
            return [(action, dossier.code in str(subjects)) for action, subjects in cursor.fetchall()]

    dossier = cases.filed()
    before = len(views())
    fetch(sign_in(receptionist), address(dossier))
    assert views()[before:] == [("desk.dossier", True)]


def test_another_offices_dossier_is_not_there() -> None:
    dossier = cases.filed()
    elsewhere = places.agency("H36.77", "Sở Khác")
    stranger = official("Người lạ", (Role.SPECIALIST, elsewhere))
    client = sign_in(stranger)
    fetch(client, address(dossier), expect=404)
    fetch(client, reverse("desk:end", args=[cases.task(dossier).public_id]), method="post", data={}, expect=404)


def test_three_actions_are_enough_in_a_commune(all_hands: User, commune: Agency) -> None:
    """Receive with appraisal, sign, issue with delivery; the history shows each step."""
    client = sign_in(all_hands)
    dossier = cases.filed()
    page = fetch(client, address(dossier))
    assert "Làm luôn: Thẩm định hồ sơ" in page.text
    do(client, dossier, "accept", following="1", **RESULT)
    leader = official("Võ Văn Dũng", (Role.AGENCY_LEADER, commune))
    do(sign_in(leader), dossier, "sign")
    do(client, dossier, "issue", following="1", recipient="Nguyễn Thị An", how="counter")
    dossier.refresh_from_db()
    assert dossier.state == State.DELIVERED
    done = Task.objects.filter(instance=dossier.instance_id).order_by("ref").values_list("step", flat=True)
    assert list(done) == ["receive", "appraise", "sign", "issue", "deliver"]


RESULT: dict[str, Any] = {"number": "17/XN-UBND", "dated_on": "2026-11-24", "book": "Sổ xác nhận"}


def test_following_steps_are_done_together_each_in_the_history(all_hands: User) -> None:
    client = sign_in(all_hands)
    dossier = cases.filed()
    do(client, dossier, "accept", following="1", **RESULT)
    assert cases.task(dossier).step == "sign"
    events = dossier.events.order_by("id").values_list("kind", flat=True)
    assert list(events) == ["filed", "received", "result_drafted", "step_done"]
    assert dossier.results.get().number == "17/XN-UBND"


def test_an_appraisal_that_owes_a_result_is_not_done_in_passing_without_it(all_hands: User) -> None:
    """Nobody who signs finds an empty desk; the reception is done all the same."""
    client = sign_in(all_hands)
    dossier = cases.filed()
    do(client, dossier, "accept", following="1")
    assert cases.task(dossier).step == "appraise"
    refused = do(client, dossier, "approve", expect=422)
    assert "Chưa có dự thảo kết quả" in refused.words(".govuk-error-summary__list li")[0]  # type: ignore[attr-defined]
    do(client, dossier, "approve", **RESULT)
    assert cases.task(dossier).step == "sign"


def test_the_second_is_told(receptionist: User, commune: Agency) -> None:
    dossier = cases.filed()
    task = cases.task(dossier)
    colleague = official("Đỗ Thị E", (Role.RECEPTIONIST, one_stop_of(commune)))
    do(sign_in(colleague), dossier, "accept")
    data = {
        "outcome": "refuse",
        "note": "Không thuộc thẩm quyền",
        "basis": "Nghị định 61/2018/NĐ-CP, điều 17",
        "instead": "Nộp ở nơi có thẩm quyền",
        "revision": str(dossier.revision),
    }
    page = fetch(
        sign_in(receptionist), reverse("desk:end", args=[task.public_id]), method="post", data=data, expect=409
    )
    assert "Người khác" in page.words(".govuk-error-summary__list li")[0]
    dossier.refresh_from_db()
    assert dossier.state == State.RECEIVED


def test_a_reason_is_owed_and_what_was_typed_stays(receptionist: User) -> None:
    dossier = cases.filed()
    page = do(sign_in(receptionist), dossier, "refuse", expect=422)
    assert "lý do" in page.words(".govuk-error-summary__list li")[0]  # type: ignore[attr-defined]
    page = do(sign_in(receptionist), dossier, "supplement", expect=422, other="")
    page = do(sign_in(receptionist), dossier, "vanish", expect=422, note="Chữ đã gõ")
    dossier.refresh_from_db()
    assert dossier.state == State.REGISTERED


def test_asking_or_refusing_does_nothing_in_passing(all_hands: User) -> None:
    dossier = cases.filed()
    client = sign_in(all_hands)
    assert len(fetch(client, address(dossier)).select("input[name=following]")) == 1
    do(client, dossier, "supplement", other="Ghi rõ địa chỉ", note="Thiếu địa chỉ", following="1")
    assert cases.task(dossier).step == "receive"


def test_the_counter_answers_the_very_questions_of_an_online_dossier(receptionist: User) -> None:
    """Issue 3, B2: a request marks the question and the paper; any channel may answer it."""
    client = sign_in(receptionist)
    dossier = cases.filed(of=cases.version(papers=[cases.PROOF]))
    points: dict[str, Any] = {
        "target": ["field:content", "paper:proof"],
        "words-field:content": "Ghi rõ xác nhận việc gì",
    }
    do(client, dossier, "supplement", note="Chưa rõ", **points)
    page = fetch(client, address(dossier))
    asked = page.words("#now ~ .govuk-inset-text li")
    assert asked == ["Nội dung đề nghị: Ghi rõ xác nhận việc gì", "Giấy chứng sinh: Bổ sung giấy tờ này."]
    url = reverse("desk:supplement", args=[dossier.public_id])
    data = {"_asked": "content identity", "content": "", "identity": "12", "originals-proof": "1"}
    assert "Có mục khai chưa đúng" in fetch(client, url, method="post", data=data, expect=422).text
    data["content"] = "Xác nhận cư trú"
    fetch(client, url, method="post", data={**data, "originals-proof": ""}, expect=422)
    fetch(client, url, method="post", data=data, expect=302)
    page = fetch(client, address(dossier))
    assert "Đã sửa. Trước đó: Xin xác nhận" in page.text
    assert dossier.papers.get(key="proof").originals == 1
    assert "identity" not in dossier.answers.get(number=2).data


def test_a_request_names_what_the_dossier_has(receptionist: User) -> None:
    client = sign_in(receptionist)
    dossier = cases.filed()
    for target in ("field:nothing", "paper:nothing"):
        page = do(client, dossier, "supplement", expect=422, note="Thiếu", target=target)
        assert isinstance(page, Page)
        assert "Hồ sơ không có giấy tờ hoặc mục khai" in page.text


def test_asking_for_a_supplement_says_what(receptionist: User) -> None:
    dossier = cases.filed()
    client = sign_in(receptionist)
    do(client, dossier, "supplement", other="Ghi rõ địa chỉ nơi ở hiện tại", note="Thiếu địa chỉ")
    page = fetch(client, address(dossier))
    assert "Đang chờ người nộp bổ sung" in page.text
    assert "Ghi rõ địa chỉ nơi ở hiện tại" in page.text
    assert page.words(".motcua-lines tbody tr") == []
    waiting = fetch(client, INBOX + "?hop=cho-nguoi-nop")
    assert dossier.code in waiting.text


def test_work_is_taken(receptionist: User) -> None:
    dossier = cases.filed()
    client = sign_in(receptionist)
    fetch(client, reverse("desk:take", args=[cases.task(dossier).public_id]), method="post", expect=302)
    assert "Lê Thị Ánh" in fetch(client, INBOX).words(".motcua-lines tbody tr")[0]
    assert fetch(client, INBOX + "?hop=chua-nhan").words(".motcua-lines tbody tr") == []


@pytest.mark.parametrize("text", ["nguyen thi", "Nguyễn Thị An", "an nguyễn", "NGUYEN"])
def test_people_are_found_by_name(receptionist: User, text: str) -> None:
    dossier = cases.filed(by=people.citizen("Nguyễn Thị An"))
    cases.filed(by=people.citizen("Trần Văn Bốn"))
    page = fetch(sign_in(receptionist), "/ban-lam-viec/tim", data={"q": text})
    assert [row.split()[-1] and dossier.code in row for row in page.words(".motcua-lines tbody tr")] == [True]


def test_a_code_leads_straight_to_the_dossier_and_a_number_to_its_dossiers(receptionist: User) -> None:
    dossier = cases.filed(by=people.citizen(number="068190000027"))
    client = sign_in(receptionist)
    for typed in (dossier.code, dossier.code.lower(), dossier.code.replace(".", "")):
        assert fetch(client, "/ban-lam-viec/tim", data={"q": typed}, expect=302).location == address(dossier)
    for method in ("post", "get"):
        sent = fetch(client, "/ban-lam-viec/tim", method=method, data={"q": "068 190 000 027"}, expect=302)
        assert sent.location
        assert "068" not in sent.location, "browsers and front servers keep addresses"
        assert dossier.code in fetch(client, sent.location).text
    stranger = official("Người lạ", (Role.SPECIALIST, places.agency("H36.77", "Sở Khác")))
    assert dossier.code not in fetch(sign_in(stranger), sent.location).text, "an address serves its own reader alone"
    unknown = fetch(client, "/ban-lam-viec/tim", method="post", data={"q": "068190999999"}, expect=302)
    assert "Không tìm thấy" in fetch(client, str(unknown.location)).text
    assert "Không tìm thấy" in fetch(client, "/ban-lam-viec/tim?so=abc").text
    named = fetch(client, "/ban-lam-viec/tim", method="post", data={"q": "nguyễn thị an"}, expect=302)
    assert "q=nguy" in str(named.location)


def test_a_search_stays_within_ones_reach() -> None:
    cases.filed(by=people.citizen("Nguyễn Thị An"))
    stranger = official("Người lạ", (Role.SPECIALIST, places.agency("H36.77", "Sở Khác")))
    page = fetch(sign_in(stranger), "/ban-lam-viec/tim", data={"q": "nguyen"})
    assert page.words(".motcua-lines tbody tr") == []


@pytest.mark.parametrize("frequent", [-1, 1_000_000])
def test_a_frequent_name_and_a_rare_one_are_found_alike(
    receptionist: User, monkeypatch: pytest.MonkeyPatch, frequent: int
) -> None:
    monkeypatch.setattr(inbox, "FREQUENT", frequent)
    version = cases.version()
    codes = [cases.filed(by=people.citizen(f"Nguyễn Thị {name}"), of=version).code for name in ("Lan", "Lanh", "An")]
    stranger = official("Người lạ", (Role.SPECIALIST, places.agency("H36.77", "Sở Khác")))
    found: tuple[tuple[str, list[str]], ...] = (
        ("thi lan", codes[:1]),
        ("thi la", codes[:2]),
        ("nguyen thi an", codes[2:]),
        ("lan tran", []),
        ("Nguyễn", codes),
    )
    for typed, wanted in found:
        assert [line.code for line in inbox.search(receptionist, typed).lines] == wanted[::-1], typed
        assert inbox.search(stranger, typed).lines == []


@pytest.mark.parametrize("where", [INBOX, INBOX + "?hop=don-vi&xep=moi", "/ban-lam-viec/tim?q=nguyen"])
def test_thirty_rows_take_as_many_queries_as_three(receptionist: User, commune: Agency, where: str) -> None:
    version = cases.version()
    counts = []
    numbers = count(1)
    for rows in (3, 27):
        for _ in range(rows):
            cases.filed(by=people.citizen(f"Nguyễn Văn {next(numbers)}"), of=version)
        client = sign_in(receptionist)
        fetch(client, where)
        with CaptureQueriesContext(connection) as taken:
            page = fetch(client, where)
        counts.append(len(taken))
    assert len(page.words(".motcua-lines tbody tr")) == 30
    assert counts[0] == counts[1]
    assert counts[0] <= 14  # notices, saved lists, two for the calendar, and what a search finds by procedure


def test_a_dossier_with_much_in_it_takes_as_many_queries_as_one_with_little(receptionist: User) -> None:
    dossier = cases.filed(by=people.citizen("Nguyễn Thị An", number="068190000019"))
    client = sign_in(receptionist)
    counts = []
    for numbers in (range(1, 2), range(2, 31)):
        for number in numbers:
            paper = Paper.objects.create(dossier=dossier, number=number, key=f"p{number}", name=f"Giấy {number}")
            PaperFile.objects.create(paper=paper, number=1, file=stored(number), added_at=cases.NOW, added_by="x")
            Party.objects.create(dossier=dossier, role="helper", name=f"Người giúp {number}")
            DossierEvent.objects.create(
                dossier=dossier, at=cases.NOW, kind="step_done", state=1, actor_kind="official", params={"step": "x"}
            )
        fetch(client, address(dossier))
        with CaptureQueriesContext(connection) as taken:
            page = fetch(client, address(dossier))
        counts.append(len(taken))
    assert len(page.words(".motcua-papers li")) >= 30
    assert counts[0] == counts[1]
    assert counts[0] <= 20


def stored(number: int) -> StoredFile:
    return StoredFile.objects.create(
        key=f"page-{number}", sha256="0" * 64, size=9, kind="pdf", name=f"{number}.pdf", created_at=cases.NOW, pages=1
    )


def test_a_dossier_that_is_looked_at_counts_no_piles(receptionist: User) -> None:
    dossier = cases.filed()
    with CaptureQueriesContext(connection) as taken:
        fetch(sign_in(receptionist), address(dossier))
    assert not [query for query in taken if "LATERAL" in query["sql"]]


def test_a_leader_sees_the_unit(commune: Agency) -> None:
    dossier = cases.filed()
    leader = official("Võ Văn Dũng", (Role.AGENCY_LEADER, commune), (Role.ONE_STOP_HEAD, one_stop_of(commune)))
    client = sign_in(leader)
    assert dossier.code not in fetch(client, INBOX).text
    assert dossier.code in fetch(client, INBOX + "?hop=don-vi").text


def test_what_the_template_lacks_is_added_at_the_desk(specialist: User, receptionist: User) -> None:
    """The surveyors may find another class than the family asked for (Decision 24/2021/QĐ-TTg)."""
    options = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo"}
    fields = [{"key": "class", "label": "Phân loại", "options": options}, {"key": "code", "label": "Mã hộ"}]
    template = '#import "/base.typ": *\n#show: document-page.with(title: "Giấy")\n'
    version = cases.version(result={"kind": "template", "name": "Giấy", "template": template, "fields": fields})
    dossier = cases.filed(of=version)
    do(sign_in(receptionist), dossier, "accept")
    client = sign_in(specialist)
    page = fetch(client, address(dossier))
    assert "Hộ cận nghèo" in page.text
    typed = {"content-class": "near_poor", "content-code": "LĐ-12", "content-other": "x"}
    fetch(client, reverse("desk:draft", args=[dossier.public_id]), method="post", data=typed, expect=302)
    assert dossier.results.get().content == {"class": "near_poor", "code": "LĐ-12"}
    kept = fetch(client, address(dossier)).fields('main form[enctype="multipart/form-data"]')
    assert (kept["content-class"], kept["content-code"]) == ("near_poor", "LĐ-12")
