"""The engine walks the beginning of a diagram once."""

from typing import Any

from motcua.organisations.rules import Role
from motcua.workflow import diagram
from motcua.workflow.bpmn import build_bpmn
from motcua.workflow.engine import Spec, compile_spec

from .factories import SIMPLE


def test_a_run_that_begins_like_others_is_the_same_as_one_the_engine_walked() -> None:
    roles = frozenset(role.value for role in Role)
    spec = Spec(compile_spec(diagram.read(build_bpmn("simple", "Quy trình thử", SIMPLE), roles=roles)))
    walked, fresh = spec.begin({"case": "a"}), spec.begin({"case": "b"})
    assert type(walked) is not type(fresh)
    assert fresh.open_steps() == walked.open_steps()
    assert fresh.data["case"] == "b"

    def timeless(state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "data": None, "tasks": [[*task[:4], *task[5:]] for task in state["tasks"]]}

    assert timeless(fresh.state()) == timeless(walked.state())
    for run in (walked, fresh):
        run.complete(run.open_steps()[0].ref, "accept")
    assert timeless(fresh.state()) == timeless(walked.state())
    assert spec.begin({"case": "c"}).data["outcome"] == "", "no run sees another's outcomes"
