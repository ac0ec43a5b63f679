"""The default package of a catalogue record: form, papers, fees, time limits, settings.

It asks little and promises nothing that the record does not say. What the record leaves open becomes `unclear`: it is
shown as published, and an official decides.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.text import fold
from motcua.procedures.rules import processes, supplements
from motcua.procedures.rules.flags import SMALLEST_FEE, names_amount, says_free
from motcua.procedures.rules.names import UNNAMED_FEE, Channel, HandledBy, Level, Unit

MAX_PAPER_NAME = 1900
UNIT_WORDS = {
    Unit.HOUR: "giờ làm việc",
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.DAY: "ngày",
    Unit.MONTH: "tháng",
}
# Local branches of the State's vertical agencies, by words in the names of the implementing agencies.
BRANCHES = {
    "police": ("cong an", "canh sat", "xuat nhap canh"),
    "tax": ("thue",),
    "insurance": ("bao hiem xa hoi",),
    "customs": ("hai quan",),
    "treasury": ("kho bac",),
    "bank": ("ngan hang nha nuoc",),
    "defence": ("quan su", "bien phong", "quan khu", "trung doan", "tieu doan"),
    "port": ("cang vu", "dang kiem"),
    "enforcement": ("thi hanh an",),
}
_LOCAL = re.compile(r"\b(khu vuc|tinh|xa|chi cuc|co so|chi nhanh|phong|doi|cang vu|co so dang kiem|cua khau)\b")
_PEOPLE_COMMITTEE = re.compile(
    r"\b(uy ban nhan dan|ubnd|ban quan ly|van phong dang ky dat dai)\b|^so |, so |^chu tich "
)
_CONDITIONAL = re.compile(
    r"\b(truong hop|neu|doi voi|mot trong|hoac|khi co|theo yeu cau|luu y|ghi chu|khong phai nop|uy quyen|thay the)\b"
)
_CASE = re.compile(r"^[^a-z]*([a-z0-9.]{1,6}\)\s*)?(truong hop|doi voi)\b")
_SHOWN = re.compile(r"\b(xuat trinh|doi chieu|xem)\b")
_LIST_MARKS = re.compile(r"^(?:\(\*\)|[\s*+\-–•.,;:)\uf000-\uf0ff])+")
# A result that says no, and one that only answers: neither is what people come for.
_REFUSES = re.compile(
    r"\b(tu choi|khong dong y|khong chap thuan|khong du dieu kien|khong cap|khong giai quyet|khong tiep nhan|"
    r"neu ro ly do|tra ho so|tra lai ho so)\b"
)
_ANSWERS = re.compile(r"^(van ban|cong van|thong bao|phieu)\b")
_FOREIGN = re.compile(r"nuoc ngoai")
_PERSONS = re.compile(r"cong dan|nguoi|can bo|cong chuc|vien chuc|dang vien")
_ORGANISATIONS = re.compile(r"to chuc|doanh nghiep|hop tac xa")


@dataclass(frozen=True)
class Package:
    """The parts of a version that a record does not hold itself."""

    title: str
    handled_by: HandledBy
    channels: tuple[str, ...]
    form: dict[str, Any]
    papers: list[dict[str, Any]]
    fees: list[dict[str, Any]]
    limits: list[dict[str, Any]]
    result: dict[str, Any]
    settings: dict[str, Any]
    declaration: str = ""
    origin: str = "default"
    # BPMN 2.0 XML, and the key under which equal diagrams of several procedures are one; empty: nothing proceeds.
    process: str = ""
    process_key: str = ""


def title_of(name: str) -> str:
    """Return the name without the words "Thủ tục" and a stray mark before it, with a capital letter."""
    bare = re.sub(r"^[\s.,;:]+", "", name)
    short = re.sub(r"^thủ tục( hành chính)?\s*:?\s+", "", bare, flags=re.I).strip() or name
    return short[:1].upper() + short[1:]


def branch_of(agencies: list[str]) -> str:
    """Return which vertical agency handles it, or an empty text for the people's committees and their departments."""
    names = [fold(agency) for agency in agencies]
    if not names or any(_PEOPLE_COMMITTEE.search(name) for name in names):
        return ""
    for branch, words in BRANCHES.items():
        if any(word in name for word in words for name in names):
            return branch
    return ""


def handled_by(record: Mapping[str, Any]) -> HandledBy:
    """Return who in a province handles a procedure, from its levels and agencies.

    Ministry level alone is nobody here. The commune comes first where both levels do: it is nearest to people.
    """
    levels = set(record["levels"])
    branch = branch_of(record["implementing_agencies"])
    if not levels & {Level.PROVINCE, Level.COMMUNE}:
        local = any(_LOCAL.search(fold(agency)) for agency in record["implementing_agencies"])
        return HandledBy.BRANCH if Level.OTHER in levels and branch and local else HandledBy.NOBODY_HERE
    if branch:
        return HandledBy.BRANCH
    return HandledBy.COMMUNE if Level.COMMUNE in levels else HandledBy.PROVINCE


def package_of(record: Mapping[str, Any]) -> Package:
    """Return the default package of a record."""
    cases, papers = papers_of(record["cases"])
    channels = tuple(c.value for c in Channel if any(m["channel"] == c for m in record["methods"]))
    who = handled_by(record)
    branch = branch_of(record["implementing_agencies"])
    settings: dict[str, Any] = {
        "processing_system": "local",
        "channels": list(channels),
        "branch": branch,
        "level": (Level.COMMUNE if Level.COMMUNE in record["levels"] else Level.PROVINCE).value,
        # By law where the record is silent; what it says itself comes with its words as basis.
        "supplement": {
            "answer_within": {"amount": 15, "unit": Unit.WORKING_DAY.value},
            "clock": "restart",
            **supplements.clock_said(record),
        },
    }
    if cases:
        settings["cases"] = cases
    limits = limits_of(record["methods"])
    default = match_of(record).process
    if any(step.id == "in_person" for step in default.steps):
        # Nothing published lets the clock stand still meanwhile.
        settings["in_person"] = {"who": [N_("Những người mà trình tự của thủ tục yêu cầu có mặt")], "clock": "running"}
    return Package(
        title=title_of(record["name"]),
        handled_by=who,
        channels=channels,
        form=form_of(record["subjects"]),
        papers=papers,
        fees=fees_of(record["methods"]),
        limits=limits,
        result=result_of(record["results"]) if has_result(record) else dict(_NO_RESULT),
        settings=settings,
        process=processes.drawn(default, _clear_limit(limits)),
        process_key=default.key,
    )


def match_of(record: Mapping[str, Any]) -> processes.Match:
    """Return the pattern of process that a record calls for, and by which of its words."""
    level = (Level.COMMUNE if Level.COMMUNE in record["levels"] else Level.PROVINCE).value
    limit = _clear_limit(limits_of(record["methods"]))
    return processes.match_for(
        handled_by(record), level, steps=record["steps"], limit=limit, has_result=has_result(record)
    )


# A record that names no result and yet grants a paper only forgot to name it.
_GRANTS = re.compile(r"cap (lai )?phep|giay phep|giay chung nhan|chung chi|van bang")


def has_result(record: Mapping[str, Any]) -> bool:
    """Tell whether a procedure gives a result: it names one, or its name says that it grants a paper."""
    return bool(record["results"]) or bool(_GRANTS.search(fold(record["name"])))


def _clear_limit(limits: list[dict[str, Any]]) -> tuple[int, Unit] | None:
    """Return the limit that budgets are shares of: the only one, if the record is clear about it."""
    found = {(limit["amount"], limit["unit"]) for limit in limits}
    amount, unit = found.pop() if len(found) == 1 else (None, None)
    return (amount, Unit(unit)) if amount is not None and unit is not None else None


def papers_of(groups: list[dict[str, Any]]) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """Return the cases and the papers. Groups are cases only where at least two of them read like cases.

    A paper is required only where nothing in its words makes it depend on something.
    """
    like_cases = [
        index
        for index, group in enumerate(groups)
        if _CASE.match(fold(group["name"])) and "uy quyen" not in fold(group["name"]) and group["documents"]
    ]
    if len(like_cases) < 2:
        like_cases = []
    keys = {index: f"case_{number}" for number, index in enumerate(like_cases, 1)}
    cases = [{"key": key, "name": _trim(groups[index]["name"], 480)} for index, key in keys.items()]
    papers: list[dict[str, Any]] = []
    for index, group in enumerate(groups):
        for document in group["documents"]:
            if _trim(document["name"], MAX_PAPER_NAME):
                # Who chooses a case says thereby that its papers are for him: its heading is no condition any more.
                depends_on = "" if index in keys else group["name"]
                paper = _paper(len(papers) + 1, group["name"], depends_on, document)
                if index in keys:
                    paper["cases"] = [keys[index]]
                elif group["name"]:
                    paper["group"] = _trim(group["name"], 480)
                papers.append(paper)
    return cases, papers


def _trim(text: str, length: int) -> str:
    # List marks before a name, and the colons, commas and semicolons after one, are left over from the source's lists.
    text = re.sub(r"[:;,\s]+$", "", _LIST_MARKS.sub("", text))
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _paper(number: int, group: str, depends_on: str, document: Mapping[str, Any]) -> dict[str, Any]:
    name, folded = _trim(document["name"], MAX_PAPER_NAME), fold(document["name"])
    kind = "submit"
    if not document["originals"] and not document["copies"]:
        kind = "info"
    elif _SHOWN.search(fold(group)) or folded.lstrip("-+* ").startswith("xuat trinh"):
        kind = "show"
    conditional = _CONDITIONAL.search(folded) or _CONDITIONAL.search(fold(depends_on))
    paper: dict[str, Any] = {
        "key": f"paper_{number}",
        "name": name,
        "kind": kind,
        "required": kind == "submit" and not conditional and len(folded) < 400,
        "originals": document["originals"],
        "copies": document["copies"],
    }
    if document["form_file"]:
        paper["form_file"] = document["form_file"]
    if document.get("form_url"):
        paper["form_url"] = document["form_url"]
    if document.get("replaced_by_result"):
        paper["replaced_by_result"] = document["replaced_by_result"]
    return paper


def fees_of(methods: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a fee rule for each published line, channels with the same lines together.

    A line is `unclear` where its note names a sum, several lines share a channel, or the amount cannot be one.
    """
    lines: dict[str, dict[str, Any]] = {}
    by_channel: dict[str, int] = {}
    for method in methods:
        by_channel[method["channel"]] = by_channel.get(method["channel"], 0) + len(method["fees"])
    for method in methods:
        for fee in method["fees"]:
            free = says_free(fee)
            doubtful = fee["amount"] is None or (not free and fee["amount"] < SMALLEST_FEE)
            several = by_channel[method["channel"]] > 1
            unclear = doubtful or several or bool(fee["note"]) or (free and names_amount(method["note"]))
            text = _trim(fee["text"], 500) or "Không có thông tin"
            key = repr((fee["amount"], fee["text"], fee["note"], unclear))
            line = lines.setdefault(
                key,
                {
                    "key": f"fee_{len(lines) + 1}",
                    "name": UNNAMED_FEE,
                    "kind": _fee_kind(fold(fee["text"])),
                    "channels": [],
                    "amount": 0 if free and not unclear else fee["amount"],
                    "text": text,
                    "note": fee["note"],
                    "unclear": unclear,
                },
            )
            if method["channel"] not in line["channels"]:
                line["channels"].append(method["channel"])
    return list(lines.values())


def _fee_kind(text: str) -> str | None:
    if text.startswith("le phi"):
        return "charge"
    return "fee" if text.startswith("phi") else None


def limits_of(methods: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a time limit for each channel, equal ones together.

    Without a unit, or with several durations on one channel, nothing is computed: `amount` is None.
    """
    limits: dict[str, dict[str, Any]] = {}
    for channel in Channel:
        said = list(
            dict.fromkeys((m["duration"], m["unit"], m.get("said", "")) for m in methods if m["channel"] == channel)
        )
        if not said:
            continue
        clear = len(said) == 1 and said[0][0] is not None and said[0][1] is not None
        limit: dict[str, Any] = {
            "channels": [],
            "amount": said[0][0] if clear else None,
            "unit": said[0][1] if clear else None,
            "text": " hoặc ".join(say_duration(amount, unit, words) for amount, unit, words in said),
            "unclear": not clear,
        }
        limits.setdefault(limit["text"], limit)["channels"].append(channel.value)
    return list(limits.values())


def say_duration(amount: int | None, unit: str | None, words: str = "") -> str:
    """Return a time limit as people read it; a missing unit is said to be missing, other words stand as published."""
    if words:
        return f"“{words}”"
    if amount is None:
        return "theo quy định (xem phần trình tự)"
    if unit is None:
        return f"{amount} (nguồn công bố không ghi đơn vị)"
    return f"{amount:02d} {UNIT_WORDS[Unit(unit)]}"


def shortest(limits: list[dict[str, Any]]) -> tuple[int, Unit] | None:
    """Return the shortest limit that is known, or None. A working day counts as longer than a day of the calendar."""
    hours = {Unit.HOUR: 1, Unit.DAY: 8, Unit.WORKING_DAY: 9, Unit.MONTH: 8 * 30}
    known = [(limit["amount"], Unit(limit["unit"])) for limit in limits if limit["amount"] and limit["unit"]]
    return min(known, key=lambda item: item[0] * hours[item[1]], default=None)


_NO_RESULT = {"kind": "none", "name": N_("Không có giấy tờ kết quả; cơ quan báo khi đã làm xong"), "numbered": False}


def result_of(results: list[dict[str, str]]) -> dict[str, Any]:
    """Return the result: a document made elsewhere, scanned, or a reference; the package knows no template.

    Of several results the first that grants something is the result; refusals and mere answers stand among the others.
    """
    results = sorted(results, key=lambda item: _rank_of_result(fold(item["name"])))
    first = results[0] if results else {"name": "", "code": ""}
    return {
        "kind": "uploaded",
        "kinds": ["uploaded", "scanned", "reference"],
        "name": _trim(first["name"], 480) or "Văn bản trả lời",
        "code": first["code"],
        "others": [{"name": _trim(item["name"], 480), "code": item["code"]} for item in results[1:]],
        "numbered": True,
        "channels": ["counter", "post", "electronic"],
    }


def _rank_of_result(folded: str) -> int:
    if not _ANSWERS.search(_LIST_MARKS.sub("", folded)):
        return 0
    return 2 if _REFUSES.search(folded) else int("tra loi" in folded)


def form_of(subjects: list[str]) -> dict[str, Any]:
    """Return the default form: who asks, and what for. Persons and organisations as the subjects allow."""
    words = [fold(subject) for subject in subjects]
    persons = any(_PERSONS.search(word) and not _ORGANISATIONS.search(word) for word in words) or not words
    organisations = any(_ORGANISATIONS.search(word) for word in words)
    foreign = any(_FOREIGN.search(word) for word in words)
    properties: dict[str, Any] = {}
    required = ["content"]
    fields: list[dict[str, Any]] = []
    both = persons and organisations
    if both:
        properties["applicant_kind"] = {"enum": ["person", "organisation"]}
        required.append("applicant_kind")
        options = {"person": N_("Cá nhân"), "organisation": N_("Tổ chức, doanh nghiệp")}
        fields.append(
            {"path": "applicant_kind", "label": N_("Ông/bà nộp cho ai?"), "options": options, "default": "person"}
        )
    if persons:
        needed = ["full_name"] if foreign else ["full_name", "identity"]
        properties["applicant"] = {"$ref": "motcua:person", "required": needed}
        required.append("applicant")
        parts = ["full_name", "identity", *(["paper", "nationality"] if foreign else []), "birth", "address", "phone"]
        field: dict[str, Any] = {
            "path": "applicant",
            "label": N_("Người đề nghị"),
            "prefill": "person",
            "parts": parts,
        }
        if both:
            field["show_if"] = "answers.applicant_kind == 'person'"
        fields.append(field)
    if organisations:
        properties["organisation"] = {"$ref": "motcua:organisation"}
        required.append("organisation")
        field = {
            "path": "organisation",
            "label": N_("Tổ chức đề nghị"),
            "prefill": "organisation",
            "parts": ["name", "tax_code", "address", "phone", "representative", "position"],
        }
        if both:
            field["show_if"] = "answers.applicant_kind == 'organisation'"
        fields.append(field)
    properties["content"] = {"type": "string", "minLength": 3, "maxLength": 5000}
    properties["remarks"] = {"type": "string", "maxLength": 2000}
    return {
        "schema": {"type": "object", "required": required, "properties": properties},
        "presentation": {
            "steps": [
                {"key": "applicant", "title": N_("Người đề nghị"), "fields": fields},
                {
                    "key": "request",
                    "title": N_("Nội dung đề nghị"),
                    "fields": [
                        {
                            "path": "content",
                            "label": N_("Nội dung đề nghị giải quyết"),
                            "widget": "textarea",
                            "hint": N_("Viết ngắn gọn ông/bà đề nghị điều gì."),
                        },
                        {
                            "path": "remarks",
                            "label": N_("Điều cần nói thêm với cơ quan giải quyết"),
                            "widget": "textarea",
                        },
                    ],
                },
            ]
        },
    }
