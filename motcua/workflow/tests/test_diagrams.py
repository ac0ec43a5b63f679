"""What a diagram may and may not contain, and that it always comes to an end."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from motcua.lib.expressions import ExpressionRefused
from motcua.lib.refusals import Refused
from motcua.organisations.rules import Role
from motcua.workflow import diagram, engine
from motcua.workflow.bpmn import END, Call, Parallel, Step, Wait, build_bpmn
from motcua.workflow.diagram import DiagramRefused
from motcua.workflow.rules import Outline, parse_budget
from motcua.workflow.tests.factories import APPRAISE, FULL, RECEIVE, SIGN, SIMPLE

DIAGRAMS = sorted((Path(__file__).parent / "diagrams").glob("*.bpmn"))
SCHEMA = Path(etree.__file__).parents[1] / "SpiffWorkflow" / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
ROLES = frozenset(role.value for role in Role)
PROGRAM = "__import__('os').system('id')"


def read(bpmn: bytes | str) -> Outline:
    return diagram.read(bpmn.encode() if isinstance(bpmn, str) else bpmn, roles=ROLES)


def refused(bpmn: bytes | str) -> str:
    with pytest.raises(DiagramRefused) as refusal:
        read(bpmn)
    assert refusal.value.problems
    return str(refusal.value)


@pytest.fixture
def text() -> str:
    return build_bpmn("full", "Quy trình đầy đủ", FULL).decode()


def test_what_we_draw_is_valid_bpmn_with_its_picture(text: str) -> None:
    document = etree.fromstring(text.encode())
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(document)
    parts = {element.get("id") for element in document.iter() if element.get("id")}
    drawn = {element.get("bpmnElement") for element in document.iter() if element.get("bpmnElement")}
    flows = {flow.get("id") for flow in document.iter("{*}sequenceFlow")}
    nodes = set(read(text).nodes)
    assert flows | nodes <= drawn
    assert drawn <= parts


def test_shapes_do_not_lie_on_one_another(text: str) -> None:
    document = etree.fromstring(text.encode())
    boxes = [
        tuple(int(bounds.attrib[side]) for side in ("x", "y", "width", "height"))
        for bounds in document.iter("{*}Bounds")
    ]
    for index, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, other_width, other_height in boxes[index + 1 :]:
            apart = x + width <= other_x or other_x + other_width <= x
            assert apart or y + height <= other_y or other_y + other_height <= y


def test_the_same_steps_give_the_same_bytes() -> None:
    assert build_bpmn("a", "A", FULL) == build_bpmn("a", "A", FULL)


def test_an_outline_survives_storing(text: str) -> None:
    outline = read(text)
    assert Outline.from_json(outline.to_json()) == outline
    assert outline.names() == {"case_key", "fee"}
    assert outline.agencies() == {"received_at", "competent"}


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_diagrams_drawn_by_hand_are_read_and_run(path: Path) -> None:
    outline = read(path.read_bytes())
    run = engine.Spec(engine.compile_spec(outline)).begin({"case_key": "", "fee": 0, "received_at": 1, "competent": 2})
    for _ in range(30):
        reached = run.open_steps()
        if not reached:
            break
        node = outline.nodes[reached[0].step]
        run.complete(reached[0].ref, node.outcomes[0] if node.outcomes else "done")
    assert run.is_finished


FOREIGN: dict[str, Callable[[str], str]] = {
    "script task": lambda text: text.replace(
        "</bpmn:process>",
        f'<bpmn:scriptTask id="s"><bpmn:script>{PROGRAM}</bpmn:script></bpmn:scriptTask></bpmn:process>',
    ),
    "script inside a step": lambda text: text.replace(
        "<bpmn:outgoing>",
        '<bpmn:extensionElements><s:preScript xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core">'
        f"{PROGRAM}</s:preScript></bpmn:extensionElements><bpmn:outgoing>",
        1,
    ),
    "timer": lambda text: text.replace(
        "</bpmn:process>",
        '<bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition><bpmn:timeDuration>'
        f"{PROGRAM}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent></bpmn:process>",
    ),
    "boundary event": lambda text: text.replace(
        "</bpmn:process>", '<bpmn:boundaryEvent id="b" attachedToRef="sign"/></bpmn:process>'
    ),
    "loop": lambda text: text.replace(
        "<bpmn:outgoing>",
        "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>"
        f"{PROGRAM}</bpmn:loopCondition></bpmn:standardLoopCharacteristics><bpmn:outgoing>",
        1,
    ),
    "call activity": lambda text: text.replace(
        "</bpmn:process>", '<bpmn:callActivity id="c" calledElement="x"/></bpmn:process>'
    ),
    "business rule": lambda text: text.replace("</bpmn:process>", '<bpmn:businessRuleTask id="c"/></bpmn:process>'),
    "data object": lambda text: text.replace("</bpmn:process>", '<bpmn:dataObject id="d"/></bpmn:process>'),
    "another engine's attribute": lambda text: text.replace(
        "<bpmn:userTask ", '<bpmn:userTask xmlns:c="http://camunda.org/schema/1.0/bpmn" c:assignee="${x}" ', 1
    ),
    "another engine's element": lambda text: text.replace(
        "</bpmn:definitions>", '<x:run xmlns:x="urn:x">rm</x:run></bpmn:definitions>'
    ),
    "correlation": lambda text: text.replace(
        "</bpmn:definitions>", '<bpmn:correlationProperty id="p"/></bpmn:definitions>'
    ),
}


@pytest.mark.parametrize("change", FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_not_listed_is_refused(text: str, change: Callable[[str], str]) -> None:
    changed = change(text)
    assert changed != text
    refused(changed)


def test_a_program_is_refused_in_every_place_that_takes_text(text: str) -> None:
    """Publish `__import__('os')` everywhere; where it is not refused it is only a name that is shown."""
    tried = 0
    document = etree.fromstring(text.encode())
    process = next(document.iter("{*}process"))
    for number, element in enumerate(process.iter()):
        places = [("text", "")] if element.text and element.text.strip() else []
        places += [("attribute", str(name)) for name in element.attrib]
        for kind, name in places:
            copy = etree.fromstring(text.encode())
            there = list(next(copy.iter("{*}process")).iter())[number]
            if kind == "text":
                there.text = PROGRAM
            else:
                there.set(name, PROGRAM)
            tried += 1
            local = etree.QName(there).localname
            try:
                outline = read(etree.tostring(copy))
            except DiagramRefused:
                continue
            assert name in {"name", "isExecutable", "id", f"{{{diagram.XSI}}}type"} or local in {"incoming", "outgoing"}
            for node in outline.nodes.values():
                assert not any(PROGRAM in flow.condition for flow in node.flows)
            assert "import" not in str(engine.compile_spec(outline))
    assert tried > 150


@pytest.mark.parametrize("condition", [PROGRAM, "open('/etc/passwd')", "outcome.x(1)", "1 +", "", "a" * 3000])
def test_a_condition_that_is_no_expression_is_refused(text: str, condition: str) -> None:
    assert "if_pay" in text
    refused(text.replace("fee &gt; 0", condition))


def test_a_condition_never_reaches_python() -> None:
    conditions = engine._Conditions()
    with pytest.raises(ExpressionRefused):
        conditions.validate(PROGRAM)
    with pytest.raises(Refused, match="no_scripts"):
        conditions.execute(None, PROGRAM)
    with pytest.raises(Refused, match="no_scripts"):
        conditions.call_service(None)


def test_xml_tricks_are_refused() -> None:
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', "<x>&b;</x>"]
    refused("\n".join(lines))
    refused('<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>')
    refused(b"\xff\xfe not xml")
    refused("<x/>")
    refused(b" " * 600_000)
    refused('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>')


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('motcua:role="clerk"', 'motcua:role="king"', "king"),
        ('motcua:kind="issue"', 'motcua:kind="dance"', "dance"),
        ('motcua:kind="issue"', 'motcua:kind="wait"', "wait"),
        (
            '<bpmn:message id="message_tax_paid" name="tax_paid"',
            '<bpmn:message id="message_tax_paid" name="gone"',
            "gone",
        ),
        ('motcua:role="cashier"', 'motcua:role="nobody"', "nobody"),
        ('motcua:agency="received_at"', 'motcua:agency="somewhere"', "somewhere"),
        ('motcua:budget="4h"', 'motcua:budget="soon"', "soon"),
        ('motcua:outcomes="issue"', 'motcua:outcomes=""', "kết thúc"),
        ('motcua:outcomes="issue"', 'motcua:outcomes="a,a"', "kết thúc"),
        ('motcua:step="tell_register"', 'motcua:step=""', "tự động"),
        ('outcome == "refuse"', 'outcome == "refusd"', "refusd"),
        ('name="Ký kết quả"', 'name=" "', "tên"),
        ('id="sign"', 'id="sign here"', "sign here"),
        ('id="deliver"', 'id="issue"', "hai lần"),
        ('targetRef="sign"', 'targetRef="nowhere"', "Mũi tên"),
    ],
)
def test_a_mistake_is_named(text: str, before: str, after: str, says: str) -> None:
    assert before in text
    assert says in refused(text.replace(before, after, 1))


def test_every_problem_is_told_at_once(text: str) -> None:
    broken = text.replace('motcua:role="clerk"', 'motcua:role="king"').replace(
        'motcua:kind="issue"', 'motcua:kind="dance"'
    )
    with pytest.raises(DiagramRefused) as refusal:
        read(broken)
    assert [problem.where for problem in refusal.value.problems] == ["issue", "issue"]


def test_a_named_step_must_exist(text: str) -> None:
    with pytest.raises(DiagramRefused):
        diagram.read(text.encode(), roles=ROLES, calls=frozenset({"other"}))
    diagram.read(text.encode(), roles=ROLES, calls=frozenset({"tell_register"}))


def without(text: str, pattern: str) -> str:
    return re.sub(pattern, "", text, count=1, flags=re.DOTALL)


def test_a_choice_needs_one_default_and_conditions(text: str) -> None:
    assert "mặc định" in refused(re.sub(r'(<bpmn:exclusiveGateway id="after_sign") default="\w+"', r"\1", text))
    flow = re.search(
        r'<bpmn:sequenceFlow id="\w+" sourceRef="after_sign" targetRef="appraise">.*?</bpmn:seq', text, re.S
    )
    assert flow is not None
    bare = without(flow[0], r"<bpmn:conditionExpression.*?</bpmn:conditionExpression>")
    assert "điều kiện" in refused(text.replace(flow[0], bare))


def test_a_step_does_not_branch_by_itself(text: str) -> None:
    extra = '<bpmn:sequenceFlow id="extra" sourceRef="issue" targetRef="end"/></bpmn:process>'
    assert "rẽ nhánh" in refused(text.replace("</bpmn:process>", extra))


def test_a_part_that_nobody_reaches_is_refused(text: str) -> None:
    island = (
        '<bpmn:exclusiveGateway id="island"/><bpmn:sequenceFlow id="extra" sourceRef="island" targetRef="end"/>'
        "</bpmn:process>"
    )
    assert "Không có đường" in refused(text.replace("</bpmn:process>", island))


def test_a_gate_that_waits_for_ever_is_refused() -> None:
    """A way out of a parallel branch leaves the gate waiting for it."""
    leaving = Step("b", "B", kind="generic", role="clerk", outcomes=("done", "leave"), leads={"leave": "issue"})
    issue = Step("issue", "Phát hành", kind="issue", role="clerk", outcomes=("issue",))
    branches = Parallel("p", ((APPRAISE,), (leaving,)))
    refused(build_bpmn("x", "X", (RECEIVE, branches, issue)))


def test_a_round_without_a_step_is_refused() -> None:
    sign = Step("sign", "Ký kết quả", kind="sign", role="agency_leader", outcomes=("sign",))
    circle = build_bpmn("x", "X", (RECEIVE, Call("a", "A", "tell"), sign)).decode()
    assert "Vòng lặp" in refused(
        circle.replace('sourceRef="a" targetRef="sign"', 'sourceRef="a" targetRef="g"').replace(
            "</bpmn:process>",
            '<bpmn:exclusiveGateway id="g" default="x1"/><bpmn:sequenceFlow id="x1" sourceRef="g" targetRef="sign"/>'
            '<bpmn:sequenceFlow id="x2" sourceRef="g" targetRef="a"><bpmn:conditionExpression>fee &gt; 0'
            "</bpmn:conditionExpression></bpmn:sequenceFlow></bpmn:process>",
        )
    )


def test_a_process_that_never_ends_is_refused() -> None:
    endless = build_bpmn("x", "X", (RECEIVE, APPRAISE)).decode()
    assert "kết thúc" in refused(
        re.sub(r'sourceRef="appraise" targetRef="end"', 'sourceRef="appraise" targetRef="appraise"', endless)
    )


def test_the_builder_says_what_is_wrong_with_its_steps() -> None:
    with pytest.raises(ValueError, match="two parts"):
        build_bpmn("x", "X", (RECEIVE, RECEIVE))
    with pytest.raises(ValueError, match="leads"):
        build_bpmn("x", "X", (Step("a", "A", kind="generic", role="clerk", leads={"other": END}),))
    with pytest.raises(ValueError, match="no part"):
        build_bpmn("x", "X", (RECEIVE, SIGN))
    with pytest.raises(ValueError, match="go on"):
        build_bpmn("x", "X", (Step("a", "A", kind="generic", role="clerk", leads={"done": END}),))


def test_the_steps_that_follow_are_known_beforehand() -> None:
    outline = read(build_bpmn("x", "X", SIMPLE))
    context: dict[str, dict[str, str]] = {"outcomes": {}}
    assert [node.id for node in outline.next_steps("receive", "accept", context)] == ["appraise"]
    assert outline.next_steps("receive", "refuse", context) == []
    assert [node.id for node in outline.next_steps("sign", "return", context)] == ["appraise"]
    waiting = read(build_bpmn("y", "Y", (RECEIVE, Wait("pay", "Chờ", "tax_paid", role="specialist"), APPRAISE)))
    assert waiting.next_steps("receive", "accept", context) == []


@pytest.mark.parametrize(("text", "said"), [("4h", "4 h"), ("0.25wd", "0.25 wd"), ("10d", "10 d"), ("0", "0 h")])
def test_budgets(text: str, said: str) -> None:
    budget = parse_budget(text)
    assert f"{budget.amount} {budget.unit}" == said


@pytest.mark.parametrize("text", ["", "4", "h", "-1h", "1.234h", "4 wd", "1e3h"])
def test_other_budgets_are_not_understood(text: str) -> None:
    with pytest.raises(ValueError):
        parse_budget(text)
