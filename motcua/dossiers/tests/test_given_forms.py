"""What an event gives on paper: the right form, once, the same bytes for good, and only to those it concerns."""

import hashlib
import io
import re
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions
from motcua.dossiers.actions import Details, Missing
from motcua.dossiers.models import (
    Custody,
    Dossier,
    FormSignature,
    GivenForm,
    HandedOver,
    HandOver,
    Opinion,
    OpinionAnswer,
    Paper,
)
from motcua.dossiers.paperwork import form_facts, statutory, unsigned
from motcua.dossiers.rules.form_sets import FormKind, SignedBy
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.taking_away.lists import list_called
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.files import queries as files
from motcua.files.models import StoredFile
from motcua.lib.refusals import Conflict, Refused
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.signing.actions import make_demo_key
from motcua.signing.verify import check_pdf
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
PACKAGES = Path(__file__).resolve().parents[3] / "packages"


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def printed(dossier: Dossier, happening: Happening) -> str:
    """Return the words of the form that an event of a dossier gave."""
    event = dossier.events.get(kind=happening)
    file = actions.give_form(dossier_id=dossier.pk, event_id=event.pk, now=factories.NOW)
    assert file is not None
    return text_of(files.read(file))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_worker_gives_form_01_at_reception_and_it_stays_as_given(citizen: User, commune_officer: User) -> None:
    papers = (factories.paper("proof"),)
    of = factories.version(papers=[{"key": "proof", "name": "Giấy tờ chứng minh", "required": False, "copies": 1}])
    dossier = done(factories.filed(by=citizen, of=of, papers=papers), "accept", commune_officer)
    run_due_jobs()
    given = GivenForm.objects.get(dossier=dossier)
    assert (given.kind, given.number, given.form_set) == (FormKind.RECEPTION, "01", "2025")
    assert given.file.pages == 2, "a copy for the applicant, one for the dossier"
    text = text_of(files.read(given.file))
    assert dossier.original_due_at is not None
    for words in (
        dossier.code,
        citizen.full_name,
        "0912345678",
        "Giấy tờ chứng minh",
        "05 ngày làm việc",
        "nhận hồ sơ: 09 giờ 00 phút, ngày 23 tháng 11 năm 2026",
        f"{dossier.original_due_at.astimezone(timezone.get_default_timezone()):%H giờ %M phút, ngày %d tháng %m}",
        f"NGƯỜI NỘP HỒ SƠ (Ký, ghi rõ họ tên) {citizen.full_name}",
        f"NGƯỜI TIẾP NHẬN HỒ SƠ (Ký, ghi rõ họ tên) {commune_officer.full_name}",
    ):
        assert words in text, words
    # What changes later changes nothing that was given; whoever asks again gets the same bytes.
    dossier.parties.update(phone="0999999999")
    again = actions.give_form(dossier_id=dossier.pk, event_id=given.event_id, now=factories.NOW + timedelta(days=9))
    assert again is not None
    assert hashlib.sha256(files.read(again)).hexdigest() == given.file.sha256
    assert GivenForm.objects.count() == 1


def test_a_supplement_asked_for_gives_form_02_with_every_point(citizen: User, commune_officer: User) -> None:
    of = factories.version(papers=[{"key": "map", "name": "Trích đo địa chính", "required": False, "originals": 2}])
    dossier = factories.filed(by=citizen, of=of)
    missing = (Missing("paper:map", "Đo lại, có dấu đỏ"), Missing("field:content", "Ghi rõ số thửa"))
    dossier = done(dossier, "supplement", commune_officer, note="Chưa đủ", details=Details(missing=missing))
    text = printed(dossier, Happening.SUPPLEMENT_REQUESTED)
    for words in (
        "Trích đo địa chính Đo lại, có dấu đỏ 02",
        "Ghi rõ số thửa",
        "Lý do: Chưa đủ",
        "Hạn bổ sung: 15 ngày làm việc kể từ ngày Ông/Bà nhận được thông báo này",
    ):
        assert words in text, words


def test_refused_withdrawn_and_stopped_each_give_their_form(citizen: User, commune_officer: User) -> None:
    refused = factories.filed(by=citizen)
    refused = done(refused, "refuse", commune_officer, note="Không thuộc thẩm quyền", details=factories.grounds())
    text = printed(refused, Happening.REFUSED)
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ" in text
    assert "Không thuộc thẩm quyền" in text
    withdrawn = factories.filed(by=citizen)
    actions.withdraw(dossier_id=withdrawn.pk, reason="Tôi làm nhầm thủ tục", by=citizen, now=factories.NOW)
    text = printed(withdrawn, Happening.WITHDRAWN)
    assert "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ" in text
    assert "Đề nghị dừng giải quyết của người nộp hồ sơ: Tôi làm nhầm thủ tục" in text
    assert "không có khoản đã nộp" in text
    stopped = done(factories.filed(by=citizen), "accept", commune_officer)
    done(stopped, "stop", commune_officer, note="Thửa đất đang tranh chấp", details=factories.grounds())
    text = printed(stopped, Happening.STOPPED)
    assert "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ" in text
    assert "Thửa đất đang tranh chấp" in text
    with pytest.raises(Refused):
        actions.give_form(dossier_id=stopped.pk, event_id=stopped.events.get(kind="filed").pk, now=factories.NOW)
    with pytest.raises(Refused):  # another dossier's event
        actions.give_form(dossier_id=refused.pk, event_id=stopped.events.get(kind="stopped").pk, now=factories.NOW)


def test_delivery_is_receipted_and_the_control_slip_shows_each_hand(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    slip = form_facts.control_slip(Dossier.objects.get(pk=dossier.pk), now=factories.NOW)
    assert [(one.given_by, one.received_by, one.result) for one in slip.passages] == [
        (citizen.full_name, commune_officer.full_name, "trước hạn"),
        # From the one-stop unit to the committee: the same person here, two agencies all the same.
        (commune_officer.full_name, commune_officer.full_name, "trước hạn"),
        (commune_officer.full_name, "", "trước hạn"),
    ]
    assert slip.passages[-1].note == "chờ nhận"
    # Carried on a list, which ends no step: Decree 61/2018 art. 18.
    unit, commune = commune_officer, places.commune()
    unit_of = one_stop_of(commune)
    made = HandOver.objects.create(
        giver=unit_of, receiver=commune, given_at=factories.NOW + timedelta(hours=1), given_by=unit
    )
    HandedOver.objects.create(hand_over=made, dossier=dossier)
    last = form_facts.control_slip(Dossier.objects.get(pk=dossier.pk), now=factories.NOW).passages[-1]
    assert (last.receiver, last.received_by, last.note) == (commune.name, "", "bàn giao giấy tờ, chờ ký nhận")
    made.taken_by, made.taken_at = commune_leader, factories.NOW + timedelta(hours=2)
    made.save()
    slip = form_facts.control_slip(Dossier.objects.get(pk=dossier.pk), now=factories.NOW)
    assert (slip.passages[-1].received_by, slip.passages[-1].at) == (commune_leader.full_name, made.taken_at)
    assert "bàn giao giấy tờ" in text_of(statutory.draw(slip, at=factories.NOW))
    answered = factories.NOW + timedelta(hours=4)
    asked = Opinion.objects.create(
        dossier=dossier,
        number=1,
        recipient=places.department(),
        question="Có ý kiến gì không?",
        asked_at=factories.NOW + timedelta(hours=3),
        asked_by=commune_officer,
        due_at=factories.NOW + timedelta(days=2),
        answered_at=answered,
    )
    OpinionAnswer.objects.create(
        opinion=asked, number=1, stance="agree", text="Đồng ý", given_at=answered, given_by=commune_leader
    )
    paper = Paper.objects.create(dossier=dossier, number=9, key="deed", name="Giấy chứng nhận", originals=1)
    for number, act, agency, hours in ((1, "held", unit_of, 0), (2, "passed", commune, 5), (3, "returned", None, 6)):
        Custody.objects.create(
            paper=paper,
            number=number,
            is_last=number == 3,
            act=act,
            agency=agency,
            at=factories.NOW + timedelta(hours=hours),
            by=commune_officer,
            recipient="Trần Văn Tư" if agency is None else "",
            signed="paper" if agency is None else "",
        )
    slip = form_facts.control_slip(Dossier.objects.get(pk=dossier.pk), now=factories.NOW)
    assert [(one.giver, one.receiver, one.received_by, one.note) for one in slip.passages[-4:]] == [
        (commune.name, places.department().name, "", "hỏi ý kiến số 1"),
        (places.department().name, commune.name, "", "trả lời ý kiến số 1"),
        (unit_of.name, commune.name, "", "chuyển bản chính: Giấy chứng nhận, chờ ký nhận"),
        (commune.name, "Người nộp hồ sơ", "Trần Văn Tư", "trả lại bản chính: Giấy chứng nhận"),
    ]
    assert slip.others == (places.department().name,)
    done(dossier, "sign", commune_leader)
    done(dossier, "issue", commune_officer)
    done(dossier, "deliver", commune_officer, details=Details(recipient="Trần Văn Tư"))
    text = printed(dossier, Happening.DELIVERED)
    for words in ("Bên nhận: Trần Văn Tư", "Số: 17/XN-UBND", "Ngày: 24/11/2026"):
        assert words in text, words


def test_an_apology_gives_form_04_with_both_dates(citizen: User, commune_officer: User) -> None:
    """Decree 61/2018 art. 19(9): apology, reason and one new date, from the late agency."""
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    actions.reappoint(
        dossier_id=dossier.pk,
        why=actions.Why.LATE,
        reason="Máy đo hỏng",
        basis="",
        due_on=date(2026, 12, 15),
        by=commune_officer,
        now=factories.NOW,
    )
    text = printed(dossier, Happening.REAPPOINTED)
    assert dossier.original_due_at is not None
    before = dossier.original_due_at.astimezone(timezone.get_default_timezone())
    for words in (
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        f"hẹn trả kết quả: {before:%H giờ %M phút, ngày %d tháng %m năm %Y}",
        "ngày 15 tháng 12 năm 2026",
        "Lý do: Máy đo hỏng",
    ):
        assert words in text, words


def test_what_is_handed_over_is_listed_with_its_papers_and_where_it_goes(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    dossiers = [done(factories.filed(by=citizen), "accept", commune_officer) for _ in range(2)]
    commune = places.commune()
    unit = one_stop_of(commune)
    made = HandOver.objects.create(
        giver=unit, receiver=commune, given_at=factories.NOW, given_by=commune_leader, taken_by=commune_officer
    )
    rows = [HandedOver.objects.create(hand_over=made, dossier=dossier) for dossier in dossiers]
    over = form_facts.hand_over(made, rows)
    text = text_of(statutory.draw(over, at=factories.NOW))
    for words in (dossiers[0].code, dossiers[1].code, "Cộng: 2 hồ sơ", "NGƯỜI NHẬN (Ký, ghi rõ họ tên) Ya Thuyên"):
        assert words in text, words
    details = Details(reference=factories.reference())
    done(dossiers[0], "approve", commune_officer, details=details)
    made = HandOver.objects.create(
        giver=commune, receiver=unit, is_back=True, given_at=factories.NOW, given_by=commune_officer
    )
    row = HandedOver(hand_over=made, dossier=dossiers[0], result=dossiers[0].results.get(), refused_because="Thiếu dấu")
    text = text_of(statutory.draw(form_facts.result_hand_over(made, [row]), at=factories.NOW))
    assert "Văn bản trả lời 17/XN-UBND trả lại: Thiếu dấu" in text


def test_a_sectors_form_is_given_where_the_package_names_it(citizen: User, commune_officer: User) -> None:
    """Residence procedures: CT04 and CT06 in place of 01 and 03 (Circular 66/2023/TT-BCA)."""
    settings = {"processing_system": "local", "channels": ["online"], "forms": {"refusal": "CT06"}}
    dossier = factories.filed(by=citizen, of=factories.version(settings=settings))
    done(dossier, "refuse", commune_officer, note="Không đúng nơi cư trú", details=factories.grounds())
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ" in printed(dossier, Happening.REFUSED)
    assert GivenForm.objects.get().number == "CT06"
    # Every form that a package of ours names is one that the registry has.
    for path in PACKAGES.glob("*/package.yaml"):
        named = yaml.safe_load(path.read_text(encoding="utf-8")).get("forms") or {}
        for kind, number in named.items():
            assert statutory.registry().replacing[number].kind == kind


def test_officials_print_it_and_its_addressee_reads_it(
    citizen: User, second_citizen: User, commune_officer: User
) -> None:
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    event = dossier.events.get(kind="received")
    page = fetch(signed_in(commune_officer), reverse("desk:dossier", args=[dossier.public_id]))
    address = reverse("desk:given_form", args=[dossier.public_id, event.pk])
    slip = reverse("desk:control_slip", args=[dossier.public_id])
    assert {address, slip} <= {link.get("href") for link in page.html.cssselect("#forms ~ ul a")}
    printed_one = fetch(signed_in(commune_officer), address)
    assert printed_one.response.headers["Content-Type"] == "application/pdf"
    assert printed_one.response.headers["Content-Disposition"].startswith("inline")
    assert "no-store" in printed_one.response.headers["Cache-Control"]
    assert "PHIẾU KIỂM SOÁT QUÁ TRÌNH" in text_of(fetch(signed_in(commune_officer), slip).content)
    mine = reverse("portal:given_form", args=[dossier.code, event.pk])
    page = fetch(signed_in(citizen), reverse("portal:dossier", args=[dossier.code]))
    assert mine in {link.get("href") for link in page.html.cssselect("a")}
    assert fetch(signed_in(citizen), mine).content == printed_one.content
    fetch(signed_in(second_citizen), mine, expect=404)
    elsewhere = official("Cán bộ xã khác", (Role.SPECIALIST, places.department()))
    fetch(signed_in(elsewhere), address, expect=404)
    filed = dossier.events.get(kind="filed").pk
    fetch(signed_in(citizen), reverse("portal:given_form", args=[dossier.code, filed]), expect=404)


@pytest.fixture
def seals(settings: LazySettings, tmp_path: Path) -> None:
    """The commune has a seal; its one-stop unit uses it."""
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    commune = places.commune()
    make_demo_key(
        label="seal",
        holder_name=commune.name,
        agency_name=commune.name,
        agency_code=commune.code,
        is_seal=True,
        now=factories.NOW,
    )


def key_for(user: User, capacity: str = "") -> None:
    make_demo_key(label=f"user:{user.username}", holder_name=user.full_name, capacity=capacity, now=factories.NOW)


@pytest.mark.usefixtures("seals")
def test_the_worker_signs_what_is_given_and_anybody_can_check_it(
    client: Client, citizen: User, commune_officer: User
) -> None:
    """Circular 01/2018/TT-VPCP art. 10(1): the electronic form is signed digitally."""
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    before = actions.give_form(event_id=dossier.events.get(kind=Happening.RECEIVED).pk, now=factories.NOW)
    assert before is not None
    unsigned = files.read(before)
    run_due_jobs()
    given = GivenForm.objects.get(dossier=dossier)
    pdf = files.read(given.file)
    assert pdf.startswith(unsigned), "what was given stays in it bit for bit"
    assert (given.signature.signer, given.signature.signed_name, given.file.pages) == (
        SignedBy.UNIT,
        places.commune().name,
        2,
    )
    assert given.file.is_signed
    assert not StoredFile.objects.filter(pk=before.pk).exists()
    report = check_pdf(pdf)
    assert report.trusted
    assert [one.field for one in report.signatures] == ["official"]
    assert signed_pages(pdf) == [0], "the copy that goes out; the one that stays is on page 1"
    # Once: a job that comes twice changes nothing.
    assert not actions.sign_form(event_id=given.event_id, now=factories.NOW)
    mine = fetch(signed_in(citizen), reverse("portal:dossier", args=[dossier.code]))
    assert "đã ký số" in mine.text
    page = fetch(client, f"/xac-minh/{given.signature.token}")
    assert "Giấy này có thật" in page.text
    assert dossier.code in page.text
    assert citizen.full_name not in page.text


@pytest.mark.usefixtures("seals")
def test_an_official_with_a_key_signs_by_it_and_a_head_what_others_entered(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    """Form 04 is the letter of the late agency's head (Decree 61/2018 art. 19(9))."""
    key_for(commune_officer)
    key_for(commune_leader, "Chủ tịch")
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    reappointed = factories.NOW + timedelta(days=1)
    actions.reappoint(
        dossier_id=dossier.pk,
        why=actions.Why.LATE,
        reason="Chờ đo đạc",
        basis="",
        due_on=date(2026, 12, 15),
        by=commune_officer,
        now=reappointed,
    )
    run_due_jobs()
    first, letter = GivenForm.objects.order_by("pk")
    assert (first.signature.signer, first.signature.signed_name) == (SignedBy.OFFICIAL, commune_officer.full_name)
    assert (letter.kind, letter.signature.signer, letter.signature.signed_at) == (
        FormKind.REAPPOINTMENT,
        SignedBy.LEADER,
        None,
    )
    with pytest.raises(Refused, match="forbidden"):
        actions.sign_form_as_head(form_id=letter.pk, by=commune_officer, now=reappointed)
    head = signed_in(commune_leader)
    page = fetch(head, reverse("desk:sign_forms"))
    assert page.select("form[action*='danh-sach=to_sign']")
    taken = [row.cells[:3] for row in list_called("to_sign").rows(commune_leader, {}, reappointed, page=1)]
    assert (letter.title, dossier.code, dossier.owner_name) in taken
    assert not list(list_called("to_sign").rows(commune_officer, {}, reappointed))
    assert dossier.code in page.text
    assert "Hãy đánh dấu phiếu cần ký" in fetch(head, reverse("desk:sign_forms"), method="post", expect=422).text
    page = fetch(head, reverse("desk:sign_forms"), method="post", data={"form": str(letter.pk)})
    assert "đã ký" in page.text
    assert "Không có phiếu hay văn bản nào chờ ông/bà ký." in page.text
    letter = GivenForm.objects.get(pk=letter.pk)
    assert letter.signature.signed_name == commune_leader.full_name
    pdf = files.read(letter.file)
    assert signed_pages(pdf) == [0]
    # The agency's letter bears its seal too (Decree 30/2020/NĐ-CP art. 13).
    report = check_pdf(pdf)
    assert report.trusted
    assert [one.field for one in report.signatures] == ["official", "agency"]
    with pytest.raises(Conflict, match="form_signed"):
        actions.sign_form_as_head(form_id=letter.pk, by=commune_leader, now=reappointed)


def test_a_form_that_nobody_can_sign_says_so_until_its_unit_has_a_seal(
    citizen: User, commune_officer: User, business_admin: User, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    run_due_jobs()
    given = GivenForm.objects.get(dossier=dossier)
    assert (given.signature.signer, given.signature.signed_at) == (SignedBy.UNIT, None)
    page = reverse("portal:dossier", args=[dossier.code])
    assert "chưa ký số, bản này để biết thông tin" in fetch(signed_in(citizen), page).text
    later = timezone.now() + timedelta(minutes=11)
    assert actions.sign_waiting_forms(now=later) == 0
    (waiting,) = unsigned.forms_waiting(later)
    assert (waiting.agency, waiting.signer, waiting.count, waiting.has_key) == (
        one_stop_of(places.commune()),
        SignedBy.UNIT,
        1,
        False,
    )
    listed = fetch(signed_in(business_admin), reverse("studio:signatures"))
    assert "1 phiếu chờ vì thiếu con dấu số hoặc khóa ký." in listed.text
    (row,) = [" ".join((row.text_content() or "").split()) for row in listed.select("tbody tr")]
    assert row.startswith(f"{waiting.agency.name} ({waiting.agency.code}) con dấu số của đơn vị chưa có con dấu số 1 ")
    commune = places.commune()
    make_demo_key(
        label="seal:xa",
        holder_name=commune.name,
        agency_name=commune.name,
        agency_code=commune.code,
        is_seal=True,
        now=factories.NOW,
    )
    assert unsigned.forms_waiting(later)[0].has_key, "the seal of the body that the unit belongs to"
    assert actions.sign_waiting_forms(now=timezone.now()) == 0, "the job that drew it is about to sign it"
    assert actions.sign_waiting_forms(now=later) == 1
    assert actions.sign_waiting_forms(now=later) == 0
    assert unsigned.forms_waiting(later) == []
    text = fetch(signed_in(citizen), page).text
    assert "đã ký số" in text
    assert "chưa ký số" not in text


@pytest.mark.usefixtures("seals")
def test_forms_given_before_it_was_recorded_who_signs_them_wait_and_are_signed(
    citizen: User, commune_officer: User
) -> None:
    """Circular 01/2018/TT-VPCP art. 10(1) asks for the signature of every form that is given electronically."""
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    reappointed = factories.NOW + timedelta(days=1)
    actions.reappoint(
        dossier_id=dossier.pk,
        why=actions.Why.LATE,
        reason="Chờ đo đạc",
        basis="",
        due_on=date(2026, 12, 15),
        by=commune_officer,
        now=reappointed,
    )
    for event in dossier.events.filter(kind__in=[Happening.RECEIVED, Happening.REAPPOINTED]):
        actions.give_form(event_id=event.pk, now=reappointed)
    slip, letter = GivenForm.objects.order_by("pk")
    FormSignature.objects.all().delete()
    later = timezone.now() + timedelta(minutes=11)
    assert unsigned.forms_waiting(later) == []
    assert actions.take_up_unsigned(now=later) == 2
    assert actions.take_up_unsigned(now=later) == 0
    assert {one.signer: one.count for one in unsigned.forms_waiting(later)} == {SignedBy.UNIT: 1, SignedBy.LEADER: 1}
    assert actions.sign_waiting_forms(now=later) == 1
    assert FormSignature.objects.get(form=slip).signed_name == places.commune().name
    # A head signs no apology for what is over.
    FormSignature.objects.filter(form=letter).delete()
    Dossier.objects.filter(pk=dossier.pk).update(closed_at=later)
    assert actions.take_up_unsigned(now=later) == 0


def signed_pages(pdf: bytes) -> list[int]:
    """Return the pages, counted from 0, on which a signature shows."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [number for number, page in enumerate(document.pages) if "/Annots" in page]
