"""Following a dossier: with code and secret, or signed in; answering what is asked; never another person's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from motcua.accounts import actions as accounts
from motcua.accounts.models import User
from motcua.accounts.rules.signin import read_claims
from motcua.accounts.tests import factories as people
from motcua.channels.portal.showing import sight_of, stages
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing
from motcua.dossiers.models import Dossier, DossierEvent, Result
from motcua.dossiers.rules.filing import PartyData
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.states import Channel, Origin, State
from motcua.dossiers.tests import factories
from motcua.files.tests.samples import encode, page_photo, pdf
from motcua.lib.dates import today
from motcua.notices import actions as notices
from motcua.notices.models import Notice
from motcua.notices.rules import NoticeKind
from motcua.organisations.tests import factories as places
from motcua.ui.moments import say_moment
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)  # filing takes its code before its transaction
NOW = factories.NOW
PAPERS = [{"key": "proof", "name": "Giấy chứng sinh", "kind": "submit", "required": False, "originals": 1, "copies": 0}]


@pytest.fixture
def dossier(citizen: User) -> Dossier:
    return factories.filed(by=citizen, of=factories.version(papers=PAPERS))


@pytest.fixture
def signed_in(client: Client, citizen: User) -> Client:
    client.force_login(citizen)
    return client


def asked(dossier: Dossier, officer: User, *targets: str) -> Dossier:
    """Ask for a supplement."""
    items = [Missing(target, "Bản chụp bị mờ") for target in targets]
    return actions.ask_supplement(
        task_id=factories.task(dossier).pk, items=items, reason="Thiếu giấy tờ", by=officer, now=NOW
    )


def test_code_and_secret_show_where_it_is_without_names(
    client: Client, dossier: Dossier, commune_officer: User
) -> None:
    asked(dossier, commune_officer, "paper:proof")
    form = fetch(client, "/tra-cuu")
    assert form.fields("main form")["code"] == ""
    secret = actions.secret_of(dossier)
    typed = {"code": dossier.code.replace(".", "").lower(), "secret": secret.lower()}
    for page in (
        fetch(client, "/tra-cuu", method="post", data=typed),
        fetch(client, f"/tra-cuu/{dossier.code}/{secret}"),
    ):
        assert page.h1 == "Hồ sơ đang ở đâu"
        assert dossier.code in page.text
        assert "Yêu cầu bổ sung" in page.text
        for private in ("Nguyễn Thị An", "Xin xác nhận", "Bản chụp bị mờ", "Thiếu giấy tờ", "Ya Thuyên"):
            assert private not in page.text
        assert "no-store" in page.response.headers["Cache-Control"]


@pytest.mark.parametrize("code", ["H36.201-261123-9999", "linh tinh", "", "x" * 500, "H36.201-261123-0001\x00"])
def test_a_wrong_code_or_secret_tells_nothing(client: Client, dossier: Dossier, code: str) -> None:
    page = fetch(client, "/tra-cuu", method="post", data={"code": code, "secret": "2222"})
    assert page.select(".govuk-error-summary")
    same = fetch(client, "/tra-cuu", method="post", data={"code": dossier.code, "secret": "2222"})
    assert "không đúng" in same.text


def test_ten_wrong_tries_lock_the_code(client: Client, dossier: Dossier) -> None:
    for _ in range(10):
        fetch(client, "/tra-cuu", method="post", data={"code": dossier.code, "secret": "0000"})
    right = {"code": dossier.code, "secret": actions.secret_of(dossier)}
    assert "tạm khóa" in fetch(client, "/tra-cuu", method="post", data=right).text


def test_wrong_tries_are_forgotten_when_they_lock_nothing_any_more(client: Client) -> None:
    for code in ("H36.201-261123-7777", "H36.201-261123-8888"):
        fetch(client, "/tra-cuu", method="post", data={"code": code, "secret": "0000"})
    assert actions.forget_wrong_tries(now=timezone.now()) == 0
    assert actions.forget_wrong_tries(now=timezone.now() + timedelta(hours=1)) == 2


def test_ones_own_list_has_drafts_and_dossiers(signed_in: Client, citizen: User, dossier: Dossier) -> None:
    factories.filed(by=people.citizen("Kẻ Khác"))
    actions.begin_draft(version_id=factories.version().pk, by=citizen, now=NOW)
    page = fetch(signed_in, "/ho-so-cua-toi")
    assert dossier.code in page.text
    assert len(page.select(".motcua-list__item")) == 2


def test_what_the_counter_took_for_ones_number_is_ones_own_from_the_first_sign_in(
    client: Client, commune_officer: User
) -> None:
    """Filed at a counter before the system knew her: only the number tells whose it is."""
    who = PartyData(name="Ka Thuyên", identity_kind="personal_id", identity_number="068190054321")
    request = factories.filing(
        by=people.citizen("Kẻ Khác"),
        of=factories.version(papers=PAPERS),
        origin=Origin.COUNTER,
        channel=Channel.DIRECT,
        submitter=who,
        owner=who,
        received_agency_id=places.commune().one_stop_id,
    )
    found = actions.file(filing=request, key="at the counter", by=commune_officer, now=NOW).dossier
    claims = {"LoaiTaiKhoan": "1", "SoDinhDanh": "068190054321", "HoVaTen": "Ka Thuyên", "loAs": "2"}
    user = accounts.sign_in_person(who=read_claims(claims), now=NOW)
    client.force_login(user)
    assert found.code in fetch(client, "/ho-so-cua-toi").text
    asked(found, commune_officer, "paper:proof")
    assert "Giấy chứng sinh: Bản chụp bị mờ" in fetch(client, f"/ho-so/{found.code}").text
    url = f"/ho-so/{found.code}/bo-sung"
    fetch(client, url, method="post", data={"files.proof": SimpleUploadedFile("a.pdf", pdf())}, expect=302)
    client.force_login(people.citizen("Kẻ Tò Mò"))
    fetch(client, f"/ho-so/{found.code}", expect=404)


def test_a_dossier_page_shows_papers_course_and_what_is_asked(
    signed_in: Client, dossier: Dossier, commune_officer: User
) -> None:
    asked(dossier, commune_officer, "paper:proof")
    page = fetch(signed_in, f"/ho-so/{dossier.code}")
    assert "Người nộp: bà Nguyễn Thị An" in page.text
    assert "Nhận tại bộ phận một cửa" in page.text
    assert "Giấy chứng sinh: Bản chụp bị mờ" in page.text
    stages = page.words(".motcua-timeline--stages .motcua-timeline__title")
    assert stages == ["Nộp hồ sơ", "Tiếp nhận", "Giải quyết", "Trả kết quả"]
    assert page.words(".motcua-timeline--stages [aria-current] h3") == ["Tiếp nhận"]
    assert page.words(".motcua-timeline__title")[4:] == ["Yêu cầu bổ sung hồ sơ", "Đã nộp hồ sơ"]


def test_answering_a_supplement_with_a_file(signed_in: Client, dossier: Dossier, commune_officer: User) -> None:
    asked(dossier, commune_officer, "paper:proof")
    url = f"/ho-so/{dossier.code}/bo-sung"
    fetch(signed_in, url)
    empty = fetch(signed_in, url, method="post", data={"message": ""})
    assert empty.select(".govuk-error-summary")
    bad = fetch(signed_in, url, method="post", data={"files.proof": SimpleUploadedFile("a.pdf", b"MZ")})
    assert "a.pdf" in bad.text
    fetch(signed_in, url, method="post", data={"files.proof": SimpleUploadedFile("a.pdf", pdf())}, expect=302)
    dossier.refresh_from_db()
    assert dossier.state == State.REGISTERED
    page = fetch(signed_in, f"/ho-so/{dossier.code}")
    assert "Đã gửi phần bổ sung." in page.text
    link = next(link.get("href") for link in page.select("main a") if "/giay-to/" in link.get("href"))
    file = fetch(signed_in, link)
    assert file.content.startswith(b"%PDF")
    assert "attachment" in file.response.headers["Content-Disposition"]
    fetch(signed_in, url, expect=403)


def test_photographs_of_a_supplement_become_one_pdf(signed_in: Client, dossier: Dossier, commune_officer: User) -> None:
    asked(dossier, commune_officer, "paper:proof")
    photos = [SimpleUploadedFile(f"{n}.jpg", encode(page_photo()), "image/jpeg") for n in (1, 2)]
    url = f"/ho-so/{dossier.code}/bo-sung"
    fetch(signed_in, url, method="post", data={"files.proof": photos}, expect=302)
    (row,) = dossier.papers.get(key="proof").files.filter(replaced_at=None)
    assert (row.file.kind, row.file.pages) == ("pdf", 2)
    assert "bản mới" not in fetch(signed_in, f"/ho-so/{dossier.code}").text, "nothing was there before it"
    dossier.refresh_from_db()
    asked(dossier, commune_officer, "paper:proof")
    fetch(signed_in, url, method="post", data={"files.proof": SimpleUploadedFile("a.pdf", pdf())}, expect=302)
    (papers,) = [text for text in fetch(signed_in, f"/ho-so/{dossier.code}").words("main li") if "bản mới" in text]
    assert papers.index("bản cũ, đã gửi lại") < papers.index("a.pdf") < papers.index("bản mới, gửi")


def test_answering_a_supplement_with_another_answer(signed_in: Client, dossier: Dossier, commune_officer: User) -> None:
    asked(dossier, commune_officer, "field:content")
    url = f"/ho-so/{dossier.code}/bo-sung"
    data = fetch(signed_in, url).fields("main form")
    assert data["content"] == "Xin xác nhận"
    assert "identity" not in data, "only what was asked is asked"
    wrong = fetch(signed_in, url, method="post", data={**data, "content": ""})
    assert len(wrong.select(".govuk-error-message")) == 1
    same = fetch(signed_in, url, method="post", data=data)
    assert "Chưa sửa: Nội dung đề nghị." in same.words(".govuk-error-summary")[0]
    # What was not asked stays as it was, whatever a browser sends.
    more = {**data, "_asked": "content identity", "content": "Xin xác nhận lại", "identity": "12"}
    fetch(signed_in, url, method="post", data=more, expect=302)
    kept = [one.data["content"] for one in dossier.answers.order_by("number")]
    assert kept == ["Xin xác nhận", "Xin xác nhận lại"], "the earlier answer stays"
    assert "identity" not in dossier.answers.order_by("number").last().data  # type: ignore[union-attr]


def test_the_line_of_stages_ends_where_the_dossier_ended() -> None:
    moment = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    dossier = Dossier(state=State.RECEIVED, submitted_at=moment, accepted_at=moment, due_at=moment)
    here = [(stage["state"], bool(stage["when"])) for stage in stages(dossier)]
    assert here == [("done", True), ("done", True), ("current", False), ("waiting", True)]
    dossier.state, dossier.closed_at = State.WITHDRAWN, moment
    assert [stage["title"] for stage in stages(dossier)] == ["Nộp hồ sơ", "Tiếp nhận", "Đã rút hồ sơ"]


def test_withdrawing_needs_a_reason(signed_in: Client, dossier: Dossier) -> None:
    url = f"/ho-so/{dossier.code}/rut"
    fetch(signed_in, url)
    assert fetch(signed_in, url, method="post", data={"reason": " "}).select(".govuk-error-summary")
    fetch(signed_in, url, method="post", data={"reason": "Đổi ý"}, expect=302)
    assert "Đã rút hồ sơ." in fetch(signed_in, f"/ho-so/{dossier.code}").words(".govuk-notification-banner__heading")
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAWN
    fetch(signed_in, url, method="post", data={"reason": "Lần nữa"}, expect=403)


def test_the_applicant_confirms_or_corrects_the_draft(signed_in: Client, citizen: User, commune_officer: User) -> None:
    settings = {"channels": ["online"], "applicant_check": {"within": {"amount": 1, "unit": "day"}}}
    found = factories.filed(by=citizen, of=factories.version_of(factories.CHECK, settings=settings))
    url = f"/ho-so/{found.code}/du-thao"
    fetch(signed_in, url, expect=403)
    actions.receive(task_id=factories.task(found).pk, by=commune_officer, now=NOW)
    assert "Xem và xác nhận" in fetch(signed_in, f"/ho-so/{found.code}").text
    fetch(signed_in, url)
    unsaid = fetch(signed_in, url, method="post", data={"outcome": "correct", "note": ""})
    assert "Hãy ghi rõ chỗ cần sửa." in unsaid.text
    fetch(signed_in, url, method="post", data={"outcome": "reject"})
    fetch(signed_in, url, method="post", data={"outcome": "confirm"}, expect=302)
    assert "Đã gửi câu trả lời về bản dự thảo." in fetch(signed_in, f"/ho-so/{found.code}").text
    fetch(signed_in, url, expect=403)


def test_the_applicant_sees_every_page_of_a_draft_from_a_template(
    signed_in: Client, citizen: User, commune_officer: User
) -> None:
    template = """#let data = json("/data.json")
#set document(title: "Giấy xác nhận")
Cấp cho #data.dossier.owner #pagebreak() Trang hai"""
    rule = {"within": {"amount": 1, "unit": "day"}, "clock": "stopped"}
    made = factories.version_of(
        factories.CHECK,
        settings={"channels": ["online"], "applicant_check": rule},
        result={"kind": "template", "name": "Giấy xác nhận", "template": template},
    )
    found = factories.filed(by=citizen, of=made)
    url = f"/ho-so/{found.code}/du-thao"
    fetch(signed_in, f"{url}/trang/1", expect=404)
    actions.receive(task_id=factories.task(found).pk, by=commune_officer, now=NOW)
    page = fetch(signed_in, url)
    until = actions.check_until(found, factories.task(found))
    assert until is not None
    assert until > NOW
    assert f"Chậm nhất {say_moment(until)};" in page.text
    assert "Thời hạn giải quyết tạm dừng từ lúc mời ông/bà kiểm tra" in page.text
    images = [image.get("src") for image in page.select(".motcua-viewer img")]
    assert images == [f"{url}/trang/{number}" for number in (1, 2)]
    for image in images:
        assert fetch(signed_in, image).content.startswith(b"\x89PNG")
    fetch(signed_in, f"{url}/trang/3", expect=403)
    assert "chờ người nộp kiểm tra bản dự thảo" in fetch(signed_in, f"/ho-so/{found.code}").text


def test_what_is_to_be_paid_is_said_on_top(signed_in: Client, dossier: Dossier, commune_officer: User) -> None:
    task = factories.task(dossier)
    actions.ask_payment(task_id=task.pk, amount=50_000, reason="Lệ phí cấp bản sao", by=commune_officer, now=NOW)
    page = fetch(signed_in, f"/ho-so/{dossier.code}")
    assert page.words(".govuk-notification-banner__heading") == ["Lệ phí cấp bản sao"]
    assert "Số tiền: 50.000 đồng" in page.text
    receipt = actions.Receipt(number="7", paid_on=today(NOW))
    actions.payment_done(dossier_id=dossier.pk, receipt=receipt, by=commune_officer, now=NOW)
    assert not fetch(signed_in, f"/ho-so/{dossier.code}").select(".govuk-notification-banner")


def test_another_persons_dossier_does_not_exist(client: Client, dossier: Dossier, commune_officer: User) -> None:
    asked(dossier, commune_officer, "paper:proof")
    client.force_login(people.citizen("Kẻ Tò Mò"))
    for page in ("", "/bo-sung", "/du-thao", "/du-thao/trang/1", "/rut", "/ket-qua"):
        fetch(client, f"/ho-so/{dossier.code}{page}", expect=404)
    fetch(client, f"/ho-so/{dossier.code}/giay-to/00000000-0000-4000-8000-000000000000", expect=404)
    fetch(client, f"/da-nop/{dossier.code}", expect=404)
    fetch(client, f"/ho-so/{dossier.code}/rut", method="post", data={"reason": "x"}, expect=404)


def test_a_printed_result_is_confirmed_without_personal_data(client: Client, dossier: Dossier) -> None:
    result = Result.objects.create(
        dossier=dossier,
        kind="reference",
        state="issued",
        name="Giấy xác nhận",
        number="17/XN-UBND",
        dated_on=NOW.date(),
        signer_capacity="Chủ tịch",
    )
    page = fetch(client, f"/xac-minh/{result.token}")
    assert "Kết quả này có thật" in page.text
    assert "17/XN-UBND" in page.text
    assert "Nguyễn Thị An" not in page.text
    Result.objects.filter(pk=result.pk).update(state="revoked")
    assert "thu hồi" in fetch(client, f"/xac-minh/{result.token}").text
    fetch(client, "/xac-minh/khong-co", expect=404)


def test_notices_are_read_and_marked(signed_in: Client, citizen: User) -> None:
    assert citizen.person is not None
    params: dict[str, Any] = {
        "code": "H36.201-261123-0001",
        "procedure": "Thủ tục",
        "agency": "UBND",
        "answer_due": "mai",
    }
    for _ in range(2):
        notices.notify(
            person_id=citizen.person.pk,
            kind=NoticeKind.FILED,
            params=params,
            about=("dossier", "H36.201-261123-0001"),
            email="",
            now=timezone.now() - timedelta(days=1),
        )
    page = fetch(signed_in, "/thong-bao")
    buttons = page.select("input[name=notice]")
    assert len(buttons) == 2
    other = people.citizen("Kẻ Khác")
    signed_in.force_login(other)
    fetch(signed_in, "/thong-bao", method="post", data={"notice": buttons[0].get("value")}, expect=302)
    assert Notice.objects.filter(read_at=None).count() == 2
    signed_in.force_login(citizen)
    fetch(signed_in, "/thong-bao", method="post", data={"notice": buttons[0].get("value")}, expect=302)
    fetch(signed_in, "/thong-bao", method="post", data={"notice": "x"}, expect=302)
    assert Notice.objects.filter(read_at=None).count() == 1


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    signed_in: Client, citizen: User, django_assert_max_num_queries: Any
) -> None:
    made = factories.version()
    for _ in range(3):
        factories.filed(by=citizen, of=made)
    with django_assert_max_num_queries(14) as few:
        fetch(signed_in, "/ho-so-cua-toi")
    for _ in range(19):
        factories.filed(by=citizen, of=made)
    with django_assert_max_num_queries(len(few)):
        page = fetch(signed_in, "/ho-so-cua-toi")
    older = next(link.get("href") for link in page.select("main a") if "truoc" in link.get("href"))
    assert len(fetch(signed_in, f"/ho-so-cua-toi{older}").select(".motcua-list__item")) == 2
    assert fetch(signed_in, "/ho-so-cua-toi?truoc=²").select(".motcua-list__item")


def test_a_letter_does_not_begin_a_state_anew(dossier: Dossier, commune_officer: User) -> None:
    later = NOW + timedelta(days=1)
    done = actions.complete(
        task_id=factories.task(dossier).pk, outcome="accept", note="", by=commune_officer, now=NOW + timedelta(hours=1)
    )
    begun = sight_of(done, later, private=True).since
    assert begun == say_moment(NOW + timedelta(hours=1))
    said = {"number": "01/GM-UBND", "name": "Giấy mời"}
    DossierEvent.objects.create(
        dossier=done, kind=Happening.LETTER_GIVEN, at=later, state=done.state, params=said, is_public=True
    )
    sight = sight_of(done, later, private=True)
    assert "01/GM-UBND" in sight.timeline[0]["title"]
    assert sight.since == begun
