"""The integrity check knows what counters keep, and who did what for somebody absent."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from motcua.accounts.absence_queries import seats_of
from motcua.accounts.absences import record_absence
from motcua.accounts.models import Substitute
from motcua.accounts.rules.absences import Wanted
from motcua.accounts.tests.factories import official
from motcua.certifying.actions import Requester, Signer, certify
from motcua.certifying.models import Book, Tariff
from motcua.certifying.rules import Item, Kind
from motcua.dossiers import actions
from motcua.dossiers.models import Custody, Dossier, FeeReceipt, HandedOver, HandOver
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.rules.receipts import Cash
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.factories import NOW
from motcua.lib.dates import today
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.project.integrity import CHECKS
from motcua.workflow.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
LAND = {"key": "land", "name": "Giấy chứng nhận", "kind": "submit", "required": True, "originals": 1, "copies": 0}


def findings() -> list[str]:
    found = []
    for what, sql in CHECKS.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            found += [what] if cursor.fetchall() else []
    return found


def test_an_original_that_vanished_is_seen() -> None:
    paper = PaperData("land", originals=1, originals_were="held")
    dossier = cases.filed(of=cases.version(papers=[LAND]), papers=(paper,), channel="direct")
    assert findings() == []
    Custody.objects.filter(paper__dossier=dossier).update(is_last=False)
    assert len(findings()) == 2
    Custody.objects.filter(paper__dossier=dossier).delete()
    assert findings() == ["a held original whose chain of custody does not say where it is"]


def test_a_number_that_is_missing_in_a_book_is_seen() -> None:
    Tariff.objects.get_or_create(
        kind="signature", valid_from=date(2017, 1, 1), defaults={"first_rate": 1, "basis": "x"}
    )
    certify(
        agency=places.commune(),
        kind=Kind.SIGNATURE,
        requester=Requester("K'Brĕu"),
        items=[Item("Sơ yếu lý lịch")],
        signer=Signer("Touneh Thị Hạnh"),
        key="k",
        by=official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(places.commune()))),
        now=NOW,
    )
    assert findings() == []
    Book.objects.update(last=2)
    assert findings() == ["a book of certifications with a gap"]


def test_a_fee_receipt_that_is_missing_or_was_changed_is_seen() -> None:
    receptionist = official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(places.commune())))
    dossier = cases.done(cases.filed(), "accept", receptionist)
    cash = Cash(8000, 5000, "Phí", "K'Brĕu")
    first, second = (actions.take_fee(dossier_id=dossier.pk, cash=cash, by=receptionist, now=NOW) for _ in range(2))
    actions.annul_receipt(receipt_id=first.pk, reason="Ghi nhầm", by=receptionist, now=NOW)
    assert findings() == []
    changed = "a fee receipt of which the history says another amount, or nothing"
    FeeReceipt.objects.filter(pk=second.pk).update(fee=7000)
    assert findings() == [changed]
    FeeReceipt.objects.filter(pk=second.pk).update(fee=8000)
    FeeReceipt.objects.filter(pk=first.pk).update(annulled_at=None, annulled_by=None, annul_reason="")
    assert findings() == [changed]
    FeeReceipt.objects.filter(pk=first.pk).delete()
    assert "a book of fee receipts with a gap" in findings()


def test_a_step_done_for_somebody_by_whom_nobody_named_is_seen() -> None:
    commune, today_is = places.commune(), today(timezone.now())
    away, acts, other = (official(name, (Role.SPECIALIST, commune)) for name in ("Vắng", "Làm Thay", "Ai Đó"))
    receptionist = official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(commune)))
    dossier = cases.done(cases.filed(), "accept", receptionist)
    task = cases.task(dossier)
    actions.take(task_id=task.pk, by=away, now=NOW)
    absence = record_absence(
        user_id=away.pk,
        starts=today_is,
        ends=today_is,
        reason="leave",
        substitutes=[Wanted(seats_of(away, today_is)[0].pk, acts.pk)],
        by=away,
        now=timezone.now(),
    )
    actions.draft(dossier_id=dossier.pk, reference=cases.reference(), by=acts, now=timezone.now())
    actions.complete(task_id=task.pk, outcome="approve", note="", by=acts, now=timezone.now())
    assert findings() == []
    Task.objects.filter(pk=task.pk).update(done_by=other)
    assert findings() == ["a step done for somebody absent by whom nobody had named to act for them that day"]
    Substitute.objects.filter(absence=absence).update(user=away)
    assert "two who act for each other, or somebody who acts for themself" in findings()


def test_a_list_that_says_two_things_is_seen() -> None:
    commune = places.commune()
    stop = one_stop_of(commune)
    giver, taker = official("Người Giao", (Role.RECEPTIONIST, stop)), official("Người Nhận", (Role.SPECIALIST, commune))
    paper = PaperData("land", originals=1, originals_were="held")
    dossier = cases.filed(
        of=cases.version(papers=[LAND]), papers=(paper,), channel="direct", received_agency_id=stop.pk
    )
    actions.receive(task_id=Task.objects.undone().get(instance=dossier.instance_id).pk, by=giver, now=NOW)
    (made,) = actions.hand_over(
        unit_id=stop.pk, dossier_ids=[dossier.pk], unscanned_because="Quét sau", by=giver, now=NOW
    )
    assert findings() == [], "on its way"
    actions.take_over(public_id=made.public_id, by=taker, now=NOW)
    assert findings() == []
    rows = HandedOver.objects.filter(hand_over=made)
    HandOver.objects.update(taken_at=None)
    assert findings() == ["a hand-over list signed for with an item that nobody answered, or open with none left"]
    HandOver.objects.update(taken_at=NOW)
    rows.update(refused_because="Thiếu")
    assert findings() == ["an item of a list sent back that is not struck off, or answered by nobody"]
    rows.update(refused_because="")
    Custody.objects.filter(is_last=True).update(taken_at=None)
    assert findings() == ["an original that was answered for on a list and still is on its way"]
    Custody.objects.filter(is_last=True).update(taken_at=NOW)
    # Received elsewhere, the limit begins with the signature.
    Dossier.objects.filter(pk=dossier.pk).update(received_at=places.centre())
    assert findings() == ["a dossier that the competent agency took from a list without its limit beginning there"]
    HandOver.objects.update(is_back=True)
    assert findings() == ["a result on a list that is another dossier's, or goes elsewhere than where it is given out"]
