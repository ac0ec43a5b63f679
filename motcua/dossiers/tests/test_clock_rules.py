"""What a dossier is promised for, from what happened to it. Mondays: 02/03/2026, 09/03/2026, 23/11/2026."""

from datetime import date, timedelta
from typing import Any

import pytest

from motcua.dossiers.rules import clock
from motcua.dossiers.rules.clock import Course, Fixed, Pause, PromiseHour, late_from
from motcua.dossiers.rules.package import Limit, limit_of
from motcua.dossiers.rules.stops import stop_rules
from motcua.worktime.rules import Code, rule_set
from motcua.worktime.tests.samples import at, office

NOW = rule_set(5)  # from 05/08/2026
BEFORE = rule_set(4)


def limit(amount: int | None = 5, unit: str | None = "working_day", **more: Any) -> Limit:
    found = limit_of([{"amount": amount, "unit": unit, "text": "", **more}], channel="direct", case="")
    assert found is not None
    return found


def due(of: Limit | None, course: Course, *, rules: Any = NOW, saturday: bool = False, **more: Any) -> clock.Promise:
    found = clock.promised(of, course, agency=office(saturday=saturday), collection=office(), rules=rules, **more)
    assert found is not None
    return found


def came(moment: str, *pauses: Pause, **more: Any) -> Course:
    return Course(at(moment), pauses=pauses, **more)


def waited(since: str, until: str, reason: str = "supplement", *, anew: bool = False, basis: str = "") -> Pause:
    return Pause(at(since), at(until), reason, anew, basis)


def codes(found: clock.Promise) -> list[Code]:
    return [part.code for part in found.explanation]


@pytest.mark.parametrize(
    ("course", "promise", "why"),
    [
        (came("2026-03-02 09:00"), "2026-03-09 17:30", "03, 04, 05, 06, 09"),
        (came("2026-03-02 09:00", waited("2026-03-04 10:00", "2026-03-10 09:00", anew=True)), "2026-03-17 17:30", "11"),
        (came("2026-03-02 09:00", waited("2026-03-04 10:00", "2026-03-10 09:00")), "2026-03-13 17:30", "3, 4; 11-13"),
    ],
)  # fmt: skip
def test_a_supplement_begins_the_term_anew_or_is_left_out(course: Course, promise: str, why: str) -> None:
    """Decree 61/2018 art. 19(4), 297/2025 art. 6(4): anew. 301/2026 art. 3(4): only the waiting is left out."""
    assert due(limit(), course).at == at(promise), why


def test_what_is_paid_after_a_supplement_does_not_undo_that_the_term_began_anew() -> None:
    """Restarted on 10/03 (11, 12 count), paid from 12/03 to 18/03, then 19, 20, 23."""
    course = came(
        "2026-03-02 09:00",
        waited("2026-03-04 10:00", "2026-03-10 09:00", anew=True),
        waited("2026-03-12 10:00", "2026-03-18 10:00", "financial_duty", basis="Nghị định 151/2025/NĐ-CP"),
    )
    found = due(limit(), course)
    assert found.at == at("2026-03-23 17:30")
    assert codes(found)[:2] == [Code.RESTARTED, Code.EVENT_DAY]
    assert "297/2025" in found.explanation[0].article
    stopped = next(part for part in found.explanation if part.code is Code.STOPPED)
    assert (stopped.name, stopped.article) == ("financial_duty", "Nghị định 151/2025/NĐ-CP")


def test_two_reasons_at_once_are_left_out_once() -> None:
    """Measured 03/03-06/03, posted 05/03-11/03: nothing of 04-11 counts; 03, 12, 13, 16, 17."""
    both = (
        waited("2026-03-03 08:00", "2026-03-06 16:00", "measurement"),
        waited("2026-03-05 08:00", "2026-03-11 10:00", "posting"),
    )
    assert due(limit(), came("2026-03-02 09:00", *both)).at == at("2026-03-17 17:30")
    hours = due(limit(16, "hour"), came("2026-03-02 07:30", *both))
    # Eight hours on the 2nd, half an hour on the 3rd; from 10:00 on the 11th on 1.5 + 4, the last two on the 12th.
    assert hours.at == at("2026-03-12 09:30")


@pytest.mark.parametrize(
    ("received", "cutoff", "same_day", "promise"),
    [
        # Luật Hộ tịch 2014 art. 5(3); 63/2024/NĐ-CP art. 7(2): from 15:00 on the whole limit begins the day after.
        ("2026-03-02 14:59", {"at": "15:00", "effect": "next_working_day"}, True, "2026-03-02 17:30"),
        ("2026-03-02 15:00", {"at": "15:00", "effect": "next_working_day"}, True, "2026-03-03 17:30"),
        ("2026-03-02 15:00", {"at": "15:00", "effect": "next_working_day"}, False, "2026-03-10 17:30"),
        # 118/2025/NĐ-CP art. 18(2): a rule of handing over, the limit stays.
        ("2026-03-02 15:30", {"at": "15:00", "effect": "hand_over"}, True, "2026-03-02 17:30"),
        ("2026-03-02 15:30", {"at": "15:00", "effect": "hand_over"}, False, "2026-03-09 17:30"),
        # 99/2022/NĐ-CP art. 16(1): what is due in the day may be given the day after; longer limits stay.
        ("2026-03-02 15:30", {"at": "15:00", "effect": "may"}, True, "2026-03-03 17:30"),
        ("2026-03-02 15:30", {"at": "15:00", "effect": "may"}, False, "2026-03-09 17:30"),
        # 297/2025/NĐ-CP art. 6(3): the last hour of office time; art. 3(5): after 17:00.
        ("2026-03-02 16:29", {"at": "last_hour", "effect": "next_working_day"}, False, "2026-03-09 17:30"),
        ("2026-03-02 16:30", {"at": "last_hour", "effect": "next_working_day"}, False, "2026-03-10 17:30"),
        ("2026-03-02 17:00", {"at": "17:00", "effect": "next_working_day"}, True, "2026-03-03 17:30"),
    ],
)
def test_a_cut_off_has_the_time_and_the_effect_of_its_law(
    received: str, cutoff: dict[str, str], same_day: bool, promise: str
) -> None:
    of = limit(1 if same_day else 5, cutoff=cutoff | {"basis": "luật ngành"}, same_day=same_day)
    found = due(of, came(received))
    assert found.at == at(promise)
    late = {Code.AFTER_CUTOFF, Code.MAY_NEXT_DAY, Code.HAND_OVER} & set(codes(found))
    assert all(part.article == "luật ngành" for part in found.explanation if part.code in late)


def test_a_term_that_begins_anew_after_the_cut_off_begins_the_day_after() -> None:
    of = limit(1, cutoff={"at": "15:00", "effect": "next_working_day"}, same_day=True)
    course = came("2026-03-02 09:00", waited("2026-03-02 10:00", "2026-03-04 16:00", anew=True))
    assert due(of, course).at == at("2026-03-05 17:30")


def test_verification_adds_days_or_has_a_limit_of_its_own() -> None:
    """23/2015/NĐ-CP art. 21: at most two working days more; Luật Hộ tịch 2014 art. 18(2): five in place of the day."""
    more = {"amount": 2, "unit": "working_day", "effect": "adds", "basis": "Nghị định 23/2015/NĐ-CP, điều 21"}
    of = limit(1, same_day=True, verification=more)
    assert due(of, came("2026-03-02 09:00")).at == at("2026-03-02 17:30")
    found = due(of, came("2026-03-02 09:00", is_verified=True))
    assert found.at == at("2026-03-04 17:30")
    assert (found.explanation[0].code, found.explanation[0].article) == (Code.VERIFICATION, more["basis"])
    other = {"amount": 5, "unit": "working_day", "effect": "replaces", "basis": "Luật Hộ tịch 2014, điều 18"}
    assert due(limit(1, same_day=True, verification=other), came("2026-03-02 09:00", is_verified=True)).at == at(
        "2026-03-09 17:30"
    )


def test_a_boundary_free_dossier_counts_from_the_competent_agencys_receipt() -> None:
    """118/2025/NĐ-CP art. 17(3) as amended by 309/2026 art. 8(3), from 05/08/2026."""
    course = Course(at("2026-11-27 16:00"), competent=at("2026-11-30 07:30"))
    found = due(limit(), course)
    assert found.at == at("2026-12-07 17:30")
    assert codes(found)[0] is Code.COMPETENT_RECEIPT
    assert "309/2026" in found.explanation[0].article
    # Received on 27/11 under the rules of before: 30/11, 01-04/12.
    assert due(limit(), course, rules=BEFORE).at == at("2026-12-04 17:30")


@pytest.mark.parametrize(
    ("received", "online", "receipt"),
    [
        ("2026-03-02 14:59", False, "2026-03-02 14:59"),
        ("2026-03-02 15:00", False, "2026-03-03 07:30"),
        ("2026-03-06 20:00", False, "2026-03-06 20:00"),
        ("2026-03-02 16:00", True, "2026-03-02 16:00"),
    ],
)
def test_the_competent_agency_is_to_have_it_by_the_hand_over_rule(received: str, online: bool, receipt: str) -> None:
    """118/2025/NĐ-CP art. 18(2)."""
    assert clock.expected_receipt(office(), at(received), NOW, online=online) == at(receipt)


def test_the_promise_is_for_the_last_day_where_the_place_of_collection_works_then() -> None:
    assert due(limit(1), came("2026-03-06 09:00")).at == at("2026-03-09 17:30")
    # The agency works on Saturday, the place of collection does not.
    found = due(limit(1), came("2026-03-06 09:00"), saturday=True)
    assert found.at == at("2026-03-09 07:30")
    assert codes(found)[-1] is Code.COLLECTION


def test_a_province_may_promise_the_hour_of_reception() -> None:
    hour = PromiseHour.HOUR_OF_RECEPTION
    found = due(limit(), came("2026-03-02 09:12"), hour=hour)
    assert found.at == at("2026-03-09 09:12")
    assert codes(found)[-1] is Code.PROMISED_HOUR
    assert due(limit(), came("2026-03-02 19:00"), hour=hour).at == at("2026-03-10 07:30"), "the opening it counts from"
    assert due(limit(4, "hour"), came("2026-03-02 09:12"), hour=hour).at == at("2026-03-02 15:12"), "hours are hours"


def test_the_law_ends_a_term_with_its_day_whatever_hour_is_printed() -> None:
    """Civil Code 2015 art. 148(6): 24:00 of the last day; art. 147(1): hours run to their own moment."""
    promised = at("2026-03-09 09:12")
    last = at("2026-03-09 23:59")
    for unit in ("working_day", "day", "month", None):
        assert last < late_from(promised, unit) < last + timedelta(minutes=1)
    assert late_from(promised, "hour") == promised


def test_a_date_with_an_apology_stays_but_for_stops_and_a_new_beginning() -> None:
    fixed = Fixed(at("2026-03-12 17:30"), at("2026-03-06 09:00"), "reappointed", "Nghị định 61/2018/NĐ-CP")
    assert due(limit(), came("2026-03-02 09:00", fixed=fixed)).at == at("2026-03-12 17:30")
    # Two working days were left (11, 12): they follow the stop.
    paid = waited("2026-03-10 09:00", "2026-03-17 09:00", "financial_duty")
    assert due(limit(), came("2026-03-02 09:00", paid, fixed=fixed)).at == at("2026-03-19 17:30")
    # Anew from 17/03 is later than what was left: 18, 19, 20, 23, 24.
    anew = waited("2026-03-10 09:00", "2026-03-17 09:00", anew=True)
    assert due(limit(), came("2026-03-02 09:00", anew, fixed=fixed)).at == at("2026-03-24 17:30")
    # A stop of before the apology moves nothing: the new date knew of it.
    early = waited("2026-03-03 09:00", "2026-03-05 09:00", "financial_duty")
    assert due(limit(), came("2026-03-02 09:00", early, fixed=fixed)).at == at("2026-03-12 17:30")


def test_a_date_chosen_where_no_limit_is_published_moves_with_stops() -> None:
    fixed = Fixed(at("2026-03-12 17:30"), at("2026-03-02 09:00"), "chosen")
    unclear = limit(None, None)
    assert clock.promised(unclear, came("2026-03-02 09:00"), agency=office(), collection=office(), rules=NOW) is None
    assert due(unclear, came("2026-03-02 09:00", fixed=fixed)).at == at("2026-03-12 17:30")
    waiting = waited("2026-03-10 09:00", "2026-03-17 09:00", anew=True)
    assert due(unclear, came("2026-03-02 09:00", waiting, fixed=fixed)).at == at("2026-03-19 17:30")


def test_time_limits_hang_on_the_channel() -> None:
    rows = [
        {"channels": ["online"], "amount": 3, "unit": "working_day", "text": ""},
        {"channels": ["direct", "post"], "amount": 5, "unit": "working_day", "text": ""},
    ]
    found = [limit_of(rows, channel=channel, case="") for channel in ("online", "direct", "post")]
    assert [one.amount for one in found if one is not None] == [3, 5, 5]


def test_a_promise_that_rests_on_expected_holidays_says_so() -> None:
    assert due(limit(), came("2027-02-01 09:00")).params["projected"]
    assert not due(limit(), came("2026-11-23 09:00")).params["projected"]


def test_a_clock_stops_for_an_outage_only_under_a_dated_rule() -> None:
    """301/2026/NĐ-CP art. 3(4): the birth and death bundles, since 01/09/2026."""
    assert stop_rules("2.002621", (), on=date(2026, 8, 31)) == {}
    assert "301/2026" in stop_rules("2.002621", (), on=date(2026, 9, 1))["announced_outage"]
    assert stop_rules("1.001193", (), on=date(2026, 9, 1)) == {}
    land = [{"reason": "measurement", "basis": "Nghị định 151/2025/NĐ-CP", "since": "2025-07-01"}]
    assert stop_rules("1.013831", land, on=date(2025, 6, 30)) == {}
    assert stop_rules("1.013831", land, on=date(2025, 7, 1)) == {"measurement": "Nghị định 151/2025/NĐ-CP"}


def test_a_policy_that_nobody_wrote_down_is_an_assumption() -> None:
    assert clock.restarts({}) == (True, True)
    assert clock.restarts({"clock": "restart"}) == (True, True)
    assert clock.restarts({"clock": "not_counted", "clock_basis": "Nghị định 301/2026/NĐ-CP"}) == (False, False)


def test_an_apology_is_in_time_a_day_before() -> None:
    """61/2018/NĐ-CP art. 19(9)."""
    promise = at("2026-03-09 17:30")
    assert clock.is_announced_in_time(promise, at("2026-03-08 23:00"), NOW)
    assert not clock.is_announced_in_time(promise, at("2026-03-09 00:30"), NOW)
    assert not clock.is_announced_in_time(promise, promise + timedelta(days=1), NOW)
