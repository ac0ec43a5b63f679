"""Digitising after the person has gone: scans are sorted, looked at, signed; held papers are used instead."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers import digitising
from motcua.dossiers.actions import resume_scan_signing
from motcua.dossiers.models import Digitisation, Dossier, DossierEvent, Paper, PaperFile, Scan
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.rules.states import Channel, Origin
from motcua.dossiers.taking_away.counter_lists import ScansToSignList
from motcua.dossiers.tests import factories as cases
from motcua.files.ports import Words
from motcua.files.queries import read
from motcua.files.tests.samples import pdf
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.outbox.testing import run_due_jobs
from motcua.signing.actions import make_demo_key
from motcua.signing.verify import check_pdf
from motcua.ui.testing import Page, fetch
from motcua.vault.models import Item

pytestmark = pytest.mark.django_db(transaction=True)
BIRTH = {"key": "birth", "name": "Giấy chứng sinh", "kind": "submit", "required": True, "originals": 1, "copies": 0}
DEED = {"key": "deed", "name": "Giấy kết hôn", "kind": "submit", "required": False, "originals": 1, "copies": 0}
HEAD = "ỦY BAN NHÂN DÂN\nXÃ ĐƠN DƯƠNG\nSố: 217/2020\nHọ và tên: K'Brểu An\nSố định danh: 068190012345"


class Reader:
    """Reads the same on every page, without a layer."""

    def read(self, *, picture: bytes, dots: int) -> Words | None:
        return Words(f"{HEAD}\nĐơn Dương, ngày 12 tháng 3 năm 2020", b"")


READS = override_settings(
    PORTS={"recogniser": f"{__name__}.Reader", "signing.keys": "motcua.signing.software.KeyFiles"}
)


def at_counter(*, by: User | None = None) -> Dossier:
    return cases.filed(
        by=by or people.citizen(),
        of=cases.version(papers=[BIRTH, DEED]),
        origin=Origin.COUNTER,
        channel=Channel.DIRECT,
        papers=(
            PaperData("birth", (), originals=1, name="Giấy chứng sinh"),
            PaperData("deed", (), originals=1, name="Giấy kết hôn"),
        ),
    )


@pytest.fixture
def dossier() -> Dossier:
    return at_counter()


@pytest.fixture
def client_(receptionist: User) -> Client:
    make_demo_key(
        label=f"user:{receptionist.username}", holder_name=receptionist.full_name, now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return sign_in(receptionist)


def to(name: str, dossier: Dossier) -> str:
    return reverse(f"counter:{name}", args=[dossier.public_id])


def sent(client: Client, dossier: Dossier, name: str, *, data: bytes = b"", expect: int = 302) -> Page:
    scan = SimpleUploadedFile("quet.pdf", data or pdf())
    return fetch(client, to("scan", dossier), method="post", data={name: scan}, expect=expect)


def three_pages() -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(3):
        document.add_blank_page(page_size=(420, 595))
    document.save(out)
    return out.getvalue()


def press(
    client: Client,
    dossier: Dossier,
    key: str,
    do: str,
    typed: Mapping[str, str] = {},
    *,
    expect: int = 302,
    **more: str,
) -> Page:
    data = {"paper": key, "do": do, **typed, **more}
    return fetch(client, to("scan_paper", dossier), method="post", data=data, expect=expect)


def stages(dossier: Dossier) -> dict[str, str]:
    return {one.paper.key: one.stage.value for one in digitising.digital_papers(dossier)}


def files_of(dossier: Dossier, key: str) -> list[PaperFile]:
    current = PaperFile.objects.filter(paper__dossier=dossier, paper__key=key, replaced_at=None)
    return list(current.select_related("file").order_by("number"))


def test_scans_join_their_papers_and_what_was_counted_stays(client_: Client, dossier: Dossier) -> None:
    assert "chưa quét" in fetch(client_, to("scan", dossier)).text
    sent(client_, dossier, "scan-birth")
    sent(client_, dossier, "scan-birth")
    paper = dossier.papers.get(key="birth")
    assert (paper.files.count(), paper.originals) == (2, 1)
    assert "đã có 2 tệp" in fetch(client_, to("scan", dossier)).text
    assert DossierEvent.objects.filter(dossier=dossier, kind="paper_added").count() == 2
    assert stages(dossier) == {"birth": "scanned", "deed": "awaited"}


def test_what_cannot_be_taken_is_said_and_nothing_joins(client_: Client, dossier: Dossier) -> None:
    assert "Hồ sơ không có giấy tờ này" in sent(client_, dossier, "scan-other", expect=422).text
    assert "ít nhất một bản quét" in fetch(client_, to("scan", dossier), method="post", data={}, expect=422).text
    for name in ("scan-birth", "batch"):
        sent(client_, dossier, name, data=b"MZ", expect=422)
    assert not Scan.objects.exists()
    assert not PaperFile.objects.filter(paper__key="birth").exists()


def test_one_batch_is_split_turned_and_sorted_and_can_be_sorted_anew(client_: Client, dossier: Dossier) -> None:
    sent(client_, dossier, "batch", data=three_pages())
    scan = Scan.objects.get()
    page = fetch(client_, to("scan", dossier))
    assert len(page.select("li[data-page]")) == 3
    assert fetch(client_, page.select("li[data-page] img")[0].get("src")).content.startswith(b"\x89PNG")
    data = page.fields("form[data-sorting]") | {"page": [f"{scan.pk}-{number}" for number in (1, 2, 3)]}
    assert "ít nhất một trang" in fetch(client_, to("arrange", dossier), method="post", data=data, expect=422).text
    bad = data | {f"order-{scan.pk}-1": "đầu"}
    assert "Thứ tự trang phải là số" in fetch(client_, to("arrange", dossier), method="post", data=bad, expect=422).text
    # The second page comes first, upside down; the first goes with it; the third is blank.
    data |= {f"paper-{scan.pk}-2": "p:deed", f"turn-{scan.pk}-2": "180", f"order-{scan.pk}-2": "0"}
    data |= {f"paper-{scan.pk}-1": "same", f"paper-{scan.pk}-3": "drop"}
    fetch(client_, to("arrange", dossier), method="post", data=data, expect=302)
    (row,) = files_of(dossier, "deed")
    pages = pikepdf.open(io.BytesIO(read(row.file))).pages
    assert [int(one.get("/Rotate", 0)) for one in pages] == [180, 0]
    scan.refresh_from_db()
    assert scan.settled_at is not None
    assert scan.plan["3"]["paper"] == ""
    assert stages(dossier) == {"birth": "awaited", "deed": "scanned"}
    fetch(client_, to("arrange", dossier), method="post", data=data, expect=422)

    press(client_, dossier, "deed", "back")
    assert stages(dossier)["deed"] == "awaited"
    assert len(fetch(client_, to("scan", dossier)).select("li[data-page]")) == 2
    row.refresh_from_db()
    assert row.replaced_at is not None, "what was stays kept"


@READS
def test_what_was_read_is_accepted_field_by_field_and_all_is_signed_in_one_act(
    client_: Client, dossier: Dossier
) -> None:
    sent(client_, dossier, "batch", data=three_pages())
    scan = Scan.objects.get()
    data = fetch(client_, to("scan", dossier)).fields("form[data-sorting]")
    data |= {"page": [f"{scan.pk}-{number}" for number in (1, 2, 3)]}
    data |= {f"paper-{scan.pk}-1": "p:birth", f"paper-{scan.pk}-3": "p:deed"}
    fetch(client_, to("arrange", dossier), method="post", data=data, expect=302)
    assert "đang đọc chữ" in fetch(client_, to("scan", dossier)).text
    run_due_jobs()
    kept = Digitisation.objects.get(paper__key="birth")
    assert (kept.number, kept.found["number"]) == ("", "217/2020"), "nothing is taken silently"
    assert "068190012345" not in str(kept.found)
    page = fetch(client_, to("scan", dossier))
    assert "Đúng: 217/2020" in page.text
    assert "Đúng: 068190012345" in page.text
    typed = {"take-number": "1", "take-issued_on": "1", "holder": "K'Brểu Minh An", "valid_until": "32/1/2027"}
    refused = press(client_, dossier, "birth", "accept", typed, expect=422)
    assert "“32/1/2027” không phải ngày" in refused.text
    assert "K'Brểu Minh An" in [field.get("value") for field in refused.select("input[name=holder]")]
    press(client_, dossier, "birth", "accept", typed | {"valid_until": ""})
    press(client_, dossier, "deed", "accept")
    kept.refresh_from_db()
    assert (kept.number, f"{kept.issued_on}", kept.holder, kept.identity) == (
        "217/2020",
        "2020-03-12",
        "K'Brểu Minh An",
        None,
    )
    page = fetch(client_, reverse("counter:sign_scans"))
    assert "Giấy kết hôn" in page.text
    assert page.select("form[action*='danh-sach=scans_to_sign']")
    signer = Digitisation.objects.get(paper__name="Giấy kết hôn").accepted_by
    assert signer is not None
    rows = list(ScansToSignList().rows(signer, {}, timezone.now(), page=1))
    assert [row.cells[:3] for row in rows if "kết hôn" in str(row.cells[2])] == [
        (dossier.code, dossier.owner_name, "Giấy kết hôn")
    ]
    fetch(client_, reverse("counter:sign_scans"), method="post", expect=302)
    run_due_jobs()
    assert stages(dossier) == {"birth": "signed", "deed": "signed"}
    (row,) = files_of(dossier, "birth")
    report = check_pdf(read(row.file))
    assert [one.name for one in report.signatures] == ["Lê Thị Ánh"]
    assert report.trusted
    assert (row.file.pages, row.file.is_signed) == (2, True)
    assert DossierEvent.objects.filter(dossier=dossier, kind="scans_signed").count() == 1
    assert "Không có bản quét nào chờ ký" in fetch(client_, reverse("counter:sign_scans")).text


def test_scans_whose_signing_job_is_lost_are_signed_by_timetable(client_: Client, dossier: Dossier) -> None:
    sent(client_, dossier, "scan-birth")
    press(client_, dossier, "birth", "accept")
    fetch(client_, reverse("counter:sign_scans"), method="post", expect=302)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    now = timezone.now()
    assert resume_scan_signing(now=now + timedelta(minutes=29)) == 0, "its job may still be at work"
    assert resume_scan_signing(now=now + timedelta(minutes=31)) == 1
    assert stages(dossier)["birth"] == "signed"
    assert resume_scan_signing(now=now + timedelta(hours=1)) == 0


def test_who_has_no_key_is_told_and_another_never_signs_what_somebody_else_accepted(
    receptionist: User, commune: Agency, dossier: Dossier
) -> None:
    sent(sign_in(receptionist), dossier, "scan-birth")
    press(sign_in(receptionist), dossier, "birth", "accept")
    answer = fetch(sign_in(receptionist), to("scan_sign", dossier), method="post", expect=422)
    assert "chưa có chứng thư chữ ký số" in answer.text
    other = people.official("Phạm Bình", (Role.SPECIALIST, commune))
    make_demo_key(label=f"user:{other.username}", holder_name="Phạm Bình", now=datetime(2026, 1, 1, tzinfo=UTC))
    answer = fetch(sign_in(other), to("scan_sign", dossier), method="post", expect=422)
    assert "Chưa có bản quét nào ông/bà đã kiểm tra" in answer.text


def test_why_a_paper_is_not_scanned_is_recorded(client_: Client, dossier: Dossier) -> None:
    assert "Hãy ghi rõ lý do" in press(client_, dossier, "deed", "waive", expect=422).text
    press(client_, dossier, "deed", "waive", reason="Giấy tờ mật")
    assert stages(dossier)["deed"] == "not_needed"
    assert "Giấy tờ mật" in fetch(client_, to("scan", dossier)).text
    sent(client_, dossier, "scan-deed")
    press(client_, dossier, "deed", "waive", expect=422, reason="Giấy tờ mật")


def test_a_checked_paper_of_the_same_person_is_offered_and_used_once_it_is_confirmed(
    client_: Client, receptionist: User
) -> None:
    """Decree 45/2020/NĐ-CP art. 16 as amended by Decree 118/2025/NĐ-CP art. 40(8)."""
    citizen = people.citizen("Cil Múp Hà", number="068190012345")
    earlier, again, stranger = at_counter(by=citizen), at_counter(by=citizen), at_counter(by=people.citizen("Kẻ Lạ"))
    sent(client_, earlier, "scan-birth")
    assert "Đã có, không phải quét lại" not in fetch(client_, to("scan", again)).text, "nobody looked at it yet"
    press(client_, earlier, "birth", "accept", number="217/2020", valid_until="31/12/2099")
    fetch(client_, to("scan_sign", earlier), method="post", expect=302)
    run_due_jobs()
    assert "Đã có, không phải quét lại" not in fetch(client_, to("scan", stranger)).text
    page = fetch(client_, to("scan", again))
    assert "số 217/2020" in page.text
    assert "Có giá trị đến 31/12/2099" in page.text
    assert earlier.code in page.text
    offer = str(Item.objects.get(dossier_code=earlier.code, name="Giấy chứng sinh").public_id)
    press(client_, again, "deed", "reuse", expect=422, offer=offer)
    press(client_, stranger, "birth", "reuse", expect=422, offer=offer)
    press(client_, again, "birth", "reuse", offer=offer)
    kept = Digitisation.objects.get(paper__dossier=again)
    assert (kept.stage, kept.source, kept.number, kept.accepted_by) == ("signed", "paper", "217/2020", receptionist)
    assert check_pdf(read(files_of(again, "birth")[0].file)).trusted
    Item.objects.filter(dossier_code=earlier.code).update(valid_until="2026-01-01")
    later = at_counter(by=citizen)
    page = fetch(client_, to("scan", later))
    assert f"Lấy từ hồ sơ {earlier.code}" not in page.text, "it is no longer valid"


def test_the_page_asks_as_much_for_many_papers_as_for_few(client_: Client, dossier: Dossier) -> None:
    with CaptureQueriesContext(connection) as few:
        fetch(client_, to("scan", dossier))
    for number in range(3, 20):
        Paper.objects.create(dossier=dossier, number=number, key=f"more-{number}", name="Giấy khác", originals=1)
    with CaptureQueriesContext(connection) as many:
        fetch(client_, to("scan", dossier))
    assert len(many) == len(few)
