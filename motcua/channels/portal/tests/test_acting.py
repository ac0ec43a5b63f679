"""One files for a child, for a firm: every page says for whom, and when it ends the door closes at once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from motcua.accounts.mandates import Named, Reaching, end_mandate, give_mandate
from motcua.accounts.models import Mandate, User
from motcua.accounts.rules.mandates import Basis, Part
from motcua.accounts.tests import factories as people
from motcua.audit.models import Entry
from motcua.channels.portal.tests.walking import answer, begin, photo
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.tests import factories
from motcua.files.tests.samples import pdf
from motcua.lib.dates import today
from motcua.notices.models import Notice
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.procedures.models import ProcedureVersion
from motcua.ui.testing import Page, fetch

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/tai-khoan/thay-mat"
SETTINGS = {"processing_system": "local", "channels": ["direct", "online"]}


def declare(client: Client, expect: int = 302, **more: object) -> Page:
    typed: dict[str, object] = {
        "basis": "parent",
        "kind": "person",
        "name": "Nguyễn Gia Bảo",
        "number": "068216000001",
        "birth-day": "1",
        "birth-month": "5",
        "birth-year": "2016",
        "document": "Giấy khai sinh số 12/2016, UBND xã Đơn Dương",
        "evidence": SimpleUploadedFile("khai-sinh.pdf", pdf(), "application/pdf"),
    }
    return fetch(client, f"{PAGE}/khai", method="post", data={**typed, **more}, expect=expect)


def take_up(client: Client, mandate: Mandate) -> None:
    page = fetch(client, f"{PAGE}/{mandate.public_id}/bat-dau", method="post", expect=302)
    assert page.location == "/ho-so-cua-toi"


def file_for_child(client: Client, procedure: ProcedureVersion) -> str:
    """Walk the draft's pages without the question for whom it is; return the dossier's code."""
    draft = begin(client, procedure)
    page = fetch(client, f"{draft}/nguoi-nop")
    assert "on_behalf" not in page.fields("main form")
    answer(client, f"{draft}/nguoi-nop", phone="0912 345 678")
    answer(client, f"{draft}/to-khai/request", content="Xin đăng ký", kind="new")
    answer(client, f"{draft}/to-khai/child", child__full_name="K'Brể", child__identity="068216000001")
    fetch(client, f"{draft}/giay-to", method="post", data={"files.proof": [photo("1.jpg")], "do": "go"}, expect=302)
    area = places.commune().area
    assert area is not None
    answer(client, f"{draft}/nhan-ket-qua", area=area.code, result_channel="counter")
    done = answer(client, f"{draft}/xem-lai", confirm="yes")
    return done.location.rpartition("/")[2]


def test_a_parent_files_for_a_child_and_sees_that_alone(
    signed_in: Client, user: User, procedure: ProcedureVersion
) -> None:
    own = factories.filed(by=user)
    declare(signed_in)
    mandate = Mandate.objects.get()
    take_up(signed_in, mandate)
    for address in ("/", "/ho-so-cua-toi", "/tim-kiem", PAGE):
        assert "Nguyễn Gia Bảo" in fetch(signed_in, address).select(".portal-acting")[0].text_content()
    code = file_for_child(signed_in, procedure)
    dossier = Dossier.objects.get(code=code)
    owner, submitter = dossier.parties.get(role="owner"), dossier.parties.get(role="submitter")
    assert (owner.name, owner.birth, submitter.name) == ("Nguyễn Gia Bảo", "2016-05-01", "Nguyễn Thị An")
    assert owner.basis.startswith("Cha, mẹ của con chưa thành niên: Giấy khai sinh số 12/2016")
    assert submitter.mandate_id == mandate.pk
    assert dossier.papers.filter(key="mandate", files__isnull=False).count() == 1
    (filed,) = dossier.events.filter(kind="filed")
    assert filed.by_whom == "Nguyễn Thị An (làm thay Nguyễn Gia Bảo)"
    # The trail keeps what earlier tests wrote: no right empties it.
    line = Entry.objects.filter(action="dossier.filed", about=f"dossier:{code}").latest("pk")
    assert line.details == {"mandate": str(mandate.public_id)}
    listed = fetch(signed_in, "/ho-so-cua-toi").text
    assert code in listed
    assert own.code not in listed
    fetch(signed_in, f"/ho-so/{own.code}", expect=404)
    # One's own pages wait until one stops.
    fetch(signed_in, "/kho-cua-toi", expect=403)
    assert fetch(signed_in, "/thong-bao", expect=302).location.startswith(f"{PAGE}?rieng=1")
    fetch(signed_in, f"{PAGE}/thoi", method="post", expect=302)
    fetch(signed_in, f"/ho-so/{code}", expect=404)
    assert fetch(signed_in, f"/ho-so/{own.code}").select(".portal-acting") == []


def test_when_it_ends_the_door_closes_at_once(signed_in: Client, user: User, procedure: ProcedureVersion) -> None:
    declare(signed_in)
    mandate = Mandate.objects.get()
    take_up(signed_in, mandate)
    code = file_for_child(signed_in, procedure)
    left = begin(signed_in, factories.version())
    end_mandate(public_id=mandate.public_id, reason="", by=user, now=timezone.now())
    assert fetch(signed_in, f"/ho-so/{code}", expect=302).location.startswith(f"{PAGE}?het=1")
    assert fetch(signed_in, f"{left}/nguoi-nop", expect=302).location.startswith(f"{PAGE}?tu-cach=1")
    assert fetch(signed_in, PAGE).select(".portal-acting") == []
    fetch(signed_in, f"/ho-so/{code}", expect=404)
    fetch(signed_in, f"{PAGE}/{mandate.public_id}/bat-dau", method="post", expect=403)
    # And nobody is told of the dossier any more.
    before = Notice.objects.filter(person=user.person).count()
    run_due_jobs()
    told = Notice.objects.filter(person=user.person, about_kind="dossier").count()
    assert before == 0
    assert told == 0


def test_a_draft_belongs_to_the_capacity_it_was_begun_in(
    signed_in: Client, user: User, procedure: ProcedureVersion
) -> None:
    own = begin(signed_in, procedure)
    declare(signed_in)
    take_up(signed_in, Mandate.objects.get())
    for_child = begin(signed_in, procedure)
    assert own != for_child
    assert Draft.objects.count() == 2
    page = fetch(signed_in, f"{own}/nguoi-nop", expect=302)
    assert page.location.startswith(f"{PAGE}?tu-cach=1")
    assert "lập với tư cách khác" in fetch(signed_in, page.location).text
    links = [a.get("href") for a in fetch(signed_in, "/ho-so-cua-toi").select("main a")]
    assert for_child in links
    assert own not in links


def test_a_procedure_that_one_does_oneself_takes_nobody_for_another(signed_in: Client) -> None:
    """Marriage: both come in person, nobody can be sent (Circular 04/2020/TT-BTP, article 2)."""
    alone = factories.version(settings={**SETTINGS, "acting": {"relations": []}})
    kin = factories.version(settings={**SETTINGS, "acting": {"relations": ["child", "parent"]}})
    declare(signed_in)
    take_up(signed_in, Mandate.objects.get())
    page = fetch(signed_in, f"/nop-ho-so/{alone.procedure.code}", method="post", expect=403)
    assert "không nhận hồ sơ nộp thay" in page.text
    begin(signed_in, kin)


def test_what_is_typed_wrong_is_said_and_kept(signed_in: Client) -> None:
    page = declare(signed_in, expect=422, procedures="9.999999")
    assert "9.999999" in page.text
    page = declare(signed_in, expect=422, **{"birth-year": "2000"})
    assert "đã đủ 18 tuổi" in page.text
    assert page.fields("main form")["name"] == "Nguyễn Gia Bảo"
    assert "Hãy gửi bản chụp" in declare(signed_in, expect=422, basis="authorised", evidence="").text
    assert not Mandate.objects.exists()


def test_an_organisation_lets_somebody_look_and_somebody_file(client: Client) -> None:
    firm = people.citizen(who=people.organisation())
    viewer = people.citizen("Trần Kế Toán", number="068185000007")
    dossier = factories.filed(by=firm)
    now = timezone.now()
    client.force_login(firm)
    page = fetch(client, f"{PAGE}/giao")
    typed = {**page.fields("main form"), "name": "Trần Kế Toán", "number": "068185000007", "part": "viewer"}
    page = fetch(client, f"{PAGE}/giao", method="post", data=typed, expect=422)
    assert "phải được xem mọi hồ sơ" in page.text
    fetch(client, f"{PAGE}/giao", method="post", data={**typed, "more": ["sees_all"]}, expect=302)
    run_due_jobs()
    assert Notice.objects.get(person=viewer.person).kind == "mandate_given"
    theirs = Client()
    theirs.force_login(viewer)
    take_up(theirs, Mandate.objects.get())
    assert dossier.code in fetch(theirs, "/ho-so-cua-toi").text
    text = fetch(theirs, f"/ho-so/{dossier.code}").text
    assert "Rút hồ sơ" not in text
    fetch(theirs, f"/ho-so/{dossier.code}/rut", expect=404)
    fetch(theirs, f"/nop-ho-so/{factories.version().procedure.code}", method="post", expect=403)
    fetch(theirs, "/kho-cua-toi/ai-da-xem", expect=302)
    # The firm sees who works for it, and ends it.
    mandate = Mandate.objects.get()
    assert "Trần Kế Toán" in fetch(client, PAGE).text
    fetch(client, f"{PAGE}/{mandate.public_id}/cham-dut", method="post", data={"reason": "Nghỉ việc"}, expect=302)
    assert fetch(theirs, f"/ho-so/{dossier.code}", expect=302).location.startswith(f"{PAGE}?het=1")
    assert "đã chấm dứt hoặc hết hạn" in fetch(theirs, f"{PAGE}?het=1").text
    assert mandate.valid.lower == today(now)


def test_for_some_procedures_alone(client: Client, signed_in: Client, user: User) -> None:
    firm = people.citizen(who=people.organisation())
    one, other = factories.filed(by=firm), factories.filed(by=firm, of=factories.version())
    now = timezone.now()
    reaching = Reaching(
        starts=today(now),
        ends=today(now) + timedelta(days=9),
        procedures=[one.version.procedure.code],
        part=Part.VIEWER,
        sees_all=True,
    )
    agent = Named(user.full_name, "068190012345")
    made = give_mandate(basis=Basis.MEMBER, agent=agent, reaching=reaching, document="", by=firm, now=now)
    take_up(signed_in, made)
    fetch(signed_in, f"/ho-so/{one.code}")
    if one.version.procedure_id != other.version.procedure_id:
        fetch(signed_in, f"/ho-so/{other.code}", expect=404)
        assert other.code not in fetch(signed_in, "/ho-so-cua-toi").text
