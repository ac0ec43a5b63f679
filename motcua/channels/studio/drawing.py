"""What the drawing of a process needs beside the diagram: the words of its tools, and the boxes of its form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.rules.steps import EFFECTS
from motcua.lib.marks import N_
from motcua.organisations.rules import ROLE_NAMES
from motcua.procedures.arrows import ENDED, ENDED_BEFORE
from motcua.procedures.conditions import CHANNELS
from motcua.procedures.saying import AGENCY_NAMES
from motcua.workflow import steps
from motcua.workflow.rules import APPLICANT, TaskKind

KINDS = {
    TaskKind.RECEIVE: N_("Tiếp nhận"),
    TaskKind.ASSIGN: N_("Phân công"),
    TaskKind.APPRAISE: N_("Thẩm định"),
    TaskKind.REVIEW: N_("Xem xét"),
    TaskKind.SIGN: N_("Ký"),
    TaskKind.NUMBER: N_("Vào sổ"),
    TaskKind.ISSUE: N_("Phát hành"),
    TaskKind.DELIVER: N_("Trả kết quả"),
    TaskKind.FINISH: N_("Kết thúc, không có kết quả"),
    TaskKind.APPLICANT_CHECK: N_("Người nộp kiểm tra dự thảo"),
    TaskKind.IN_PERSON: N_("Người dân đến trực tiếp"),
    TaskKind.GENERIC: N_("Việc khác"),
}


@dataclass(frozen=True)
class Entry:
    """One box of the form: which attribute of the part it changes."""

    attribute: str
    label: str
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    is_yes: bool = False
    is_condition: bool = False
    suggestions: Sequence[str] = ()

    def name(self, part: str) -> str:
        """Return the box's name on the page."""
        return f"{part}-{self.attribute.replace(':', '-')}"


@dataclass(frozen=True)
class Sheet:
    """The form of one kind of part."""

    part: str
    title: str
    entries: Sequence[Entry] = ()


def words() -> str:
    """Return the words of the drawing's tools as JSON."""
    said = {
        "hand": _("Kéo cả sơ đồ"),
        "space": _("Thêm hoặc bớt khoảng trống"),
        "connect": _("Nối hai phần"),
        "step": _("Bước cho người làm"),
        "choice": _("Cổng lựa chọn"),
        "parallel": _("Cổng song song"),
        "end": _("Điểm kết thúc"),
        "remove": _("Bỏ phần này"),
    }
    return json.dumps(said, ensure_ascii=False)


def offers(cases: Sequence[Mapping[str, Any]]) -> str:
    """Return, as JSON, what conditions of arrows may speak of beside the drawing itself, and the words for it."""
    ends: dict[str, dict[str, str]] = {}
    for (kind, outcome), effect in EFFECTS.items():
        ends.setdefault(kind.value, {})[outcome.value] = _(effect.label)
    said = {
        "outcomes": ends,
        "cases": {str(case.get("key")): str(case.get("name")) for case in cases},
        "channels": {key: _(words) for key, words in CHANNELS.items()},
        "words": {
            "ended": _(ENDED),
            "before": _(ENDED_BEFORE),
            "any": _("lần gần nhất"),
            "case": _("trường hợp"),
            "channel": _("cách nộp"),
        },
    }
    return json.dumps(said, ensure_ascii=False)


def sheets() -> list[Sheet]:
    """Return the forms of the parts that can be chosen in the drawing."""
    name = Entry("name", _("Tên"))
    role = Entry(
        "motcua:role",
        _("Ai làm"),
        choices=[*((key.value, _(text)) for key, text in ROLE_NAMES.items()), (APPLICANT, _("người nộp"))],
    )
    agency = Entry(
        "motcua:agency",
        _("Cơ quan"),
        _("%(words)s; hoặc mã của một cơ quan cố định, ví dụ H36.12.")
        % {"words": ", ".join(f"{key}: {_(text)}" for key, text in AGENCY_NAMES.items())},
        suggestions=list(AGENCY_NAMES),
    )
    ends: dict[str, str] = {}
    for (_kind, outcome), effect in EFFECTS.items():
        ends.setdefault(outcome.value, _(effect.label))
    return [
        Sheet("none", _("Chọn một phần của sơ đồ để sửa.")),
        Sheet("other", _("Phần được chọn"), [name]),
        Sheet(
            "step",
            _("Bước được chọn"),
            [
                name,
                Entry("motcua:kind", _("Loại bước"), choices=[(key.value, _(text)) for key, text in KINDS.items()]),
                role,
                agency,
                Entry(
                    "motcua:budget",
                    _("Thời gian của bước"),
                    _("4h là 4 giờ làm việc, 0.5wd là nửa ngày làm việc, 2d là 2 ngày, 0 là không tính."),
                ),
                Entry(
                    "motcua:outcomes",
                    _("Các cách kết thúc"),
                    _("Cách nhau dấu phẩy, cách thường dùng đứng đầu. Có: %(known)s.")
                    % {"known": "; ".join(f"{key}: {words}" for key, words in ends.items())},
                ),
            ],
        ),
        Sheet("wait", _("Chỗ chờ được chọn"), [name, role, agency]),
        Sheet(
            "call",
            _("Bước tự động được chọn"),
            [name, Entry("motcua:step", _("Việc hệ thống làm"), choices=[(one, one) for one in sorted(steps.names())])],
        ),
        Sheet(
            "flow",
            _("Mũi tên được chọn"),
            [
                name,
                Entry("condition", _("Điều kiện dạng CEL"), _('Ví dụ: outcome == "return".'), is_condition=True),
                Entry("default", _("Hướng mặc định của cổng lựa chọn"), is_yes=True),
            ],
        ),
    ]
