"""The only module that knows SpiffWorkflow: it says which steps stand open after something was done.

What runs is rebuilt from our own outline of a diagram, conditions are CEL, and no text of a diagram is ever executed.
A specification is parsed once, when it is defined, and kept in memory by every process. The state of a run is a small
JSON value without the specification: steps reached and their outcomes, no answers, no people. Steps that the library
only predicts are left out and predicted again on loading.
"""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.defaults import UserTask
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task as EngineTask
from SpiffWorkflow.util.task import TaskState

from motcua.lib.expressions import ExpressionRefused, compile_expression
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .rules import NodeType, Outline

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
TAGS = {
    NodeType.START: "startEvent",
    NodeType.END: "endEvent",
    NodeType.STEP: "userTask",
    NodeType.CALL: "serviceTask",
    NodeType.CHOICE: "exclusiveGateway",
    NodeType.PARALLEL: "parallelGateway",
    NodeType.MESSAGE: "intermediateCatchEvent",
}
STATE_VERSION = 1
WAITED_FOR = TaskState.READY | TaskState.WAITING | TaskState.STARTED
# The library builds every log line's extras before it asks whether anybody listens.
for _noisy in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_noisy).setLevel(logging.WARNING)


class _Conditions:
    """Takes the place of the library's Python script engine."""

    environment = None
    were_asked = False

    def evaluate(self, task: EngineTask, expression: str, external_context: Any = None) -> bool:
        self.were_asked = True
        try:
            return compile_expression(expression).holds(task.workflow.data)
        except ExpressionRefused as problem:
            raise Refused(
                "process_stuck", N_("Quy trình có điều kiện không tính được: {problem}"), problem=str(problem)
            ) from problem

    def execute(self, task: EngineTask, script: str, external_context: Any = None) -> None:
        raise Refused("no_scripts", N_("Quy trình không được chứa mã lệnh."))

    def call_service(self, task: EngineTask, **kwargs: Any) -> None:
        raise Refused("no_scripts", N_("Quy trình không được chứa mã lệnh."))

    def validate(self, expression: str) -> None:
        compile_expression(expression)


class _Parser(BpmnParser):  # type: ignore[misc]
    # A service task stops the engine like a person's step: `actions` runs the named function, then goes on.
    OVERRIDE_PARSER_CLASSES = {full_tag("serviceTask"): (TaskParser, UserTask)}


_CONDITIONS = _Conditions()
_SERIALIZER = BpmnWorkflowSerializer()


@dataclass(frozen=True)
class Reached:
    """A step that stands open: its id in the diagram and its number in this run."""

    step: str
    ref: int


@dataclass(frozen=True)
class Way:
    """What a run did so far: parts it is done with, parts it stands at, and the arrows it went along."""

    done: frozenset[str]
    now: frozenset[str]
    arrows: frozenset[tuple[str, str]]


def way_of(state: Mapping[str, Any]) -> Way:
    """Return the way that a run took, from the state that `Run.state` gave; a run in its state stands nowhere twice."""
    names = {ref: step for ref, _, _, step, *_ in state["tasks"]}
    done = {step for _, _, value, step, *_ in state["tasks"] if value == TaskState.COMPLETED}
    now = {step for _, _, value, step, *_ in state["tasks"] if value & WAITED_FOR}
    arrows = {(names[parent], step) for _, parent, _, step, *_ in state["tasks"] if parent is not None}
    return Way(frozenset(done - now), frozenset(now), frozenset(arrows))


@dataclass(frozen=True)
class _Beginning:
    state: Mapping[str, Any]
    steps: list[Reached]
    waits: list[Reached]


def compile_spec(outline: Outline) -> dict[str, Any]:
    """Return the library's specification of an outline as plain JSON values, for storing."""
    parser = _Parser()
    parser.add_bpmn_str(_xml(outline))
    spec: dict[str, Any] = json.loads(json.dumps(_SERIALIZER.to_dict(parser.get_spec("process"))))
    return spec


class Spec:
    """A specification ready to run, shared by every run of it in this process."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self._spec = _SERIALIZER.from_dict(json.loads(json.dumps(stored)))
        self._beginning: _Beginning | None = None

    def begin(self, context: Mapping[str, Any]) -> "Run":
        """Start a run and take it to its first open steps.

        Where no condition is asked before them, every run begins alike: the engine walks that way once.
        """
        data = {**context, "outcome": "", "outcomes": {}}
        if self._beginning is not None:
            return FreshRun(self, self._beginning, data)
        conditions = _Conditions()
        workflow = BpmnWorkflow(self._spec, script_engine=conditions)
        workflow.data = data
        run = Run(workflow, refs={}, next_ref=1)
        run.go_on()
        if not conditions.were_asked:
            self._beginning = _Beginning(run.state(), run.open_steps(), run.waits())
        workflow.script_engine = _CONDITIONS
        return run

    def resume(self, state: Mapping[str, Any]) -> "Run":
        """Load a run from the state that `Run.state` gave."""
        if state["version"] != STATE_VERSION:
            raise ValueError(f"a state of version {state['version']} needs its migration")
        workflow = BpmnWorkflow(self._spec, script_engine=_CONDITIONS, deserializing=True)
        workflow.data = dict(state["data"])
        refs: dict[Any, int] = {}
        tasks = workflow.tasks
        specs = self._spec.task_specs
        for ref, parent, value, step, changed, internal in state["tasks"]:
            # The constructor enters the task in the workflow and in its parent's children.
            task = EngineTask(workflow, specs[step], parent=tasks.get(parent), state=value, id=ref)
            task.last_state_change = changed
            task.internal_data = dict(internal)
            refs[ref] = ref
        workflow.task_tree = tasks[state["tasks"][0][0]]
        workflow.completed = state["finished"]
        for task in list(tasks.values()):
            if task.has_state(TaskState.NOT_FINISHED_MASK):
                if isinstance(task.task_spec, CatchingEvent):
                    workflow.event_manager.add_task(task)
                task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
        return Run(workflow, refs=refs, next_ref=state["next"])


class Run:
    """One loaded run. Load, change, and take the state once; there is no partial saving."""

    def __init__(self, workflow: Any, *, refs: dict[Any, int], next_ref: int) -> None:
        self._workflow, self._refs, self._next = workflow, refs, next_ref

    @property
    def is_finished(self) -> bool:
        """Tell whether every way has come to an end."""
        return bool(self._workflow.completed)

    @property
    def data(self) -> dict[str, Any]:
        """Return the values that conditions are computed on."""
        data: dict[str, Any] = self._workflow.data
        return data

    def open_steps(self) -> list[Reached]:
        """Return the steps and service tasks that stand open, oldest first."""
        found = [
            Reached(task.task_spec.name, self._ref(task))
            for task in self._workflow.tasks.values()
            if task.state == TaskState.READY and task.task_spec.manual
        ]
        return sorted(found, key=lambda reached: reached.ref)

    def waits(self) -> list[Reached]:
        """Return the places where a message is waited for, oldest first."""
        found = [Reached(task.task_spec.name, self._ref(task)) for task in self._catching()]
        return sorted(found, key=lambda reached: reached.ref)

    def _catching(self) -> list[EngineTask]:
        return [
            task
            for task in self._workflow.tasks.values()
            if task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent)
        ]

    def complete(self, ref: int, outcome: str) -> None:
        """End an open step with an outcome and go on."""
        task = self._task(ref)
        if task.state != TaskState.READY:
            raise ValueError(f"step {ref} does not stand open")
        self.data["outcome"] = outcome
        self.data["outcomes"] = {**self.data["outcomes"], task.task_spec.name: outcome}
        task.run()
        self.go_on()

    def tell(self, message: str) -> bool:
        """Give a message to whoever waits for it; False where nobody does."""
        waiting = [task for task in self._catching() if task.task_spec.event_definition.name == message]
        for task in waiting:
            definition = task.task_spec.event_definition
            task.task_spec.catch(task, BpmnEvent(definition, payload={}))
            task.task_spec._update(task)
        self.go_on()
        return bool(waiting)

    def return_to(self, step: str, *, ref: int | None = None) -> None:
        """Take the run back to the last time it stood at `step`, forgetting what came after; raises ValueError.

        With `ref`, only where that step lies behind the one given.
        """
        candidates = [
            task
            for task in self._workflow.tasks.values()
            if task.task_spec.name == step
            and task.state == TaskState.COMPLETED
            and (ref is None or self._task(ref).is_descendant_of(task))
        ]
        if not candidates:
            raise ValueError(f"the run was never at {step}")
        for task in self._workflow.tasks.values():
            self._ref_if_kept(task)
        self._workflow.completed = False
        target = max(candidates, key=self._ref)
        old = self._refs[target.id]
        self._workflow.reset_from_task_id(target.id)
        # It is a new visit: the row of the first one stays what it was.
        if self._refs[target.id] == old:
            self._refs[target.id] = self._take()
        self.go_on()

    def go_on(self) -> None:
        """Pass gates and events until people or messages are waited for."""
        self._workflow.do_engine_steps()
        self._workflow.is_completed()

    def state(self) -> dict[str, Any]:
        """Return the state as plain values."""
        tasks = []
        for task in self._workflow.get_tasks():
            if not task.has_state(TaskState.PREDICTED_MASK | TaskState.FUTURE):
                parent = self._refs[task.parent.id] if task.parent is not None else None
                tasks.append(
                    [
                        self._ref(task),
                        parent,
                        task.state,
                        task.task_spec.name,
                        round(task.last_state_change, 3),
                        task.internal_data,
                    ]
                )
        return {
            "version": STATE_VERSION,
            "data": self.data,
            "tasks": tasks,
            "next": self._next,
            "finished": self.is_finished,
        }

    def _take(self) -> int:
        self._next += 1
        return self._next - 1

    def _ref(self, task: EngineTask) -> int:
        if task.id not in self._refs:
            self._refs[task.id] = self._take()
        return self._refs[task.id]

    def _ref_if_kept(self, task: EngineTask) -> None:
        if not task.has_state(TaskState.PREDICTED_MASK | TaskState.FUTURE):
            self._ref(task)

    def _task(self, ref: int) -> EngineTask:
        for task in self._workflow.tasks.values():
            if self._refs.get(task.id) == ref:
                return task
        raise ValueError(f"no step {ref} in this run")


class FreshRun(Run):
    """A run that stands where every run of its diagram begins: the engine wakes only for what is done with it next."""

    def __init__(self, spec: Spec, beginning: _Beginning, data: dict[str, Any]) -> None:
        now = round(time.time(), 3)
        tasks = [[*task[:4], now, dict(task[5])] for task in beginning.state["tasks"]]
        self._spec, self._beginning = spec, beginning
        self._state = {**beginning.state, "data": data, "tasks": tasks}

    def __getattr__(self, name: str) -> Any:
        # Asked for what only a woken run has.
        if name not in {"_workflow", "_refs", "_next"}:
            raise AttributeError(name)
        awake = self._spec.resume(self._state)
        self._workflow, self._refs, self._next = awake._workflow, awake._refs, awake._next
        return self.__dict__[name]

    @property
    def _sleeps(self) -> bool:
        return "_workflow" not in self.__dict__

    @property
    def is_finished(self) -> bool:
        """Tell whether every way has come to an end."""
        return bool(self._state["finished"]) if self._sleeps else super().is_finished

    @property
    def data(self) -> dict[str, Any]:
        """Return the values that conditions are computed on."""
        return self._state["data"] if self._sleeps else super().data

    def open_steps(self) -> list[Reached]:
        """Return the steps and service tasks that stand open, oldest first."""
        return list(self._beginning.steps) if self._sleeps else super().open_steps()

    def waits(self) -> list[Reached]:
        """Return the messages that are waited for."""
        return list(self._beginning.waits) if self._sleeps else super().waits()

    def state(self) -> dict[str, Any]:
        """Return the state as plain values."""
        return self._state if self._sleeps else super().state()


def _xml(outline: Outline) -> bytes:
    def tag(local: str) -> str:
        return f"{{{MODEL}}}{local}"

    root = ET.Element(tag("definitions"), {"id": "definitions"})
    messages = sorted({node.message for node in outline.nodes.values() if node.message})
    for message in messages:
        ET.SubElement(root, tag("message"), {"id": f"message_{message}", "name": message})
    process = ET.SubElement(root, tag("process"), {"id": "process", "isExecutable": "true"})
    number = 0
    for node in outline.nodes.values():
        element = ET.SubElement(process, tag(TAGS[node.type]), {"id": node.id})
        if node.message:
            ET.SubElement(element, tag("messageEventDefinition"), {"messageRef": f"message_{node.message}"})
        for flow in node.flows:
            number += 1
            name = f"flow_{number}"
            arrow = ET.SubElement(
                process, tag("sequenceFlow"), {"id": name, "sourceRef": node.id, "targetRef": flow.target}
            )
            if flow.is_default and node.type == NodeType.CHOICE:
                element.set("default", name)
            elif flow.condition:
                ET.SubElement(arrow, tag("conditionExpression")).text = flow.condition
    return bytes(ET.tostring(root, encoding="utf-8"))
