"""Reads about runs and steps for pages, the API and the case's app."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from uuid import UUID

from django.db.models import QuerySet

from .engine import way_of
from .machines import machine
from .models import Instance, ProcessDefinition, Task
from .picture import Picture, picture_of
from .rules import LIVE, Flow, Node, Outline, TaskStatus


def by_public_id(public_id: UUID) -> Task | None:
    """Return a step with its run, agency and people."""
    return Task.objects.with_names().filter(public_id=public_id).first()


def history(instance_id: int) -> list[Task]:
    """Return the steps that were done in a run, oldest first, merged ones each by itself."""
    return list(
        Task.objects.with_names().filter(instance=instance_id, status=TaskStatus.DONE).order_by("done_at", "ref")
    )


def undone(instance_id: int) -> list[Task]:
    """Return the steps that a run stands at."""
    tasks = Task.objects.undone().filter(instance=instance_id)
    return list(tasks.select_related("instance", "agency", "assignee").order_by("ref"))


def outline_of(definition_id: int) -> Outline:
    """Return what a process consists of."""
    return machine(definition_id)[1]


@dataclass(frozen=True)
class Course:
    """How a run went and can go: its picture (None where the diagram has no drawing), and its steps.

    `ahead` are the steps it was never at, in the diagram's order: a way that branches may leave some of them out.
    """

    outline: Outline
    picture: Picture | None
    done: list[Task]
    now: list[Task]
    ahead: list[Node]


def course_of(
    instance_id: int,
    *,
    say: Callable[[str], str] = str,
    label: Callable[[Outline], Callable[[Node, Flow], str]] = lambda _outline: lambda _node, _flow: "",
) -> Course:
    """Return the course of a run; `say` gives names in the reader's language, `label` when an arrow is taken.

    Raises Instance.DoesNotExist.
    """
    instance = Instance.objects.select_related("definition").get(pk=instance_id)
    outline = outline_of(instance.definition_id)
    picture = picture_of(instance.definition.bpmn, outline, say=say, label=label(outline))
    done, now = history(instance_id), undone(instance_id)
    visited = {task.step for task in (*done, *now)}
    return Course(
        outline=outline,
        picture=picture.with_way(way_of(instance.state)) if picture is not None else None,
        done=done,
        now=now,
        ahead=[node for node in outline.steps() if node.id not in visited] if instance.status in LIVE else [],
    )


def named_steps() -> frozenset[str]:
    """Return the names of the automatic steps that published diagrams call."""
    outlines = ProcessDefinition.objects.values_list("outline__nodes", flat=True).iterator()
    return frozenset(node["call"] for nodes in outlines for node in nodes if node["call"])


def following(task: Task, outcome: str, may: Callable[[Node, int], bool]) -> list[Node]:
    """Return the steps after `task` that the same person may end in the same action, in order.

    `may` says whether a step at an agency is that person's; the way is followed as in `usual_way`.
    """
    agencies = task.instance.state["data"]

    def is_theirs(node: Node) -> bool:
        agency = agencies.get(node.agency)
        return isinstance(agency, int) and may(node, agency)

    return list(takewhile(is_theirs, usual_way(task, outcome)))


def usual_way(task: Task, outcome: str) -> Iterator[Node]:
    """Yield the steps after `task` in order, each ended with its first outcome, as far as the diagram alone tells."""
    outline = outline_of(task.instance.definition_id)
    context = task.instance.state["data"]
    found: list[Node] = []
    step = task.step
    while (nodes := outline.next_steps(step, outcome, context)) and nodes[0] not in found:
        node = nodes[0]
        found.append(node)
        yield node
        step, outcome = node.id, node.outcomes[0]
        context = {**context, "outcomes": {**context["outcomes"], step: outcome}}


def earlier_steps(task: Task) -> list[Task]:
    """Return the done steps of the run that `task` may be returned to, the latest visit of each, newest first."""
    seen: dict[str, Task] = {}
    for done in reversed(history(task.instance_id)):
        if done.step != task.step and done.step not in seen:
            seen[done.step] = done
    return list(seen.values())


def open_tasks(posts: Iterable[tuple[str, int]]) -> QuerySet[Task]:
    """Return the open steps of these (role, agency id) pairs."""
    return Task.objects.open().of_posts(posts)
