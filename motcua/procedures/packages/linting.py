"""The linter of packages: everything that can be found wrong before anybody files under it, all at once."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from motcua.eforms.form import Form
from motcua.eforms.looking import looks
from motcua.eforms.problems import FormRefused
from motcua.lib.expressions import ExpressionRefused, compile_expression
from motcua.lib.population import ALWAYS
from motcua.organisations.rules import Role
from motcua.printing.rendering import TemplateError
from motcua.procedures.packages.budgets import allowed_hours, spent_on
from motcua.procedures.packages.folders import ENGLISH, Folder
from motcua.procedures.packages.samples import TEMPLATES, draw_sample
from motcua.procedures.packages.schema import faults_of
from motcua.procedures.packages.texts import texts_of
from motcua.procedures.rules.numbering import USUAL
from motcua.procedures.rules.numbering import faults_of as faults_of_number
from motcua.workflow import diagram, steps
from motcua.workflow.rules import Message, TaskKind

NAMES = frozenset({"answers", "case", "channel", "today"})
# The keys of a presentation that hold an expression; `locked` may also be plainly yes or no.
CONDITIONS = ("show_if", "computed", "holds", "when", "locked")


def lint(folder: Folder, *, with_templates: bool = True) -> list[tuple[str, str, str]]:
    """Return every fault of a package folder: (file, place, what). An empty list: it can be published.

    Compiling the templates is slow; a page that is about something else leaves them out.
    """
    faults = list(folder.faults)
    if folder.about:
        faults += [("package.yaml", place, what) for place, what in faults_of(folder.about)]
    if faults:
        return faults
    form = None
    try:
        form = Form.from_package(folder.schema, folder.presentation)
    except FormRefused as refused:
        for fault in refused.faults:
            file, _, rest = fault.partition(": ")
            faults.append((file, "", rest) if file == "form.json" else ("presentation.json", "", fault))
    # A form that is refused may still be looked at: what its schema does not tell is then let pass.
    schema = folder.schema if form is None else form.schema
    faults += [("package.yaml", place, what) for place, what in _about(folder, schema)]
    faults += [("presentation.json", "", what) for what in _cases_named(folder)]
    faults += [("process.bpmn", place, what) for place, what in _process(folder)]
    faults += [(ENGLISH, text, what) for text, what in _english(folder)]
    if form is not None and with_templates:
        for name in TEMPLATES:
            try:
                draw_sample(folder, name, form)
            except TemplateError as problem:
                faults.append((name, "", str(problem)[:1000]))
    return faults


def _about(folder: Folder, schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    about = folder.about
    if about["code"] != folder.path.name:
        yield "code", f"the folder is called {folder.path.name}"
    for part in ("papers", "fees", "cases"):
        counted = Counter(item["key"] for item in about.get(part, ()))
        yield from ((part, f"key {key} stands {count} times") for key, count in counted.items() if count > 1)
    cases = {case["key"] for case in about.get("cases", ())}
    papers = {paper["key"] for paper in about["papers"]}
    for part in ("papers", "fees", "limits"):
        for number, item in enumerate(about[part]):
            for case in set(item.get("cases", ())) - cases:
                yield f"{part}.{number}.cases", f"no case is called {case}"
            for key in ("when", "count"):
                yield from ((f"{part}.{number}.{key}", what) for what in _expression(folder, schema, item.get(key)))
            if item.get("unclear"):
                yield f"{part}.{number}", "unclear: say what is right, with its basis"
    timed: set[str] = set()
    for number, item in enumerate(about.get("supplement", {}).get("ask_within_cases", ())):
        for case in sorted(set(item["cases"]) - cases):
            yield f"supplement.ask_within_cases.{number}.cases", f"no case is called {case}"
        # The first would hold and nobody would see why.
        for case in sorted(timed & set(item["cases"])):
            yield f"supplement.ask_within_cases.{number}.cases", f"the case {case} has two times"
        timed |= set(item["cases"])
    for number, case in enumerate(about.get("cases", ())):
        yield from ((f"cases.{number}.when", what) for what in _expression(folder, schema, case.get("when")))
    for key in set(about.get("in_person", {}).get("originals", ())) - papers:
        yield "in_person.originals", f"no paper is called {key}"
    if about["handled_by"] != "nobody_here":
        covered = {channel for limit in about["limits"] for channel in limit["channels"]}
        for channel in sorted(set(about["channels"]) - covered):
            yield "limits", f"no time limit for filing by {channel}"
    for number, limit in enumerate(about["limits"]):
        if (limit["amount"] is None) != (limit["unit"] is None):
            yield f"limits.{number}", "amount and unit are known together or not at all"
        extra, unit = limit.get("verification") or {}, "working_day" if limit.get("same_day") else limit["unit"]
        if extra.get("effect") == "adds" and extra["unit"] != unit:
            yield f"limits.{number}.verification", f"what is added to a limit is in its unit, {unit}"
    if common := sorted(ALWAYS & set(about.get("population", {}).get("blocks", ()))):
        yield (
            "population.blocks",
            f"{', '.join(common)} compared for every dossier; declare only what else is needed",
        )
    yield from _external(about, schema)
    yield from _bundle(folder, schema)
    for fault in faults_of_number(about["result"].get("number_format", USUAL)):
        yield "result.number_format", fault
    kind = about["result"]["kind"]
    if (kind == "template") != bool(folder.result):
        yield "result.kind", "result.typ belongs to the kind template, and only to it"


def _external(about: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    is_external = str(about.get("processing_system", "")).startswith("external")
    if "external" not in about:
        return
    if not is_external:
        yield "external", "only where processing_system is external"
    for path in about["external"]["fields"]:
        if path.partition(".")[0] not in schema.get("properties", {}):
            yield "external.fields", f"the form has no question {path}"
    try:
        re.compile(about["external"].get("code_pattern", ""))
    except re.error as problem:
        yield "external.code_pattern", str(problem)


def _bundle(folder: Folder, schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the faults of a bundle's parts that its own package can tell; the parts' packages stand elsewhere."""
    papers = {paper["key"] for paper in folder.about["papers"]}
    parts = folder.about.get("bundle", {}).get("parts", ())
    before: set[str] = set()
    for number, part in enumerate(parts):
        where = f"bundle.parts.{number}"
        if part["key"] in before:
            yield f"{where}.key", f"the key {part['key']} stands twice"
        for key in part.get("after", ()):
            if key not in before:
                yield f"{where}.after", f"no part before it is called {key}"
        before.add(part["key"])
        for key in set(part.get("papers", ())) - papers:
            yield f"{where}.papers", f"no paper is called {key}"
        for path in (*part.get("answers", {}).values(), *([part["area"]] if "area" in part else ())):
            if path.partition(".")[0] not in schema.get("properties", {}):
                yield f"{where}.answers", f"the form has no question {path}"
        for source in (part.get("when"), *part.get("computed", {}).values()):
            yield from ((where, what) for what in _expression(folder, schema, source))


def _expression(folder: Folder, schema: dict[str, Any], source: str | None) -> Iterator[str]:
    if source is None:
        return
    try:
        expression = compile_expression(source)
    except ExpressionRefused as refused:
        yield str(refused)
        return
    if unknown := expression.names - NAMES:
        # The variables of CEL's own loops (`answers.x.all(y, …)`) are among the names.
        looped = {name for name in unknown if re.search(rf"\(\s*{re.escape(name)}\s*,", source)}
        if unknown - looped:
            yield f"unknown name: {', '.join(sorted(unknown - looped))}"
    scope = {"answers": schema, **_case(folder)}
    yield from (look.fault for look in looks(source, scope, schema.get("$defs", {})) if look.fault)


def _case(folder: Folder) -> dict[str, Any]:
    return {"case": {"enum": ["", *(case["key"] for case in folder.about.get("cases", ()))]}}


def _cases_named(folder: Folder) -> Iterator[str]:
    """Give the faults of a form's conditions about the case, which the form by itself does not know."""
    for source in sorted(set(_sources(folder.presentation))):
        yield from (f"{source!r}: {look.fault}" for look in looks(source, _case(folder), {}) if look.fault)


def _sources(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in CONDITIONS and isinstance(value, str):
                yield value
            else:
                yield from _sources(value)
    elif isinstance(part, list):
        for item in part:
            yield from _sources(item)


def _process(folder: Folder) -> Iterator[tuple[str, str]]:
    roles = frozenset(role.value for role in Role)
    try:
        outline = diagram.read(folder.process.encode(), roles=roles, calls=steps.names())
    except diagram.DiagramRefused as refused:
        yield from ((problem.where, problem.message.format(**problem.params)) for problem in refused.problems)
        return
    for setting, is_used in (
        ("applicant_check", any(node.kind == TaskKind.APPLICANT_CHECK for node in outline.steps())),
        ("in_person", any(node.kind == TaskKind.IN_PERSON for node in outline.steps())),
        ("financial_duty", any(node.message == Message.TAX_PAID for node in outline.nodes.values())),
    ):
        if is_used and setting not in folder.about:
            yield "", f"the process has a step for {setting}, package.yaml has no {setting}"
        if setting in folder.about and not is_used:
            yield "", f"package.yaml has {setting}, the process has no step for it"
    ends = any(node.kind == TaskKind.FINISH for node in outline.steps())
    if (about_kind := folder.about["result"]["kind"]) == "none" and not ends:
        yield "", "result.kind is none: the process needs a step of the kind finish, which records what was done"
    gives = sorted({node.kind for node in outline.steps()} & {TaskKind.SIGN, TaskKind.ISSUE, TaskKind.DELIVER})
    if ends and (about_kind != "none" or gives):
        yield "", "a step finish ends without a result: result.kind is none, and no step signs, issues or delivers"
    allowed, (spent, _way) = allowed_hours(folder.about["limits"]), spent_on(outline)
    if allowed is not None and spent and spent != allowed:
        yield "", f"the budgets add up to {_say(spent)}, the shortest time limit is {_say(allowed)}"


def _english(folder: Folder) -> Iterator[tuple[str, str]]:
    """A package without English is whole; one with English has it for every text and for nothing else."""
    if not folder.english:
        return
    texts = set(texts_of(folder))
    for text in sorted(texts | set(folder.english)):
        words = folder.english.get(text)
        if text not in texts:
            yield text[:100], "the package says no such thing"
        elif words is None:
            yield text[:100], "no English"
        elif not isinstance(words, str) or not words.strip():
            yield text[:100], "the English is not a text"


def _say(hours: Decimal) -> str:
    return f"{hours.normalize():f} working hours"
