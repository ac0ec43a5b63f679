"""States, codes, steps and papers, without a database."""

from datetime import date
from typing import Any

import pytest

from motcua.dossiers.rules import codes
from motcua.dossiers.rules.package import limit_of, papers_of
from motcua.dossiers.rules.states import FINAL, NAMES, OPEN, State, check_move, may_move
from motcua.dossiers.rules.steps import EFFECTS, Outcome, effect_of, outcomes_of
from motcua.lib.refusals import Refused
from motcua.workflow.rules import TaskKind

BEFORE = {
    (State.REGISTERED, State.RECEIVED),
    (State.REGISTERED, State.REFUSED),
    (State.REGISTERED, State.SUPPLEMENT_REQUESTED),
    (State.REGISTERED, State.FINANCIAL_OBLIGATION),
    (State.REGISTERED, State.WITHDRAWN),
    (State.SUPPLEMENT_REQUESTED, State.REGISTERED),
    (State.SUPPLEMENT_REQUESTED, State.REFUSED),
    (State.SUPPLEMENT_REQUESTED, State.WITHDRAWN),
    (State.FINANCIAL_OBLIGATION, State.REGISTERED),
    (State.FINANCIAL_OBLIGATION, State.REFUSED),
    (State.FINANCIAL_OBLIGATION, State.WITHDRAWN),
}


@pytest.mark.parametrize("here", list(State))
@pytest.mark.parametrize("there", list(State))
def test_ways_before_reception(here: State, there: State) -> None:
    assert may_move(here, there, received=False) == ((here, there) in BEFORE)


def test_only_a_received_dossier_is_ever_in_processing() -> None:
    assert not any(may_move(here, State.PROCESSING, received=False) for here in State)


def test_a_result_may_be_given_on_the_spot() -> None:
    assert may_move(State.RECEIVED, State.COMPLETED, received=True)


@pytest.mark.parametrize("end", sorted(FINAL))
def test_nothing_leads_out_of_an_end(end: State) -> None:
    assert not any(may_move(end, there, received=received) for there in State for received in (True, False))


def test_a_refused_move_names_the_state() -> None:
    with pytest.raises(Refused) as refused:
        check_move(State.DELIVERED, State.PROCESSING, received=True)
    assert refused.value.params["state"] == NAMES[State.DELIVERED]


def test_every_state_has_a_name_and_a_side() -> None:
    assert set(NAMES) == set(State) == OPEN | FINAL


def test_code_has_four_digits_and_more_only_as_overflow() -> None:
    """Circular 01/2018/TT-VPCP art. 19(1)."""
    assert codes.dossier_code("H36.12", date(2026, 11, 23), 7) == "H36.12-261123-0007"
    assert codes.dossier_code("H36.12", date(2026, 11, 23), 12345) == "H36.12-261123-12345"


@pytest.mark.parametrize(
    "typed",
    [
        "H36.12-261123-0007",
        " h36.12-261123-0007 ",
        "h36.12–261123–0007",
        "H36.12 - 261123 - 0007",
        "H3612-261123-0007",
        "h36 12 261123 0007",
        "H36.12 261123 0007",
        "h36122611230007",
    ],
)
def test_case_spaces_dashes_and_dots_are_forgiven(typed: str) -> None:
    assert codes.bare(codes.normalise(typed)) == "H3612-261123-0007"


def test_a_code_written_together_is_not_cut_where_no_day_is() -> None:
    assert codes.normalise("H362942611300001") == "H36294-261130-0001"
    assert codes.normalise("H3629426113012345") == "H36294-261130-12345"


@pytest.mark.parametrize("typed", ["", "abc", "H36.12", "1 OR 1=1", "H36.12-26112-0007", "H36.12-261399-0007", "\x00"])
def test_what_is_no_code_is_empty(typed: str) -> None:
    assert codes.normalise(typed) == ""


def test_a_reason_is_owed_where_the_table_says_so() -> None:
    for (kind, outcome), effect in EFFECTS.items():
        if effect.needs_note:
            with pytest.raises(Refused, match="reason_missing"):
                effect_of(kind, outcome, "  ")
        else:
            assert effect_of(kind, outcome, "") == effect


@pytest.mark.parametrize(("kind", "outcome"), [("sign", "approve"), ("nonsense", "done"), ("receive", "fly")])
def test_an_outcome_that_a_step_does_not_have_is_refused(kind: str, outcome: str) -> None:
    with pytest.raises(Refused, match="unknown_outcome"):
        effect_of(kind, outcome, "why")


def test_every_kind_of_step_has_outcomes() -> None:
    assert all(outcomes_of(kind) for kind in set(TaskKind) - {TaskKind.WAIT})
    assert outcomes_of(TaskKind.WAIT) == [], "nobody ends what waits for a message"
    assert outcomes_of(TaskKind.RECEIVE)[0][0] == Outcome.ACCEPT


PAPERS: list[dict[str, Any]] = [
    {"key": "id", "name": "Căn cước", "kind": "show", "required": True},
    {"key": "late", "name": "Giải trình", "cases": ["late"]},
    {"key": "proxy", "name": "Ủy quyền", "when": "answers.by_proxy == true", "required": True},
]


def test_papers_follow_the_case_and_the_answers() -> None:
    assert [p.key for p in papers_of(PAPERS, case="in_time", context={"answers": {"by_proxy": False}})] == ["id"]
    keys = [p.key for p in papers_of(PAPERS, case="late", context={"answers": {"by_proxy": True}})]
    assert keys == ["id", "late", "proxy"]


def test_without_answers_a_conditional_paper_is_listed_but_not_required() -> None:
    listed = {p.key: p.required for p in papers_of(PAPERS, case="", context=None)}
    assert listed == {"id": True, "late": True, "proxy": False}


def test_the_first_limit_that_fits_channel_and_case_counts() -> None:
    limits: list[dict[str, Any]] = [
        {"channels": ["online"], "amount": 20, "unit": "day", "text": "20 ngày"},
        {"amount": None, "unit": None, "text": "không rõ"},
    ]
    online = limit_of(limits, channel="online", case="")
    direct = limit_of(limits, channel="direct", case="")
    assert online is not None
    assert online.amount == 20
    assert direct is not None
    assert direct.amount is None
    assert limit_of([], channel="online", case="") is None
