"""Everything that is named somewhere exists: events, the timetable, ports, steps of our own diagrams."""

import re
from pathlib import Path

import pytest
from croniter import croniter
from django.utils.module_loading import import_string

from motcua.outbox import wiring
from motcua.project import checks
from motcua.workflow import steps

ROOT = Path(__file__).resolve().parents[2]


def test_every_port_is_filled_by_something_of_its_shape() -> None:
    assert checks.unfit_ports() == []


def test_every_port_of_the_code_is_known_to_the_check() -> None:
    written = {
        name
        for path in ROOT.glob("motcua/**/*.py")
        if "tests" not in path.parts
        for name in re.findall(r"settings\.PORTS(?:\.get\(|\[)[\"']([\w.]+)", path.read_text())
    }
    assert written == set(checks.PORTS)


def test_every_event_that_is_listened_to_is_published() -> None:
    code = "\n".join(path.read_text() for path in ROOT.glob("motcua/**/*.py") if "tests" not in path.parts)
    silent = [
        event
        for event in wiring.LISTENERS
        # Tests that ran before in the same process have events of their own.
        if ".tests." not in event and not re.search(rf"publish\({event.rpartition('.')[2]}\(", code)
    ]
    assert silent == []


@pytest.mark.parametrize("name", [*wiring.LISTENERS])
def test_every_event_is_found_again_by_its_name(name: str) -> None:
    assert wiring.name_of(import_string(name)) == name


def test_the_timetable_can_be_read() -> None:
    assert wiring.TIMETABLE
    assert [name for name, cron in wiring.TIMETABLE.items() if not croniter.is_valid(cron)] == []


def test_every_automatic_step_of_our_diagrams_is_registered() -> None:
    named = {
        name for path in ROOT.glob("packages/*/*.bpmn") for name in re.findall(r'motcua:step="(\w+)"', path.read_text())
    }
    assert named <= steps.names()
