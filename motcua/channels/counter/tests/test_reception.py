"""A receptionist files for somebody who came in person."""

from datetime import date

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.channels.counter.queries import agencies_elsewhere, agencies_for
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers.actions import look_up, make_declarations, needs_draft, secret_of
from motcua.dossiers.models import Dossier, PaperTaken, Party
from motcua.dossiers.rules.states import Channel, Origin, State
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.factories import NOW
from motcua.files.tests.samples import encode, page_photo
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import AgencyKind, Level, Role
from motcua.organisations.tests import factories as places
from motcua.procedures.models import Paperless, ProcedureVersion
from motcua.procedures.tests.factories import make_procedure
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


def other_commune() -> Agency:
    return places.agency(
        "H36.277",
        "Ủy ban nhân dân xã Lạc Dương",
        kind=AgencyKind.COMMITTEE,
        level=Level.COMMUNE,
        parent=places.committee(),
        one_stop=places.centre(),
        area=places.unit("24848", "Lạc Dương", parent=places.province()),
    )


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


PAPER = {"key": "birth", "name": "Giấy chứng sinh", "kind": "submit", "required": True, "originals": 1, "copies": 0}


@pytest.fixture
def version() -> ProcedureVersion:
    return cases.version(papers=[PAPER])


def address(version: ProcedureVersion) -> str:
    return reverse("counter:file", args=[version.procedure.code])


GIVEN = {
    "submitter-name": "K' Brĕu",
    "submitter-number": "068190000019",
    "submitter-birth": "1990",
    "submitter-phone": "0912345678",
    "originals-birth": "1",
    "content": "Xin xác nhận nơi ở",
}


def test_the_procedure_is_found(client_: Client, version: ProcedureVersion) -> None:
    page = fetch(client_, reverse("counter:start"), data={"thu-tuc": version.procedure.title})
    assert [link.get("href") for link in page.select(".motcua-procedures a")] == [address(version)]


def test_what_the_unit_does_not_receive_is_not_offered(client_: Client, version: ProcedureVersion) -> None:
    others = [
        make_procedure(f"1.00190{place}", name=version.procedure.title, handled_by=who, levels=levels)
        for place, (who, levels) in enumerate(
            [("province", ["province"]), ("branch", ["province", "commune"]), ("nobody_here", ["ministry"])]
        )
    ]
    make_procedure("1.001909", name=version.procedure.title, handled_by="branch", levels=["commune"])
    page = fetch(client_, reverse("counter:start"), data={"thu-tuc": version.procedure.title})
    offered = {str(link.get("href")) for link in page.select(".motcua-procedures a")}
    assert offered == {address(version), reverse("counter:file", args=["1.001909"])}
    assert agencies_for(others[0], [one_stop_of(places.commune()).pk], NOW.date()) == []


def test_a_dossier_is_filed_for_somebody_at_the_counter(client_: Client, version: ProcedureVersion) -> None:
    data = fetch(client_, address(version)).fields() | GIVEN
    answer = fetch(client_, address(version), method="post", data=data, expect=302)
    dossier = Dossier.objects.get()
    assert answer.location == reverse("counter:received", args=[dossier.public_id])
    assert (dossier.state, dossier.accepted_at is not None) == (State.RECEIVED, True)
    assert (dossier.origin, dossier.channel) == (Origin.COUNTER, Channel.DIRECT)
    assert dossier.owner_name == "K' Brĕu"
    assert (dossier.helped_at_id, dossier.received_at_id) == (one_stop_of(places.commune()).pk,) * 2
    owner = Party.objects.get(dossier=dossier, role="owner")
    assert (owner.birth, owner.phone) == ("1990", "0912345678")
    paper = dossier.papers.get(key="birth")
    assert (paper.originals, paper.copies) == (1, 0)
    fetch(client_, address(version), method="post", data=data, expect=302)
    assert Dossier.objects.count() == 1


def test_the_applicant_takes_a_slip_home_and_its_secret_is_told_once(
    client_: Client, version: ProcedureVersion
) -> None:
    data = fetch(client_, address(version)).fields() | GIVEN | {"only_file": "1"}
    fetch(client_, address(version), method="post", data=data, expect=302)
    dossier = Dossier.objects.get()
    secret = secret_of(dossier)
    at_the_desk = reverse("desk:dossier", args=[dossier.public_id])
    page = fetch(client_, at_the_desk)
    assert "Người nộp chưa có phiếu." in page.text
    assert secret not in page.text
    print_it = reverse("counter:slip", args=[dossier.public_id])
    fetch(client_, print_it, expect=405)
    slip = fetch(client_, print_it, method="post")
    assert slip.response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in slip.response.headers["Cache-Control"]
    text = text_of(slip.content)
    for part in (dossier.code, secret, "K' Brĕu", "Giấy chứng sinh: 01 bản chính", "Trả lời có tiếp nhận hay không"):
        assert part in text, part
    assert one_stop_of(places.commune()).name in text
    assert pypdfium2.PdfDocument(slip.content)[0].get_size() == pytest.approx((419.5, 595.3), abs=1)
    picture = pypdfium2.PdfDocument(slip.content)[0].render(scale=3).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [
        f"{settings.SITE_ADDRESS}/tra-cuu/{dossier.code}/{secret}"
    ]
    # Printed again: a new secret, the old one is void, and the due date is known now.
    task = cases.task(dossier)
    fetch(client_, reverse("desk:end", args=[task.public_id]), method="post", data={"outcome": "accept"}, expect=302)
    assert "mã trên phiếu cũ không dùng được nữa" in fetch(client_, at_the_desk).text
    again = text_of(fetch(client_, print_it, method="post").content)
    dossier.refresh_from_db()
    assert secret_of(dossier) != secret
    assert secret_of(dossier) in again
    assert "Hẹn trả kết quả" in again
    with pytest.raises(Refused, match="wrong_lookup"):
        look_up(typed_code=dossier.code, typed_secret=secret, now=timezone.now())
    assert dossier.events.filter(kind="slip_printed").count() == 2


def test_a_slip_is_the_counters_own(client_: Client, version: ProcedureVersion) -> None:
    dossier = cases.filed()
    secret = secret_of(dossier)
    print_it = reverse("counter:slip", args=[dossier.public_id])
    fetch(sign_in(official("Phạm Văn Bình", (Role.SPECIALIST, places.commune()))), print_it, method="post", expect=403)
    elsewhere = sign_in(official("Người Lạ", (Role.RECEPTIONIST, places.agency("H36.77", "Sở Khác"))))
    fetch(elsewhere, print_it, method="post", expect=404)
    dossier.refresh_from_db()
    assert secret_of(dossier) == secret
    # Filed by the applicant, who has seen the secret: a slip from the counter has another.
    assert secret not in text_of(fetch(client_, print_it, method="post").content)


def test_another_owner_stands_apart(client_: Client, version: ProcedureVersion) -> None:
    data = fetch(client_, address(version)).fields() | GIVEN
    data |= {"is_other": "1", "owner-kind": "person", "owner-name": "Nguyễn Thị An", "owner-birth": "05/03/1990"}
    page = fetch(client_, address(version), method="post", data=data, expect=422)
    assert "Hãy chọn căn cứ nộp thay." in page.text
    data |= {"basis_kind": "authorisation", "basis_note": "số 12 ngày 20/11/2026"}
    fetch(client_, address(version), method="post", data=data, expect=302)
    parties = dict(Party.objects.values_list("role", "name"))
    assert parties == {"submitter": "K' Brĕu", "owner": "Nguyễn Thị An"}
    owner = Party.objects.get(role="owner")
    assert (owner.birth, owner.basis) == ("1990-03-05", "Văn bản ủy quyền: số 12 ngày 20/11/2026")


def test_scans_go_with_the_papers(client_: Client, version: ProcedureVersion) -> None:
    data = fetch(client_, address(version)).fields() | GIVEN | {"originals-birth": ""}
    upload = encode(page_photo(), "JPEG")
    data["scan-birth"] = SimpleUploadedFile("giay.jpg", upload, content_type="image/jpeg")
    fetch(client_, address(version), method="post", data=data, expect=302)
    dossier = Dossier.objects.get()
    file = dossier.papers.get(key="birth").files.get().file
    page = fetch(client_, reverse("desk:dossier", args=[dossier.public_id]))
    assert page.select(f"img[src*='{file.public_id}']")
    image = fetch(client_, reverse("desk:page", args=[dossier.public_id, file.public_id, 1]))
    assert image.content.startswith(b"\x89PNG")
    fetch(client_, reverse("desk:page", args=[dossier.public_id, file.public_id, 7]), expect=404)
    saved = fetch(client_, reverse("desk:file", args=[dossier.public_id, file.public_id]))
    assert saved.content == upload
    assert saved.response.headers["Content-Disposition"].startswith("attachment")


def test_what_is_missing_is_named_and_nothing_is_lost(client_: Client, version: ProcedureVersion) -> None:
    data = fetch(client_, address(version)).fields() | {"submitter-phone": "0912345678", "content": "Chữ đã gõ"}
    page = fetch(client_, address(version), method="post", data=data, expect=422)
    assert "Hãy ghi họ, chữ đệm và tên người nộp." in page.text
    assert page.fields()["content"] == "Chữ đã gõ"
    assert page.fields()["submitter-phone"] == "0912345678"
    data |= GIVEN | {"originals-birth": ""}
    page = fetch(client_, address(version), method="post", data=data, expect=422)
    assert "Giấy chứng sinh" in page.words(".govuk-error-summary__list")[0]
    data |= {"originals-birth": "1", "submitter-number": "123"}
    fetch(client_, address(version), method="post", data=data, expect=422)
    assert not Dossier.objects.exists()


def test_what_came_by_post_is_typed_here_and_paper_of_a_paperless_procedure_has_its_reason(
    client_: Client, version: ProcedureVersion
) -> None:
    since = DateRange(date(2026, 1, 1), None)
    Paperless.objects.create(
        procedure=version.procedure, number="12/QĐ-UBND", decided_on=date(2025, 12, 20), valid=since
    )
    data = fetch(client_, address(version)).fields() | GIVEN | {"came": "post"}
    page = fetch(client_, address(version), method="post", data=data, expect=422)
    assert "Quét giấy tờ rồi gửi trả người nộp." in page.text
    assert "hoặc ghi lý do phải nhận bản giấy" in page.text
    data |= {"paper_reason": "người nộp ở xa, chỉ gửi được bản giấy"}
    fetch(client_, address(version), method="post", data=data, expect=302)
    dossier = Dossier.objects.get()
    assert (dossier.origin, dossier.channel, dossier.state) == (Origin.POST, Channel.POST, State.RECEIVED)
    assert PaperTaken.objects.get().reason == data["paper_reason"]


def test_only_a_receptionist_has_a_counter(version: ProcedureVersion) -> None:
    specialist = official("Phạm Văn Bình", (Role.SPECIALIST, places.commune()))
    client = Client()
    client.force_login(specialist, backend="django.contrib.auth.backends.ModelBackend")
    fetch(client, reverse("counter:start"), expect=403)
    fetch(client, address(version), expect=403)


def test_an_unknown_procedure_is_not_there(client_: Client) -> None:
    fetch(client_, reverse("counter:file", args=["9.999999"]), expect=404)


def test_somebody_known_is_filled_in_by_number(client_: Client) -> None:
    people.person("Nguyễn Thị An", number="068190000027", birth="1990-03-05")
    form = {
        "schema": {"type": "object", "properties": {"name": {"type": "string"}, "content": {"type": "string"}}},
        "presentation": {
            "steps": [
                {
                    "key": "who",
                    "title": "Người khai",
                    "fields": [
                        {"path": "name", "label": "Họ tên", "prefill": "person.full_name"},
                        {"path": "content", "label": "Nội dung"},
                    ],
                }
            ]
        },
    }
    version = cases.version(form=form)
    data = fetch(client_, address(version)).fields()
    data |= {"submitter-number": "068190000027", "content": "Đã gõ", "fill": "1"}
    fields = fetch(client_, address(version), method="post", data=data).fields()
    assert (fields["submitter-name"], fields["submitter-birth"]) == ("Nguyễn Thị An", "05/03/1990")
    assert (fields["name"], fields["content"]) == ("Nguyễn Thị An", "Đã gõ")
    assert not Dossier.objects.exists()
    for unknown in ("068190999999", "12"):
        page = fetch(client_, address(version), method="post", data=data | {"submitter-number": unknown})
        assert page.fields()["submitter-name"] == ""


SHOWN = {"key": "identity", "name": "Giấy tờ tùy thân", "kind": "show", "required": True, "originals": 1, "copies": 0}
LAND = {"key": "land", "name": "Giấy chứng nhận", "kind": "submit", "required": True, "originals": 1, "copies": 0}
FEE = {"key": "fee", "name": "Lệ phí", "kind": "charge", "channels": ["direct"], "amount": 8000, "text": "8.000 đồng"}


def test_what_is_missing_what_it_costs_and_until_when_are_said_before_anything_is_kept(client_: Client) -> None:
    version = cases.version(papers=[PAPER, SHOWN], fees=[FEE])
    page = fetch(client_, address(version))
    assert "8.000 đồng" in page.text
    assert "Hẹn trả, nếu nhận lúc này Thứ" in page.text
    data = page.fields() | GIVEN | {"originals-birth": "", "fill": "1"}
    assert "Còn thiếu: Giấy chứng sinh" in fetch(client_, address(version), method="post", data=data).text
    del data["fill"]
    page = fetch(client_, address(version), method="post", data=data | {"as_asked": "1"})
    assert "Đủ giấy tờ bắt buộc." in page.text
    assert (page.fields()["originals-birth"], page.fields()["seen-identity"]) == ("1", "1")
    assert not Dossier.objects.exists()


def test_originals_are_seen_handed_in_or_held(client_: Client) -> None:
    version = cases.version(papers=[PAPER, SHOWN, LAND | {"original_kept": True}])
    page = fetch(client_, address(version))
    assert page.fields()["were-land"] == "held"
    data = page.fields() | GIVEN | {"originals-land": "1", "photocopies-land": "2", "were-birth": "returned"}
    fetch(client_, address(version), method="post", data=data | {"seen-identity": "1"}, expect=302)
    papers = {paper.key: paper for paper in Dossier.objects.get().papers.all()}
    assert {key: paper.originals_were for key, paper in papers.items()} == {
        "birth": "returned",
        "identity": "returned",
        "land": "held",
    }
    assert (papers["land"].photocopies, papers["land"].compared_at) == (2, None)
    assert papers["birth"].compared_at is not None
    slip = text_of(
        fetch(client_, reverse("counter:slip", args=[Dossier.objects.get().public_id]), method="post").content
    )
    assert "01 bản chính (đang giữ, sẽ trả lại), 02 bản photo" in slip


def test_a_signed_paper_stands_in_for_the_form(client_: Client) -> None:
    version = cases.version(papers=[PAPER], result={"kind": "template", "name": "Giấy xác nhận", "template": "x"})
    data = fetch(client_, address(version)).fields() | GIVEN | {"content": "", "declared_on_paper": "1"}
    page = fetch(client_, address(version), method="post", data=data, expect=422)
    assert "Hãy ghi địa chỉ của chủ hồ sơ." in page.text
    assert "Hãy ghi nội dung yêu cầu giải quyết." in page.text
    data |= {"submitter-address": "Thôn 1, xã Đơn Dương", "summary": "Xác nhận nơi ở"}
    answer = fetch(client_, address(version), method="post", data=data, expect=302)
    dossier = Dossier.objects.get()
    assert (dossier.declared_on_paper, dossier.summary) == (True, "Xác nhận nơi ở")
    assert list(dossier.papers.order_by("number").values_list("number", "key")) == [
        (1, "signed_declaration"),
        (2, "birth"),
    ]
    assert "Tờ khai giấy có chữ ký" in fetch(client_, answer.location).text
    make_declarations(dossier_ids=[dossier.pk], now=timezone.now())
    assert not dossier.papers.filter(number=0).exists()
    assert needs_draft(dossier), "no answers, so no template draws the result"


def test_a_day_is_asked_where_no_limit_is_published(client_: Client) -> None:
    version = cases.version(limits=[])
    data = fetch(client_, address(version)).fields() | GIVEN
    fetch(client_, address(version), method="post", data=data | {"due_on": "2099-01-05"}, expect=302)
    dossier = Dossier.objects.get()
    assert dossier.state == State.REGISTERED, "a day without its reason is no promise; what was handed in stays"
    page = fetch(client_, address(version), method="post", data=data | {"key": "x", "due_on-day": "32"}, expect=422)
    assert page.select(".govuk-error-summary a")[0].get("href") == "#due_on-day"
    data |= {"key": "another", "due_on": "5/1/2099", "due_reason": "Thỏa thuận với người nộp"}
    fetch(client_, address(version), method="post", data=data, expect=302)
    second = Dossier.objects.exclude(pk=dossier.pk).get()
    assert (second.state, second.due_at is not None) == (State.RECEIVED, True)


def test_a_dossier_for_another_commune_is_received_here_and_counts_from_there(
    client_: Client, version: ProcedureVersion
) -> None:
    """Decree 118/2025 art. 14(2), 17(3): any one-stop unit receives, and the term begins where it is decided."""
    other = other_commune()
    here = [one_stop_of(places.commune()).pk]
    assert other not in [agency for agency, _stop in agencies_for(version.procedure, here, NOW.date())]
    page = fetch(client_, address(version) + "?noi-khac=1")
    assert page.words("#agency [selected]") == ["Ủy ban nhân dân xã Đơn Dương"], "the own one stays chosen"
    data = page.fields() | GIVEN | {"agency": other.code}
    fetch(client_, address(version) + "?noi-khac=1", method="post", data=data, expect=302)
    dossier = Dossier.objects.get()
    assert (dossier.competent_agency_id, dossier.received_at_id) == (other.pk, here[0])
    assert dossier.competent_received_at is None, "it is on its way"
    assert dossier.code.startswith(other.code)


def test_another_agency_is_not_chosen_by_writing_its_code(client_: Client, version: ProcedureVersion) -> None:
    other = other_commune()
    data = fetch(client_, address(version)).fields() | GIVEN | {"agency": other.code}
    fetch(client_, address(version), method="post", data=data, expect=302)
    assert Dossier.objects.get().competent_agency_id == places.commune().pk


def test_before_the_rule_nobody_received_for_others(version: ProcedureVersion) -> None:
    other_commune()
    assert agencies_elsewhere(version.procedure, [one_stop_of(places.commune()).pk], date(2024, 3, 1)) == []
