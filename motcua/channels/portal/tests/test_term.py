"""Why a dossier is promised for its day, as its applicant reads it."""

from typing import Any

import pytest

from motcua.channels.portal.term import why_this_day
from motcua.dossiers.models import DueAdjustment
from motcua.dossiers.rules import clock
from motcua.dossiers.rules.clock import Course, Fixed, Pause
from motcua.dossiers.rules.package import limit_of
from motcua.worktime.rules import rule_set
from motcua.worktime.tests.samples import at, office


def lines(course: Course, *, reason: str = "received", private: bool = True, **limit: Any) -> list[str]:
    rows = [{"amount": 5, "unit": "working_day", "text": "", **limit}]
    found = clock.promised(
        limit_of(rows, channel="direct", case=""), course, agency=office(), collection=office(), rules=rule_set(5)
    )
    assert found is not None
    params = found.params | ({"assumed": True, "text": "Chờ đo đạc"} if reason != "received" else {})
    row = DueAdjustment(at=course.accepted, after=found.at, reason=reason, explanation=found.told(), params=params)
    return why_this_day(row, private=private)


def test_three_plain_lines() -> None:
    assert lines(Course(at("2026-11-20 16:00"))) == [
        "Hồ sơ được tiếp nhận: Thứ Sáu, 20/11/2026, 16 giờ.",
        "Thời hạn: 5 ngày làm việc. Ngày nhận không tính, ngày đầu tiên là ngày liền sau. "
        "Không tính: ngày nghỉ hằng tuần; ngày lễ 24/11/2026.",
        "Vì vậy hẹn trả kết quả: Thứ Hai, 30/11/2026, 17 giờ 30.",
    ]


@pytest.mark.parametrize(
    ("course", "limit", "said"),
    [
        (Course(at("2026-11-22 20:00")), {}, "ngoài giờ làm việc"),
        (Course(at("2026-11-23 16:00")), {"cutoff": {"at": "15:00"}}, "sau giờ chốt"),
        (Course(at("2026-11-23 09:00"), competent=at("2026-11-25 09:00")), {}, "cơ quan có thẩm quyền nhận hồ sơ"),
        (Course(at("2026-11-23 09:00")), {"same_day": True}, "trả kết quả trong ngày"),
        (Course(at("2026-11-23 09:00")), {"unit": "day", "amount": 12}, "Ngày cuối là ngày nghỉ"),
        (Course(at("2027-01-28 09:00")), {"amount": 15}, "khi Nhà nước công bố lịch nghỉ lễ"),
        (
            Course(
                at("2026-11-23 09:00"),
                pauses=(Pause(at("2026-11-25 10:00"), at("2026-12-01 10:00"), "measurement"),),
            ),
            {},
            "thời gian tạm dừng 26/11 – 01/12/2026",
        ),
    ],
)
def test_what_is_different_is_said(course: Course, limit: dict[str, Any], said: str) -> None:
    assert said in " ".join(lines(course, **limit))


def test_a_new_beginning_and_an_apology_are_said() -> None:
    anew = Course(
        at("2026-11-23 09:00"), pauses=(Pause(at("2026-11-25 10:00"), at("2026-12-01 10:00"), "supplement", True),)
    )
    said = lines(anew, reason="went_on_restart")
    assert said[0].startswith("Cơ quan nhận đủ phần bổ sung; thời hạn tính lại từ đầu, từ Thứ Ba, 01/12/2026, 10 giờ.")
    assert "quy tắc chung" in said[0]
    fixed = Course(at("2026-11-23 09:00"), fixed=Fixed(at("2026-12-09 17:30"), at("2026-11-27 09:00"), "reappointed"))
    assert lines(fixed, reason="reappointed")[1:] == [
        "Lý do: Chờ đo đạc",
        "Hẹn trả kết quả: Thứ Tư, 09/12/2026, 17 giờ 30.",
    ]
    assert "Chờ đo đạc" not in " ".join(lines(fixed, reason="reappointed", private=False))
