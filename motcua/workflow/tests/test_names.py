"""Names of steps reach the catalogue of texts."""

from io import BytesIO

from motcua.workflow import names
from motcua.workflow.bpmn import Step, build_bpmn


def test_steps_are_named_and_nothing_else() -> None:
    step = Step(id="sign", name="Ký kết quả", kind="sign", role="agency_leader", agency="competent", outcomes=("sign",))
    found = list(names.extract(BytesIO(build_bpmn("p", "Quy trình", [step])), [], [], options={}))
    assert found == [(1, None, "Ký kết quả", [])]
