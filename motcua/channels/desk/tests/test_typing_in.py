"""What a hand-signed declaration says is typed later, and then does what the answers of an e-form do."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.paperwork.documents import newest_answers
from motcua.dossiers.rules.filing import PartyData
from motcua.dossiers.tests import factories as cases
from motcua.files.tests.samples import pdf
from motcua.lib.refusals import Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
TEMPLATE = {"kind": "template", "name": "Giấy xác nhận", "template": "x"}


@pytest.fixture
def dossier(commune: Agency) -> Dossier:
    receptionist = official("Lê Thị Hoa", (Role.RECEPTIONIST, one_stop_of(commune)))
    who = PartyData(
        name="Trần Văn Bảy",
        identity_kind="personal_id",
        identity_number="079090000012",
        address={"text": "Thôn 1, xã Đơn Dương"},
    )
    of = cases.version(result=TEMPLATE)
    return cases.at_counter(receptionist, who, of=of, declared_on_paper=True, summary="Xác nhận nơi ở", answers={})


@pytest.fixture
def officer(commune: Agency) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, commune))


def test_the_paper_stays_and_its_answers_are_there(officer: User, dossier: Dossier) -> None:
    client, address = sign_in(officer), reverse("desk:type_answers", args=[dossier.public_id])
    assert fetch(client, reverse("desk:dossier", args=[dossier.public_id])).select(f"a[href^='{address}']")
    assert actions.needs_draft(dossier), "no answers, so no template draws the result"

    def typed(expect: int, **data: str) -> Any:
        return fetch(client, address, method="post", data=fetch(client, address).fields() | data, expect=expect)

    page = typed(422, content="", identity="12")
    assert page.select(".govuk-error-summary a[href='#f-content']"), "the summary leads to the question"
    assert page.fields()["identity"] == "12", "what was typed is kept"
    typed(302, content="Xin xác nhận nơi ở")
    typed(302, content="Xin xác nhận nơi ở từ 2020")
    dossier.refresh_from_db()
    assert dossier.declared_on_paper, "a fact, whatever was typed since"
    assert list(dossier.answers.values_list("number", "given_by")) == [
        (1, dossier.answers.get(number=1).given_by),
        (2, str(officer.pk)),
        (3, str(officer.pk)),
    ], "earlier versions stay, each with who typed it"
    assert newest_answers(dossier)["content"] == "Xin xác nhận nơi ở từ 2020"
    assert not actions.needs_draft(dossier), "the template draws the result now"
    assert Entry.objects.filter(action="dossier.answers_typed", about=f"dossier:{dossier.code}").count() == 2
    actions.make_declarations(dossier_ids=[dossier.pk], now=cases.NOW)
    assert not dossier.papers.filter(number=0).exists(), "the signed paper is the declaration; none is drawn beside it"
    assert "Xin xác nhận nơi ở từ 2020" in fetch(client, reverse("desk:dossier", args=[dossier.public_id])).text


def test_scans_come_with_what_is_typed(officer: User, dossier: Dossier) -> None:
    client, address = sign_in(officer), reverse("desk:type_answers", args=[dossier.public_id])
    page = fetch(client, address)
    assert page.select("#scan-signed_declaration")
    assert page.select(f"a[href='{reverse('counter:scan', args=[dossier.public_id])}']")
    data = page.fields() | {"content": "Xin xác nhận"}
    empty = {"scan-signed_declaration": SimpleUploadedFile("to-khai.pdf", b"")}
    page = fetch(client, address, method="post", data=data | empty, expect=422)
    assert page.select(".govuk-error-summary a[href='#scan-signed_declaration']")
    assert not dossier.answers.filter(number=2).exists(), "both or nothing"
    scan = {"scan-signed_declaration": SimpleUploadedFile("to-khai.pdf", pdf(), content_type="application/pdf")}
    fetch(client, address, method="post", data=data | scan, expect=302)
    assert dossier.papers.get(key="signed_declaration").files.count() == 1
    assert newest_answers(dossier)["content"] == "Xin xác nhận"


def test_nothing_is_typed_over_an_e_form_or_under_a_numbered_result(officer: User, dossier: Dossier) -> None:
    def refusal(one: Dossier) -> str:
        with pytest.raises(Refused) as refused:
            actions.type_answers(dossier_id=one.pk, answers={"content": "x"}, by=officer, now=cases.NOW)
        return refused.value.code

    assert refusal(cases.filed(by=people.citizen("Kẻ Khác"))) == "not_on_paper"
    Result.objects.create(dossier=dossier, kind="template", name="Giấy xác nhận", state="numbered", number="7")
    assert refusal(dossier) == "typed_too_late"
    assert not actions.may_type_answers(dossier, by=officer)
