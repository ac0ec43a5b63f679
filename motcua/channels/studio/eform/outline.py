"""A form told in words: its pages with their questions in order, and the checks between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from motcua.procedures.conditions import Names
from motcua.procedures.packages.folders import Folder
from motcua.procedures.questions import names_of
from motcua.procedures.saying import say_when

from ..finding import Finding
from .drafts import Draft, Item, Spot
from .kinds import BY_KEY, CHOSEN, GROUP, OTHER, WORDS
from .names import names_before
from .options import said
from .places import name_of
from .prefills import prefills_of
from .questions import Question, question_of, values_of


@dataclass(frozen=True)
class Line:
    """A question, or what stands between questions: where it is, what it is called, and what is said of it."""

    spot: Spot
    name: str
    facts: Sequence[str]
    is_first: bool
    is_last: bool
    is_group: bool = False
    is_words: bool = False
    inner: Sequence["Line"] = ()
    faults: Sequence[Finding] = ()


@dataclass(frozen=True)
class PageLine:
    """A page of the form."""

    number: int
    key: str
    title: str
    facts: Sequence[str]
    lines: Sequence[Line]
    faults: Sequence[Finding] = ()


@dataclass(frozen=True)
class CheckLine:
    """A check between questions: what must hold, and what is said where it does not."""

    number: int
    message: str
    facts: Sequence[str]
    faults: Sequence[Finding] = ()


def pages_of(folder: Folder, draft: Draft, found: Sequence[Finding]) -> list[PageLine]:
    """Return the pages of a form in words, each with what is wrong in it."""
    pages, names = [], names_of(folder)
    for number, step in enumerate(draft.steps, start=1):
        place = f"steps.{number - 1}"
        facts = []
        if step.get("show_if"):
            facts.append(_("chỉ hiện khi: %(when)s") % {"when": say_when(str(step["show_if"]), names)})
        lines = lines_of(folder, draft, Spot(number, 0), found, names)
        own = [one for one in found if one.place == place]
        pages.append(PageLine(number, str(step.get("key", "")), said(step.get("title")), facts, lines, own))
    return pages


def lines_of(folder: Folder, draft: Draft, spot: Spot, found: Sequence[Finding], names: Names) -> list[Line]:
    """Return the questions of the page, or of the group, that a place is in; `names` say their conditions."""
    room = draft.room(spot)
    if room is None:
        return []
    if spot.inner is not None:
        names = names_before(folder, Spot(spot.step, spot.number, 0))
    lines = []
    for number, item in enumerate(room.fields, start=1):
        here = Spot(spot.step, number) if spot.inner is None else Spot(spot.step, spot.number, number)
        place = place_in_file(here)
        question = question_of(room, number)
        inner: list[Line] = []
        if question.kind == GROUP and spot.inner is None:
            inner = lines_of(folder, draft, Spot(spot.step, number, 0), found, names)
        lines.append(
            Line(
                here,
                name_of(item) or str(item.get("path", "")),
                facts_of(question, names),
                number == 1,
                number == len(room.fields),
                question.kind == GROUP and draft.room(Spot(spot.step, number, 0)) is not None,
                question.kind in WORDS,
                inner,
                [one for one in found if one.place == place],
            )
        )
    return lines


def place_in_file(spot: Spot) -> str:
    """Return how a place is called in findings: steps.0.fields.2, in a group steps.0.fields.2.fields.1."""
    own = f"steps.{spot.step - 1}.fields.{spot.number - 1}"
    return own if spot.inner is None else f"{own}.fields.{spot.inner - 1}"


def facts_of(question: Question, names: Names) -> list[str]:
    """Say a question: its kind, whether it must be answered, what it offers, when it is asked."""
    item = question.item
    if question.kind in WORDS:
        facts = [_(WORDS[question.kind])]
    elif question.kind == OTHER:
        facts = [_("loại khác")]
    else:
        facts = [_(BY_KEY[question.kind].name)]
    if question.kind not in WORDS:
        facts.append(_("bắt buộc") if item.get("required") else _("không bắt buộc"))
    if question.kind in CHOSEN:
        words = _mapping(item.get("options"))
        facts.append(" / ".join(said(words.get(str(value), value)) for value in values_of(question)))
    if item.get("prefill"):
        now = str(item["prefill"])
        facts.append(_("điền sẵn từ %(source)s") % {"source": dict(prefills_of(question.kind, now))[now]})
    if item.get("locked_if"):
        facts.append(_("không cho sửa khi: %(when)s") % {"when": say_when(str(item["locked_if"]), names)})
    elif item.get("locked"):
        facts.append(_("không cho sửa"))
    if item.get("computed"):
        facts.append(_("máy tính ra: %(formula)s") % {"formula": item["computed"]})
    if item.get("pledge"):
        facts.append(_("lời cam đoan, hỏi cạnh nút nộp"))
    if item.get("show_if"):
        facts.append(_("chỉ hỏi khi: %(when)s") % {"when": say_when(str(item["show_if"]), names)})
    return facts


def checks_of(folder: Folder, draft: Draft, found: Sequence[Finding]) -> list[CheckLine]:
    """Return the checks of a form in words."""
    names, lines = names_of(folder), []
    for number, check in enumerate(draft.checks, start=1):
        path = f"answers.{check.get('path', '')}"
        beside = names.labels.get(path, f"“{check.get('path', '')}”")
        facts = [_("phải đúng: %(what)s") % {"what": say_when(str(check.get("holds") or ""), names)}]
        if check.get("when"):
            facts.append(_("chỉ khi: %(when)s") % {"when": say_when(str(check["when"]), names)})
        facts.append(_("cạnh câu hỏi %(name)s") % {"name": beside})
        own = [one for one in found if one.place == f"checks.{number - 1}"]
        lines.append(CheckLine(number, said(check.get("message")), facts, own))
    return lines


def _mapping(value: Any) -> Item:
    return value if isinstance(value, dict) else {}
