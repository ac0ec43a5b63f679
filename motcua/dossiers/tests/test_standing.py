"""Where a real dossier's four machines stand, read from what the actions left behind."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.accounts.models import User
from motcua.dossiers import actions, standing
from motcua.dossiers.events import DossierChanged
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.telling import Outcome, What
from motcua.dossiers.rules.delivering import Delivering
from motcua.dossiers.rules.delivery import Confirmed, Handing
from motcua.dossiers.rules.money import Money
from motcua.dossiers.rules.receipts import Cash
from motcua.dossiers.rules.states import State
from motcua.dossiers.rules.synchronisation import Sync
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.dossiers.tests.test_given_forms import signed_in
from motcua.lib.refusals import Conflict, Refused
from motcua.notices.models import Notice
from motcua.outbox import wiring
from motcua.outbox.queries import jobs_about
from motcua.outbox.testing import run_due_jobs
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
FEES = [{"key": "fee", "name": "Lệ phí", "kind": "charge", "channels": ["direct", "online"], "amount": 8000}]
CASH = Cash(fee=0, charge=8000, name="Lệ phí", payer="Nguyễn Thị An")


def stands(dossier: Dossier) -> tuple[State, Money, Delivering, Sync]:
    dossier.refresh_from_db()
    found = standing.standing_of(dossier, list(dossier.events.order_by("id")), now=NOW)
    assert len(found.lines()) == 4
    return found.substance[0], found.money[0], found.delivery[0], found.synchronisation[0]


def test_a_life_moves_each_machine_by_its_own_facts(citizen: User, commune_officer: User, commune_leader: User) -> None:
    dossier = done(factories.filed(by=citizen, of=factories.version(fees=FEES)), "accept", commune_officer)
    # Announced, not carried yet; nobody outside asked to be told.
    assert stands(dossier) == (State.RECEIVED, Money.DUE, Delivering.NOT_READY, Sync.WAITING)
    run_due_jobs()
    assert stands(dossier)[3] == Sync.NOTHING
    task = factories.task(dossier)
    actions.ask_payment(task_id=task.pk, amount=50_000, reason="Thuế", by=commune_officer, now=NOW)
    assert stands(dossier)[:2] == (State.FINANCIAL_OBLIGATION, Money.DEMANDED)
    tax = actions.Receipt("TT-1", NOW.date(), 50_000)
    actions.payment_done(dossier_id=dossier.pk, receipt=tax, by=commune_officer, now=NOW)
    # The tax is paid, the agency's own fee is not.
    assert stands(dossier)[:2] == (State.PROCESSING, Money.DUE)
    receipt = actions.take_fee(dossier_id=dossier.pk, cash=CASH, by=commune_officer, now=NOW)
    assert stands(dossier)[1] == Money.PAID
    actions.annul_receipt(receipt_id=receipt.pk, reason="Ghi nhầm", by=commune_officer, now=NOW)
    assert stands(dossier)[1] == Money.DUE
    done(dossier, "approve", commune_officer, details=actions.Details(reference=factories.reference()))
    done(dossier, "sign", commune_leader)
    assert stands(dossier)[2] == Delivering.NOT_READY
    done(dossier, "issue", commune_officer)
    assert stands(dossier)[:3] == (State.COMPLETED, Money.DUE, Delivering.AT_COUNTER)
    done(dossier, "deliver", commune_officer, details=actions.Details(recipient="Nguyễn Thị An"))
    assert stands(dossier)[:3] == (State.DELIVERED, Money.DUE, Delivering.DELIVERED)


def test_what_was_taken_for_nothing_is_to_be_looked_at_and_no_more_is_taken(
    citizen: User, commune_officer: User
) -> None:
    dossier = done(factories.filed(by=citizen, of=factories.version(fees=FEES)), "accept", commune_officer)
    receipt = actions.take_fee(dossier_id=dossier.pk, cash=CASH, by=commune_officer, now=NOW)
    actions.withdraw(dossier_id=dossier.pk, reason="Không cần nữa", by=citizen, now=NOW)
    assert stands(dossier)[:3] == (State.WITHDRAWN, Money.REFUND_DUE, Delivering.NOTHING)
    with pytest.raises(Refused, match="is_over"):
        actions.take_fee(dossier_id=dossier.pk, cash=CASH, by=commune_officer, now=NOW)
    actions.annul_receipt(receipt_id=receipt.pk, reason="Trả lại tiền", by=commune_officer, now=NOW)
    assert stands(dossier)[1] == Money.REFUNDED


def test_what_the_post_brings_back_lies_at_the_counter_until_it_is_taken_or_sent_again(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    """ "Delivered" stays the state (10): what happens to a result afterwards is a recorded act beside it."""
    dossier = done(factories.filed(by=citizen), "accept", commune_officer)
    actions.draft(dossier_id=dossier.pk, reference=factories.reference(), by=commune_officer, now=NOW)
    for outcome, who in (("approve", commune_officer), ("sign", commune_leader), ("issue", commune_officer)):
        done(dossier, outcome, who)
    posted = Handing(recipient="Nguyễn Thị An", confirmed=Confirmed.POST, post_number="EB123456789VN", is_here=True)
    pk, by = dossier.pk, commune_officer
    with pytest.raises(Refused, match="not_posted"):
        actions.note_post_return(dossier_id=pk, reason="Sai địa chỉ", by=by, now=NOW)
    actions.hand_out(dossier_id=pk, handing=posted, by=by, now=NOW)
    assert stands(dossier)[2] == Delivering.POSTED
    with pytest.raises(Refused, match="reason_missing"):
        actions.note_post_return(dossier_id=pk, reason=" ", by=by, now=NOW)
    actions.note_post_return(dossier_id=pk, reason="Sai địa chỉ", by=by, now=NOW)
    with pytest.raises(Conflict, match="returned_already"):
        actions.note_post_return(dossier_id=pk, reason="Sai địa chỉ", by=by, now=NOW)
    assert stands(dossier)[::2] == (State.DELIVERED, Delivering.RETURNED)
    # The applicant is told, and stays on the list of calls until they were reached, whatever else is recorded.
    telling = dossier.tellings.get(what=What.POST_RETURNED)
    actions.call(telling_id=telling.pk, outcome=Outcome.NO_ANSWER, by=by, now=NOW)
    telling.refresh_from_db()
    assert (telling.given_at, telling.dropped_at) == (None, None)
    run_due_jobs()
    assert "Sai địa chỉ" in str(Notice.objects.get(kind="post_returned").params)
    # Sent again to another address, back again, and fetched.
    actions.hand_out_again(dossier_id=pk, handing=replace(posted, post_number="EB2VN"), by=by, now=NOW)
    assert stands(dossier)[2] == Delivering.POSTED
    telling.refresh_from_db()
    assert telling.given_at == NOW
    actions.note_post_return(dossier_id=pk, reason="Không có người nhận", by=by, now=NOW)
    at_counter = Handing(recipient="Nguyễn Thị An", confirmed=Confirmed.PAPER)
    client, here = signed_in(by), reverse("counter:deliver", args=[dossier.public_id])
    listed = reverse("counter:results")
    assert dossier.code in fetch(client, listed).text
    assert fetch(client, f"{listed}?buu-gui=eb2vn", expect=302).location == here
    assert "Không có người nhận" in fetch(client, here).text
    data = {"do": "again", "recipient": at_counter.recipient, "confirmed": at_counter.confirmed, "is_other": "0"}
    fetch(client, here, method="post", data=data, expect=302)
    assert stands(dossier)[::2] == (State.DELIVERED, Delivering.DELIVERED)
    with pytest.raises(Refused, match="nothing_to_deliver"):
        actions.hand_out_again(dossier_id=pk, handing=at_counter, by=by, now=NOW)
    assert "Ghi bưu gửi trả về" not in fetch(client, here).text


MANY = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    SELECT 'events', 'outbox.dispatch', jsonb_build_object('event', %s::text, 'uid', gen_random_uuid()::text,
           'published_at', 1790000000, 'fields', jsonb_build_object('dossier_id', n, 'event_id', n))
    FROM generate_series(1, %s) n
"""


def test_what_is_not_carried_yet_is_found_by_index_however_much_waits() -> None:
    """Every official's page of a dossier asks; most of all on the day when nothing is carried."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, [wiring.name_of(DossierChanged), 5_000])
        cursor.execute("ANALYZE procrastinate_jobs")
        with CaptureQueriesContext(connection) as asked:
            assert len(jobs_about(DossierChanged, dossier_id=777)) == 1
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "dossier_announcements" in plan
