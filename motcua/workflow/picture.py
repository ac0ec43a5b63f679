"""The drawing of a process as plain values, for pages to draw as they like: nothing of the file itself is ever sent.

A diagram need not carry a drawing (BPMN 2.0.2, chapter 12, keeps it apart from the process); then there is no picture
and the table of steps must do.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from textwrap import wrap
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from .diagram import DRAWING
from .engine import Way
from .rules import NodeType, Outline

DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
# In units of the drawing, which bpmn.io and `bpmn.build_bpmn` both take as pixels.
MARGIN = 24
LETTERS, LINES = 17, 4
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


def picture_of(bpmn: str, outline: Outline, *, say: Callable[[str], str] = str) -> Picture | None:
    """Return the drawing of a published diagram, or None where the file does not place every part.

    `say` gives the names of parts in the reader's language.
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
    arrows = _arrows(root, outline)
    xs = [x for shape in shapes for x in (shape.x, shape.x + shape.width)]
    ys = [
        y for shape in shapes for y in (shape.y, shape.y + shape.height, *(height for _, height in shape.baselines()))
    ]
    xs += [x for arrow in arrows for x, _ in arrow.points]
    ys += [y for arrow in arrows for _, y in arrow.points]
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


def _arrows(root: Element, outline: Outline) -> tuple[Arrow, ...]:
    ends = {
        element.get("id", ""): (element.get("sourceRef", ""), element.get("targetRef", ""))
        for element in root.iter()
        if element.tag.endswith("}sequenceFlow")
    }
    found = []
    for edge in root.iter(f"{{{DRAWING}}}BPMNEdge"):
        source, target = ends.get(edge.get("bpmnElement", ""), ("", ""))
        points = tuple((float(p.get("x", "0")), float(p.get("y", "0"))) for p in edge.iter(f"{{{DI}}}waypoint"))
        if source in outline.nodes and target in outline.nodes and points:
            found.append(Arrow(source, target, points))
    return tuple(found)
