"""Processes for tests, small and not so small."""

from datetime import UTC, datetime

from motcua.organisations.models import Agency
from motcua.workflow import actions
from motcua.workflow.bpmn import END, Call, Parallel, Part, Step, Wait, build_bpmn
from motcua.workflow.models import Instance, ProcessDefinition

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

RECEIVE = Step(
    "receive",
    "Tiếp nhận hồ sơ",
    kind="receive",
    role="receptionist",
    agency="received_at",
    budget="4h",
    outcomes=("accept", "refuse"),
    leads={"refuse": END},
)
ASSIGN = Step("assign", "Phân công xử lý", kind="assign", role="dispatcher", budget="2h", outcomes=("assign",))
APPRAISE = Step("appraise", "Thẩm định", kind="appraise", role="specialist", budget="1wd", outcomes=("approve",))
REVIEW = Step(
    "review",
    "Xem xét",
    kind="review",
    role="division_head",
    outcomes=("approve", "return"),
    leads={"return": "appraise"},
)
SIGN = Step(
    "sign", "Ký kết quả", kind="sign", role="agency_leader", outcomes=("sign", "return"), leads={"return": "appraise"}
)
ISSUE = Step("issue", "Phát hành", kind="issue", role="clerk", outcomes=("issue",))
DELIVER = Step(
    "deliver", "Trả kết quả", kind="deliver", role="receptionist", agency="received_at", outcomes=("deliver",)
)
SIMPLE: tuple[Part, ...] = (RECEIVE, APPRAISE, SIGN, ISSUE, DELIVER)
ASKING = Parallel(
    "opinions",
    (
        (Step("ask_tax", "Hỏi cơ quan thuế", kind="generic", role="coordinator_agency"),),
        (
            Step(
                "ask_police",
                "Hỏi công an",
                kind="generic",
                role="coordinator_agency",
                when='case_key == "foreigner"',
            ),
        ),
    ),
)
FULL: tuple[Part, ...] = (
    RECEIVE,
    ASSIGN,
    APPRAISE,
    ASKING,
    REVIEW,
    SIGN,
    Wait("pay", "Chờ nộp tiền", "tax_paid", role="cashier", when="fee > 0"),
    Call("tell", "Báo hệ thống hộ tịch", "tell_register"),
    ISSUE,
    DELIVER,
)


def definition(parts: tuple[Part, ...] = SIMPLE, key: str = "thu") -> ProcessDefinition:
    """Publish a process of these parts."""
    return actions.define(key=key, bpmn=build_bpmn(key, "Quy trình thử", parts), now=NOW)


def instance(
    agency: Agency,
    parts: tuple[Part, ...] = SIMPLE,
    *,
    business_key: str = "dossier:1",
    case_name: str = "",
    case_kind: str = "",
    **context: str | int | bool,
) -> Instance:
    """Start a run in which every step is the same agency's."""
    values = {"received_at": agency.pk, "competent": agency.pk, "fee": 0, "case_key": "", **context}
    run = definition(parts)
    return actions.start(
        definition=run, context=values, business_key=business_key, case_name=case_name, case_kind=case_kind, now=NOW
    )
