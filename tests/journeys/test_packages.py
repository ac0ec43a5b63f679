"""The hand-made packages: each is published without a fault, accepts its sample, refuses it spoiled, and prints it.

`packages/<code>/sample.json` holds invented people: `case`, `channel`, `answers`, the keys of the `papers` that then
apply, the `fees` that are then due, texts that must stand in the `declaration` and the `result`, and how the sample is
`spoiled` with the place where that must be told.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from motcua.dossiers.rules.package import papers_of
from motcua.eforms.fields import put
from motcua.eforms.form import Context, Form
from motcua.eforms.places import Place
from motcua.eforms.showing import Control
from motcua.lib.expressions import compile_expression
from motcua.lib.text import fold
from motcua.printing.rendering import qr_svg, render_untrusted
from motcua.procedures.packages.folders import Folder, read_folder
from motcua.procedures.packages.linting import lint

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "motcua" / "organisations" / "data" / "units.csv"
FOLDERS = sorted(path for path in (ROOT / "packages").iterdir() if path.is_dir())
AN = {
    "full_name": "Nguyễn Thị An",
    "birth": "1990-03-05",
    "sex": "female",
    "identity": "068190012345",
    "phone": "0912345678",
}
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DOSSIER = {
    "code": "H36.99-261123-0001",
    "submitted_on": "2026-11-23",
    "agency": "Ủy ban nhân dân xã Đơn Dương",
    "owner": "",
    "submitter": "",
}
RESULT = {
    "name": "",
    "number": "05/2026",
    "dated_on": "2026-11-24",
    "book": "Sổ 2026",
    "signer": "Đặng Thị Ngọc Ánh",
    "title": "Chủ tịch",
    "content": {},
}
TWELVE = [
    "1.001193",
    "1.000894",
    "1.000656",
    "1.004873",
    "2.000635",
    "1.004884",
    "2.000815",
    "1.004222",
    "1.001612",
    "1.013225",
    "1.011607",
    "1.013831",
]
every_package = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)


class Units:
    """Today's units as the file has them, without a database."""

    def provinces(self, on: date) -> Sequence[Place]:
        return [Place(code, name) for code, name, province in _rows() if not province]

    def ward(self, code: str, on: date) -> Place | None:
        return _wards().get(code)

    def find(self, text: str, province: str, on: date) -> Sequence[Place]:
        return [ward for ward in _wards().values() if fold(ward.name) == fold(text) and province in ("", ward.province)]


@cache
def _rows() -> list[tuple[str, str, str]]:
    lines = (line for line in UNITS.read_text().splitlines() if not line.startswith("#"))
    return [(row["code"], row["name"], row["province"] or "") for row in csv.DictReader(lines)]


@cache
def _wards() -> dict[str, Place]:
    names = {code: name for code, name, _ in _rows()}
    return {code: Place(code, name, province, names[province]) for code, name, province in _rows() if province}


def sample_of(folder: Path) -> dict[str, Any]:
    sample: dict[str, Any] = json.loads((folder / "sample.json").read_text())
    return sample


def opened(folder: Path) -> tuple[Folder, Form, dict[str, Any], Context]:
    package, sample = read_folder(folder), sample_of(folder)
    form = Form.from_package(package.schema, package.presentation, Units())
    return package, form, sample, Context(today=TODAY, case=sample["case"], channel=sample["channel"])


def printed(source: str, form: Form, answers: dict[str, Any], context: Context) -> str:
    names = form.names(form.settle(answers, context).answers, context)
    data = {
        "answers": names["answers"],
        "said": form.said(answers, context),
        "case": context.case,
        "dossier": DOSSIER,
        "result": RESULT,
        "place": DOSSIER["agency"],
        "qr": qr_svg("https://motcua.example/x/abc"),
    }
    pdf = render_untrusted(source, data, at=NOW)
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def test_all_twelve_are_there() -> None:
    assert {folder.name for folder in FOLDERS} >= set(TWELVE)


@every_package
def test_a_package_has_no_fault(folder: Path) -> None:
    assert lint(read_folder(folder)) == []


@every_package
def test_the_sample_may_be_filed(folder: Path) -> None:
    _, form, sample, context = opened(folder)
    taken = form.take(sample["answers"], context)
    assert [(problem.path, problem.code) for problem in form.check(taken, context)] == []
    assert form.settle(taken, context).answers == sample["answers"], "everything in the sample is asked"


@every_package
def test_every_page_is_drawn_and_knows_who_signed_in(folder: Path) -> None:
    _, form, sample, context = opened(folder)
    signed_in = replace(context, person=AN, owner={**AN, "kind": "person", "on_behalf": False})
    prefilled = form.prefilled({}, signed_in)
    assert "068190012345" in json.dumps(prefilled), "nobody types again what the sign-in told"
    for answers in ({}, prefilled, sample["answers"]):
        pages = form.pages(answers, signed_in)
        assert [page.title for page in pages if not page.controls] == []
        assert form.summary(answers, signed_in)


def leaves(controls: Iterable[Control]) -> Iterator[Control]:
    for control in controls:
        yield from leaves(control.parts) if control.parts else (control,)


@every_package
def test_what_the_sign_in_tells_is_shown_and_not_asked(folder: Path) -> None:
    """Name, birth, sex and number stand in the e-identity account; the first page tells for whom, and the telephone."""
    _, form, sample, context = opened(folder)
    signed_in = replace(context, person=AN, owner={**AN, "kind": "person", "on_behalf": False})
    answers = sample["answers"] | ({"for_self": True} if "for_self" in form.schema["properties"] else {})
    known = {str(value) for value in AN.values()} | {"person"}
    asked = [
        control.path
        for page in form.pages(form.prefilled({"for_self": answers.get("for_self")}, signed_in), signed_in)
        for control in leaves(page.controls)
        if control.kind != "said" and str(control.value) in known
    ]
    assert asked == [], "filled in, and yet asked"


@every_package
def test_a_spoiled_sample_is_refused_at_the_right_place(folder: Path) -> None:
    _, form, sample, _ = opened(folder)
    for spoiled in sample["spoiled"]:
        answers = deepcopy(sample["answers"])
        for path, value in spoiled["set"].items():
            put(answers, path, value)
        case = Context(today=TODAY, case=spoiled.get("case", sample["case"]), channel=sample["channel"])
        assert spoiled["at"] in [problem.path for problem in form.check(answers, case)], spoiled


@every_package
def test_papers_and_fees_follow_the_answers(folder: Path) -> None:
    package, form, sample, context = opened(folder)
    names = form.names(form.settle(sample["answers"], context).answers, context)
    papers = papers_of(package.about["papers"], case=context.case, context=names)
    assert [paper.key for paper in papers if paper.is_handed_in] == sample["papers"]
    assert fees_due(package, form, sample["answers"], context) == sample["fees"]


def fees_due(package: Folder, form: Form, answers: dict[str, Any], context: Context) -> dict[str, int]:
    names = form.names(form.settle(answers, context).answers, context)
    due = {}
    for fee in package.about["fees"]:
        fits = context.channel in fee["channels"] and context.case in fee.get("cases", [context.case])
        if fits and compile_expression(fee.get("when", "true")).holds(names):
            count = compile_expression(fee["count"]).value(names) if "count" in fee else 1
            due[fee["key"]] = min(fee["amount"] * count, fee.get("cap", fee["amount"] * count))
    return due


@pytest.mark.parametrize(
    ("pages", "copies", "fee"), [(1, 1, 2000), (2, 2, 8000), (3, 1, 5000), (198, 1, 200_000), (900, 2, 400_000)]
)
def test_certified_copies_cost_by_the_page_with_a_cap_for_each_copy(pages: int, copies: int, fee: int) -> None:
    """Circular 226/2016/TT-BTC, article 4(1): 2,000 a page, 1,000 from the third, 200,000 a copy at most."""
    package, form, sample, context = opened(ROOT / "packages" / "2.000815")
    answers = form.settle({**sample["answers"], "pages": pages, "copies": copies}, context).answers
    (rule,) = package.about["fees"]
    count = compile_expression(rule["count"]).value(form.names(answers, context))
    assert (rule["amount"] * count, answers["fee"]) == (fee, fee)


@pytest.mark.parametrize(
    ("born", "due"),
    [("2026-11-16", {}), ("2026-09-24", {}), ("2026-09-23", {"late": 5000}), ("2019-01-01", {"late": 5000})],
)
def test_a_birth_is_free_for_sixty_days(born: str, due: dict[str, int]) -> None:
    """Civil Status Law 2014, articles 11 and 15."""
    package, form, sample, context = opened(ROOT / "packages" / "1.001193")
    answers = {**sample["answers"], "copies": 0, "child": {**sample["answers"]["child"], "birth": born}}
    assert fees_due(package, form, answers, context) == due


@every_package
def test_every_fee_and_limit_names_its_basis(folder: Path) -> None:
    about = read_folder(folder).about
    assert [item["text"] for item in [*about["fees"], *about["limits"]] if not item.get("basis")] == []


@every_package
def test_the_declaration_carries_what_was_typed(folder: Path) -> None:
    package, form, sample, context = opened(folder)
    text = printed(package.declaration, form, sample["answers"], context)
    assert [words for words in sample["declaration"] if words not in text] == [], text
    assert DOSSIER["code"] in text


@every_package
def test_the_result_carries_number_signer_and_what_it_says(folder: Path) -> None:
    package, form, sample, context = opened(folder)
    if package.about["result"]["kind"] != "template":
        assert not package.result
        return
    text = printed(package.result, form, sample["answers"], context)
    wanted = [*sample["result"], RESULT["number"], RESULT["signer"]]
    assert [words for words in wanted if words not in text] == [], text


@every_package
def test_an_empty_declaration_is_still_a_form_to_write_on(folder: Path) -> None:
    package, form, _, _ = opened(folder)
    for case in [one["key"] for one in package.about.get("cases", [])] or [""]:
        printed(package.declaration, form, {}, Context(today=TODAY, case=case))


@pytest.mark.parametrize(
    ("died", "due"), [("2026-11-20", {}), ("2026-11-07", {"late": 5000}), ("1975", {"late": 5000})]
)
def test_a_death_is_free_for_fifteen_days_and_its_day_may_be_forgotten(died: str, due: dict[str, int]) -> None:
    """Civil Status Law 2014, articles 11 and 33; of those who died long ago people often know the year alone."""
    package, form, sample, context = opened(ROOT / "packages" / "1.000656")
    answers = {**sample["answers"], "died_on": died, "copies": 0}
    if died == "1975":
        answers["deceased"] = {**answers["deceased"], "identity": "", "paper": "Không còn", "birth": "1948"}
        answers |= {"notice_kind": "none", "notice": {}}
        assert [problem.path for problem in form.check(answers, context)] == []
    assert fees_due(package, form, answers, context) == due


@pytest.mark.parametrize(
    ("on", "holds"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2027, 3, 1), False)]
)
def test_the_certificate_of_marital_status_is_dropped_by_date(on: date, holds: bool) -> None:
    """Resolution 66.7/2025/NQ-CP: in force from 01/01/2026 to 28/02/2027."""
    package, form, sample, context = opened(ROOT / "packages" / "1.000894")
    names = form.names(sample["answers"], replace(context, today=on))
    papers = {paper.key: paper.kind for paper in papers_of(package.about["papers"], case="", context=names)}
    assert papers.get("single_status") == ("info" if holds else None)
    _, form, sample, context = opened(ROOT / "packages" / "1.004873")
    page = form.page("purpose", sample["answers"], replace(context, today=on))
    assert page is not None
    assert any("66.7/2025" in str(control.value) + control.label for control in page.controls) is holds


def test_who_is_known_by_number_is_not_asked_for_an_address() -> None:
    """Circular 04/2024/TT-BTP, note 2 of the civil-status declarations."""
    for code in ("1.000656", "2.000635", "1.004884"):
        _, form, sample, context = opened(ROOT / "packages" / code)
        for number, asked in (("068190012345", False), ("", True)):
            answers = {**sample["answers"], "requester": {"full_name": "An", "birth": "1990", "identity": number}}
            page = form.page("requester", answers, context)
            assert page is not None
            assert ("requester.address" in page.asked.split()) is asked, code


def test_an_unmarried_father_is_recognised_together_with_the_birth() -> None:
    """Circular 04/2020/TT-BTP, article 15."""
    package, form, sample, context = opened(ROOT / "packages" / "1.001193")
    answers = {**sample["answers"], "married": False, "father_declared": True}
    names = form.names(form.settle(answers, context).answers, context)
    keys = {paper.key for paper in papers_of(package.about["papers"], case="usual", context=names)}
    assert "recognition" in keys
    unknown = {**sample["answers"], "relation": "father", "married": False, "mother_declared": False, "mother": {}}
    assert "mother" not in [step.key for step in form.steps_for(unknown, context)]
