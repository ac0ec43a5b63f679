"""Notices keep machine values; words are chosen when somebody reads them."""

import pytest
from django.utils import translation

from motcua.notices.rules import NoticeKind
from motcua.notices.wording import letter, worded

pytestmark = pytest.mark.django_db  # English of packages is looked up

PARAMS = {"code": "H36.12-261123-0001", "agency": "UBND xã Đơn Dương", "procedure": "Việc lạ", "reason": ""}


def test_the_appointment_is_said_in_the_readers_language() -> None:
    params = {**PARAMS, "due": "2026-11-27T07:00:00+00:00", "answer_due": "2026-11-24T01:30:00+00:00"}
    assert "Thứ Sáu, 27/11/2026, 14 giờ" in worded(NoticeKind.RECEIVED, params).text
    assert "Thứ Ba, 24/11/2026, 8 giờ 30" in worded(NoticeKind.FILED, params).text
    with translation.override("en"):
        assert "Friday, 27/11/2026" in worded(NoticeKind.RECEIVED, params).text
        assert "Tuesday, 24/11/2026" in worded(NoticeKind.FILED, params).text


def test_notices_of_before_keep_their_words() -> None:
    params = {**PARAMS, "due": "Thứ Sáu, 27/11/2026, từ 14 giờ", "answer_due": ""}
    assert worded(NoticeKind.RECEIVED, params).text.endswith("Hẹn trả kết quả: Thứ Sáu, 27/11/2026, từ 14 giờ.")
    assert worded(NoticeKind.FILED, params).subject == "Đã nhận hồ sơ H36.12-261123-0001"


def test_a_letter_says_to_whom_and_where_to_look() -> None:
    text = letter("Đã nhận.", name="K'Brếp", address="http://localhost/ho-so/H36.12-261123-0001")
    assert text.split("\n\n")[:3] == [
        "Kính gửi ông/bà K'Brếp,",
        "Đã nhận.",
        "Xem hồ sơ tại: http://localhost/ho-so/H36.12-261123-0001",
    ]
    assert letter("Đã nhận.", name="", address="").startswith("Kính gửi ông/bà,\n\nĐã nhận.")
