"""Foreign input is looked at behind a fence that holds."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from motcua.lib.fence import Breach, Fault, Fence

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fence() -> Iterator[Fence]:
    made = Fence("motcua.lib.tests.behind_fence", memory=1_000_000_000, cpu=1, timeout=3, most_calls=50)
    yield made
    made.close()


def test_values_and_blobs_come_back(fence: Fence) -> None:
    blobs = [b"", b"x" * 3_000_000]
    answer = fence.call("echo", blobs, name="Lâm Đồng")
    assert (answer.value, answer.blobs) == ({"name": "Lâm Đồng"}, blobs)


def test_threads_share_it(fence: Fence) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: fence.call("echo", [bytes([number])] * 3, n=number), range(120)))
    assert [answer.value["n"] for answer in answers] == list(range(120))
    assert all(answer.blobs == [bytes([number])] * 3 for number, answer in enumerate(answers))


@pytest.mark.parametrize("function", ["eat_memory", "burn", "sleep"])
def test_a_broken_limit_ends_the_process_and_the_next_call_works(fence: Fence, function: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Breach):
        Fence(fence.module, memory=1_000_000_000, cpu=1, timeout=1, start=4).call(function)
    assert time.monotonic() - begun < 10
    assert fence.call("echo", a=1).value == {"a": 1}


def test_a_bug_is_told_with_its_trace(fence: Fence) -> None:
    with pytest.raises(Fault, match="planted"):
        fence.call("raise_something")
    with pytest.raises(Fault, match="no function"):
        fence.call("_answer")


def test_nothing_else_is_within_reach(fence: Fence) -> None:
    held = fence.warm()
    if held["calls"]:
        assert fence.call("reach", how="network").value["refused"] == "PermissionError"
        assert fence.call("reach", how="program").value["refused"] == "PermissionError"
    if held["files"]:
        assert fence.call("reach", how="read").value["refused"] == "PermissionError"
        assert fence.call("reach", how="write").value["refused"] == "PermissionError"
    assert held["calls"] or held["files"], "this machine holds no fence at all: uploads would be parsed unguarded"


def test_a_process_that_died_while_waiting_is_replaced(fence: Fence) -> None:
    fence.call("echo")
    for process in fence._idle:
        process.child.kill()
        process.child.wait()
    assert fence.call("echo", a=1).value == {"a": 1}


def test_a_forked_process_gets_processes_of_its_own(fence: Fence) -> None:
    """Web servers fork: two speakers on one line would read each other's answers."""
    fence.call("echo")
    shared = {process.child.pid for process in fence._idle}
    monkey = fence._pid
    fence._pid = -1
    fence.call("echo")
    assert monkey == fence._pid
    assert not shared & {process.child.pid for process in fence._idle}
