"""House rules about the text of the code itself."""

import functools
import os
import re
from pathlib import Path

import pytest

from tests.groups import group_of

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 500
KINDS = {"py", "html", "scss", "mjs", "js", "typ", "md", "toml", "lock", "json", "yaml", "yml"}
# A migration is written by Django, and is read as SQL.
SKIPPED = {"node_modules", "migrations", "var", "static", "fixtures", "vendor"}
# May only shrink.
LONG_FILES: set[str] = set()


@functools.cache
def tree() -> dict[Path, str]:
    """Return the text of every file of ours by its path from the root; read once, others' folders not entered."""
    found = {}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED and (name == ".ci" or name[0] != ".")]
        for name in names:
            path = Path(folder, name)
            if path.suffix.lstrip(".") in KINDS or path.parent.name == "script":
                found[path.relative_to(ROOT)] = path.read_text(encoding="utf-8", errors="replace")
    return found


def files(*kinds: str, under: str = "") -> dict[Path, str]:
    """Return the text of every file of these kinds whose path begins so."""
    return {
        path: text
        for path, text in tree().items()
        if (path.suffix.lstrip(".") in kinds or (path.parts[0] == "script" and "script" in kinds))
        and str(path).startswith(under)
    }


def test_no_file_is_too_long() -> None:
    long = {
        str(path)
        for path, text in files("py", "html", "scss", "mjs", "js", "typ", "md", "script").items()
        if len(text.splitlines()) > MAX_LINES
    }
    assert long - LONG_FILES == set()
    assert LONG_FILES - long == set(), "these are short now: take them off the list"


def test_channels_do_not_query() -> None:
    wrong = [
        str(path)
        for path, text in files("py", under="motcua/channels/").items()
        if "tests" not in path.parts and re.search(r"\.objects\b", text)
    ]
    assert wrong == []


def test_templates_carry_no_code_or_style_inline() -> None:
    wrong = []
    for path, text in files("html", under="motcua/").items():
        for script in re.findall(r"<script\b[^>]*>", text):
            if "src=" not in script and "application/ld+json" not in script:
                wrong.append(f"{path}: {script}")
        if re.search(r"<style\b|\sstyle=|\son[a-z]+=[\"']", text):
            wrong.append(f"{path}: inline style or handler")
    assert wrong == []


def test_todos_name_an_issue() -> None:
    wrong = [
        f"{path}:{number}"
        for path, text in (files("py", under="motcua/") | files("py", under="tests/")).items()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(r"#\s*(TODO|FIXME|XXX)\b(?!\(#\d+\))", line)
    ]
    assert wrong == []


def test_no_path_of_a_machine_and_no_registry() -> None:
    forbidden = re.compile(r"/root/|/home/[a-z]|/work/|pypi\.org|registry\.npmjs|files\.pythonhosted|deb\.debian")
    wrong = [
        f"{path}: {match.group()}"
        for path, text in files("py", "toml", "lock", "json", "md", "yaml", "yml", "script").items()
        if path.name != "test_code.py"
        if (match := forbidden.search(text))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["Manager", "Helper", "Util"])
def test_no_empty_names(name: str) -> None:
    wrong = [
        f"{path}: {found}"
        for path, text in files("py", under="motcua/").items()
        for found in re.findall(rf"^\s*class (\w*{name})\b", text, re.M)
    ]
    assert wrong == []


def test_what_uses_the_running_province_says_so() -> None:
    """Two workers would make two provinces, and the second one waits for the first until the end of the run."""
    journeys = {str(path): text for path, text in files("py", under="tests/e2e/test_").items()}
    users = {path for path, text in journeys.items() if re.search(r"\bstory: BrowserStory|\bprovince: Province", text)}
    assert users
    assert {path for path in users if group_of(path) != "province"} == set()
