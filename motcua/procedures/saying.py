"""A package in words: its papers, fees, limits, questions and steps, as one tells a colleague, and what differs.

Words are Vietnamese of the package beside ours in the reader's language.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.accounts.rules.mandates import BASIS_NAMES, Basis
from motcua.eforms.fields import Field
from motcua.lib.marks import N_
from motcua.lib.population import NAMES, Block
from motcua.organisations.rules import ROLE_NAMES, Role
from motcua.procedures.arrows import SayOutcome, Speaker
from motcua.procedures.conditions import CHANNELS, Names, say_condition
from motcua.procedures.packages.folders import Folder
from motcua.procedures.questions import cases_in, names_of, questions_of
from motcua.procedures.rules.names import HandledBy, Unit
from motcua.ui import spans
from motcua.ui.amounts import say_money
from motcua.workflow import diagram
from motcua.workflow.rules import APPLICANT, BudgetUnit, Node, NodeType, Outline, parse_budget

# An hour of a package is one of working time.
UNITS: dict[str, str] = {
    Unit.HOUR: spans.WORKING_HOUR,
    Unit.WORKING_DAY: spans.WORKING_DAY,
    Unit.DAY: spans.DAY,
    Unit.MONTH: spans.MONTH,
}
BUDGET_UNITS = {
    BudgetUnit.HOURS: spans.WORKING_HOUR,
    BudgetUnit.WORKING_DAYS: spans.WORKING_DAY,
    BudgetUnit.DAYS: spans.DAY,
}
HANDLED: dict[str, str] = {
    HandledBy.COMMUNE: N_("cấp xã"),
    HandledBy.PROVINCE: N_("cấp tỉnh"),
    HandledBy.BRANCH: N_("cơ quan ngành dọc tại địa phương"),
    HandledBy.NOBODY_HERE: N_("cấp bộ, không nhận ở tỉnh"),
}
PAPER_KINDS = {
    "submit": N_("nộp"),
    "show": N_("xuất trình"),
    "info": N_("ghi chú, không phải giấy tờ"),
}
CLOCKS = {
    "restart": N_("tính lại từ đầu khi đã bổ sung"),
    "resume": N_("tính tiếp phần còn lại"),
    "not_counted": N_("không tính thời gian chờ"),
    "running": N_("vẫn tính thời gian"),
    "stopped": N_("dừng tính thời gian"),
}
RESULT_KINDS = {
    "template": N_("in từ mẫu"),
    "uploaded": N_("tệp do cán bộ tải lên"),
    "scanned": N_("bản giấy được quét"),
    "reference": N_("số, ngày của kết quả ở hệ thống khác"),
    "none": N_("không có kết quả riêng: làm xong thì báo người nộp"),
}
AGENCY_NAMES = {
    "competent": N_("cơ quan có thẩm quyền"),
    "received_at": N_("nơi tiếp nhận"),
    "helped_at": N_("nơi hướng dẫn"),
    "commune": N_("Ủy ban nhân dân cấp xã"),
    "department": N_("sở phụ trách lĩnh vực"),
    "province": N_("Ủy ban nhân dân tỉnh"),
}
SECTIONS = {
    "about": N_("Thông tin chung"),
    "papers": N_("Giấy tờ"),
    "fees": N_("Phí, lệ phí"),
    "limits": N_("Thời hạn"),
    "rules": N_("Bổ sung, có mặt, nghĩa vụ tài chính"),
    "result": N_("Kết quả"),
    "form": N_("Biểu mẫu điện tử"),
    "process": N_("Quy trình"),
    "templates": N_("Mẫu in và bản tiếng Anh"),
}


STOPS = {
    "measurement": N_("đo đạc, kiểm tra thực địa"),
    "posting": N_("niêm yết, công khai"),
    "other_body": N_("chờ cơ quan khác ngoài quy trình"),
    "announced_outage": N_("sự cố hệ thống đã thông báo"),
}
FORM_NAMES = {
    "reception": N_("Mẫu của ngành thay mẫu 01"),
    "supplement": N_("Mẫu của ngành thay mẫu 02"),
    "refusal": N_("Mẫu của ngành thay mẫu 03"),
}
ROLES = frozenset(role.value for role in Role)


@dataclass(frozen=True)
class Line:
    """One fact of a package. `key` finds the same fact in another version; `section` is a key of SECTIONS."""

    section: str
    key: str
    name: str
    words: str
    # The conditions and formulas that the words tell of, as they are computed.
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A fact that differs; `old` or `new` is empty where it is not there."""

    section: str
    name: str
    old: str
    new: str


def compare(old: Folder, new: Folder, outcome: SayOutcome = lambda _kind, outcome: outcome) -> list[Change]:
    """Return what differs between two packages, in the order in which people read a package.

    `outcome` says how a step of a kind can end: what outcomes mean is known to those above.
    """
    before = {(line.section, line.key): line for line in lines_of(old, outcome)}
    after = {(line.section, line.key): line for line in lines_of(new, outcome)}
    found = []
    for key in dict.fromkeys([*after, *before]):
        was, becomes = before.get(key), after.get(key)
        if was is not None and becomes is not None and replace(was, key="") == replace(becomes, key=""):
            continue
        shown = becomes or was
        assert shown is not None  # noqa: S101 - one of the two has the key
        # What reads the same and is computed otherwise: then the code says what differs.
        coded = was is not None and becomes is not None and (was.name, was.words) == (becomes.name, becomes.words)
        old_words, new_words = (_full(line, shown.name, coded=coded) for line in (was, becomes))
        found.append(Change(key[0], shown.name, old_words, new_words))
    order = list(SECTIONS)
    return sorted([*found, *_texts(old, new)], key=lambda change: order.index(change.section))


def _full(line: Line | None, name: str, *, coded: bool) -> str:
    if line is None:
        return ""
    words = f"{line.words} [{'; '.join(line.codes)}]" if coded else line.words
    return words if line.name == name else f"{line.name}: {words}"


def _codes(item: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(item[key]) for key in ("when", "count") if item.get(key))


def say_when(source: str, names: Names | None) -> str:
    """Return a condition in words, or itself where it has no usual shape."""
    return (say_condition(source, names) if names is not None else "") or source


def lines_of(folder: Folder, outcome: SayOutcome = lambda _kind, outcome: outcome) -> list[Line]:
    """Return every fact of a package that can be told; of a part that cannot be read, nothing."""
    about = folder.about
    cases = {case["key"]: str(case["name"]) for case in about.get("cases", ())}
    names = names_of(folder)
    lines = [*_about(about, names)]
    lines += [
        Line("papers", paper["key"], str(paper["name"]), say_paper(paper, cases, names), _codes(paper))
        for paper in _of(about, "papers")
    ]
    lines += [
        Line("fees", fee["key"], str(fee["name"]), say_fee(fee, cases, names), _codes(fee))
        for fee in _of(about, "fees")
    ]
    for limit in _of(about, "limits"):
        who = say_channels(limit["channels"]) + say_cases(limit, cases)
        lines.append(Line("limits", who, who, say_limit(limit)))
    lines += [*_rules(about), *_rare(about), *_result(about), *_form(folder, names), *_process(folder, outcome)]
    return lines


def _of(about: Mapping[str, Any], part: str) -> Sequence[Mapping[str, Any]]:
    return about.get(part) or ()


def _about(about: Mapping[str, Any], names: Names) -> Iterator[Line]:
    yield Line("about", "title", _("Tên dễ hiểu"), str(about.get("title", "")))
    if about.get("lead"):
        yield Line("about", "lead", _("Lời dẫn"), str(about["lead"]))
    handled = str(about.get("handled_by", ""))
    yield Line("about", "handled_by", _("Nơi giải quyết"), _(HANDLED[handled]) if handled in HANDLED else handled)
    yield Line("about", "channels", _("Cách nộp"), say_channels(about.get("channels") or ()))
    if keywords := about.get("keywords"):
        yield Line("about", "keywords", _("Từ khóa tìm kiếm"), ", ".join(map(str, keywords)))
    if about.get("frequent"):
        yield Line("about", "frequent", _("Thứ tự trên trang chủ"), str(about["frequent"]))
    system = str(about.get("processing_system", "local"))
    yield Line(
        "about", "processing_system", _("Hệ thống giải quyết"), _("hệ thống này") if system == "local" else system
    )
    for case in _of(about, "cases"):
        words = str(case["name"]) + (f" [{say_when(case['when'], names)}]" if case.get("when") else "")
        yield Line("about", f"case {case['key']}", _("Trường hợp"), words, _codes(case))


def say_channels(channels: Sequence[str]) -> str:
    """Return ways to file as people say them."""
    return ", ".join(_(CHANNELS[channel]) for channel in CHANNELS if channel in channels)


def say_cases(item: Mapping[str, Any], cases: Mapping[str, str]) -> str:
    """Return for which cases a paper, fee or limit is; nothing where it is for all."""
    named = [cases.get(key, key) for key in item.get("cases") or ()]
    return f" ({'; '.join(named)})" if named else ""


def say_paper(paper: Mapping[str, Any], cases: Mapping[str, str], names: Names | None = None) -> str:
    """Return what is asked of a paper; its condition in words where `names` are given."""
    parts = [_(PAPER_KINDS[paper.get("kind", "submit")])]
    if paper.get("kind", "submit") != "info":
        parts.append(_("bắt buộc") if paper.get("required") else _("không bắt buộc"))
        counts = [
            ngettext("%(n)s bản chính", "%(n)s bản chính", paper["originals"]) % {"n": paper["originals"]}
            if paper.get("originals")
            else "",
            ngettext("%(n)s bản sao", "%(n)s bản sao", paper["copies"]) % {"n": paper["copies"]}
            if paper.get("copies")
            else "",
        ]
        parts += [count for count in counts if count]
    if paper.get("original_kept"):
        parts.append(_("giữ bản chính đến khi trả kết quả"))
    if paper.get("cases"):
        parts.append(_("chỉ khi: %(cases)s") % {"cases": "; ".join(cases.get(key, key) for key in paper["cases"])})
    if paper.get("when"):
        parts.append(_("điều kiện: %(when)s") % {"when": say_when(paper["when"], names)})
    if paper.get("hint"):
        parts.append(str(paper["hint"]))
    return "; ".join(parts)


def say_fee(fee: Mapping[str, Any], cases: Mapping[str, str], names: Names | None = None) -> str:
    """Return a fee: how much, for what, how it is computed; its condition in words where `names` are given."""
    amount = fee.get("amount")
    parts = [_("chưa rõ mức") if amount is None else say_money(amount) + (f"/{fee['per']}" if fee.get("per") else "")]
    if fee.get("count"):
        count = str(fee["count"])
        parts.append(_("số lượng: %(count)s") % {"count": names.labels.get(count, count) if names else count})
    if fee.get("cap") is not None:
        parts.append(_("tối đa %(cap)s") % {"cap": say_money(fee["cap"])})
    parts.append(say_channels(fee["channels"]))
    if fee.get("cases"):
        parts.append(_("chỉ khi: %(cases)s") % {"cases": "; ".join(cases.get(key, key) for key in fee["cases"])})
    if fee.get("when"):
        parts.append(_("điều kiện: %(when)s") % {"when": say_when(fee["when"], names)})
    said = [str(fee[key]) for key in ("text", "note", "basis") if fee.get(key)]
    return "; ".join([*parts, *said])


def say_span(span: Mapping[str, Any]) -> str:
    """Return a time: amount and unit."""
    return spans.say_span(span["amount"], UNITS[span["unit"]])


def say_limit(limit: Mapping[str, Any]) -> str:
    """Return a time limit with what is special about it."""
    known = limit.get("amount") is not None and limit.get("unit") is not None
    parts = [say_span(limit) if known else _("không tính được, cán bộ ghi ngày hẹn")]
    if limit.get("same_day"):
        parts.append(_("trả trong ngày"))
    if cutoff := limit.get("cutoff"):
        parts.append(_("nhận sau %(at)s thì tính từ ngày làm việc tiếp theo") % {"at": cutoff["at"]})
    said = [str(limit[key]) for key in ("text", "basis") if limit.get(key)]
    return "; ".join([*parts, *said])


def say_ask_within(span: Mapping[str, Any]) -> str:
    """Return until when a supplement may be asked."""
    return _("phải yêu cầu trong %(span)s từ khi nhận") % {"span": say_span(span)}


def _clock(rule: Mapping[str, Any]) -> str:
    words = CLOCKS.get(rule.get("clock", ""), "")
    return _(words) if words else ""


def _rules(about: Mapping[str, Any]) -> Iterator[Line]:
    cases = {case["key"]: case["name"] for case in about.get("cases", ())}
    if supplement := about.get("supplement"):
        parts = [
            _("bổ sung trong %(span)s") % {"span": say_span(supplement["answer_within"])},
            _clock(supplement) + ("" if supplement.get("clock_basis") else f" ({_('giả định')})"),
            str(supplement.get("clock_basis", "")),
            _("chỉ yêu cầu một lần") if supplement.get("once") else "",
            say_ask_within(supplement["ask_within"]) if supplement.get("ask_within") else "",
            str(supplement.get("basis", "")),
        ]
        yield Line("rules", "supplement", _("Yêu cầu bổ sung"), "; ".join(filter(None, parts)))
        for one in supplement.get("ask_within_cases", ()):
            name = _("Yêu cầu bổ sung") + say_cases(one, cases)
            yield Line("rules", f"supplement of {', '.join(one['cases'])}", name, say_ask_within(one))
    if check := about.get("applicant_check"):
        words = f"{say_span(check['within'])}; {_clock(check)}"
        yield Line("rules", "applicant_check", _("Người nộp kiểm tra dự thảo"), words)
    if level := about.get("assurance"):
        yield Line("rules", "assurance", _("Mức tài khoản định danh để nộp trên mạng"), str(level))
    if (acting := about.get("acting")) is not None:
        names = [_(BASIS_NAMES[Basis(one)]) for one in acting["relations"]]
        yield Line("rules", "acting", _("Nộp thay người khác"), "; ".join(names) or _("không ai nộp thay được"))
    if meeting := about.get("in_person"):
        parts = [", ".join(meeting["who"]), ", ".join(meeting.get("originals", ())), _clock(meeting)]
        yield Line("rules", "in_person", _("Phải có mặt"), "; ".join(filter(None, parts)))
    if signature := about.get("declaration_signature"):
        yield Line("rules", "declaration_signature", _("Người nộp ký số tờ khai"), signature["basis"])
    if duty := about.get("financial_duty"):
        words = f"{duty['text']}; {_clock(duty)}"
        yield Line("rules", "financial_duty", _("Nghĩa vụ tài chính"), words)
    if population := about.get("population"):
        blocks = ", ".join(_(NAMES[Block(one)]) for one in population["blocks"] if one in set(Block))
        words = "; ".join(filter(None, (blocks, population["purpose"], population.get("basis", ""))))
        yield Line("rules", "population", _("Tra cứu CSDL quốc gia về dân cư"), words)


def say_reason(stop: Mapping[str, Any]) -> str:
    """Return why the clock may be stopped."""
    reason = str(stop.get("reason", ""))
    return _(STOPS[reason]) if reason in STOPS else reason


def say_stop(stop: Mapping[str, Any]) -> str:
    """Return a reason to stop the clock with its days and its law."""
    days = [
        _("từ %(day)s") % {"day": stop["since"]} if stop.get("since") else "",
        _("đến hết %(day)s") % {"day": stop["until"]} if stop.get("until") else "",
    ]
    return "; ".join(filter(None, [*days, str(stop["basis"])]))


def _rare(about: Mapping[str, Any]) -> Iterator[Line]:
    """Give what few procedures have."""
    for number, stop in enumerate(_of(about, "clock_stops"), start=1):
        name = _("Tạm dừng thời hạn: %(reason)s") % {"reason": say_reason(stop)}
        yield Line("limits", f"stop {number}", name, say_stop(stop))
    if external := about.get("external"):
        yield Line("about", "external", _("Hệ thống khác giải quyết"), str(external["name"]))
        fields = ", ".join(map(str, external["fields"]))
        yield Line("about", "external.fields", _("Các ô chép sang hệ thống khác, theo thứ tự"), fields)
        statuses = "; ".join(f"{one['key']} = {one['name']}" for one in external["statuses"])
        yield Line("about", "external.statuses", _("Trạng thái của hệ thống khác"), statuses)
        for key, name in (("address", N_("Địa chỉ hệ thống khác")), ("code_pattern", N_("Dạng mã của hệ thống khác"))):
            if external.get(key):
                yield Line("about", f"external.{key}", _(name), str(external[key]))
    for kind, name in FORM_NAMES.items():
        if form := (about.get("forms") or {}).get(kind):
            yield Line("rules", f"form {kind}", _(name), str(form))


def _result(about: Mapping[str, Any]) -> Iterator[Line]:
    result = about.get("result") or {}
    yield Line("result", "name", _("Tên kết quả"), str(result.get("name", "")))
    kind = str(result.get("kind", ""))
    yield Line("result", "kind", _("Cách làm kết quả"), _(RESULT_KINDS[kind]) if kind in RESULT_KINDS else kind)
    for key, name in (("code", N_("Mã kết quả")), ("book", N_("Sổ")), ("number_format", N_("Dạng số"))):
        if result.get(key):
            yield Line("result", key, _(name), str(result[key]))
    if result.get("copies"):
        yield Line("result", "copies", _("Số bản trao cho người nhận"), str(result["copies"]))
    for one in result.get("fields", ()):
        yield Line("result", f"field {one['key']}", _("Phần cán bộ ghi vào kết quả"), str(one["label"]))


def _form(folder: Folder, names: Names) -> Iterator[Line]:
    for step, path, leaf, name in questions_of(folder):
        codes = tuple(each.source for each in (leaf.show_if, leaf.computed) if each is not None)
        yield Line("form", path, name, _question(leaf, step, names), codes)


def _question(leaf: Field, step: str, names: Names) -> str:
    parts = [_("trang “%(page)s”") % {"page": step}, leaf.kind.value]
    parts.append(_("bắt buộc") if leaf.required else _("không bắt buộc"))
    if leaf.options:
        parts.append(" / ".join(words.vi for words in leaf.options.values()))
    if leaf.hint.vi:
        parts.append(leaf.hint.vi)
    for name, expression in ((N_("hỏi khi: %(when)s"), leaf.show_if), (N_("tự tính: %(when)s"), leaf.computed)):
        if expression is not None:
            parts.append(_(name) % {"when": say_when(expression.source, names)})
    return "; ".join(parts)


def outline_of(bpmn: str) -> Outline | None:
    """Return what a diagram says; None of one that cannot be read."""
    try:
        return diagram.read(bpmn.encode(), roles=ROLES)
    except diagram.DiagramRefused:
        return None


def steps_of(outline: Outline) -> list[Node]:
    """Return the steps of a process, with what is waited for."""
    return [node for node in outline.nodes.values() if node.type in {NodeType.STEP, NodeType.MESSAGE}]


def say_role(role: str) -> str:
    """Return whose a step is."""
    if role == APPLICANT:
        return _("người nộp")
    return _(ROLE_NAMES[Role(role)]) if role in set(Role) else role


def say_agency(agency: str) -> str:
    """Return which agency's a step is; an agency's code stands as it is."""
    return _(AGENCY_NAMES[agency]) if agency in AGENCY_NAMES else agency


def say_budget(text: str) -> str:
    """Return the time of a step in words; empty where it is not counted."""
    budget = parse_budget(text or "0")
    if not budget.amount:
        return ""
    return spans.say_span(budget.amount, BUDGET_UNITS[budget.unit])


def _process(folder: Folder, outcome: SayOutcome) -> Iterator[Line]:
    outline = outline_of(folder.process)
    if outline is None:
        return
    for node in steps_of(outline):
        ends = ", ".join(outcome(node.kind, each) for each in node.outcomes)
        parts = [say_role(node.role), say_agency(node.agency), say_budget(node.budget), ends]
        yield Line("process", node.id, node.name, "; ".join(filter(None, parts)))
    for way in Speaker(outline, cases_in(folder), outcome).ways():
        name = _("Rẽ nhánh sau %(steps)s, đến %(to)s") % {"steps": way.after, "to": way.to}
        yield Line("process", f"{way.source} {way.target}", name, way.when, (way.condition,))


def _texts(old: Folder, new: Folder) -> Iterator[Change]:
    """Give the files that differ and are not told in words: how many of their lines went and came."""
    pairs = [
        ("templates", _("Mẫu tờ khai (declaration.typ)"), old.declaration, new.declaration),
        ("templates", _("Mẫu kết quả (result.typ)"), old.result, new.result),
    ]
    if old.process != new.process:
        pairs.append(("process", _("Sơ đồ (process.bpmn)"), old.process, new.process))
    for section, name, before, after in pairs:
        if before != after:
            gone, come = _counted(before, after)
            less = ngettext("bớt %(n)s dòng", "bớt %(n)s dòng", gone) % {"n": gone}
            more = ngettext("thêm %(n)s dòng", "thêm %(n)s dòng", come) % {"n": come}
            yield Change(section, name, less, more)
    gone, come = (len(set(one.english.items()) - set(other.english.items())) for one, other in ((old, new), (new, old)))
    if gone or come:
        name = _("Bản tiếng Anh (en.json)")
        less = ngettext("bớt %(n)s câu", "bớt %(n)s câu", gone) % {"n": gone}
        more = ngettext("thêm %(n)s câu", "thêm %(n)s câu", come) % {"n": come}
        yield Change("templates", name, less, more)


def _counted(before: str, after: str) -> tuple[int, int]:
    matcher = SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    moves = [move for move in matcher.get_opcodes() if move[0] != "equal"]
    return sum(move[2] - move[1] for move in moves), sum(move[4] - move[3] for move in moves)
