"""Why a clock may stand still, and where the law lets an official say so.

A clock stops for the applicant, for a duty that is not the agency's, and for time at other bodies that sector law
leaves out. It never stops for waiting inside the agency or for an absent signer; for outages only under a dated rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.lib.marks import N_

SUPPLEMENT = "supplement"
# Between the decision that stopped a dossier and the one that opened it again.
DECIDED = "decided"
# In words; those from `measurement` on are begun and ended by hand, where a rule allows it.
PAUSES = {
    SUPPLEMENT: N_("chờ người nộp bổ sung hồ sơ"),
    "financial_duty": N_("chờ người nộp thực hiện nghĩa vụ tài chính"),
    "applicant_check": N_("chờ người nộp kiểm tra bản dự thảo"),
    "in_person": N_("chờ người được mời đến"),
    "measurement": N_("đo đạc"),
    "posting": N_("niêm yết, công khai"),
    "other_body": N_("thời gian ở cơ quan khác mà luật không tính"),
    "announced_outage": N_("sự cố hệ thống đã được thông báo"),
    DECIDED: N_("hồ sơ đã dừng theo quyết định"),
}
BY_HAND = ("measurement", "posting", "other_body", "announced_outage")


@dataclass(frozen=True)
class StopRule:
    """From when until when one reason may stop the clock of some procedures, and by which law."""

    reason: str
    basis: str
    since: date = date.min
    until: date = date.max

    def holds(self, on: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.since <= on < self.until


# Birth and death bundles: when the owner of a system announces an outage, a lost connection or a security incident,
# the time goes on only when it works again.
_OUTAGE = StopRule(
    "announced_outage",
    "Nghị định 301/2026/NĐ-CP, điều 3 khoản 4 (sửa đổi Nghị định 63/2024/NĐ-CP, điều 4 khoản 7)",
    since=date(2026, 9, 1),
)
OF_PROCEDURES: Mapping[str, tuple[StopRule, ...]] = {"2.002621": (_OUTAGE,), "2.002622": (_OUTAGE,)}


def stop_rules(procedure: str, of_package: Sequence[Mapping[str, Any]], *, on: date) -> dict[str, str]:
    """Return the reasons for which an official may stop a procedure's clock on a day, each with its basis.

    `of_package` is the package's `clock_stops`: {"reason", "basis", "since", "until"}, the dates as ISO texts.
    """
    rules = [
        *OF_PROCEDURES.get(procedure, ()),
        *(
            StopRule(
                str(rule["reason"]),
                str(rule["basis"]),
                date.fromisoformat(rule["since"]) if rule.get("since") else date.min,
                date.fromisoformat(rule["until"]) if rule.get("until") else date.max,
            )
            for rule in of_package
        ),
    ]
    return {rule.reason: rule.basis for rule in rules if rule.holds(on)}
