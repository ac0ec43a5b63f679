"""Decisions about a dossier: refused with grounds, not eligible, stopped, opened again; results renewed and revoked."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions, queries
from motcua.dossiers.actions import Details
from motcua.dossiers.models import Decision, Dossier
from motcua.dossiers.piles import refusals
from motcua.dossiers.rules.decisions import DecisionKind, Grounds
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import CHECK, done
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.tests.samples import pdf
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.notices.models import OfficialNotice
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.signing.actions import make_demo_key
from motcua.signing.verify import check_pdf
from motcua.ui.testing import fetch
from motcua.workflow.bpmn import Step, Wait

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
WRITTEN = Grounds("Ghi sai năm sinh", "Luật Hộ tịch 2014, Điều 27", number="12/QĐ-UBND", dated_on=date(2026, 11, 20))


@pytest.fixture
def leader(commune_leader: User, settings: LazySettings, tmp_path: Path) -> User:
    """The leader with a key to sign with."""
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    label, name = f"user:{commune_leader.username}", places.commune().name
    make_demo_key(label=label, holder_name=commune_leader.full_name, capacity="Chủ tịch", agency_name=name, now=NOW)
    return commune_leader


@pytest.fixture
def delivered(citizen: User, commune_officer: User, leader: User) -> Dossier:
    dossier = issued(citizen, commune_officer, leader)
    return done(dossier, "deliver", commune_officer, details=Details(recipient="Nguyễn Thị An"))


def issued(citizen: User, officer: User, leader: User) -> Dossier:
    dossier = done(factories.filed(by=citizen), "accept", officer)
    done(dossier, "approve", officer, details=Details(reference=factories.reference()))
    done(dossier, "sign", leader)
    return done(dossier, "issue", officer)


@pytest.mark.parametrize(
    ("kind", "grounds", "refusal"),
    [
        (DecisionKind.REFUSE, Grounds(" ", "Điều 1", "Nộp nơi khác"), "reason_missing"),
        (DecisionKind.REFUSE, Grounds("Sai nơi", "", "Nộp nơi khác"), "basis_missing"),
        (DecisionKind.NOT_ELIGIBLE, Grounds("Tranh chấp", "Điều 1", " "), "instead_missing"),
        (DecisionKind.REVOKE, Grounds("Sai", "Điều 1"), "decision_missing"),
        (DecisionKind.REOPEN, Grounds("Sai", "Điều 1", number="1/QĐ", dated_on=date(2026, 11, 24)), "decision_later"),
    ],
)
def test_a_decision_says_what_it_must(kind: DecisionKind, grounds: Grounds, refusal: str) -> None:
    with pytest.raises(Refused, match=refusal):
        grounds.check(kind, on=date(2026, 11, 23))


def test_a_refusal_names_law_and_way_and_may_be_the_heads_alone(citizen: User, commune_officer: User) -> None:
    """Decree 61/2018 art. 17(1)(b); the package says who refuses."""
    first = factories.filed(by=citizen)
    with pytest.raises(Refused, match="basis_missing"):
        done(first, "refuse", commune_officer, note="Không thuộc thẩm quyền")
    done(first, "refuse", commune_officer, note="Không thuộc thẩm quyền", details=factories.grounds())
    kept = Decision.objects.get(dossier=first)
    assert (kept.kind, kept.instead) == ("refuse", "Nộp tại nơi cư trú")
    assert "Cách làm tiếp: Nộp tại nơi cư trú" in first.events.get(kind="refused").note
    settings = {"channels": ["online"], "refusal": {"by": "one_stop_head"}}
    second = factories.filed(by=citizen, of=factories.version(settings=settings))
    head = people.official("Trưởng bộ phận", (Role.ONE_STOP_HEAD, one_stop_of(places.commune())))
    waits = done(second, "refuse", commune_officer, note="Không thuộc thẩm quyền", details=factories.grounds())
    assert waits.state == State.REGISTERED
    assert [one.pk for one in refusals.waiting(head)] == [second.pk]
    assert OfficialNotice.objects.get(user=head).kind == "refusal_waits"
    with pytest.raises(Conflict, match="proposed_already"):
        done(second, "refuse", commune_officer, note="Lần nữa", details=factories.grounds())
    with pytest.raises(Forbidden):
        actions.decline_refusal(dossier_id=second.pk, reason="Nhận đi", by=commune_officer, now=NOW)
    actions.decline_refusal(dossier_id=second.pk, reason="Đúng thẩm quyền của xã", by=head, now=NOW)
    assert list(refusals.waiting(head)) == []
    done(second, "refuse", commune_officer, note="Đã nộp nơi khác", details=factories.grounds())
    refused = done(second, "refuse", head, note="Không thuộc thẩm quyền", details=factories.grounds())
    assert refused.state == State.REFUSED


def test_not_eligible_is_a_notice_that_is_signed_issued_and_delivered(
    citizen: User, commune_officer: User, leader: User
) -> None:
    """Decree 61/2018 art. 19(8): a written notice within the limit, among the results to be handed over."""
    sign = Step("sign", "Ký", "sign", "agency_leader", "competent", "1wd", ("sign", "return"), {"return": "appraise"})
    appraise = Step("appraise", "Thẩm định", "appraise", "specialist", "competent", "5wd", ("approve",))
    issue = Step("issue", "Phát hành", "issue", "clerk", "competent", "0", ("issue",))
    deliver = Step("deliver", "Trả", "deliver", "receptionist", "received_at", "0", ("deliver",))
    tax = Wait("tax", "Chờ nộp thuế", "tax_paid", "specialist")
    dossier = factories.filed(by=citizen, of=factories.version_of(appraise, CHECK, tax, sign, issue, deliver))
    done(dossier, "accept", commune_officer)
    with pytest.raises(Refused, match="instead_missing"):
        done(dossier, "reject", commune_officer, note="Tranh chấp", details=Details(basis="Điều 1"))
    done(dossier, "reject", commune_officer, note="Thửa đất đang tranh chấp", details=factories.grounds())
    assert factories.task(dossier).kind == "sign", "nobody confirms or pays anything for a notice"
    done(dossier, "return", leader, note="Đã hòa giải xong")
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    (draft,) = dossier.results.all()
    assert (draft.kind, draft.state, draft.name) == ("reference", "draft", "Văn bản trả lời"), "eligible after all"
    done(dossier, "confirm", citizen)
    actions.payment_done(
        dossier_id=dossier.pk,
        receipt=actions.Receipt(number="7", paid_on=date(2026, 11, 23)),
        by=commune_officer,
        now=NOW,
    )
    done(dossier, "return", leader, note="Vẫn tranh chấp")
    done(dossier, "reject", commune_officer, note="Thửa đất đang tranh chấp", details=factories.grounds())
    done(dossier, "sign", leader)
    dossier = done(dossier, "issue", commune_officer)
    notice = dossier.results.get(state="issued")
    assert (notice.kind, notice.name, dossier.state) == ("notice", "Thông báo không giải quyết hồ sơ", 9)
    assert notice.file is not None
    assert check_pdf(stored.read(notice.file)).trusted
    assert "Thửa đất đang tranh chấp" in dossier.events.get(kind="not_eligible").note
    assert done(dossier, "deliver", commune_officer, details=Details(recipient="An")).state == State.DELIVERED


def test_a_stopped_dossier_opens_again_by_a_decision_and_its_time_is_left_out(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    first_due = dossier.due_at
    dossier = done(dossier, "stop", commune_officer, note="Tòa án đang giải quyết", details=factories.grounds())
    assert (dossier.state, dossier.closed_at) == (State.STOPPED, NOW)
    later = NOW + timedelta(days=7)
    with pytest.raises(Forbidden):
        actions.reopen(dossier_id=dossier.pk, grounds=WRITTEN, by=commune_officer, now=later)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        actions.reopen(dossier_id=dossier.pk, grounds=WRITTEN, by=commune_leader, now=later, revision=1)
    dossier = actions.reopen(dossier_id=dossier.pk, grounds=WRITTEN, by=commune_leader, now=later)
    assert (dossier.state, dossier.closed_at, dossier.paused_at) == (State.PROCESSING, None, None)
    assert first_due is not None
    assert dossier.due_at is not None
    assert dossier.due_at >= first_due + timedelta(days=6)
    assert factories.task(dossier).kind == "appraise"
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    assert factories.task(dossier).kind == "sign"
    with pytest.raises(Refused, match="not_stopped"):
        actions.reopen(dossier_id=dossier.pk, grounds=WRITTEN, by=commune_leader, now=later)


def test_an_issued_result_is_taken_back_before_it_is_handed_over(
    citizen: User, commune_officer: User, leader: User
) -> None:
    """9 -> 4 with its reason (domain.md 4.1)."""
    dossier = issued(citizen, commune_officer, leader)
    with pytest.raises(Forbidden):
        actions.recall(dossier_id=dossier.pk, grounds=Grounds("Sai tên"), by=commune_officer, now=NOW)
    dossier = actions.recall(dossier_id=dossier.pk, grounds=Grounds("Sai tên"), by=leader, now=NOW)
    assert (dossier.state, dossier.completed_at) == (State.PROCESSING, None)
    assert dossier.results.get().state == "revoked"
    assert factories.task(dossier).kind == "appraise"
    assert factories.task(dossier).due_at == dossier.due_at, "the clock runs on"
    with pytest.raises(Refused, match="not_to_recall"):
        actions.recall(dossier_id=dossier.pk, grounds=Grounds("Sai tên"), by=leader, now=NOW)
    done(dossier, "approve", commune_officer, details=Details(reference=factories.reference()))
    done(dossier, "sign", leader)
    assert done(dossier, "issue", commune_officer).state == State.COMPLETED


def test_a_delivered_result_is_replaced_and_the_old_one_says_so(
    client: Client, delivered: Dossier, leader: User, commune_officer: User
) -> None:
    """Decree 61/2018 art. 21; the national state stays 10 (domain.md 4.1)."""
    old = delivered.results.get()
    new_file = files.store(data=pdf(), name="moi.pdf", purpose="result", by=actor(leader), now=NOW)
    kind = DecisionKind.REPLACE
    with pytest.raises(Refused, match="no_draft"):
        actions.replace(dossier_id=delivered.pk, kind=kind, grounds=WRITTEN, by=leader, now=NOW)
    with pytest.raises(Forbidden):
        actions.replace(
            dossier_id=delivered.pk,
            kind=kind,
            grounds=WRITTEN,
            reference=factories.reference(),
            by=commune_officer,
            now=NOW,
        )
    dossier = actions.replace(
        dossier_id=delivered.pk, kind=kind, grounds=WRITTEN, file_id=new_file.public_id, by=leader, now=NOW
    )
    assert dossier.state == State.DELIVERED
    old.refresh_from_db()
    new = dossier.results.get(state="issued")
    assert (old.state, queries.replacement_of(old), new.number) == ("replaced", new, "01/2026")
    assert new.file is not None
    assert check_pdf(stored.read(new.file)).trusted
    page = fetch(client, f"/xac-minh/{old.token}")
    assert "đã được thay bằng bản khác" in page.text
    assert f"/xac-minh/{new.token}" in {link.get("href") for link in page.select("main a")}
    assert "Kết quả này có thật" in fetch(client, f"/xac-minh/{new.token}").text
    gone = actions.revoke(dossier_id=dossier.pk, grounds=WRITTEN, by=leader, now=NOW)
    assert gone.state == State.DELIVERED
    assert "đã bị thu hồi" in fetch(client, f"/xac-minh/{new.token}").text
    with pytest.raises(Refused, match="not_delivered"):
        actions.revoke(dossier_id=dossier.pk, grounds=WRITTEN, by=leader, now=NOW)
    assert list(Decision.objects.order_by("pk").values_list("kind", "number")) == [
        ("replace", "12/QĐ-UBND"),
        ("revoke", "12/QĐ-UBND"),
    ]
