"""The default processes: which steps, by whom, with how much of the time limit."""

from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from functools import cache

from motcua.lib.marks import N_
from motcua.procedures.rules.names import HandledBy, Unit
from motcua.workflow.bpmn import Step, build_bpmn

BUDGET_UNITS = {Unit.HOUR: "h", Unit.WORKING_DAY: "wd", Unit.DAY: "d"}


@dataclass(frozen=True)
class DefaultStep:
    """A step with its share of the time limit in percent; no share: its time is not counted."""

    id: str
    name: str
    role: str
    agency: str
    outcomes: tuple[str, ...]
    leads: dict[str, str] = field(default_factory=dict, hash=False)
    share: int = 0


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

# In a commune few people do everything: who holds two steps in a row does both at once.
COMMUNE = DefaultProcess(
    "commune",
    "Quy trình mặc định cấp xã",
    (
        _RECEIVE,
        DefaultStep("appraise", N_("Thẩm định hồ sơ"), "specialist", "competent", ("approve",), share=60),
        DefaultStep(
            "sign", N_("Ký kết quả"), "agency_leader", "competent", ("sign", "return"), {"return": "appraise"}, share=25
        ),
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
        DefaultStep("appraise", N_("Thẩm định hồ sơ"), "specialist", "competent", ("approve",), share=60),
        DefaultStep(
            "review",
            N_("Xem xét, trình ký"),
            "division_head",
            "competent",
            ("approve", "return"),
            {"return": "appraise"},
            share=15,
        ),
        DefaultStep(
            "sign", N_("Ký kết quả"), "agency_leader", "competent", ("sign", "return"), {"return": "appraise"}, share=12
        ),
        DefaultStep("issue", N_("Lấy số, phát hành kết quả"), "clerk", "competent", ("issue",), share=8),
        _DELIVER,
    ),
)


def process_for(handled_by: HandledBy, level: str) -> DefaultProcess:
    """Return the default process of a level; a local branch works as its level does."""
    if handled_by == HandledBy.COMMUNE or (handled_by == HandledBy.BRANCH and level == "commune"):
        return COMMUNE
    return PROVINCE


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
        Step(step.id, step.name, step.id, step.role, step.agency, budget[step.id], step.outcomes, step.leads)
        for step in process.steps
    ]
    return build_bpmn(process.key, process.name, steps).decode()


def _plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
