"""What a supplement request asks, point by point, and the very questions of the form that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation

from motcua.eforms import sealing
from motcua.eforms.fields import get, put
from motcua.eforms.form import within
from motcua.eforms.problems import Problem
from motcua.eforms.reading import Posted
from motcua.eforms.showing import Page, Row, Section
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.ui.texts import translated

from .models import Dossier, SupplementRequest
from .packages import package_of
from .paperwork.documents import newest_answers

# A point of a request that is neither a paper nor a question: its words say what to do.
OTHER = "other"
# Under this key stands what somebody sends for it.
MORE, MORE_NAME = "more", N_("Giấy tờ bổ sung")
# A mended answer may open questions that are then missing, and these may open others.
ROUNDS = 5


@dataclass(frozen=True)
class Asked:
    """One point of a request: `target` is `paper:<key>`, `field:<path>` or `other`; `name` is empty for the last."""

    target: str
    name: str
    words: str

    @property
    def kind(self) -> str:
        """Return `paper`, `field` or `other`."""
        return self.target.partition(":")[0]

    @property
    def key(self) -> str:
        """Return the paper's key or the question's path."""
        return self.target.partition(":")[2]

    @property
    def text(self) -> str:
        """Return it in one line, the name in the reader's language."""
        return f"{translated(self.name)}: {self.words}" if self.name else self.words


def points_of(dossier: Dossier, request: SupplementRequest) -> list[Asked]:
    """Return each point of a request with the name of its paper or question, as it was called when it was asked."""
    names = paper_names(dossier)
    return [
        Asked(
            item["target"],
            item.get("name") or names.get(item["target"].partition(":")[2], item["target"].partition(":")[2]),
            item.get("message", ""),
        )
        for item in request.items
    ]


def paper_names(dossier: Dossier) -> dict[str, str]:
    """Return the papers that may be asked for: those handed in, and those that the case requires, by key."""
    names = {paper.key: paper.name for paper in dossier.papers.order_by("number") if paper.number}
    for paper in package_of(dossier.version_id).papers(dossier.case_key):
        if paper.is_handed_in:
            names.setdefault(paper.key, paper.name)
    return names


def open_questions(sections: list[Section]) -> list[Section]:
    """Return of a dossier's answers those that the applicant can change: not what is computed, and no files."""
    kept = [
        Section(one.step, one.title, [row for row in one.rows if not row.is_known and not row.is_file])
        for one in sections
    ]
    return [one for one in kept if one.rows]


def named(dossier: Dossier, targets: list[str], now: datetime) -> list[str]:
    """Return what each target is called, in Vietnamese; raises Refused for one that the dossier does not have."""
    papers: dict[str, str] = {}
    fields: dict[str, str] = {}
    if any(target.startswith("paper:") for target in targets):
        papers = paper_names(dossier)
    if any(target.startswith("field:") for target in targets):
        package = package_of(dossier.version_id)
        context = package.form_context(dossier.case_key, dossier.channel, now)
        with translation.override("vi"):
            sections = open_questions(package.form.summary(newest_answers(dossier), context))
        fields = {row.path: _within_section(section, row) for section in sections for row in section.rows}
    names = []
    for target in targets:
        kind, _sep, key = target.partition(":")
        known = {"paper": papers, "field": fields, OTHER: {"": ""}}.get(kind, {})
        if key not in known:
            raise Refused("no_such_point", N_("Hồ sơ không có giấy tờ hoặc mục khai “{target}”."), target=target)
        names.append(known[key])
    return names


def _within_section(section: Section, row: Row) -> str:
    return f"{section.title}, {row.label}" if section.title and section.title != row.label else str(row.label)


def corrected(
    dossier: Dossier, shown: list[Section], now: datetime, *, shows_numbers: bool, until: datetime | None = None
) -> dict[str, str]:
    """Return by path what was answered before, of the questions whose newest answer is another.

    `until`: as in `newest_answers`, from which the `shown` ones are.
    """
    package = package_of(dossier.version_id)
    given = dossier.answers.all() if until is None else dossier.answers.filter(given_at__lte=until)
    earlier = list(given.order_by("-number").values_list("data", flat=True)[1:2])
    if not earlier:
        return {}
    answers = sealing.open_answers(package.form, earlier[0])
    if not shows_numbers:
        answers = sealing.masked_answers(package.form, answers)
    context = package.form_context(dossier.case_key, dossier.channel, now)
    before = {row.path: row.text for section in package.form.summary(answers, context) for row in section.rows}
    return {row.path: before.get(row.path, "") for one in shown for row in one.rows if row.text != before.get(row.path)}


class Answering:
    """One try at answering a request: the papers and questions it names, and those that a mended answer brings up."""

    def __init__(self, dossier: Dossier, request: SupplementRequest, now: datetime) -> None:
        self.points = points_of(dossier, request)
        self.papers = {point.key: point.name for point in self.points if point.kind == "paper"}
        if any(point.kind == OTHER for point in self.points):
            self.papers[MORE] = MORE_NAME
        self.problems: list[Problem] = []
        self._paths = [point.key for point in self.points if point.kind == "field"]
        self._form = package_of(dossier.version_id).form
        self._context = package_of(dossier.version_id).form_context(dossier.case_key, dossier.channel, now)
        self._answers = newest_answers(dossier) if self._paths else {}

    def read(self, post: Posted) -> dict[str, Any] | None:
        """Return the whole answers with what was typed for these questions put in; None where none is asked.

        What must still be mended stands in `problems`.
        """
        base = self._answers
        for _ in range(ROUNDS if self._paths else 0):
            self._answers = self._form.read_part(self._paths, post, self._context, base=base)
            if not self._judge():
                break
        return self._answers if self._paths else None

    def take(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the whole answers with what a machine sent put in, by path; raises Refused for one not asked."""
        for path in given:
            if path not in self._paths:
                raise Refused("not_asked", N_("Mục khai “{path}” không được yêu cầu bổ sung."), path=path)
        taken = self._form.take(self._answers, self._context)
        for path, value in given.items():
            put(taken, path, value)
        self._answers = self._form.take(taken, self._context)
        return self._answers if given else None

    def _judge(self) -> bool:
        """Look for problems; tell whether they lie in questions that the person was not shown yet."""
        self.problems = self._form.check(self._answers, self._context)
        more = [
            problem.path for problem in self.problems if not any(within(problem.path, path) for path in self._paths)
        ]
        self._paths += more
        return bool(more)

    def pages(self, *, with_problems: bool = True) -> list[Page]:
        """Return the questions as pages to be drawn in one form."""
        if not self._paths:
            return []
        return self._form.part(self._paths, self._answers, self._context, self.problems if with_problems else ())


def is_unchanged(before: Mapping[str, Any], after: Mapping[str, Any] | None, path: str) -> bool:
    """Tell whether the answer at a path is what it was."""
    return after is None or get(before, path) == get(after, path)
