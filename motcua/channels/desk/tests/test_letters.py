"""Letters on the desk: from a template to a file of the dossier, by two people, nothing typed lost."""

import io
import zipfile

import pytest
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import access
from motcua.dossiers.models import Dossier, DossierEvent, Letter
from motcua.dossiers.paperwork import letter_templates, letters
from motcua.dossiers.taking_away.book_lists import LetterList
from motcua.dossiers.tests import factories
from motcua.lib.dates import today
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dossier(citizen: User, commune_officer: User) -> Dossier:
    return factories.done(factories.filed(by=citizen), "accept", commune_officer)


def test_a_letter_from_template_to_the_dossier(dossier: Dossier, commune_officer: User) -> None:
    """Filled, saved twice, a late save refused with its words kept, compared, printed, put into the dossier and zip."""
    client, listed = sign_in(commune_officer), reverse("desk:letters", args=[dossier.public_id])
    assert "Hãy chọn một mẫu văn bản." in fetch(client, f"{listed}/moi", method="post", data={}, expect=422).text
    fetch(client, f"{listed}/moi", method="post", data={"template": "to_agency"}, expect=302)
    here = reverse("desk:letter", args=[dossier.public_id, Letter.objects.get().public_id])
    page = fetch(client, here)
    typed = page.fields("main form")
    assert dossier.code in typed["body"]
    chosen = letter_templates.template_on("to_agency", today(factories.NOW))
    assert chosen is not None
    shown = letter_templates.preview(chosen, of=dossier, by=commune_officer, now=factories.NOW)
    assert shown.startswith(b"%PDF")
    assert dossier.owner_name in typed["body"]
    out = {"as": "file", "number": "1"}
    assert (
        "Còn chỗ chưa viết: tên cơ quan nhận" in fetch(client, f"{here}/dua", method="post", data=out, expect=422).text
    )
    assert (
        "Hãy viết nội dung"
        in fetch(client, f"{here}/luu", method="post", data={"number": "1", "body": " "}, expect=422).text
    )
    mine = {"number": "1", "addressee": "Sở Xây dựng", "subject": "về việc hỏi", "body": "Câu một.\nCâu hai."}
    fetch(client, f"{here}/luu", method="post", data=mine, expect=302)
    late = fetch(client, f"{here}/luu", method="post", data={**mine, "body": "Câu một.\nCâu ba."}, expect=422)
    assert "vừa lưu bản khác" in late.text
    assert late.fields("main form")["body"].split("\n") == ["Câu một.", "Câu ba."]
    assert late.fields("main form")["number"] == "2"
    assert [one.text for one in late.select("main del")] == ["Câu hai."]
    assert Letter.objects.get().versions.count() == 2
    wanted = {"dossier": str(dossier.public_id)}
    (row,) = LetterList().rows(commune_officer, wanted, factories.NOW)
    assert (row.code, row.cells[2], row.cells[4], row.cells[7]) == (dossier.code, "về việc hỏi", 2, "đang soạn")
    assert list(LetterList().rows(official("Người Lạ"), wanted, factories.NOW)) == []
    assert fetch(client, listed).select("form[action*='danh-sach=letters']")
    compared = fetch(client, f"{here}?tu=1&den=2")
    assert "Sở Xây dựng" in [one.text for one in compared.select("main ins")]
    assert fetch(client, f"{here}/in/2").content.startswith(b"%PDF")
    fetch(client, f"{here}/in/9", expect=404)
    assert "Văn bản vừa có bản mới hơn" in fetch(client, f"{here}/dua", method="post", data=out, expect=422).text
    fetch(client, f"{here}/dua", method="post", data={**out, "number": "2"}, expect=302)
    assert DossierEvent.objects.filter(dossier=dossier, kind="letter_added", is_public=False).count() == 1
    whole = fetch(client, reverse("desk:whole", args=[dossier.public_id])).content
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert any("cong-van" in name for name in archive.namelist())


def test_a_decision_becomes_the_draft_of_the_result(dossier: Dossier, commune_officer: User) -> None:
    client, listed = sign_in(commune_officer), reverse("desk:letters", args=[dossier.public_id])
    fetch(client, f"{listed}/moi", method="post", data={"template": "decision"}, expect=302)
    here = reverse("desk:letter", args=[dossier.public_id, Letter.objects.get().public_id])
    mine = {"number": "1", "addressee": "", "subject": "Về việc cho phép", "body": "QUYẾT ĐỊNH:\nĐiều 1. Cho phép."}
    fetch(client, f"{here}/luu", method="post", data=mine, expect=302)
    fetch(client, f"{here}/dua", method="post", data={"as": "result", "number": "2"}, expect=302)
    result = dossier.results.get()
    assert result.kind == "uploaded"
    assert result.draft is not None


def test_only_who_has_an_open_step_writes(dossier: Dossier, commune_leader: User) -> None:
    listed = reverse("desk:letters", args=[dossier.public_id])
    client = sign_in(commune_leader)
    assert "Người đang giữ bước mở" in fetch(client, listed).text
    fetch(client, f"{listed}/moi", method="post", data={"template": "to_agency"}, expect=422)
    assert not Letter.objects.exists()


def test_reception_writes_no_letter_of_the_agency_that_decides(citizen: User, commune: Agency) -> None:
    """Decree 118/2025/NĐ-CP, arts. 17 to 19: reception takes in, passes on, hands out; forms 01 to 03 are its own."""
    dossier = factories.filed(by=citizen)
    unit = one_stop_of(commune)
    there = official("Lê Thị Ánh", (Role.RECEPTIONIST, unit), (Role.SPECIALIST, unit))
    assert access.may_do(there, factories.task(dossier)), "the open step is theirs"
    assert not letters.may_write(there, dossier)
    listed = reverse("desk:letters", args=[dossier.public_id])
    fetch(sign_in(there), f"{listed}/moi", method="post", data={"template": "to_agency"}, expect=404)
    assert not Letter.objects.exists()
