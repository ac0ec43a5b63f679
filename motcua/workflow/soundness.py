"""Does a process always come to an end? Found by walking every way a diagram can be taken.

Tokens stand on arrows. A choice may send its token along any of its arrows (conditions are not looked at), a parallel
gate waits for one on each arrow that enters it. The walk finds steps nobody reaches, gates that wait for ever, arrows
that fill up, and rounds without a step in them.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from motcua.lib.marks import N_

from .rules import NodeType, Outline

MAX_MARKINGS = 20_000
Arrow = tuple[str, int]
Marking = frozenset[Arrow]
Found = tuple[str, str, dict[str, Any]]


def check(outline: Outline) -> list[Found]:
    """Return what is wrong, as (id, message, params); empty for a sound process."""
    found = _empty_rounds(outline)
    if found:
        return found
    entering: dict[str, set[Arrow]] = defaultdict(set)
    for node in outline.nodes.values():
        for index, flow in enumerate(node.flows):
            entering[flow.target].add((node.id, index))
    start = frozenset({(outline.start, 0)})
    after: dict[Marking, set[Marking]] = {}
    todo = [start]
    reached = {outline.start}
    while todo:
        marking = todo.pop()
        if marking in after:
            continue
        if len(after) > MAX_MARKINGS:
            return [("", N_("Quy trình rẽ nhánh song song quá nhiều để kiểm tra."), {})]
        after[marking] = set()
        for place, consumed, produced in _moves(outline, entering, marking):
            reached.add(place)
            rest = marking - consumed
            if rest & produced:
                return [(place, N_("Phần này có thể bị đi qua hai lần cùng lúc; hãy gộp các nhánh song song."), {})]
            following = rest | produced
            after[marking].add(following)
            todo.append(following)
        if marking and not after[marking]:
            stuck = sorted({outline.nodes[source].flows[index].target for source, index in marking})
            return [(stuck[0], N_("Quy trình có thể kẹt lại ở đây: cổng song song chờ nhánh không bao giờ tới."), {})]
    unreached = sorted(set(outline.nodes) - reached)
    if unreached:
        return [(place, N_("Không có đường nào đi tới phần này."), {}) for place in unreached]
    return _endless(after)


def _moves(
    outline: Outline, entering: dict[str, set[Arrow]], marking: Marking
) -> Iterator[tuple[str, frozenset[Arrow], frozenset[Arrow]]]:
    for source, index in marking:
        place = outline.nodes[source].flows[index].target
        node = outline.nodes[place]
        arrow = frozenset({(source, index)})
        out = [(place, number) for number in range(len(node.flows))]
        if node.type == NodeType.PARALLEL:
            if entering[place] <= marking:
                yield place, frozenset(entering[place]), frozenset(out)
        elif node.type == NodeType.CHOICE:
            for each in out:
                yield place, arrow, frozenset({each})
        else:
            yield place, arrow, frozenset(out)


def _endless(after: dict[Marking, set[Marking]]) -> list[Found]:
    before: dict[Marking, set[Marking]] = defaultdict(set)
    for marking, followers in after.items():
        for following in followers:
            before[following].add(marking)
    good: set[Marking] = set()
    todo: list[Marking] = [frozenset()]
    while todo:
        marking = todo.pop()
        if marking not in good:
            good.add(marking)
            todo += before[marking]
    if set(after) - good:
        return [("", N_("Có đường đi không bao giờ tới điểm kết thúc."), {})]
    return []


def _empty_rounds(outline: Outline) -> list[Found]:
    """Find rounds in which nobody does anything: the engine would turn in them for ever."""
    waits = {NodeType.STEP, NodeType.MESSAGE}
    done: set[str] = set()
    for first in outline.nodes:
        path: list[str] = []
        todo = [(first, 0)]
        while todo:
            here, index = todo.pop()
            if index == 0:
                if here in done or outline.nodes[here].type in waits:
                    continue
                path.append(here)
            flows = outline.nodes[here].flows
            if index == len(flows):
                done.add(path.pop())
                continue
            todo.append((here, index + 1))
            target = flows[index].target
            if target in path:
                return [(target, N_("Vòng lặp này không có bước nào cho người làm."), {})]
            todo.append((target, 0))
    return []
