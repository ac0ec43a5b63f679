"""The drawing of a process as plain values, for pages to draw as they like: nothing of the file itself is ever sent.

A diagram need not carry a drawing (BPMN 2.0.2, chapter 12, keeps it apart from the process); then there is no picture
and the table of steps must do.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from .diagram import DRAWING
from .engine import Way
from .rules import Flow, Node, NodeType, Outline

DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
# In units of the drawing, which bpmn.io and `bpmn.build_bpmn` both take as pixels.
MARGIN = 24
LETTERS, LINES = 16, 4
BESIDE = frozenset({NodeType.MESSAGE, NodeType.START, NodeType.END})


@dataclass(frozen=True)
class Shape:
    """One part: where it stands, what is written in it (`lines`), and `mark`: done, now or nothing."""

    id: str
    type: str
    kind: str
    name: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    mark: str = ""

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of the part."""
        return self.x + self.width / 2, self.y + self.height / 2

    def baselines(self, height: float = 16) -> list[tuple[str, float]]:
        """Return the lines with the height at which each is written: inside a box, under a circle."""
        if self.type in BESIDE:
            return [(line, self.y + self.height + height * (number + 1)) for number, line in enumerate(self.lines)]
        first = self.middle[1] - height * (len(self.lines) - 1) / 2 + height / 3
        return [(line, first + height * number) for number, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Arrow:
    """A way from one part to another through `points`; `is_taken` where the run went along it."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    is_taken: bool = False
    # When it is taken, in lines.
    lines: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Return how its lines stand to their place: around it above a level stretch, after it at an upright one."""
        (x, _y), (next_x, _next_y) = self._longest
        return "middle" if x != next_x else "start"

    @property
    def _longest(self) -> tuple[tuple[float, float], tuple[float, float]]:
        pairs = list(pairwise(self.points)) or [(self.points[0], self.points[0])]
        return max(pairs, key=lambda pair: abs(pair[0][0] - pair[1][0]) + abs(pair[0][1] - pair[1][1]))

    def baselines(self, height: float = 13) -> list[tuple[str, float, float]]:
        """Return the lines, each with the place where it is written: on the arrow's longest stretch."""
        (x, y), (next_x, next_y) = self._longest
        across, down = (x + next_x) / 2, (y + next_y) / 2
        if self.anchor == "start":
            first = down - height * (len(self.lines) - 1) / 2 + height / 3
            return [(line, across + 6, first + height * number) for number, line in enumerate(self.lines)]
        last = len(self.lines) - 1
        return [(line, across, down - 6 - height * (last - number)) for number, line in enumerate(self.lines)]

    @property
    def path(self) -> str:
        """Return the points as SVG's `points` wants them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True)
class Picture:
    """A drawing and the part of the plane it fills."""

    x: float
    y: float
    width: float
    height: float
    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]

    def with_way(self, way: Way) -> "Picture":
        """Return the drawing with what a run did in it: the way taken, and where it stands."""
        return replace(
            self,
            shapes=tuple(
                replace(shape, mark="now" if shape.id in way.now else "done" if shape.id in way.done else "")
                for shape in self.shapes
            ),
            arrows=tuple(replace(arrow, is_taken=(arrow.source, arrow.target) in way.arrows) for arrow in self.arrows),
        )


def picture_of(
    bpmn: str,
    outline: Outline,
    *,
    say: Callable[[str], str] = str,
    label: Callable[[Node, Flow], str] = lambda _node, _flow: "",
) -> Picture | None:
    """Return the drawing of a published diagram, or None where the file does not place every part.

    `say` gives the names of parts in the reader's language, `label` when an arrow is taken, in few words.
    """
    root: Element = fromstring(bpmn, forbid_dtd=True)
    places = _places(root)
    if not outline.nodes.keys() <= places.keys():
        return None
    shapes = []
    for node in outline.nodes.values():
        name = say(node.name) if node.name else ""
        x, y, width, height = places[node.id]
        shapes.append(Shape(node.id, node.type, node.kind, name, x, y, width, height, _lines(name, node.type)))
    arrows = _arrows(root, outline, label)
    xs = [x for shape in shapes for x in (shape.x, shape.x + shape.width)]
    ys = [
        y for shape in shapes for y in (shape.y, shape.y + shape.height, *(height for _, height in shape.baselines()))
    ]
    xs += [x for arrow in arrows for x, _ in arrow.points]
    ys += [y for arrow in arrows for _, y in arrow.points]
    # Lines stand above their place, or to the right of it.
    ys += [y - 12 for arrow in arrows for _line, _x, y in arrow.baselines()]
    xs += [x + 7 * len(line) for arrow in arrows if arrow.anchor == "start" for line, x, _y in arrow.baselines()]
    left, top = min(xs) - 2 * MARGIN, min(ys) - MARGIN
    return Picture(left, top, max(xs) + 2 * MARGIN - left, max(ys) + MARGIN - top, tuple(shapes), arrows)


def _places(root: Element) -> dict[str, tuple[float, float, float, float]]:
    found = {}
    for element in root.iter(f"{{{DRAWING}}}BPMNShape"):
        bounds = element.find(f"{{{DC}}}Bounds")
        if bounds is not None:
            x, y, width, height = (float(bounds.get(side, "0")) for side in ("x", "y", "width", "height"))
            found[element.get("bpmnElement", "")] = (x, y, width, height)
    return found


def _lines(name: str, kind: str) -> tuple[str, ...]:
    if kind in {NodeType.CHOICE, NodeType.PARALLEL}:
        return ()
    found = wrap(name, LETTERS)
    if len(found) > LINES:
        found[LINES - 1 :] = [" ".join(found[LINES - 1 :])[: LETTERS - 1] + "…"]
    return tuple(found)


def _arrows(root: Element, outline: Outline, label: Callable[[Node, Flow], str]) -> tuple[Arrow, ...]:
    """Return the arrows of a drawing. The outline knows them by their ends, in the order of the file."""
    left = {node.id: list(node.flows) for node in outline.nodes.values()}
    ends: dict[str, tuple[str, Flow]] = {}
    for element in root.iter():
        source, target = element.get("sourceRef", ""), element.get("targetRef", "")
        flow = next((one for one in left.get(source, ()) if one.target == target), None)
        if element.tag.endswith("}sequenceFlow") and flow is not None:
            left[source].remove(flow)
            ends[element.get("id", "")] = source, flow
    found = []
    for edge in root.iter(f"{{{DRAWING}}}BPMNEdge"):
        points = tuple((float(p.get("x", "0")), float(p.get("y", "0"))) for p in edge.iter(f"{{{DI}}}waypoint"))
        if edge.get("bpmnElement", "") not in ends or not points:
            continue
        source, flow = ends[edge.get("bpmnElement", "")]
        said = label(outline.nodes[source], flow)
        found.append(Arrow(source, flow.target, points, lines=_label_lines(said, points)))
    return tuple(found)


def _label_lines(said: str, points: tuple[tuple[float, float], ...]) -> tuple[str, ...]:
    """Break a label for the room that its arrow has: a short one between two parts, or a long one around others."""
    if not said:
        return ()
    stretch = max((abs(x - next_x) for (x, _), (next_x, _) in pairwise(points)), default=0)
    found = wrap(said, max(LETTERS - 3, int(stretch / 8)))
    if len(found) > LINES:
        found[LINES - 1 :] = [" ".join(found[LINES - 1 :])[: LETTERS - 1] + "…"]
    return tuple(found)
