"""The default processes: which steps, by whom, with how much of the time limit."""

import re
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal
from functools import cache

from motcua.lib.marks import N_
from motcua.lib.text import fold
from motcua.procedures.rules.names import HandledBy, Unit
from motcua.workflow.bpmn import Step, build_bpmn

BUDGET_UNITS = {Unit.HOUR: "h", Unit.WORKING_DAY: "wd", Unit.DAY: "d"}


@dataclass(frozen=True)
class DefaultStep:
    """A step with its share of the time limit in percent; no share: its time is not counted.

    `kind` is what is done at it; without one the id says so.
    """

    id: str
    name: str
    role: str
    agency: str
    outcomes: tuple[str, ...]
    leads: dict[str, str] = field(default_factory=dict, hash=False)
    share: int = 0
    kind: str = ""


@dataclass(frozen=True)
class DefaultProcess:
    """The steps of a level, from reception to delivery."""

    key: str
    name: str
    steps: tuple[DefaultStep, ...]


_RECEIVE = DefaultStep(
    "receive", N_("Tiếp nhận hồ sơ"), "receptionist", "received_at", ("accept", "refuse"), {"refuse": "end"}
)
_DELIVER = DefaultStep("deliver", N_("Trả kết quả"), "receptionist", "received_at", ("deliver",))

_APPRAISE = DefaultStep("appraise", N_("Thẩm định hồ sơ"), "specialist", "competent", ("approve",), share=60)
_RETURN = {"return": "appraise"}

# In a commune few people do everything: who holds two steps in a row does both at once.
COMMUNE = DefaultProcess(
    "commune",
    N_("Quy trình mặc định cấp xã"),
    (
        _RECEIVE,
        _APPRAISE,
        DefaultStep("sign", N_("Ký kết quả"), "agency_leader", "competent", ("sign", "return"), _RETURN, share=25),
        DefaultStep("issue", N_("Phát hành kết quả"), "clerk", "competent", ("issue",), share=15),
        _DELIVER,
    ),
)
PROVINCE = DefaultProcess(
    "province",
    N_("Quy trình mặc định cấp tỉnh"),
    (
        _RECEIVE,
        DefaultStep("assign", N_("Phân công xử lý"), "dispatcher", "competent", ("assign",), share=5),
        _APPRAISE,
        DefaultStep(
            "review", N_("Xem xét, trình ký"), "division_head", "competent", ("approve", "return"), _RETURN, share=15
        ),
        DefaultStep("sign", N_("Ký kết quả"), "agency_leader", "competent", ("sign", "return"), _RETURN, share=12),
        DefaultStep("issue", N_("Lấy số, phát hành kết quả"), "clerk", "competent", ("issue",), share=8),
        _DELIVER,
    ),
)
# Within a day there is no time to hand a dossier out and to look at it twice: whoever receives it knows who does it.
IN_DAY = DefaultProcess("in_day", N_("Quy trình giải quyết trong ngày"), COMMUNE.steps)


_CHECK = DefaultStep(
    "verify", N_("Kiểm tra, xác minh thực tế"), "specialist", "competent", ("done",), share=25, kind="generic"
)
_ASK = DefaultStep(
    "opinions",
    N_("Lấy ý kiến cơ quan, đơn vị liên quan"),
    "specialist",
    "competent",
    ("done",),
    share=20,
    kind="generic",
)


def _widened(standard: DefaultProcess, key: str, name: str, *middle: DefaultStep) -> DefaultProcess:
    """Return a standard process with steps between the look at the papers and the conclusion drawn from it.

    The papers are looked at before: what is missing must be asked for within three working days of reception
    (Decree 61/2018, article 19(4)), and a check on the spot or an answer of another agency takes longer.
    """
    shares = sum(step.share for step in middle)
    before = DefaultStep("appraise", N_("Kiểm tra hồ sơ"), "specialist", "competent", ("approve",), share=15)
    conclude = DefaultStep(
        "conclude",
        N_("Tổng hợp, dự thảo kết quả"),
        "specialist",
        "competent",
        ("approve",),
        share=_APPRAISE.share - before.share - shares,
        kind="appraise",
    )
    steps: list[DefaultStep] = []
    for step in standard.steps:
        leads = {outcome: "conclude" if to == "appraise" else to for outcome, to in step.leads.items()}
        steps += [before, *middle, conclude] if step.id == "appraise" else [replace(step, leads=leads)]
    return DefaultProcess(f"{standard.key}_{key}", name, tuple(steps))


def _met(standard: DefaultProcess, name: str) -> DefaultProcess:
    """Return a standard process in which people come before the result is signed."""
    meeting = DefaultStep(
        "in_person", N_("Người yêu cầu đến, đối chiếu bản chính"), "receptionist", "received_at", ("came",)
    )
    steps = [each for step in standard.steps for each in ((meeting, step) if step.id == "sign" else (step,))]
    return DefaultProcess(f"{standard.key}_in_person", name, tuple(steps))


COMMUNE_VERIFIED = _widened(COMMUNE, "verified", N_("Quy trình mặc định cấp xã, có xác minh thực tế"), _CHECK)
PROVINCE_VERIFIED = _widened(PROVINCE, "verified", N_("Quy trình mặc định cấp tỉnh, có xác minh thực tế"), _CHECK)
COMMUNE_OPINIONS = _widened(COMMUNE, "opinions", N_("Quy trình mặc định cấp xã, có lấy ý kiến"), _ASK)
PROVINCE_OPINIONS = _widened(PROVINCE, "opinions", N_("Quy trình mặc định cấp tỉnh, có lấy ý kiến"), _ASK)
_BOTH = (replace(_ASK, share=15), replace(_CHECK, share=20))
COMMUNE_BOTH = _widened(COMMUNE, "both", N_("Quy trình mặc định cấp xã, có lấy ý kiến và xác minh thực tế"), *_BOTH)
PROVINCE_BOTH = _widened(PROVINCE, "both", N_("Quy trình mặc định cấp tỉnh, có lấy ý kiến và xác minh thực tế"), *_BOTH)
COMMUNE_MET = _met(COMMUNE, N_("Quy trình mặc định cấp xã, người dân phải có mặt"))
PROVINCE_MET = _met(PROVINCE, N_("Quy trình mặc định cấp tỉnh, người dân phải có mặt"))
# Another system decides; here is only noted what it said (`external` in the package names it).
EXTERNAL = DefaultProcess(
    "external",
    N_("Quy trình do hệ thống khác giải quyết"),
    (
        replace(_RECEIVE, name=N_("Tiếp nhận, chuyển hồ sơ sang hệ thống giải quyết")),
        replace(_APPRAISE, name=N_("Hệ thống khác giải quyết; ghi lại kết quả"), share=80),
        replace(COMMUNE.steps[2], name=N_("Xác nhận kết quả của hệ thống khác"), share=10),
        replace(COMMUNE.steps[3], name=N_("Cập nhật số, ngày kết quả"), share=10),
        _DELIVER,
    ),
)
# From the commune over the department to the province's committee and back, under one limit of which each has its share
# (Decree 61/2018, article 19(7)): the result returns to where the dossier was handed in.
RELAY = DefaultProcess(
    "relay",
    N_("Quy trình liên thông xã, sở, Ủy ban nhân dân tỉnh"),
    (
        _RECEIVE,
        DefaultStep(
            "appraise",
            N_("Thẩm định, tổng hợp ở cấp xã"),
            "specialist",
            "commune",
            ("approve",),
            share=30,
            kind="appraise",
        ),
        DefaultStep(
            "submit",
            N_("Lãnh đạo xã xem xét, trình cấp tỉnh"),
            "agency_leader",
            "commune",
            ("done", "return"),
            {"return": "appraise"},
            share=10,
            kind="generic",
        ),
        DefaultStep(
            "examine",
            N_("Sở thẩm định, dự thảo kết quả"),
            "specialist",
            "department",
            ("approve", "return"),
            {"return": "appraise"},
            share=20,
            kind="appraise",
        ),
        DefaultStep(
            "propose",
            N_("Lãnh đạo sở xem xét, trình Ủy ban nhân dân tỉnh"),
            "agency_leader",
            "department",
            ("done", "return"),
            {"return": "examine"},
            share=10,
            kind="generic",
        ),
        DefaultStep(
            "sign",
            N_("Ủy ban nhân dân tỉnh ký kết quả"),
            "agency_leader",
            "province",
            ("sign", "return"),
            {"return": "examine"},
            share=20,
        ),
        DefaultStep("issue", N_("Phát hành, chuyển kết quả về xã"), "clerk", "province", ("issue",), share=10),
        _DELIVER,
    ),
)
# Nothing is handed over: what was done is recorded, and the applicant is told (some records name no result).
NO_RESULT = DefaultProcess(
    "no_result",
    N_("Quy trình không có kết quả riêng"),
    (
        _RECEIVE,
        DefaultStep("appraise", N_("Thẩm định, thực hiện"), "specialist", "competent", ("approve",), share=70),
        DefaultStep(
            "finish",
            N_("Xác nhận đã làm xong, kết thúc"),
            "agency_leader",
            "competent",
            ("finish", "return"),
            _RETURN,
            share=30,
        ),
    ),
)
# Every pattern, in the order in which people choose. No imported record names another system: EXTERNAL is for packages
# made by hand.
PATTERNS = {
    process.key: process
    for process in (
        IN_DAY,
        COMMUNE,
        PROVINCE,
        COMMUNE_VERIFIED,
        PROVINCE_VERIFIED,
        COMMUNE_OPINIONS,
        PROVINCE_OPINIONS,
        COMMUNE_BOTH,
        PROVINCE_BOTH,
        COMMUNE_MET,
        PROVINCE_MET,
        EXTERNAL,
        RELAY,
        NO_RESULT,
    )
}
# Words of a published procedure's steps that say somebody goes and looks, or asks where it can be known; that other
# bodies are asked (not the people of a meeting, nor the applicant); that people must come.
_VERIFIED = re.compile(
    r"kiem tra thuc (te|dia)|xac minh|khao sat thuc|tham dinh thuc te|danh gia thuc te|kiem tra tai co so"
)
_OPINIONS = re.compile(
    r"van ban (de nghi )?(lay|xin) y kien"
    r"|(lay|xin) y kien[^.;\n]{0,40}\b(co quan|don vi|cac so|bo|uy ban|ubnd|to chuc)\b"
)
_RELAYED = re.compile(
    r"(uy ban nhan dan|ubnd) (cap )?xa[^\n;]{0,160}"
    r"\b(trinh|gui)\b[^\n;]{0,80}(uy ban nhan dan|ubnd) (cap )?tinh"
)
_MET = re.compile(r"phai co mat, xuat trinh|hai ben nam, nu phai co mat")
_DAY = {Unit.HOUR: 8, Unit.WORKING_DAY: 1, Unit.DAY: 1}
_SENTENCE = re.compile(r"[\n;]|\.\s")
LONGEST_WORDS = 240


@dataclass(frozen=True)
class Match:
    """The pattern that the data of a procedure call for, and the words of the data that do; none for the usual one."""

    process: DefaultProcess
    words: tuple[str, ...] = ()


def match_for(
    handled_by: HandledBy,
    level: str,
    *,
    steps: str = "",
    limit: tuple[int, Unit] | None = None,
    has_result: bool = True,
) -> Match:
    """Return the default process that the data of a procedure call for; a local branch works as its level does.

    `steps` is the published sequence (trình tự thực hiện), `limit` its only clear time limit.
    """
    if not has_result:
        return Match(NO_RESULT)
    is_communal = handled_by == HandledBy.COMMUNE or (handled_by == HandledBy.BRANCH and level == "commune")
    said = [_said(steps, pattern) for pattern in (_MET, _VERIFIED, _OPINIONS)]
    met, verified, asked = said
    if met:
        return Match(COMMUNE_MET if is_communal else PROVINCE_MET, (met,))
    relayed = _said(steps, _RELAYED) if handled_by == HandledBy.COMMUNE else ""
    if relayed:
        return Match(RELAY, (relayed,))
    if limit is not None and limit[0] <= _DAY.get(limit[1], 0):
        return Match(IN_DAY)
    if verified and asked:
        return Match(COMMUNE_BOTH if is_communal else PROVINCE_BOTH, (verified, asked))
    if verified:
        return Match(COMMUNE_VERIFIED if is_communal else PROVINCE_VERIFIED, (verified,))
    if asked:
        return Match(COMMUNE_OPINIONS if is_communal else PROVINCE_OPINIONS, (asked,))
    return Match(COMMUNE if is_communal else PROVINCE)


def _said(steps: str, pattern: re.Pattern[str]) -> str:
    """Return the first sentence of the published steps in which a pattern is found; empty where it is in none."""
    found = (part for part in _SENTENCE.split(steps) if pattern.search(fold(part)))
    return " ".join(next(found, "").split())[:LONGEST_WORDS]


def budgets(process: DefaultProcess, limit: tuple[int, Unit] | None) -> dict[str, str]:
    """Share a time limit among the steps so that they add up to it exactly.

    Months and unknown limits have no shares: a month is not thirty days (Civil Code 2015, article 148).
    """
    if limit is None or limit[1] not in BUDGET_UNITS:
        return {step.id: "0" for step in process.steps}
    amount, unit = limit
    shares = {step.id: Decimal(amount * step.share) / 100 for step in process.steps if step.share}
    rounded = {key: share.quantize(Decimal("0.01"), ROUND_DOWN) for key, share in shares.items()}
    longest = max(rounded, key=lambda key: rounded[key])
    rounded[longest] += Decimal(amount) - sum(rounded.values())
    return {
        step.id: f"{_plain(rounded[step.id])}{BUDGET_UNITS[unit]}" if rounded.get(step.id) else "0"
        for step in process.steps
    }


@cache
def drawn(process: DefaultProcess, limit: tuple[int, Unit] | None) -> str:
    """Return the BPMN of a default process whose budgets share a limit; equal limits give equal bytes."""
    budget = budgets(process, limit)
    steps = [
        Step(
            step.id, step.name, step.kind or step.id, step.role, step.agency, budget[step.id], step.outcomes, step.leads
        )
        for step in process.steps
    ]
    return build_bpmn(process.key, process.name, steps).decode()


def _plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
