"""Whoever types `--help` is a technician of a province: every command and option explains itself in Vietnamese."""

import argparse
import re
from collections.abc import Iterator

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

OURS = {name: app for name, app in get_commands().items() if app.startswith("motcua.")}
# Django's own options, which every command has.
DJANGO = {action.dest for action in BaseCommand().create_parser("manage.py", "x")._actions}
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)


def arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Walk the options of a command and of its subcommands."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from arguments(inner)
        elif action.dest not in DJANGO and action.help != argparse.SUPPRESS:
            yield action


def of_django(command: BaseCommand) -> set[str]:
    """Return the options that a command of ours has from Django's command of this name."""
    known = set()
    for base in type(command).__mro__:
        if base.__module__.startswith("django.core.management.commands."):
            known |= {action.dest for action in arguments(base().create_parser("manage.py", "x"))}
    return known


@pytest.mark.parametrize("name", sorted(OURS))
def test_help_is_in_vietnamese(name: str) -> None:
    command = load_command_class(OURS[name], name)
    parser = command.create_parser("manage.py", name)
    options = {action.dest: action.help or "" for action in arguments(parser)}
    said = {name: parser.description or "", **{dest: options[dest] for dest in options.keys() - of_django(command)}}
    assert [what for what, text in said.items() if not VIETNAMESE.search(text)] == []
