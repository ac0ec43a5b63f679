"""The names of a diagram's steps."""

from motcua.workflow import names
from motcua.workflow.bpmn import Step, build_bpmn


def test_steps_are_named_and_nothing_else() -> None:
    step = Step(id="sign", name="Ký kết quả", kind="sign", role="agency_leader", agency="competent", outcomes=("sign",))
    assert names.step_names(build_bpmn("p", "Quy trình", [step]).decode()) == ["Ký kết quả"]
    assert names.step_names("<not a diagram") == []
