"""A real procedure that names no result, to its end: what was done is the record, and nothing is handed over."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import motcua.procedures
from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.piles import deliveries
from motcua.dossiers.rules.states import State
from motcua.dossiers.taking_away import register
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.lib.actors import SYSTEM
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.notices.models import Notice
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.procedures.actions import import_records
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules import defaults
from motcua.procedures.rules.files import records_in
from motcua.procedures.rules.records import read
from motcua.project.integrity import check
from motcua.ui.testing import fetch

NOW = factories.NOW
DATA = Path(motcua.procedures.__file__).parent / "data" / "procedures.jsonl.gz"
# Goods enter a bonded warehouse: customs confirms in its system that they passed, and gives no paper.
CODE = "2.001206"
SAID = "Đã xác nhận hàng qua khu vực giám sát trên hệ thống"
LAW = "Thông tư 38/2015/TT-BTC, Điều 51"


def unnamed() -> dict[str, dict[str, object]]:
    """Return the records of the catalogue that name no result and that somebody in a province handles."""
    raw = (record for _number, record in records_in(DATA) if isinstance(record, dict) and not record.get("results"))
    found = {str(one["code"]): one for one in raw}
    return {code: one for code, one in found.items() if defaults.handled_by(read(one)).value != "nobody_here"}


def test_the_six_records_of_a_province_that_name_no_result() -> None:
    kinds = {code: defaults.package_of(read(one)).process_key for code, one in unnamed().items()}
    # The sixth certifies where shellfish come from: its record only forgot to name the certificate.
    assert kinds.pop("2.001241") != "no_result"
    assert set(kinds) == {"2.001201", "2.001204", "2.001206", "2.001243", "3.000120"}
    assert set(kinds.values()) == {"no_result"}


@pytest.fixture
def version(transactional_db: None) -> ProcedureVersion:
    import_records(found=[(1, unnamed()[CODE])], on=today(NOW), by=SYSTEM, now=NOW, say=lambda *_: None, is_trial=False)
    return ProcedureVersion.objects.get(procedure__code=CODE)


@pytest.fixture
def leader(transactional_db: None) -> User:
    return official("Nguyễn Văn Lĩnh", (Role.AGENCY_LEADER, places.commune()))


def filed(version: ProcedureVersion, by: User) -> Dossier:
    owner = {"applicant_kind": "organisation", "organisation": {"name": "Công ty Chè Bảo Lộc"}}
    answers = {"content": "Nhập kho theo tờ khai 102", **owner}
    return factories.filed(by=by, of=version, answers=answers)


@pytest.mark.django_db(transaction=True)
def test_from_filing_to_an_end_without_a_result(
    version: ProcedureVersion, citizen: User, commune_officer: User, leader: User
) -> None:
    dossier = done(filed(version, citizen), "accept", commune_officer, details=due())
    with pytest.raises(Refused, match="no_result_here"):
        actions.draft(dossier_id=dossier.pk, reference=factories.reference(), by=commune_officer, now=NOW)
    dossier = done(dossier, "approve", commune_officer)
    with pytest.raises(Refused, match="reason_missing"):
        done(dossier, "finish", leader, details=actions.Details(basis=LAW))
    with pytest.raises(Refused, match="basis_missing"):
        done(dossier, "finish", leader, SAID)
    dossier = done(dossier, "finish", leader, SAID, actions.Details(basis=LAW))
    assert (dossier.state, dossier.completed_at, dossier.closed_at) == (State.COMPLETED, NOW, NOW)
    assert not dossier.results.exists()
    decision = dossier.decisions.get()
    assert (decision.kind, decision.reason, decision.basis) == ("finish", SAID, LAW)
    # The clock is over: nothing is owed, nothing waits to be handed out.
    assert Dossier.objects.open().count() == 0
    stop = places.commune().one_stop
    assert stop is not None
    giver = official("Đỗ Thị Quầy", (Role.RECEPTIONIST, stop))
    assert deliveries.waiting([stop.pk], by=giver) == []
    run_due_jobs()
    notice = Notice.objects.get(person=citizen.person, kind="finished")
    assert SAID in notice.params["reason"]
    assert list(check(with_files=False)) == []
    [row] = register.rows_of(Dossier.objects.filter(pk=dossier.pk))
    assert row.note == "Xong ngày 23/11/2026, không có kết quả"


@pytest.mark.django_db(transaction=True)
def test_the_applicant_reads_what_was_done_and_knows_it_then(
    version: ProcedureVersion, citizen: User, commune_officer: User, leader: User
) -> None:
    dossier = done(filed(version, citizen), "accept", commune_officer, details=due())
    done(dossier, "approve", commune_officer)
    browser = Client()
    browser.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    page = fetch(browser, reverse("desk:dossier", args=[dossier.public_id]))
    assert "không có kết quả riêng" in page.text
    task = factories.task(dossier)
    dossier.refresh_from_db()
    typed = {"outcome": "finish", "revision": str(dossier.revision), "note": SAID, "basis": ""}
    refused = fetch(browser, reverse("desk:end", args=[task.public_id]), method="post", data=typed, expect=422)
    assert "căn cứ pháp luật" in refused.text
    assert SAID in refused.text, "what was typed stays"
    fetch(browser, reverse("desk:end", args=[task.public_id]), method="post", data={**typed, "basis": LAW}, expect=302)
    telling = dossier.tellings.get(what="finished")
    assert telling.given_at is None
    reader = Client()
    reader.force_login(citizen, backend="django.contrib.auth.backends.ModelBackend")
    page = fetch(reader, reverse("portal:dossier", args=[dossier.code]))
    assert "Đã giải quyết xong; hồ sơ này không có kết quả để nhận." in page.text
    assert SAID in page.text
    telling.refresh_from_db()
    assert telling.given_how == "opened"


@pytest.mark.django_db(transaction=True)
def test_only_who_confirms_it_ends_it(
    version: ProcedureVersion, citizen: User, commune_officer: User, leader: User
) -> None:
    dossier = done(filed(version, citizen), "accept", commune_officer, details=due())
    dossier = done(dossier, "approve", commune_officer)
    with pytest.raises(Refused):
        done(dossier, "finish", people.citizen("Kẻ Khác"), SAID, actions.Details(basis=LAW))
    dossier = done(dossier, "return", leader, "Xem lại tờ khai")
    assert factories.task(dossier).kind == "appraise"


def due() -> actions.Details:
    """Return a promise with its reason, as the record has no clear limit."""
    return actions.Details(due_at=NOW.replace(day=30), due_reason="Thỏa thuận với người nộp")
