"""A kind of proposal whose thing is a line on a board: everything a kind does, without a procedure."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from motcua.lib.actors import Actor
from motcua.lib.refusals import Refused

BOARD: dict[str, str] = {}
APPLIED: list[tuple[str, date, str]] = []


class Line:
    """Changes a line of the board. The line “xấu” may not be written, “hỏng” not applied."""

    name = "Dòng chữ"
    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"

    def title(self, subject: str) -> str:
        return f"Dòng {subject}"

    def base(self, subject: str, on: date) -> str:
        return BOARD.get(subject, "")

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        if content["text"] == "xấu":
            raise Refused("bad_line", "Dòng này xấu.")

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        if content["text"] == "hỏng":
            raise Refused("broken_line", "Dòng {subject} hỏng.", subject=subject)
        BOARD[subject] = content["text"]
        APPLIED.append((subject, on, by.name))

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> list[tuple[str, str, str]]:
        return [(subject, BOARD.get(subject, ""), content["text"])]


# What happens to a trial half way.
MEANWHILE: list[Callable[[], None]] = []
Say = Callable[[int, int, dict[str, Any]], None]


def rehearse(
    subject: str, content: Mapping[str, Any], since: date, until: date, say: Say, kept: Mapping[str, Any]
) -> dict[str, Any]:
    if not kept:
        say(0, 2, {})
    say(1, 2, {"at": 1})
    for happens in MEANWHILE:
        happens()
    say(2, 2, {"at": 2})
    return {"tried": content["text"], "from": kept.get("at", 0)}


def refuse_to_rehearse(
    subject: str, content: Mapping[str, Any], since: date, until: date, say: Say, kept: Mapping[str, Any]
) -> dict[str, Any]:
    raise Refused("bad_line", "Dòng này xấu.")
