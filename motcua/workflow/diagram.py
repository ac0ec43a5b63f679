"""Reading a BPMN diagram: only what is listed here may stand in it, everything else is refused with its place.

There are no scripts, no timers and no foreign extensions: a condition is CEL, a service task names one of our steps,
and time comes from the case as a message. What the engine runs is rebuilt from the outline, so nothing of the file
that is not understood here ever reaches it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from motcua.lib.expressions import ExpressionRefused, compile_expression
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean

from . import soundness
from .rules import (
    AGENCIES,
    AGENCY_CODE,
    APPLICANT,
    IDENTIFIER,
    WORD,
    Flow,
    Message,
    Node,
    NodeType,
    Outline,
    TaskKind,
    parse_budget,
)

MAX_BYTES = 500_000
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DRAWING = "http://www.omg.org/spec/BPMN/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OURS = "urn:motcua:process:1"

TYPES = {
    "startEvent": NodeType.START,
    "endEvent": NodeType.END,
    "userTask": NodeType.STEP,
    "serviceTask": NodeType.CALL,
    "exclusiveGateway": NodeType.CHOICE,
    "parallelGateway": NodeType.PARALLEL,
    "intermediateCatchEvent": NodeType.MESSAGE,
}
# Drawn for people, without effect on how it runs.
ONLY_DRAWN = frozenset({"documentation", "laneSet", "textAnnotation", "association", "group", "category"})
PARTS_OF_NODES = frozenset({"incoming", "outgoing", "documentation", "messageEventDefinition"})
PLAIN_ATTRIBUTES = frozenset(
    {
        "id",
        "name",
        "default",
        "sourceRef",
        "targetRef",
        "isExecutable",
        "gatewayDirection",
        "processType",
        "isClosed",
        "isImmediate",
        "messageRef",
        "targetNamespace",
        "exporter",
        "exporterVersion",
        "expressionLanguage",
        "typeLanguage",
        "language",
        f"{{{XSI}}}type",
        f"{{{XSI}}}schemaLocation",
    }
)
OUR_ATTRIBUTES = {
    NodeType.STEP: frozenset({"role", "kind", "agency", "budget", "outcomes"}),
    NodeType.CALL: frozenset({"step"}),
    NodeType.MESSAGE: frozenset({"role", "agency"}),
}
COMPARED = re.compile(r"""\boutcome\s*[!=]=\s*(["'])(.*?)\1""")


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a diagram: the id of the part (empty: the whole) and the words for it."""

    where: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.where}: {self.message.format(**self.params)}"


class DiagramRefused(Refused):
    """The diagram cannot be published; `problems` lists everything to mend."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            "diagram_refused",
            N_("Sơ đồ quy trình chưa dùng được: {problems}"),
            problems="; ".join(str(problem) for problem in problems),
        )
        self.problems = problems


def read(bpmn: bytes, *, roles: Collection[str], calls: Collection[str] | None = None) -> Outline:
    """Return the outline of a diagram; raises DiagramRefused with every problem found.

    `roles` are the roles that posts may have; `calls` the named steps that exist (None: not checked here).
    """
    reader = _Reader(roles, calls)
    outline = reader.outline(bpmn)
    if reader.problems or outline is None:
        raise DiagramRefused(reader.problems)
    reader.problems += [Problem(where, message, params) for where, message, params in soundness.check(outline)]
    if reader.problems:
        raise DiagramRefused(reader.problems)
    return outline


def _name(tag: str) -> tuple[str, str]:
    namespace, _, local = tag.rpartition("}")
    return namespace.lstrip("{"), local


class _Reader:
    def __init__(self, roles: Collection[str], calls: Collection[str] | None) -> None:
        self.roles, self.calls = roles, calls
        self.problems: list[Problem] = []
        self.messages: dict[str, str] = {}

    def refuse(self, where: str, message: str, /, **params: Any) -> None:
        self.problems.append(Problem(where, message, params))

    def outline(self, bpmn: bytes) -> Outline | None:
        if len(bpmn) > MAX_BYTES:
            self.refuse("", N_("Tệp lớn quá {limit} kB."), limit=MAX_BYTES // 1000)
            return None
        try:
            root: Element = fromstring(bpmn, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
            self.refuse("", N_("Không phải tệp XML đọc được: {problem}"), problem=type(problem).__name__)
            return None
        if root.tag != f"{{{MODEL}}}definitions":
            self.refuse("", N_("Không phải tệp BPMN 2.0."))
            return None
        processes = []
        self._attributes(root, "")
        for child in root:
            namespace, local = _name(child.tag)
            if namespace == DRAWING:
                continue
            if namespace == MODEL and local == "process":
                processes.append(child)
            elif namespace == MODEL and local == "message":
                self.messages[child.get("id", "")] = child.get("name", "")
            elif namespace != MODEL or local not in {"collaboration", *ONLY_DRAWN}:
                self._foreign(child, "")
        if len(processes) != 1:
            self.refuse("", N_("Tệp phải có đúng một quy trình; tệp này có {count}."), count=len(processes))
            return None
        return self._process(processes[0])

    def _foreign(self, element: Element, where: str) -> None:
        _, local = _name(element.tag)
        self.refuse(
            element.get("id", "") or where, N_("Không dùng được phần tử “{tag}” trong sơ đồ."), tag=local or element.tag
        )

    def _attributes(self, element: Element, where: str, ours: frozenset[str] = frozenset()) -> None:
        for attribute in element.attrib:
            namespace, local = _name(attribute)
            if attribute in PLAIN_ATTRIBUTES or (namespace == OURS and local in ours):
                continue
            self.refuse(where, N_("Không dùng được thuộc tính “{name}”."), name=local)

    def _process(self, process: Element) -> Outline | None:
        self._attributes(process, process.get("id", ""))
        parts: dict[str, Element] = {}
        arrows: list[Element] = []
        for child in process:
            namespace, local = _name(child.tag)
            if namespace != MODEL or (local not in TYPES and local != "sequenceFlow" and local not in ONLY_DRAWN):
                self._foreign(child, "")
            elif local == "sequenceFlow":
                arrows.append(child)
            elif local in TYPES:
                identifier = child.get("id", "")
                if not IDENTIFIER.fullmatch(identifier):
                    self.refuse(identifier, N_("Mã “{id}” không hợp lệ: chỉ dùng chữ không dấu và số."), id=identifier)
                elif identifier in parts:
                    self.refuse(identifier, N_("Mã “{id}” dùng hai lần."), id=identifier)
                else:
                    parts[identifier] = child
        if self.problems:
            return None
        flows = self._flows(parts, arrows)
        nodes = {identifier: self._node(identifier, part, flows[identifier]) for identifier, part in parts.items()}
        starts = [node.id for node in nodes.values() if node.type == NodeType.START]
        if len(starts) != 1:
            self.refuse("", N_("Sơ đồ phải có đúng một điểm bắt đầu; sơ đồ này có {count}."), count=len(starts))
        if not any(node.type == NodeType.END for node in nodes.values()):
            self.refuse("", N_("Sơ đồ chưa có điểm kết thúc."))
        # A bundle has no step of its own: it waits for its parts.
        if not any(node.type in {NodeType.STEP, NodeType.MESSAGE} for node in nodes.values()):
            self.refuse("", N_("Sơ đồ chưa có bước nào cho người làm."))
        if self.problems:
            return None
        outline = Outline(starts[0], nodes)
        self._outcomes_meant(outline)
        return outline

    def _flows(self, parts: dict[str, Element], arrows: list[Element]) -> dict[str, list[Flow]]:
        flows: dict[str, list[Flow]] = {identifier: [] for identifier in parts}
        for arrow in arrows:
            where, source, target = arrow.get("id", ""), arrow.get("sourceRef", ""), arrow.get("targetRef", "")
            self._attributes(arrow, where)
            if source not in parts or target not in parts:
                self.refuse(where, N_("Mũi tên không nối hai phần của sơ đồ."))
                continue
            if _name(parts[target].tag)[1] == "startEvent":
                self.refuse(where, N_("Không có mũi tên nào được dẫn vào điểm bắt đầu."))
            is_default = parts[source].get("default") == where and bool(where)
            flows[source].append(Flow(target, self._condition(arrow, where), is_default))
        return flows

    def _condition(self, arrow: Element, where: str) -> str:
        text = ""
        for child in arrow:
            namespace, local = _name(child.tag)
            if namespace == MODEL and local in ONLY_DRAWN:
                continue
            if namespace != MODEL or local != "conditionExpression" or len(child):
                self._foreign(child, where)
                continue
            self._attributes(child, where)
            text = clean(child.text or "")
            try:
                compile_expression(text)
            except ExpressionRefused as problem:
                self.refuse(where, N_("Điều kiện không dùng được: {problem}"), problem=str(problem))
                text = ""
        return text

    def _node(self, identifier: str, part: Element, flows: list[Flow]) -> Node:
        kind = TYPES[_name(part.tag)[1]]
        self._attributes(part, identifier, OUR_ATTRIBUTES.get(kind, frozenset()))
        message = self._parts(identifier, part, kind)
        name = clean(part.get("name", ""))
        values: dict[str, Any] = {}
        if kind == NodeType.STEP:
            values = self._step(identifier, part, name)
        elif kind == NodeType.CALL:
            values = {"call": part.get(f"{{{OURS}}}step", "")}
            if not WORD.fullmatch(values["call"]) or (self.calls is not None and values["call"] not in self.calls):
                self.refuse(identifier, N_("Không có bước tự động tên “{name}”."), name=values["call"])
        elif kind == NodeType.MESSAGE:
            values = {"message": message, **self._whose(identifier, part, name)}
            if message not in set(Message):
                self.refuse(identifier, N_("Không có tin “{message}” để chờ."), message=message)
        self._ways_out(identifier, kind, flows)
        return Node(id=identifier, type=kind, name=name, flows=tuple(flows), **values)

    def _parts(self, identifier: str, part: Element, kind: NodeType) -> str:
        message = ""
        for child in part:
            namespace, local = _name(child.tag)
            if namespace != MODEL or local not in PARTS_OF_NODES:
                self._foreign(child, identifier)
            elif local == "messageEventDefinition":
                if kind != NodeType.MESSAGE or len(child):
                    self._foreign(child, identifier)
                self._attributes(child, identifier)
                message = self.messages.get(child.get("messageRef", ""), "")
        return message

    def _step(self, identifier: str, part: Element, name: str) -> dict[str, Any]:
        given = {key: part.get(f"{{{OURS}}}{key}", "").strip() for key in OUR_ATTRIBUTES[NodeType.STEP]}
        whose = self._whose(identifier, part, name)
        if given["kind"] not in set(TaskKind) - {TaskKind.WAIT}:
            self.refuse(identifier, N_("Không có loại bước “{kind}”."), kind=given["kind"])
        outcomes = tuple(word.strip() for word in given["outcomes"].split(",") if word.strip())
        if not outcomes or len(set(outcomes)) != len(outcomes) or not all(WORD.fullmatch(word) for word in outcomes):
            self.refuse(identifier, N_("Hãy liệt kê các cách kết thúc bước, bằng chữ không dấu, cách nhau dấu phẩy."))
        try:
            parse_budget(given["budget"] or "0")
        except ValueError:
            self.refuse(
                identifier, N_("Không hiểu thời gian “{budget}”; ví dụ: 4h, 0.5wd, 2d."), budget=given["budget"]
            )
        return {**whose, "kind": given["kind"], "budget": given["budget"] or "0", "outcomes": outcomes}

    def _whose(self, identifier: str, part: Element, name: str) -> dict[str, Any]:
        role, agency = (part.get(f"{{{OURS}}}{key}", "").strip() for key in ("role", "agency"))
        agency = agency or "competent"
        if not 0 < len(name) <= 200:
            self.refuse(identifier, N_("Bước chưa có tên, hoặc tên dài quá 200 ký tự."))
        if role not in {*self.roles, APPLICANT}:
            words = N_("Không có vai trò “{role}”.") if role else N_("Chưa chọn ai làm bước này.")
            self.refuse(identifier, words, role=role)
        if agency not in AGENCIES and not AGENCY_CODE.fullmatch(agency):
            self.refuse(identifier, N_("Không rõ “{agency}” là cơ quan nào."), agency=agency)
        return {"role": role, "agency": agency}

    def _ways_out(self, identifier: str, kind: NodeType, flows: list[Flow]) -> None:
        if kind == NodeType.END:
            if flows:
                self.refuse(identifier, N_("Điểm kết thúc không có mũi tên đi ra."))
            return
        if not flows:
            self.refuse(identifier, N_("Phần này chưa có mũi tên đi ra."))
        if kind in {NodeType.START, NodeType.STEP, NodeType.CALL, NodeType.MESSAGE} and len(flows) > 1:
            self.refuse(identifier, N_("Muốn rẽ nhánh, hãy dùng cổng lựa chọn hoặc cổng song song."))
        if kind == NodeType.CHOICE and len(flows) > 1:
            if sum(flow.is_default for flow in flows) != 1:
                self.refuse(identifier, N_("Cổng lựa chọn phải có đúng một hướng mặc định."))
            if any(not flow.condition for flow in flows if not flow.is_default):
                self.refuse(identifier, N_("Mọi hướng khác hướng mặc định phải có điều kiện."))
        elif kind != NodeType.CHOICE and any(flow.condition for flow in flows):
            self.refuse(identifier, N_("Chỉ mũi tên đi ra từ cổng lựa chọn mới có điều kiện."))

    def _outcomes_meant(self, outline: Outline) -> None:
        """Find outcomes in conditions that no step before them has: mostly typing errors."""
        for node in outline.nodes.values():
            asked = {match[1] for flow in node.flows for match in _compared(flow.condition)}
            if not asked:
                continue
            known = {outcome for step in outline.steps_before(node.id) for outcome in step.outcomes}
            for outcome in sorted(asked - known):
                self.refuse(node.id, N_("Không bước nào trước đó kết thúc bằng “{outcome}”."), outcome=outcome)


def _compared(condition: str) -> Iterator[tuple[str, str]]:
    return ((match[1], match[2]) for match in COMPARED.finditer(condition))
