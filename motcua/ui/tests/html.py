"""Compare HTML by what it says, not by how it is spaced."""

import re
from typing import Any

import html5lib

_SPACES = re.compile(r"\s+")


def normal(fragment: str, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Give a fragment as one line per tag and text, attributes sorted; attributes named in `without` are left out."""
    tree = html5lib.parseFragment(fragment, treebuilder="etree", namespaceHTMLElements=False)
    lines: list[str] = []
    _walk(tree, lines, without, 0)
    return lines


def _walk(node: Any, lines: list[str], without: frozenset[str], depth: int) -> None:
    _text(node.text, lines, depth)
    for child in node:
        if not isinstance(child.tag, str):
            continue
        given = {name: _SPACES.sub(" ", value).strip() for name, value in child.attrib.items() if name not in without}
        if "class" in given:
            given["class"] = " ".join(sorted(given["class"].split()))
        written = "".join(f' {name}="{value}"' for name, value in sorted(given.items()))
        lines.append(f"{'  ' * depth}<{child.tag}{written}>")
        _walk(child, lines, without, depth + 1)
        _text(child.tail, lines, depth)


def _text(text: str | None, lines: list[str], depth: int) -> None:
    words = _SPACES.sub(" ", text or "").strip()
    if words:
        lines.append("  " * depth + words)
