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
    "Quy trình mặc định cấp xã",
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
    "Quy trình mặc định cấp tỉnh",
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
IN_DAY = DefaultProcess("in_day", "Quy trình giải quyết trong ngày", COMMUNE.steps)


def _verified(standard: DefaultProcess) -> DefaultProcess:
    """Return a standard process with a check on the spot, and the conclusion drawn from it.

    The papers are looked at before: what is missing must be asked for within three working days of reception
    (Decree 61/2018, article 19(4)), and a check on the spot takes longer.
    """
    before = DefaultStep("appraise", N_("Kiểm tra hồ sơ"), "specialist", "competent", ("approve",), share=15)
    check = (
        DefaultStep(
            "verify", N_("Kiểm tra, xác minh thực tế"), "specialist", "competent", ("done",), share=25, kind="generic"
        ),
        DefaultStep(
            "conclude",
            N_("Tổng hợp, dự thảo kết quả"),
            "specialist",
            "competent",
            ("approve",),
            share=20,
            kind="appraise",
        ),
    )
    steps: list[DefaultStep] = []
    for step in standard.steps:
        leads = {outcome: "conclude" if to == "appraise" else to for outcome, to in step.leads.items()}
        steps += [before, *check] if step.id == "appraise" else [replace(step, leads=leads)]
    return DefaultProcess(f"{standard.key}_verified", f"{standard.name}, có xác minh thực tế", tuple(steps))


COMMUNE_VERIFIED, PROVINCE_VERIFIED = _verified(COMMUNE), _verified(PROVINCE)
# Words of a published procedure's steps that say somebody goes and looks, or asks where it can be known.
_VERIFIED = re.compile(
    r"kiem tra thuc (te|dia)|xac minh|khao sat thuc|tham dinh thuc te|danh gia thuc te|kiem tra tai co so"
)
_DAY = {Unit.HOUR: 8, Unit.WORKING_DAY: 1, Unit.DAY: 1}


def process_for(
    handled_by: HandledBy, level: str, *, steps: str = "", limit: tuple[int, Unit] | None = None
) -> DefaultProcess:
    """Return the default process that the data of a procedure call for; a local branch works as its level does.

    `steps` is the published sequence (trình tự thực hiện), `limit` its only clear time limit.
    """
    if limit is not None and limit[0] <= _DAY.get(limit[1], 0):
        return IN_DAY
    is_communal = handled_by == HandledBy.COMMUNE or (handled_by == HandledBy.BRANCH and level == "commune")
    if _VERIFIED.search(fold(steps)):
        return COMMUNE_VERIFIED if is_communal else PROVINCE_VERIFIED
    return COMMUNE if is_communal else PROVINCE


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
