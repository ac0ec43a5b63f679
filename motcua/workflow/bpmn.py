"""Drawing a process: a valid BPMN 2.0 file, with its picture, from a list of steps.

    build_bpmn("commune", "Quy trình cấp xã", [
        Step("receive", "Tiếp nhận hồ sơ", kind="receive", role="receptionist", agency="received_at", budget="4h",
             outcomes=("accept", "refuse"), leads={"refuse": END}),
        Step("appraise", "Thẩm định", kind="appraise", role="specialist", budget="1wd", outcomes=("approve",)),
        Step("sign", "Ký kết quả", kind="sign", role="agency_leader", budget="4h",
             outcomes=("sign", "return"), leads={"return": "appraise"}),
        Step("issue", "Phát hành", kind="issue", role="clerk", budget="4h", outcomes=("issue",)),
    ])

An outcome without an entry in `leads` goes on to the next step. `when` skips a step unless its condition (CEL over the
case's values) holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from .diagram import DRAWING, MODEL, OURS, XSI

END = "end"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
COLUMN, MIDDLE, LANE = 170, 200, 130
SIZES = {"task": (120, 80), "gateway": (50, 50), "event": (36, 36)}


@dataclass(frozen=True)
class Step:
    """Something a person does."""

    id: str
    name: str
    kind: str
    role: str
    agency: str = "competent"
    budget: str = "0"
    outcomes: tuple[str, ...] = ("done",)
    leads: Mapping[str, str] = field(default_factory=dict)
    when: str = ""


@dataclass(frozen=True)
class Call:
    """A named step that the system does by itself."""

    id: str
    name: str
    step: str
    when: str = ""


@dataclass(frozen=True)
class Wait:
    """The process waits for a message, for example that the applicant has paid; `role` notes that it has come."""

    id: str
    name: str
    message: str
    role: str
    agency: str = "competent"
    when: str = ""


@dataclass(frozen=True)
class Parallel:
    """Branches that go on at the same time; all must come to their end. No way leads out of a branch."""

    id: str
    branches: tuple[tuple[Step | Call | Wait, ...], ...]
    when: str = ""


Part = Step | Call | Wait | Parallel


@dataclass
class _Shape:
    id: str
    tag: str
    size: str
    x: int
    y: int
    attributes: dict[str, str]
    message: str = ""


@dataclass
class _Arrow:
    source: str
    target: str
    condition: str = ""
    is_default: bool = False


def build_bpmn(key: str, name: str, parts: Sequence[Part]) -> bytes:
    """Return the BPMN 2.0 XML of a process; the same parts always give the same bytes."""
    drawing = _Drawing()
    drawing.shape("start", "startEvent", "event", MIDDLE, {"name": "Bắt đầu"})
    ways: list[tuple[str, str, bool]] = [("start", "", False)]
    for part in parts:
        ways = drawing.add(part, ways, MIDDLE)
    drawing.shape(END, "endEvent", "event", MIDDLE, {"name": "Kết thúc"})
    drawing.join(ways, END)
    unknown = sorted({arrow.target for arrow in drawing.arrows} - set(drawing.shapes))
    if unknown:
        raise ValueError(f"no part is called {', '.join(unknown)}")
    return drawing.xml(key, name)


class _Drawing:
    def __init__(self) -> None:
        self.shapes: dict[str, _Shape] = {}
        self.arrows: list[_Arrow] = []
        self.column = 0

    def shape(
        self, identifier: str, tag: str, size: str, y: int, attributes: dict[str, str], message: str = ""
    ) -> None:
        if identifier in self.shapes:
            raise ValueError(f"two parts are called {identifier}")
        width, height = SIZES[size]
        x = 100 + self.column * COLUMN - width // 2
        self.shapes[identifier] = _Shape(identifier, tag, size, x, y - height // 2, attributes, message)
        self.column += 1

    def join(self, ways: list[tuple[str, str, bool]], target: str) -> None:
        for source, condition, is_default in ways:
            self.arrows.append(_Arrow(source, target, condition, is_default))

    def add(self, part: Part, ways: list[tuple[str, str, bool]], y: int) -> list[tuple[str, str, bool]]:
        """Draw a part after `ways` and return the ways that lead on from it."""
        skipped: list[tuple[str, str, bool]] = []
        if part.when:
            gate = f"if_{part.id}"
            self.shape(gate, "exclusiveGateway", "gateway", y, {})
            self.join(ways, gate)
            ways, skipped = [(gate, part.when, False)], [(gate, "", True)]
        if isinstance(part, Parallel):
            return self._parallel(part, ways, y) + skipped
        if isinstance(part, Step):
            self._step(part, y)
        elif isinstance(part, Call):
            self.shape(part.id, "serviceTask", "task", y, {"name": part.name, f"{{{OURS}}}step": part.step})
        else:
            ours = {f"{{{OURS}}}role": part.role, f"{{{OURS}}}agency": part.agency}
            self.shape(part.id, "intermediateCatchEvent", "event", y, {"name": part.name} | ours, part.message)
        self.join(ways, part.id)
        onward = self._ways_of(part, y) if isinstance(part, Step) else [(part.id, "", False)]
        return onward + skipped

    def _step(self, step: Step, y: int) -> None:
        ours = {"kind": step.kind, "role": step.role, "agency": step.agency, "budget": step.budget}
        attributes = {"name": step.name} | {f"{{{OURS}}}{key}": value for key, value in ours.items()}
        self.shape(step.id, "userTask", "task", y, attributes | {f"{{{OURS}}}outcomes": ",".join(step.outcomes)})

    def _ways_of(self, step: Step, y: int) -> list[tuple[str, str, bool]]:
        leads = {outcome: target for outcome, target in step.leads.items() if outcome in step.outcomes}
        if set(leads) != set(step.leads):
            raise ValueError(f"{step.id}: leads from outcomes it does not have")
        if not leads:
            return [(step.id, "", False)]
        if len(leads) == len(step.outcomes):
            raise ValueError(f"{step.id}: one outcome must go on to the next step")
        gate = f"after_{step.id}"
        self.shape(gate, "exclusiveGateway", "gateway", y, {})
        self.join([(step.id, "", False)], gate)
        for outcome, target in leads.items():
            self.arrows.append(_Arrow(gate, target, f'outcome == "{outcome}"'))
        return [(gate, "", True)]

    def _parallel(self, part: Parallel, ways: list[tuple[str, str, bool]], y: int) -> list[tuple[str, str, bool]]:
        split, merge = f"split_{part.id}", f"join_{part.id}"
        self.shape(split, "parallelGateway", "gateway", y, {})
        self.join(ways, split)
        first, last = self.column, self.column
        ends: list[tuple[str, str, bool]] = []
        for number, branch in enumerate(part.branches):
            self.column = first
            inside = [(split, "", False)]
            for each in branch:
                inside = self.add(each, inside, y + number * LANE)
            if len(inside) > 1:
                # Several ways out of one branch meet here first: the parallel gate counts arrows.
                meeting = f"end_{part.id}_{number + 1}"
                self.shape(meeting, "exclusiveGateway", "gateway", y + number * LANE, {})
                self.join(inside, meeting)
                inside = [(meeting, "", False)]
            ends += inside
            last = max(last, self.column)
        self.column = last
        self.shape(merge, "parallelGateway", "gateway", y, {})
        for source, condition, is_default in ends:
            self.arrows.append(_Arrow(source, merge, condition, is_default))
        return [(merge, "", False)]

    def xml(self, key: str, name: str) -> bytes:
        for prefix, namespace in {
            "bpmn": MODEL,
            "bpmndi": DRAWING,
            "dc": DC,
            "di": DI,
            "xsi": XSI,
            "motcua": OURS,
        }.items():
            ET.register_namespace(prefix, namespace)
        root = Element(f"{{{MODEL}}}definitions", {"id": f"definitions_{key}", "targetNamespace": OURS})
        messages = {shape.message: f"message_{shape.message}" for shape in self.shapes.values() if shape.message}
        for message, identifier in messages.items():
            SubElement(root, f"{{{MODEL}}}message", {"id": identifier, "name": message})
        process = SubElement(
            root, f"{{{MODEL}}}process", {"id": f"process_{key}", "name": name, "isExecutable": "true"}
        )
        names = {id(arrow): f"flow_{number}" for number, arrow in enumerate(self.arrows, 1)}
        for shape in self.shapes.values():
            element = SubElement(process, f"{{{MODEL}}}{shape.tag}", {"id": shape.id, **shape.attributes})
            for arrow in self.arrows:
                if arrow.source == shape.id and arrow.is_default:
                    element.set("default", names[id(arrow)])
            for arrow in self.arrows:
                if arrow.target == shape.id:
                    SubElement(element, f"{{{MODEL}}}incoming").text = names[id(arrow)]
            for arrow in self.arrows:
                if arrow.source == shape.id:
                    SubElement(element, f"{{{MODEL}}}outgoing").text = names[id(arrow)]
            if shape.message:
                SubElement(element, f"{{{MODEL}}}messageEventDefinition", {"messageRef": messages[shape.message]})
        for arrow in self.arrows:
            element = SubElement(
                process,
                f"{{{MODEL}}}sequenceFlow",
                {"id": names[id(arrow)], "sourceRef": arrow.source, "targetRef": arrow.target},
            )
            if arrow.condition:
                condition = SubElement(
                    element, f"{{{MODEL}}}conditionExpression", {f"{{{XSI}}}type": "bpmn:tFormalExpression"}
                )
                condition.text = arrow.condition
        self._picture(root, f"process_{key}", names)
        ET.indent(root)
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"

    def _picture(self, root: Element, process: str, names: dict[int, str]) -> None:
        diagram = SubElement(root, f"{{{DRAWING}}}BPMNDiagram", {"id": "diagram"})
        plane = SubElement(diagram, f"{{{DRAWING}}}BPMNPlane", {"id": "plane", "bpmnElement": process})
        for shape in self.shapes.values():
            element = SubElement(plane, f"{{{DRAWING}}}BPMNShape", {"id": f"{shape.id}_shape", "bpmnElement": shape.id})
            width, height = SIZES[shape.size]
            SubElement(
                element,
                f"{{{DC}}}Bounds",
                {"x": str(shape.x), "y": str(shape.y), "width": str(width), "height": str(height)},
            )
        backwards = 0
        for arrow in self.arrows:
            name = names[id(arrow)]
            edge = SubElement(plane, f"{{{DRAWING}}}BPMNEdge", {"id": f"{name}_edge", "bpmnElement": name})
            points = self._points(arrow, backwards)
            backwards += len(points) == 4 and points[0][0] > points[-1][0]
            for x, y in points:
                SubElement(edge, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})

    def _points(self, arrow: _Arrow, backwards: int) -> list[tuple[int, int]]:
        source, target = self.shapes[arrow.source], self.shapes[arrow.target]
        width, height = SIZES[source.size]
        target_width, target_height = SIZES[target.size]
        middle, target_middle = source.y + height // 2, target.y + target_height // 2
        right, left = source.x + width, target.x
        if left < right:
            # Back to an earlier step: around above, each return a little higher.
            top = MIDDLE - 80 - 22 * backwards
            x, target_x = source.x + width // 2, target.x + target_width // 2
            return [(x, source.y), (x, top), (target_x, top), (target_x, target.y)]
        if left - right <= COLUMN or middle != target_middle:
            turn = right + 20
            return (
                [(right, middle), (left, middle)]
                if middle == target_middle
                else [
                    (right, middle),
                    (turn, middle),
                    (turn, target_middle),
                    (left, target_middle),
                ]
            )
        # Past the steps between: around below.
        bottom = MIDDLE + 90
        x, target_x = source.x + width // 2, target.x + target_width // 2
        return [(x, source.y + height), (x, bottom), (target_x, bottom), (target_x, target.y + target_height)]
