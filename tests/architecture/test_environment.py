"""`.env.example` names exactly the variables that the program reads, each with its meaning."""

import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""["'](MOTCUA_[A-Z0-9_]+|DATABASE_URL)["']|\$\{?(MOTCUA_[A-Z0-9_]+)""")
NAMED = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def read_by_the_program() -> set[str]:
    places = [ROOT / "manage.py", ROOT / "conftest.py", *(ROOT / "script").iterdir()]
    places += [path for folder in ("motcua", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
    return {first or second for path in places for first, second in READ.findall(path.read_text())}


def test_every_variable_is_explained() -> None:
    named = NAMED.findall((ROOT / ".env.example").read_text())
    assert len(named) == len(set(named)), "named twice"
    assert set(named) == read_by_the_program()


def test_every_explanation_stands_above_its_variable() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    bare = [line for before, line in pairwise(lines) if NAMED.match(line) and before[:2] != "# "]
    assert bare == []
