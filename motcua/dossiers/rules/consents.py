"""What somebody agrees to whom a procedure asks besides its applicant: a house owner, a co-owner, the other parent.

Law 68/2020/QH14 on residence, article 20, lets owners and heads of household agree; who is to agree and what they must
see of the answers is data of the paper that they would sign (`consent`). Law 91/2025/QH15: they see nothing else.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

LASTS = timedelta(days=15)
MOST_ASKED_A_DAY = 20


class Answer(StrEnum):
    """What was answered."""

    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Asked:
    """Which of a package's papers may be an agreement given online: by whom, and which answers they see."""

    key: str
    name: str
    whose: str
    shows: tuple[str, ...]


def asked_in(papers: Sequence[Mapping[str, Any]]) -> dict[str, Asked]:
    """Return the papers that may be given so, by key."""
    return {
        str(paper["key"]): Asked(str(paper["key"]), str(paper["name"]), str(rule["of"]), tuple(rule.get("shows") or ()))
        for paper in papers
        if (rule := paper.get("consent"))
    }


def shown_of(asked: Asked, said: Mapping[str, Any], labels: Mapping[str, str]) -> list[list[str]]:
    """Return the pairs of question and answer that somebody sees; answers left empty are not among them."""
    found = []
    for path in asked.shows:
        value = _at(said, path)
        if value not in (None, "", [], {}):
            found.append([labels.get(path, path), value if isinstance(value, str) else _plain(value)])
    return found


def digest_of(shown: Sequence[Sequence[str]]) -> str:
    """Return a hash by which what somebody agreed to is told from what stands there now."""
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()


def _at(said: Mapping[str, Any], path: str) -> Any:
    value: Any = said
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_plain(one) for one in value.values() if one)
    if isinstance(value, list | tuple):
        return "; ".join(_plain(one) for one in value)
    return str(value)
