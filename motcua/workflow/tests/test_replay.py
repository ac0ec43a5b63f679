"""Runs of the past on another diagram: through, stuck, with steps more or fewer. No database."""

import pytest

from motcua.organisations.rules import Role
from motcua.workflow import diagram
from motcua.workflow.bpmn import END, Parallel, Part, Step, Wait, build_bpmn
from motcua.workflow.replay import Did, Replayed, Stage

RECEIVE = Step("receive", "Tiếp nhận", "receive", "receptionist", "received_at", "0", ("accept",))
APPRAISE = Step("appraise", "Thẩm định", "appraise", "specialist", outcomes=("approve",))
SIGN = Step("sign", "Ký", "sign", "agency_leader", outcomes=("sign", "return"), leads={"return": "appraise"})
ISSUE = Step("issue", "Phát hành", "issue", "clerk", outcomes=("issue",))
USUAL = (RECEIVE, APPRAISE, SIGN, ISSUE)
DID: tuple[Did, ...] = (
    ("receive", "receive", "accept", "Tiếp nhận"),
    ("appraise", "appraise", "approve", "Thẩm định"),
    ("sign", "sign", "return", "Ký"),
    ("appraise", "appraise", "approve", "Thẩm định"),
    ("sign", "sign", "sign", "Ký"),
    ("issue", "issue", "issue", "Phát hành"),
)


def stage(*parts: Part) -> Stage:
    roles = frozenset(role.value for role in Role)
    return Stage.of(diagram.read(build_bpmn("p", "P", parts), roles=roles))


def replay(*parts: Part, did: tuple[Did, ...] = DID, heard: tuple[str, ...] = (), is_whole: bool = True) -> Replayed:
    return stage(*parts).replay(did, {"case": "", "channel": "online"}, heard=heard, is_whole=is_whole)


def test_on_its_own_diagram_a_run_goes_as_it_went() -> None:
    assert replay(*USUAL) == Replayed()


def test_a_diagram_is_made_ready_once() -> None:
    made = stage(*USUAL)
    assert [made.replay(DID, {"case": "", "channel": "online"}) for _ in range(3)] == [Replayed()] * 3


def test_a_step_more_is_done_in_its_usual_way_and_named() -> None:
    review = Step(
        "review", "Xem xét", "review", "division_head", outcomes=("approve", "return"), leads={"return": "appraise"}
    )
    assert replay(RECEIVE, APPRAISE, review, SIGN, ISSUE) == Replayed(added=("Xem xét",))


def test_a_step_fewer_is_named() -> None:
    sign = Step("sign", "Ký", "sign", "agency_leader", outcomes=("sign", "return"), leads={"return": "receive"})
    assert replay(RECEIVE, sign, ISSUE) == Replayed(added=("Tiếp nhận",), dropped=("Thẩm định",))


def test_a_step_of_another_name_is_known_by_its_kind() -> None:
    other = Step("tham_dinh", "Thẩm định hồ sơ", "appraise", "specialist", outcomes=("approve",))
    sign = Step("sign", "Ký", "sign", "agency_leader", outcomes=("sign", "return"), leads={"return": "tham_dinh"})
    assert replay(RECEIVE, other, sign, ISSUE) == Replayed()


def test_an_outcome_that_is_gone_is_where_it_sticks() -> None:
    sign = Step("sign", "Ký", "sign", "agency_leader", outcomes=("sign",))
    found = replay(RECEIVE, APPRAISE, sign, ISSUE)
    assert found.stuck is not None
    assert found.stuck[0].format(**found.stuck[1]) == "Bước “Ký” không kết thúc được bằng “return”."


def test_a_wait_for_what_never_came() -> None:
    wait = Wait("tax", "Chờ nộp thuế", "tax_paid", "specialist")
    found = replay(*USUAL, wait)
    assert found.stuck is not None
    assert found.stuck[1] == {"step": "Chờ nộp thuế"}
    assert replay(*USUAL, wait, heard=("tax_paid",)) == Replayed()


def test_what_ended_before_its_end_may_end_there() -> None:
    assert replay(*USUAL, did=DID[:1], is_whole=False) == Replayed()
    refuse = Step(
        "receive", "Tiếp nhận", "receive", "receptionist", "received_at", "0", ("accept", "refuse"), {"refuse": END}
    )
    assert replay(refuse, APPRAISE, did=(("receive", "receive", "refuse", "Tiếp nhận"),)) == Replayed()


def test_branches_take_what_was_done_one_after_another() -> None:
    both = Parallel("both", ((APPRAISE,), (Step("ask", "Lấy ý kiến", "generic", "coordinator_agency"),)))
    did = (DID[0], ("ask", "generic", "done", "Lấy ý kiến"), DID[1], DID[5])
    assert replay(RECEIVE, both, ISSUE, did=did) == Replayed()


def test_a_condition_that_cannot_be_computed_sticks() -> None:
    asks = Step("issue", "Phát hành", "issue", "clerk", outcomes=("issue",), when="fee > 3")
    found = replay(RECEIVE, APPRAISE, asks, did=DID[:2])
    assert found.stuck is not None


@pytest.mark.parametrize("heard", [(), ("tax_paid",)])
def test_a_round_without_an_end_is_told(heard: tuple[str, ...]) -> None:
    # The usual way of this step leads back to itself for ever.
    turn = Step("turn", "Quay lại", "generic", "specialist", outcomes=("return", "done"), leads={"return": "receive"})
    found = replay(RECEIVE, turn, did=(), heard=heard)
    assert found.stuck == ("Quy trình quay vòng không dứt.", {})
