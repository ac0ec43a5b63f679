"""House rules about the text of the code itself."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 500
SKIPPED = {"node_modules", "migrations", ".venv", "var", "static", "fixtures", "vendor"}
# May only shrink.
LONG_FILES: set[str] = set()


def files(*patterns: str) -> list[Path]:
    return [
        path
        for pattern in patterns
        for path in ROOT.glob(pattern)
        if not SKIPPED & set(path.relative_to(ROOT).parts) and path.is_file()
    ]


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT))
        for path in files(*(f"**/*.{kind}" for kind in ("py", "html", "scss", "mjs", "js", "typ", "md")), "script/*")
        # A migration is written by Django, and is read as SQL.
        if "migrations" not in path.parts and len(path.read_text().splitlines()) > MAX_LINES
    }
    assert long - LONG_FILES == set()
    assert LONG_FILES - long == set(), "these are short now: take them off the list"


def test_channels_do_not_query() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in files("motcua/channels/**/*.py")
        if "tests" not in path.parts and re.search(r"\.objects\b", path.read_text())
    ]
    assert wrong == []


def test_templates_carry_no_code_or_style_inline() -> None:
    wrong = []
    for path in files("motcua/**/*.html"):
        text = path.read_text()
        for script in re.findall(r"<script\b[^>]*>", text):
            if "src=" not in script and "application/ld+json" not in script:
                wrong.append(f"{path.relative_to(ROOT)}: {script}")
        if re.search(r"<style\b|\sstyle=|\son[a-z]+=[\"']", text):
            wrong.append(f"{path.relative_to(ROOT)}: inline style or handler")
    assert wrong == []


def test_todos_name_an_issue() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files("motcua/**/*.py", "tests/**/*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"#\s*(TODO|FIXME|XXX)\b(?!\(#\d+\))", line)
    ]
    assert wrong == []


def test_no_path_of_a_machine_and_no_registry() -> None:
    forbidden = re.compile(r"/root/|/home/[a-z]|/work/|pypi\.org|registry\.npmjs|files\.pythonhosted|deb\.debian")
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files(
            "**/*.py", "**/*.toml", "**/*.lock", "**/*.json", "**/*.md", "**/*.yaml", "**/*.yml", "script/*", ".ci/*"
        )
        if path.name != "test_code.py"
        if (match := forbidden.search(path.read_text(errors="replace")))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["Manager", "Helper", "Util"])
def test_no_empty_names(name: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in files("motcua/**/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and node.name.endswith(name)
    ]
    assert wrong == []
