"""A process as a picture: its parts, and the way that a run took through it."""

from dataclasses import replace

import pytest

from motcua.organisations.rules import Role
from motcua.workflow import diagram
from motcua.workflow.bpmn import build_bpmn
from motcua.workflow.engine import Spec, compile_spec, way_of
from motcua.workflow.picture import Picture, picture_of
from motcua.workflow.rules import Outline

from .factories import APPRAISE, ASKING, RECEIVE, SIMPLE

ROLES = frozenset(role.value for role in Role)


def drawn(bpmn: bytes) -> tuple[Outline, Picture | None]:
    outline = diagram.read(bpmn, roles=ROLES)
    return outline, picture_of(bpmn.decode(), outline)


def test_every_part_and_every_arrow_of_the_diagram_is_in_its_picture() -> None:
    outline, picture = drawn(build_bpmn("asking", "Quy trình thử", (*SIMPLE[:2], ASKING, *SIMPLE[2:])))
    assert picture is not None
    assert {shape.id for shape in picture.shapes} == set(outline.nodes)
    assert {(arrow.source, arrow.target) for arrow in picture.arrows} == {
        (node.id, flow.target) for node in outline.nodes.values() for flow in node.flows
    }
    for shape in picture.shapes:
        assert picture.x <= shape.x
        assert shape.x + shape.width <= picture.x + picture.width
        assert all(picture.y <= height <= picture.y + picture.height for _, height in shape.baselines())


def test_the_way_taken_and_the_place_where_it_stands_are_marked() -> None:
    outline, picture = drawn(build_bpmn("simple", "Quy trình thử", SIMPLE))
    assert picture is not None
    run = Spec(compile_spec(outline)).begin({"case": ""})
    for outcome in ("accept", "approve", "return"):
        run.complete(run.open_steps()[0].ref, outcome)
    marks = {shape.id: shape.mark for shape in picture.with_way(way_of(run.state())).shapes}
    # Returned by the leader: the step before stands open again, and the signing was done once.
    assert (marks["receive"], marks["appraise"], marks["sign"], marks["issue"]) == ("done", "now", "done", "")
    taken = {(arrow.source, arrow.target) for arrow in picture.with_way(way_of(run.state())).arrows if arrow.is_taken}
    assert ("after_sign", "appraise") in taken
    assert ("after_sign", "issue") not in taken


def test_a_diagram_without_a_drawing_has_no_picture() -> None:
    before, _, drawing = build_bpmn("simple", "Quy trình thử", SIMPLE).partition(b"<bpmndi:BPMNDiagram")
    outline, picture = drawn(before + drawing.partition(b"</bpmndi:BPMNDiagram>")[2])
    assert outline.nodes
    assert picture is None


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ký kết quả", ("Ký kết quả",)),
        ("Thẩm định hồ sơ, dự thảo kết quả", ("Thẩm định hồ sơ,", "dự thảo kết quả")),
    ],
)
def test_long_names_are_written_in_lines(name: str, lines: tuple[str, ...]) -> None:
    _, picture = drawn(build_bpmn("named", "Quy trình thử", (RECEIVE, replace(APPRAISE, name=name))))
    assert picture is not None
    assert next(shape for shape in picture.shapes if shape.id == "appraise").lines == lines
