"""Whoever takes a dossier over does one thing, whichever page it is done on (Decree 61/2018/NĐ-CP, article 18)."""

import threading
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.dossiers import actions, holding
from motcua.dossiers.models import Custody, Dossier, HandedOver, HandOver
from motcua.dossiers.piles import waiting_papers
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.rules.handing import Answer, Answered
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.test_given_forms import printed
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.notices.models import Notice
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.worktime.tests.samples import at

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
LAND = {"key": "land", "name": "Giấy chứng nhận", "kind": "submit", "required": False, "originals": 1, "copies": 0}
CAME = at("2026-11-26 09:00")


@pytest.fixture
def elsewhere() -> Agency:
    """The one-stop unit of another place: what it receives for the commune is received elsewhere."""
    return places.centre()


@pytest.fixture
def receptionist(elsewhere: Agency) -> User:
    return official("Lê Thị Ánh", (Role.RECEPTIONIST, elsewhere), (Role.RECEPTIONIST, one_stop_of(places.commune())))


@pytest.fixture
def specialist() -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, places.commune()))


def received(unit: Agency, by: User, *, with_original: bool = False) -> Dossier:
    """Receive a dossier of the commune on paper at a unit; its limit is five working days."""
    papers = (PaperData("land", originals=1, originals_were="held"),) if with_original else ()
    dossier = factories.filed(
        of=factories.version(papers=[LAND]), papers=papers, channel="direct", received_agency_id=unit.pk
    )
    return actions.receive(task_id=factories.task(dossier).pk, by=by, now=NOW)


def handed(*dossiers: Dossier, unit: Agency, by: User) -> HandOver:
    ids = [dossier.pk for dossier in dossiers]
    (made,) = actions.hand_over(unit_id=unit.pk, dossier_ids=ids, unscanned_because="Quét sau", by=by, now=NOW)
    return made


def kinds(dossier: Dossier) -> list[str]:
    return list(dossier.events.order_by("pk").values_list("kind", flat=True))[2:]


def traces(dossier: Dossier, kind: str) -> int:
    """Count the audit lines of one kind; the trail keeps those of other tests, whose dossiers had the same codes."""
    return Entry.objects.filter(about=f"dossier:{dossier.code}", action=f"dossier.{kind}").count()


@pytest.mark.parametrize("way", ["list", "page"])
def test_either_door_starts_the_clock_signs_the_item_and_the_originals(
    way: str, elsewhere: Agency, receptionist: User, specialist: User
) -> None:
    """Decree 118/2025 art. 17(3), 309/2026 art. 8(3); what was promised stays unless the limit is later."""
    dossier = received(elsewhere, receptionist, with_original=True)
    made = handed(dossier, unit=elsewhere, by=receptionist)
    before = (traces(dossier, "competent_received"), traces(dossier, "taken_over"))
    (link,) = Custody.objects.filter(is_last=True)
    assert (link.act, link.agency, link.taken_by) == ("passed", places.commune(), None)
    if way == "list":
        actions.take_over(public_id=made.public_id, by=specialist, now=CAME)
    else:
        actions.take_over_one(dossier_id=dossier.pk, by=specialist, now=CAME)
    dossier.refresh_from_db()
    # From 26/11: 27, 30/11, 01, 02, 03/12.
    assert (dossier.competent_received_at, dossier.due_at) == (CAME, at("2026-12-03 17:30"))
    made.refresh_from_db()
    row, link = made.rows.get(), Custody.objects.get(is_last=True)
    assert (made.taken_by, made.taken_at) == (row.settled_by, row.settled_at) == (specialist, CAME)
    assert (link.taken_by, link.taken_at) == (specialist, CAME)
    assert kinds(dossier) == ["handed_over", "competent_received"]
    assert dossier.events.get(kind="competent_received").params["originals"] == "Giấy chứng nhận"
    run_due_jobs()
    assert dossier.due_at is not None
    notice = Notice.objects.get(kind="due_moved")
    assert (notice.params["due"], notice.params["code"]) == (dossier.due_at.isoformat(), dossier.code)
    assert (traces(dossier, "competent_received"), traces(dossier, "taken_over")) == (before[0] + 1, before[1])
    # Neither door a second time.
    with pytest.raises(Conflict, match="taken_meanwhile"):
        actions.take_over(public_id=made.public_id, by=specialist, now=at("2026-11-27 09:00"))
    with pytest.raises(Conflict, match="received_already"):
        actions.take_over_one(dossier_id=dossier.pk, by=specialist, now=at("2026-11-27 09:00"))
    dossier.refresh_from_db()
    assert dossier.competent_received_at == CAME


def test_one_item_by_its_page_leaves_the_rest_of_the_list(
    elsewhere: Agency, receptionist: User, specialist: User
) -> None:
    first, second = (received(elsewhere, receptionist) for _ in range(2))
    made = handed(first, second, unit=elsewhere, by=receptionist)
    actions.take_over_one(dossier_id=first.pk, by=specialist, now=CAME)
    made.refresh_from_db()
    assert made.taken_at is None
    actions.take_over(public_id=made.public_id, by=specialist, now=at("2026-11-27 09:00"))
    assert [row.settled_at for row in made.rows.order_by("pk")] == [CAME, at("2026-11-27 09:00")]
    assert (kinds(first), kinds(second)) == ([*("handed_over", "competent_received")],) * 2


def test_what_is_missing_or_sent_back_is_the_counters_again_with_its_originals(
    receptionist: User, specialist: User
) -> None:
    unit = one_stop_of(places.commune())
    here, lost, bad, later = (received(unit, receptionist, with_original=True) for _ in range(4))
    made = handed(here, lost, bad, later, unit=unit, by=receptionist)
    take: dict[str, Any] = {"public_id": made.public_id, "by": specialist, "now": CAME}
    with pytest.raises(Refused, match="refused_why"):
        actions.take_over(answers={bad.pk: Answered(Answer.REFUSED)}, **take)
    with pytest.raises(Refused, match="nothing_answered"):
        actions.take_over(answers={}, **take)
    said = {
        here.pk: Answered(),
        lost.pk: Answered(Answer.MISSING),
        bad.pk: Answered(Answer.REFUSED, "Không phải của cơ quan này"),
    }
    actions.take_over(answers=said, **take)
    made.refresh_from_db()
    assert made.taken_at is None, "one is put off"
    assert set(waiting_papers.at([unit.pk], now=NOW)) == {lost, bad}
    assert kinds(here) == ["handed_over", "taken_over"], "received where it is decided: its limit runs already"
    assert Dossier.objects.get(pk=here.pk).competent_received_at is None
    event = bad.events.get(kind="not_taken_over")
    assert (event.note, event.is_public) == ("Không phải của cơ quan này", False)
    assert holding.kept_with([here, lost, bad, later]) == {pk: ["Giấy chứng nhận"] for pk in (lost.pk, bad.pk)}
    (again,) = actions.hand_over(
        unit_id=unit.pk, dossier_ids=[bad.pk], unscanned_because="Quét sau", by=receptionist, now=at("2026-11-27 09:00")
    )
    actions.take_over(public_id=again.public_id, by=specialist, now=at("2026-11-27 10:00"))
    assert HandedOver.objects.filter(dossier=bad).count() == 2
    last = Custody.objects.get(paper__dossier=bad, is_last=True)
    assert (last.number, last.agency, last.taken_by) == (4, places.commune(), specialist)


def test_only_the_taking_side_takes_and_nobody_signs_for_originals_of_their_own_hand(
    elsewhere: Agency, receptionist: User, commune_officer: User, specialist: User
) -> None:
    dossier = received(elsewhere, receptionist)
    with pytest.raises(Forbidden):
        actions.take_over_one(dossier_id=dossier.pk, by=receptionist, now=CAME)
    made = handed(dossier, unit=elsewhere, by=receptionist)
    with pytest.raises(Forbidden):
        actions.take_over_one(dossier_id=dossier.pk, by=receptionist, now=CAME)
    with pytest.raises(Refused, match="not_found"):
        actions.take_over(public_id=made.public_id, by=receptionist, now=CAME)
    unit = one_stop_of(places.commune())
    own = received(unit, commune_officer, with_original=True)
    mine = handed(own, unit=unit, by=commune_officer)
    with pytest.raises(Refused, match="own_hand") as refusal:
        actions.take_over(public_id=mine.public_id, by=commune_officer, now=CAME)
    assert refusal.value.params == {"codes": own.code}
    actions.take_over(public_id=mine.public_id, by=specialist, now=CAME)
    with pytest.raises(Refused, match="nothing_to_take"):
        actions.take_over_one(dossier_id=own.pk, by=specialist, now=CAME)


def test_two_officials_at_once_take_it_once(elsewhere: Agency, receptionist: User, specialist: User) -> None:
    dossiers = [received(elsewhere, receptionist, with_original=True) for _ in range(2)]
    made = handed(*dossiers, unit=elsewhere, by=receptionist)
    other = official("Trần Thị Cúc", (Role.SPECIALIST, places.commune()))
    before = [traces(dossier, "competent_received") for dossier in dossiers]
    together, answers = threading.Barrier(4), []

    def do(by: User, dossier: Dossier | None, now: datetime) -> None:
        together.wait()
        try:
            if dossier is None:
                actions.take_over(public_id=made.public_id, by=by, now=now)
            else:
                actions.take_over_one(dossier_id=dossier.pk, by=by, now=now)
            answers.append("")
        except Conflict as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    tries = [(specialist, None), (other, None), (specialist, dossiers[1]), (other, dossiers[0])]
    threads = [threading.Thread(target=do, args=(*one, CAME)) for one in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4, "nobody met anything but a conflict"
    for dossier, earlier in zip(dossiers, before, strict=True):
        assert kinds(dossier) == ["handed_over", "competent_received"]
        assert traces(dossier, "competent_received") == earlier + 1
        assert dossier.due_adjustments.filter(reason="competent_receipt").count() == 1
    assert Custody.objects.filter(is_last=True, taken_at=CAME).count() == 2
    made.refresh_from_db()
    assert made.taken_at == CAME


def test_what_came_without_a_list_counts_from_its_page(elsewhere: Agency, receptionist: User, specialist: User) -> None:
    dossier = received(elsewhere, receptionist)
    actions.take_over_one(dossier_id=dossier.pk, by=specialist, now=CAME)
    dossier.refresh_from_db()
    assert (dossier.competent_received_at, dossier.original_due_at) == (CAME, at("2026-11-30 17:30"))
    assert date(2026, 12, 3) == (dossier.due_at or NOW).date()
    here = received(one_stop_of(places.commune()), receptionist)
    with pytest.raises(Refused, match="nothing_to_take"):
        actions.take_over_one(dossier_id=here.pk, by=specialist, now=CAME)


def test_the_slip_says_that_the_limit_begins_at_the_competent_agency(elsewhere: Agency, receptionist: User) -> None:
    """Decree 118/2025 art. 17(3), 309/2026 art. 8(3); nothing of it where it was received for one's own commune."""
    away = received(elsewhere, receptionist)
    here = received(one_stop_of(places.commune()), receptionist)
    said = "05 ngày làm việc, tính từ khi cơ quan giải quyết nhận được hồ sơ"
    assert said in printed(away, Happening.RECEIVED)
    assert "tính từ khi" not in printed(here, Happening.RECEIVED)
