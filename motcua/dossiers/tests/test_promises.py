"""What moves a promise by somebody's decision. Monday 23/11/2026, nine o'clock, in a calendar without holidays."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing, Why
from motcua.dossiers.models import Dossier
from motcua.dossiers.piles import inbox
from motcua.dossiers.piles.inbox import Wanted, Window
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.lib.dates import VN
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.notices.models import Notice
from motcua.outbox.testing import run_due_jobs
from motcua.workflow.inbox import Pile
from motcua.worktime.models import Parameter
from motcua.worktime.tests.samples import at

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
PROMISED = at("2026-11-30 17:30")  # 24, 25, 26, 27, 30
VERIFIED = {"amount": 2, "unit": "working_day", "effect": "adds", "basis": "Nghị định 23/2015/NĐ-CP, điều 21"}
LAND = [{"reason": "measurement", "basis": "Nghị định 151/2025/NĐ-CP"}]


def received(citizen: User, officer: User, *, limit: dict[str, Any] | None = None, **settings: Any) -> Dossier:
    limits = [{"amount": 5, "unit": "working_day", "text": "05 ngày làm việc", **(limit or {})}]
    version = factories.version(limits=limits, settings={"channels": ["online"], **settings})
    dossier = factories.filed(by=citizen, of=version)
    return actions.receive(task_id=factories.task(dossier).pk, by=officer, now=NOW)


def again(dossier: Dossier, by: User, now: datetime = NOW, **fields: Any) -> Dossier:
    values: dict[str, Any] = {
        "why": Why.LATE,
        "reason": "Chờ kết quả đo đạc",
        "basis": "",
        "due_on": date(2026, 12, 4),
        **fields,
    }
    return actions.reappoint(dossier_id=dossier.pk, by=by, now=now, **values)


def test_an_apology_gives_one_new_date_and_tells_the_applicant(citizen: User, commune_officer: User) -> None:
    """Decree 61/2018 art. 19(9): at most one re-appointment, a day before expiry."""
    dossier = received(citizen, commune_officer)
    assert dossier.due_at == PROMISED
    dossier = again(dossier, commune_officer)
    assert (dossier.due_at, dossier.original_due_at) == (at("2026-12-04 17:30"), PROMISED)
    row = dossier.due_adjustments.get(reason="reappointed")
    assert (row.before, row.after, row.actor_id) == (PROMISED, dossier.due_at, str(commune_officer.pk))
    assert row.basis == "Nghị định 61/2018/NĐ-CP, điều 19 khoản 9"
    assert (row.params["why"], row.params["in_time"], row.params["text"]) == ("late", True, "Chờ kết quả đo đạc")
    event = dossier.events.get(kind="reappointed")
    assert event.is_public
    run_due_jobs()
    told = Notice.objects.get(person=citizen.person, kind="reappointed")
    assert told.params["reason"] == "Chờ kết quả đo đạc"
    assert datetime.fromisoformat(told.params["due"]) == dossier.due_at
    with pytest.raises(Refused, match="reappointed_already"):
        again(dossier, commune_officer, due_on=date(2026, 12, 9))


def test_an_apology_of_the_last_day_is_kept_as_late(citizen: User, commune_officer: User) -> None:
    dossier = again(received(citizen, commune_officer), commune_officer, now=at("2026-11-30 08:00"))
    assert dossier.due_adjustments.get(reason="reappointed").params["in_time"] is False
    assert dossier.events.get(kind="reappointed").params["in_time"] is False


def test_a_new_date_on_a_day_off_is_the_next_working_day(citizen: User, commune_officer: User) -> None:
    """Civil Code art. 148(5)."""
    dossier = again(received(citizen, commune_officer), commune_officer, due_on=date(2026, 12, 5))
    assert dossier.due_at == at("2026-12-07 17:30")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"due_on": date(2026, 11, 30)}, "due_not_later"),
        ({"due_on": date(2036, 12, 1)}, "due_too_far"),
    ],
)
def test_what_is_no_new_date_is_refused(
    citizen: User, commune_officer: User, fields: dict[str, Any], refusal: str
) -> None:
    dossier = received(citizen, commune_officer)
    with pytest.raises(Refused, match=refusal):
        again(dossier, commune_officer, **fields)
    dossier.refresh_from_db()
    assert dossier.due_at == PROMISED


def test_nobody_else_gives_a_new_date(citizen: User, commune_officer: User, receptionist: User) -> None:
    dossier = received(citizen, commune_officer)
    for somebody in (citizen, receptionist):
        with pytest.raises(Forbidden):
            again(dossier, somebody)


def test_no_new_date_while_the_clock_stands_and_a_supplement_counts_from_the_new_one(
    citizen: User, commune_officer: User
) -> None:
    dossier = again(received(citizen, commune_officer), commune_officer)
    task = factories.task(dossier)
    dossier = actions.ask_supplement(
        task_id=task.pk, items=[Missing("other", "Ghi rõ")], reason="Thiếu", by=commune_officer, now=NOW
    )
    with pytest.raises(Refused, match="clock_stands"):
        again(dossier, commune_officer)
    dossier = actions.answer_supplement(
        public_id=dossier.public_id, answers=None, papers=(), message="Rõ", by=citizen, now=at("2026-12-03 10:00")
    )
    # Anew from 03/12: 04, 07, 08, 09, 10; later than the date of the apology.
    assert dossier.due_at == at("2026-12-10 17:30")
    row = dossier.due_adjustments.latest("pk")
    assert (row.reason, row.params["assumed"]) == ("went_on_restart", True)
    assert row.explanation[0]["code"] == "restarted"
    assert "297/2025" in row.explanation[0]["article"]


def test_verification_adds_the_days_of_its_law_once(citizen: User, commune_officer: User) -> None:
    dossier = received(citizen, commune_officer, limit={"verification": VERIFIED})
    dossier = actions.verify(dossier_id=dossier.pk, reason="Hỏi nơi cư trú cũ", by=commune_officer, now=NOW)
    assert dossier.due_at == at("2026-12-02 17:30")
    assert dossier.due_adjustments.get(reason="verified").basis == VERIFIED["basis"]
    run_due_jobs()
    assert Notice.objects.get(person=citizen.person, kind="due_moved").params["reason"] == "Hỏi nơi cư trú cũ"
    with pytest.raises(Refused, match="verified_already"):
        actions.verify(dossier_id=dossier.pk, reason="Nữa", by=commune_officer, now=NOW)
    other = received(citizen, commune_officer)
    with pytest.raises(Refused, match="no_verification"):
        actions.verify(dossier_id=other.pk, reason="Hỏi", by=commune_officer, now=NOW)


def test_a_stop_by_hand_needs_its_law_and_its_document(citizen: User, commune_officer: User) -> None:
    dossier = received(citizen, commune_officer, clock_stops=LAND)

    def stop(reason: str, document: str = "Công văn 12/VPĐK") -> Dossier:
        return actions.stop_clock(
            dossier_id=dossier.pk, reason=reason, document=document, by=commune_officer, now=at("2026-11-25 10:00")
        )

    for reason in ("announced_outage", "posting", "supplement"):
        with pytest.raises(Refused, match="stop_not_allowed"):
            stop(reason)
    with pytest.raises(Refused, match="stop_document"):
        stop("measurement", " ")
    stopped = stop("measurement")
    assert stopped.paused_at == at("2026-11-25 10:00")
    with pytest.raises(Conflict, match="stopped_already"):
        stop("measurement")
    went_on = actions.clock_goes_on(
        dossier_id=dossier.pk, reason="measurement", by=commune_officer, now=at("2026-12-02 09:00")
    )
    # 24 and 25/11 count; 03, 04, 07/12.
    assert (went_on.paused_at, went_on.due_at) == (None, at("2026-12-07 17:30"))
    told = [part for part in went_on.due_adjustments.latest("pk").explanation if part["code"] == "stopped"]
    assert [(part["name"], part["article"]) for part in told] == [
        ("measurement", "Nghị định 151/2025/NĐ-CP; Công văn 12/VPĐK")
    ]
    with pytest.raises(Conflict, match="not_stopped"):
        actions.clock_goes_on(dossier_id=dossier.pk, reason="measurement", by=commune_officer, now=NOW)


def test_the_clock_goes_on_when_the_last_of_two_reasons_is_over(citizen: User, commune_officer: User) -> None:
    dossier = received(citizen, commune_officer, clock_stops=LAND)
    began = at("2026-11-25 10:00")
    actions.stop_clock(dossier_id=dossier.pk, reason="measurement", document="CV 12", by=commune_officer, now=began)
    task = factories.task(dossier)
    dossier = actions.ask_supplement(
        task_id=task.pk, items=[Missing("other", "Ghi rõ")], reason="Thiếu", by=commune_officer, now=NOW
    )
    assert dossier.clock_stops.filter(ended_at=None).count() == 2
    dossier = actions.answer_supplement(
        public_id=dossier.public_id, answers=None, papers=(), message="Rõ", by=citizen, now=at("2026-11-27 10:00")
    )
    assert dossier.paused_at == began
    ended = at("2026-12-01 10:00")
    dossier = actions.clock_goes_on(dossier_id=dossier.pk, reason="measurement", by=commune_officer, now=ended)
    # Anew from 27/11, measured until 01/12: 02, 03, 04, 07, 08.
    assert (dossier.paused_at, dossier.due_at) == (None, at("2026-12-08 17:30"))


def test_a_province_decides_which_hour_it_promises(citizen: User, commune_officer: User) -> None:
    Parameter.objects.create(
        key="promise_hour", value="hour_of_reception", valid=(date(2026, 11, 1), None), basis="Quyết định 1/QĐ-UBND"
    )
    dossier = received(citizen, commune_officer)
    assert dossier.due_at is not None
    assert dossier.due_at.astimezone(VN) == PROMISED - timedelta(hours=8, minutes=30)
    # The law gives the whole day (Civil Code art. 148(6)): promised for the morning is not late in the afternoon.
    task = factories.task(dossier)
    assert task.due_at == dossier.due_at
    noon, midnight = at("2026-11-30 12:00"), at("2026-12-01 00:00")
    assert noon < task.sort_at < midnight

    def shown(window: Window, now: datetime) -> int:
        return len(inbox.listed(commune_officer, Wanted(Pile.MINE, window=window), now).lines)

    assert (shown(Window.SOON, noon), shown(Window.LATE, noon)) == (1, 0)
    assert shown(Window.LATE, midnight) == 1
    # The step that opens after that ends with the same day.
    done(dossier, "approve", commune_officer, details=actions.Details(reference=factories.reference()))
    assert factories.task(dossier).sort_at == task.sort_at


@pytest.mark.parametrize(("asked", "in_time"), [("2026-11-26 17:00", True), ("2026-11-27 08:00", False)])
def test_a_request_after_appraisal_is_late_after_three_working_days(
    citizen: User, commune_officer: User, asked: str, in_time: bool
) -> None:
    """Decree 61/2018 art. 19(4): form 02 within three working days of reception (24, 25, 26); later is kept as late."""
    dossier = received(citizen, commune_officer)
    task = factories.task(dossier)
    actions.ask_supplement(
        task_id=task.pk, items=[Missing("other", "Ghi rõ")], reason="Thiếu", by=commune_officer, now=at(asked)
    )
    assert dossier.events.get(kind="supplement_requested").params["in_time"] is in_time


def test_a_request_before_reception_is_due_with_the_answer(citizen: User, commune_officer: User) -> None:
    """Decree 45/2020 art. 11, Resolution 66.7/2025 art. 8: eight working hours online, a working day at the counter."""
    for later, in_time in ((timedelta(hours=1), True), (timedelta(days=2), False)):
        dossier = factories.filed(by=citizen)
        task = factories.task(dossier)
        actions.ask_supplement(
            task_id=task.pk, items=[Missing("other", "Rõ")], reason="Thiếu", by=commune_officer, now=NOW + later
        )
        assert dossier.events.get(kind="supplement_requested").params["in_time"] is in_time
