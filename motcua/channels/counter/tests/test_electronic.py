"""Electronic copies of certified originals, from the scan to the requester (Decree 45/2020/NĐ-CP art. 10)."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.absence_queries import seats_of
from motcua.accounts.absences import record_absence
from motcua.accounts.models import User
from motcua.accounts.rules.absences import Wanted
from motcua.accounts.tests import factories as people
from motcua.audit.models import Entry
from motcua.certifying.electronic import address_of, code_of, resume_copies
from motcua.certifying.models import Certification, ElectronicCopy, Tariff
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers.taking_away.lists import list_called
from motcua.dossiers.tests.test_given_forms import text_of
from motcua.files import queries as files
from motcua.files.tests.samples import pdf
from motcua.lib.dates import today
from motcua.lib.refusals import Unavailable
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.signing.actions import make_demo_key
from motcua.signing.models import SigningKey
from motcua.signing.verify import check_pdf
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
NUMBER = "068190000019"


@pytest.fixture(autouse=True)
def tariff(db: None) -> None:
    """Have the tariff that an emptied database has lost."""
    Tariff.objects.get_or_create(
        kind="copy",
        valid_from=date(2017, 1, 1),
        defaults={"first_rate": 2000, "first_pages": 2, "next_rate": 1000, "cap": 200_000, "basis": "TT 226/2016"},
    )


@pytest.fixture
def leader(commune: Agency) -> User:
    who = people.official("Touneh Thị Hạnh", (Role.AGENCY_LEADER, commune))
    make_demo_key(label=f"user:{who.username}", holder_name=who.full_name, capacity="Chủ tịch", now=BEGAN)
    return who


@pytest.fixture
def clerk(commune: Agency) -> User:
    make_demo_key(
        label="seal:xa",
        holder_name=commune.name,
        agency_name=commune.name,
        agency_code=commune.code,
        is_seal=True,
        now=BEGAN,
    )
    return people.official("Lơ Mu Văn Thư", (Role.CLERK, commune))


def certified(client: Client, pages: int = 1) -> str:
    lane = reverse("counter:certify")
    data = fetch(client, lane).fields() | {"name": "K'Brĕu", "number": NUMBER}
    data |= {"document-1": "Bằng tốt nghiệp", "pages-1": str(pages)}
    return fetch(client, lane, method="post", data=data, expect=302).location


def scanned(client: Client, done: str, expect: int = 302, data: bytes = b"") -> Page:
    page = fetch(client, done)
    address = page.select("form[enctype]")[0].get("action")
    row = str(Certification.objects.get().pk)
    given = {"certification": row, "original": SimpleUploadedFile("bang.pdf", data or pdf())}
    return fetch(client, address, method="post", data=given, expect=expect)


def pressed(user: User, do: str) -> str:
    """Ask, and let the worker give it; return what the page says after both."""
    client = sign_in(user)
    fetch(client, reverse("counter:electronic"), method="post", data={"do": do}, expect=302)
    said = fetch(client, reverse("counter:electronic")).text
    run_due_jobs()
    return said + fetch(client, reverse("counter:electronic")).text


def test_scanned_signed_sealed_checked_and_fetched(client_: Client, leader: User, clerk: User, client: Client) -> None:
    done = certified(client_)
    scanned(client_, done)
    copy = ElectronicCopy.objects.get()
    public = reverse("portal:certified_copy", args=[copy.token])
    fetch(client, public, expect=404)
    assert pressed(clerk, "seal").count("Bằng tốt nghiệp") == 0, "nothing is sealed before it is signed"
    copy.refresh_from_db()
    assert copy.state == "scanned"
    listed = fetch(sign_in(leader), reverse("counter:electronic"))
    assert listed.select("form[action*='danh-sach=copies']")
    (row,) = list_called("copies").rows(leader, {}, timezone.now())
    assert (row.cells[0], row.cells[4]) == ("ký", "Bằng tốt nghiệp")
    assert not list(list_called("copies").rows(clerk, {}, timezone.now())), "nothing is sealed before it is signed"
    (picture,) = listed.select("main ul a")
    assert fetch(sign_in(leader), picture.get("href")).content.startswith(b"\x89PNG")
    assert "Không có bản sao nào chờ ông/bà ký" in pressed(leader, "sign")
    assert "Đang đóng dấu 1 bản sao" in pressed(clerk, "seal")
    copy.refresh_from_db()
    assert (copy.state, copy.signed_by, copy.issued_by) == ("issued", leader, clerk)

    page = fetch(client, public)
    assert "Bản sao này có thật" in page.text
    assert "K'Brĕu" not in page.text, "who asked for it is nobody's business"
    assert "Mã nhận không đúng" in fetch(client, public, method="post", data={"code": "SAI"}, expect=422).text
    code = code_of(copy)
    assert f"{code[:4]}-{code[4:]}" in fetch(client_, done).text
    answer = fetch(client, public, method="post", data={"code": f" {code[:4].lower()}-{code[4:]}"})
    report = check_pdf(answer.content)
    assert [(one.field, one.is_good) for one in report.signatures] == [("leader", True), ("agency", True)]
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == 2


def test_the_worker_signs_and_the_page_says_how_far_it_is(client_: Client, leader: User) -> None:
    done = certified(client_)
    scanned(client_, done)
    signer, here = sign_in(leader), reverse("counter:electronic")
    fetch(signer, here, method="post", data={"do": "sign"}, expect=302)
    copy = ElectronicCopy.objects.get()
    assert (copy.state, copy.asked_by) == ("scanned", leader), "nothing is signed inside the request"
    page = fetch(signer, here)
    assert "Đang ký 1 bản sao." in page.text
    assert page.select(f"main a[href='{here}']"), "looked at again without scripts"
    assert not page.select("main form")
    assert "đang ký số" in fetch(client_, done).text
    # A key that is gone meanwhile is told, and the copy can be asked for anew.
    SigningKey.objects.filter(label=f"user:{leader.username}").update(label="user:ai-khac")
    run_due_jobs()
    page = fetch(signer, here)
    assert "Chưa ký được: Ông/bà chưa có chứng thư" in page.text
    SigningKey.objects.filter(label="user:ai-khac").update(label=f"user:{leader.username}")
    pressed(leader, "sign")
    copy.refresh_from_db()
    assert (copy.state, copy.asked_at, copy.problem) == ("signed", None, "")


def test_a_copy_whose_job_is_lost_is_signed_by_timetable_and_seen_meanwhile(
    client_: Client, leader: User, business_admin: User
) -> None:
    scanned(client_, certified(client_))
    fetch(sign_in(leader), reverse("counter:electronic"), method="post", data={"do": "sign"}, expect=302)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    now = timezone.now()
    assert resume_copies(now=now + timedelta(minutes=29)) == 0, "its job may still be at work"
    ElectronicCopy.objects.update(asked_at=now - timedelta(minutes=31))
    studio = sign_in(business_admin)
    page = fetch(studio, reverse("studio:signatures"))
    assert [cell.text_content() for cell in page.select("h2#stuck ~ div tbody tr")[0]][:2] == [
        "ký bản sao điện tử",
        leader.full_name,
    ]
    # The key cannot be reached: nobody is told that it failed, and the next run goes on.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("motcua.certifying.electronic.signing.sign_pdf", unreachable)
        assert resume_copies(now=now) == 0
    assert resume_copies(now=now) == 1
    copy = ElectronicCopy.objects.get()
    assert (copy.state, copy.signed_by, copy.asked_at) == ("signed", leader, None)
    assert resume_copies(now=now) == 0
    assert "Không có bản sao điện tử, bản quét nào" in fetch(studio, reverse("studio:signatures")).text


def unreachable(**_: object) -> bytes:
    raise Unavailable("the key's service")


def test_the_slip_tells_where_and_with_what_a_copy_is_fetched(client_: Client, leader: User) -> None:
    done = certified(client_)
    address = done + "/phieu-ban-sao"
    fetch(client_, address, method="post", expect=404)
    scanned(client_, done)
    assert fetch(client_, done).select(f"form[action='{address}']")
    slip = fetch(client_, address, method="post")
    assert "no-store" in slip.response.headers["Cache-Control"]
    copy = ElectronicCopy.objects.get()
    drawn = pypdfium2.PdfDocument(slip.content)
    text = " ".join(page.get_textpage().get_text_range() for page in drawn)
    code = code_of(copy)
    # How a hyphen between spaced letters is read back is the reader's business.
    assert code in re.sub(r"\W", "", text)
    found = [one.text for one in zxingcpp.read_barcodes(drawn[0].render(scale=3).to_pil())]
    assert found == [address_of(copy)], "the picture alone fetches nothing"
    stranger = sign_in(people.official("Người Lạ", (Role.RECEPTIONIST, places.department())))
    fetch(stranger, address, method="post", expect=404)


def test_who_is_away_is_not_asked_to_sign_and_who_acts_for_them_signs_kt(
    client_: Client, leader: User, commune: Agency
) -> None:
    """Decree 30/2020/NĐ-CP, article 13(1): a deputy signs for the absent head, and the book says so."""
    scanned(client_, certified(client_))
    deputy = people.official("Trần Thị Phó", (Role.AGENCY_LEADER, commune))
    make_demo_key(label=f"user:{deputy.username}", holder_name=deputy.full_name, capacity="Phó Chủ tịch", now=BEGAN)
    day = today(timezone.now())
    record_absence(
        user_id=leader.pk,
        starts=day,
        ends=day,
        reason="trip",
        substitutes=[Wanted(seats_of(leader, day)[0].pk, deputy.pk, basis="Quyết định 12/QĐ-UBND")],
        by=leader,
        now=timezone.now(),
    )
    page = fetch(client_, reverse("counter:certify"))
    (option,) = page.select("#signer option")
    assert (option.text_content() or "").startswith("Trần Thị Phó (KT. ")
    certified(client_)
    first, second = Certification.objects.order_by("number")
    assert (first.signer_name, second.signer_name) == (leader.full_name, deputy.full_name)
    assert second.signer_title.startswith("KT. ")
    # The copy that waited for the absent is signed by who acts for them.
    pressed(deputy, "sign")
    copy = ElectronicCopy.objects.select_related("file").get()
    assert (copy.signed_by, copy.state) == (deputy, "signed")
    assert copy.file is not None
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in text_of(files.read(copy.file))
    line = Entry.objects.filter(action="certification.copy_signed").latest("pk")
    assert line.details == {"acting_for": f"user:{leader.pk}"}


def test_whoever_asked_for_it_finds_it_among_their_own(client_: Client, leader: User, clerk: User) -> None:
    scanned(client_, certified(client_))
    pressed(leader, "sign")
    pressed(clerk, "seal")
    public = reverse("portal:certified_copy", args=[ElectronicCopy.objects.get().token])
    owner = sign_in(people.citizen("K'Brĕu", number=NUMBER))
    assert "Bằng tốt nghiệp" in fetch(owner, reverse("portal:dossiers")).text
    assert fetch(owner, public, method="post", data={}).content.startswith(b"%PDF")
    other = sign_in(people.citizen("Kẻ Lạ", number="068190000018"))
    assert "Bằng tốt nghiệp" not in fetch(other, reverse("portal:dossiers")).text
    fetch(other, public, method="post", data={}, expect=422)
    Certification.objects.update(annulled_at=BEGAN, annul_reason="Ghi nhầm")
    assert "đã bị hủy" in fetch(owner, public).text


def test_a_scan_has_the_pages_of_the_original_and_comes_once(client_: Client, leader: User) -> None:
    done = certified(client_, pages=3)
    assert "Sổ ghi bản chính có 3 trang, bản quét có 1 trang" in scanned(client_, done, expect=422).text
    Certification.objects.update(pages=1)
    scanned(client_, done)
    assert not fetch(client_, done).select("form[enctype]")
    copy = ElectronicCopy.objects.get()
    stranger = sign_in(people.official("Người Lạ", (Role.AGENCY_LEADER, places.department())))
    fetch(stranger, reverse("counter:electronic_sheet", args=[copy.public_id, 1]), expect=404)
    assert "Bằng tốt nghiệp" not in fetch(stranger, reverse("counter:electronic")).text


def test_only_who_the_book_names_signs_and_without_a_seal_nothing_is_issued(
    client_: Client, leader: User, commune: Agency
) -> None:
    scanned(client_, certified(client_))
    deputy = people.official("Phó Chủ Tịch", (Role.AGENCY_LEADER, commune))
    assert "Bằng tốt nghiệp" not in pressed(deputy, "sign")
    assert ElectronicCopy.objects.get().state == "scanned"
    pressed(leader, "sign")
    sealer = people.official("Lơ Mu Văn Thư", (Role.CLERK, commune))
    assert "chưa có con dấu số" in pressed(sealer, "seal")
    assert ElectronicCopy.objects.get().state == "signed"
