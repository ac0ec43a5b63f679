"""The words of a dossier's history."""

from enum import StrEnum

from motcua.lib.marks import N_

from .machine import Which


class Happening(StrEnum):
    """What can stand in a dossier's history."""

    FILED = "filed"
    RECEIVED = "received"
    REFUSED = "refused"
    REFUSAL_ASKED = "refusal_asked"
    REFUSAL_DECLINED = "refusal_declined"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENTED = "supplemented"
    SUPPLEMENT_EXPIRED = "supplement_expired"
    ASSIGNED = "assigned"
    STEP_DONE = "step_done"
    STEP_RETURNED = "step_returned"
    RESULT_DRAFTED = "result_drafted"
    RESULT_NUMBERED = "result_numbered"
    RESULT_SIGNED = "result_signed"
    RESULT_SEALED = "result_sealed"
    ISSUED = "issued"
    FINISHED = "finished"
    DELIVERED = "delivered"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    DRAFT_TO_CHECK = "draft_to_check"
    DRAFT_CONFIRMED = "draft_confirmed"
    DRAFT_CORRECTED = "draft_corrected"
    DRAFT_SILENCE = "draft_silence"
    INVITED = "invited"
    CAME = "came"
    NO_SHOW = "no_show"
    PAPER_ADDED = "paper_added"
    PAPER_REUSED = "paper_reused"
    SCANS_SIGNED = "scans_signed"
    DECLARATION_MADE = "declaration_made"
    PAYMENT_ASKED = "payment_asked"
    PAID = "paid"
    ANSWERS_TYPED = "answers_typed"
    FEE_TAKEN = "fee_taken"
    FEE_ANNULLED = "fee_annulled"
    SLIP_PRINTED = "slip_printed"
    EXTERNAL_NOTED = "external_noted"
    REAPPOINTED = "reappointed"
    VERIFIED = "verified"
    CLOCK_STOPPED = "clock_stopped"
    CLOCK_WENT_ON = "clock_went_on"
    COMPETENT_RECEIVED = "competent_received"
    DUE_MOVED = "due_moved"
    OPINION_ASKED = "opinion_asked"
    OPINION_GIVEN = "opinion_given"
    OPINION_LATE = "opinion_late"
    OPINION_WAIVED = "opinion_waived"
    REFUSAL_PROPOSED = "refusal_proposed"
    NOT_ELIGIBLE = "not_eligible"
    REOPENED = "reopened"
    RESULT_RECALLED = "result_recalled"
    RESULT_REPLACED = "result_replaced"
    RESULT_REVOKED = "result_revoked"
    POST_RETURNED = "post_returned"
    HANDED_OUT_AGAIN = "handed_out_again"
    TOLD = "told"
    CALLED = "called"
    ORIGINALS_PASSED = "originals_passed"
    ORIGINALS_RETURNED = "originals_returned"
    ORIGINALS_WITHDRAWN = "originals_withdrawn"
    HANDED_ON = "handed_on"
    HANDED_OVER = "handed_over"
    TAKEN_OVER = "taken_over"
    NOT_TAKEN_OVER = "not_taken_over"
    LETTER_ADDED = "letter_added"
    LETTER_SIGNED = "letter_signed"
    LETTER_GIVEN = "letter_given"
    PART_BEGUN = "part_begun"
    PART_DONE = "part_done"
    PART_REFUSED = "part_refused"
    PART_WITHDRAWN = "part_withdrawn"
    PART_STOPPED = "part_stopped"
    PART_ENDED = "part_ended"
    PART_DROPPED = "part_dropped"
    PART_AGAIN = "part_again"
    PART_AWAITS = "part_awaits"


# What an agency of a relay still learns of a dossier that it handed on: over whom it went, and its end.
WAY_ON = frozenset({Happening.HANDED_ON, Happening.ISSUED, Happening.FINISHED, Happening.DELIVERED})

WORDS = {
    Happening.FILED: N_("Đã nộp hồ sơ"),
    Happening.RECEIVED: N_("Đã tiếp nhận hồ sơ"),
    Happening.REFUSED: N_("Không tiếp nhận hồ sơ"),
    Happening.REFUSAL_ASKED: N_("Trình lãnh đạo bộ phận một cửa việc từ chối tiếp nhận"),
    Happening.REFUSAL_DECLINED: N_("Lãnh đạo bộ phận một cửa không đồng ý từ chối"),
    Happening.SUPPLEMENT_REQUESTED: N_("Yêu cầu bổ sung hồ sơ"),
    Happening.SUPPLEMENTED: N_("Người nộp đã bổ sung hồ sơ"),
    Happening.SUPPLEMENT_EXPIRED: N_("Hết hạn bổ sung hồ sơ"),
    Happening.ASSIGNED: N_("Phân công xử lý"),
    Happening.STEP_DONE: N_("Hoàn thành bước “{step}”"),
    Happening.STEP_RETURNED: N_("Trả lại bước trước từ “{step}”"),
    Happening.RESULT_DRAFTED: N_("Dự thảo kết quả"),
    Happening.RESULT_NUMBERED: N_("Lấy số {number}"),
    Happening.RESULT_SIGNED: N_("Đã ký số kết quả"),
    Happening.RESULT_SEALED: N_("Đã đóng dấu số của cơ quan"),
    Happening.ISSUED: N_("Phát hành kết quả"),
    Happening.FINISHED: N_("Đã làm xong, hồ sơ không có kết quả riêng"),
    Happening.DELIVERED: N_("Đã trả kết quả"),
    Happening.STOPPED: N_("Dừng giải quyết hồ sơ"),
    Happening.WITHDRAWN: N_("Người nộp rút hồ sơ"),
    Happening.DRAFT_TO_CHECK: N_("Mời người nộp kiểm tra bản dự thảo"),
    Happening.DRAFT_CONFIRMED: N_("Người nộp xác nhận bản dự thảo đúng"),
    Happening.DRAFT_CORRECTED: N_("Người nộp đề nghị sửa bản dự thảo"),
    Happening.DRAFT_SILENCE: N_("Hết thời gian kiểm tra, người nộp không có ý kiến"),
    Happening.INVITED: N_("Mời người nộp đến trực tiếp"),
    Happening.CAME: N_("Người nộp đã đến, đã đối chiếu bản chính"),
    Happening.NO_SHOW: N_("Người nộp không đến theo hẹn"),
    Happening.PAPER_ADDED: N_("Thêm giấy tờ vào hồ sơ"),
    Happening.PAPER_REUSED: N_("Dùng lại giấy tờ đã có, từ hồ sơ {code}"),
    Happening.SCANS_SIGNED: N_("Đã ký số bản quét giấy tờ"),
    Happening.DECLARATION_MADE: N_("Lập tờ khai"),
    Happening.PAYMENT_ASKED: N_("Yêu cầu thực hiện nghĩa vụ tài chính"),
    Happening.ORIGINALS_PASSED: N_("Chuyển bản chính đến {agency}"),
    Happening.ORIGINALS_RETURNED: N_("Đã trả lại bản chính"),
    Happening.ORIGINALS_WITHDRAWN: N_("Thu hồi bản chính"),
    Happening.SLIP_PRINTED: N_("In phiếu nộp hồ sơ"),
    Happening.PAID: N_("Đã thực hiện nghĩa vụ tài chính"),
    Happening.ANSWERS_TYPED: N_("Đã nhập nội dung khai từ tờ khai giấy"),
    Happening.FEE_TAKEN: N_("Đã thu {amount}, biên lai số {receipt}"),
    Happening.FEE_ANNULLED: N_("Hủy biên lai số {receipt}"),
    Happening.EXTERNAL_NOTED: N_("{system}: {status}"),
    Happening.REAPPOINTED: N_("Xin lỗi và hẹn lại ngày trả kết quả"),
    Happening.VERIFIED: N_("Cần xác minh, thêm thời gian giải quyết"),
    Happening.CLOCK_STOPPED: N_("Tạm dừng tính thời hạn"),
    Happening.CLOCK_WENT_ON: N_("Tính tiếp thời hạn"),
    Happening.COMPETENT_RECEIVED: N_("Cơ quan có thẩm quyền đã nhận hồ sơ"),
    Happening.DUE_MOVED: N_("Ngày hẹn trả thay đổi theo lịch làm việc"),
    Happening.OPINION_ASKED: N_("Hỏi ý kiến {agency}"),
    Happening.OPINION_GIVEN: N_("{agency} đã trả lời ý kiến"),
    Happening.OPINION_LATE: N_("{agency} chưa trả lời ý kiến, đã quá hạn"),
    Happening.OPINION_WAIVED: N_("Cho phép ký khi chưa có ý kiến của {agency}"),
    Happening.REFUSAL_PROPOSED: N_("Đề nghị không giải quyết, từ bước “{step}”"),
    Happening.NOT_ELIGIBLE: N_("Không đủ điều kiện giải quyết: đã phát hành thông báo"),
    Happening.REOPENED: N_("Mở lại hồ sơ theo quyết định"),
    Happening.RESULT_RECALLED: N_("Rút lại kết quả chưa trả để xử lý lại"),
    Happening.RESULT_REPLACED: N_("Thay kết quả đã trả bằng bản mới"),
    Happening.RESULT_REVOKED: N_("Thu hồi kết quả đã trả"),
    Happening.POST_RETURNED: N_("Bưu chính trả kết quả về quầy vì chưa giao được"),
    Happening.HANDED_OUT_AGAIN: N_("Đã trả lại kết quả mà bưu chính chưa giao được"),
    Happening.TOLD: N_("Đã báo cho người nộp"),
    Happening.CALLED: N_("Gọi người nộp nhưng chưa báo được"),
    Happening.HANDED_ON: N_("Đã chuyển hồ sơ đến {agency}"),
    Happening.HANDED_OVER: N_("Đưa vào danh sách bàn giao cho {agency}"),
    Happening.TAKEN_OVER: N_("{agency} đã ký nhận giấy tờ"),
    Happening.NOT_TAKEN_OVER: N_("{agency} chưa nhận giấy tờ trong danh sách bàn giao"),
    Happening.LETTER_ADDED: N_("Đưa vào hồ sơ: {name}"),
    Happening.LETTER_SIGNED: N_("Đã ký văn bản số {number}: {name}"),
    Happening.LETTER_GIVEN: N_("Gửi văn bản số {number}: {name}"),
    Happening.PART_BEGUN: N_("{part}: đã chuyển đến {agency}"),
    Happening.PART_DONE: N_("{part}: {agency} đã có kết quả"),
    Happening.PART_REFUSED: N_("{part}: {agency} không tiếp nhận"),
    Happening.PART_WITHDRAWN: N_("{part}: người nộp đã rút"),
    Happening.PART_STOPPED: N_("{part}: {agency} dừng giải quyết"),
    Happening.PART_ENDED: N_("{part}: kết thúc, không có kết quả"),
    Happening.PART_DROPPED: N_("{part}: không làm được vì phần trước không có kết quả"),
    Happening.PART_AGAIN: N_("{part}: {agency} giải quyết lại"),
    Happening.PART_AWAITS: N_("{part}: lại chờ kết quả của phần trước"),
}
PUBLIC = frozenset(Happening) - {
    Happening.REFUSAL_ASKED,
    Happening.REFUSAL_DECLINED,
    Happening.ASSIGNED,
    Happening.STEP_RETURNED,
    Happening.RESULT_DRAFTED,
    Happening.RESULT_NUMBERED,
    Happening.DECLARATION_MADE,
    Happening.SLIP_PRINTED,
    Happening.ORIGINALS_PASSED,
    Happening.OPINION_ASKED,
    Happening.OPINION_GIVEN,
    Happening.OPINION_LATE,
    Happening.OPINION_WAIVED,
    Happening.REFUSAL_PROPOSED,
    Happening.TOLD,
    Happening.CALLED,
    Happening.LETTER_ADDED,
    Happening.LETTER_SIGNED,
    Happening.HANDED_OVER,
    Happening.TAKEN_OVER,
    Happening.NOT_TAKEN_OVER,
}
# Which of the other machines an event moved, beside the substance, whose state each event carries.
MOVED = {
    Happening.PAYMENT_ASKED: Which.MONEY,
    Happening.PAID: Which.MONEY,
    Happening.FEE_TAKEN: Which.MONEY,
    Happening.FEE_ANNULLED: Which.MONEY,
    Happening.ISSUED: Which.DELIVERY,
    Happening.NOT_ELIGIBLE: Which.DELIVERY,
    Happening.FINISHED: Which.DELIVERY,
    Happening.DELIVERED: Which.DELIVERY,
    Happening.RESULT_RECALLED: Which.DELIVERY,
    Happening.RESULT_REPLACED: Which.DELIVERY,
    Happening.RESULT_REVOKED: Which.DELIVERY,
    Happening.POST_RETURNED: Which.DELIVERY,
    Happening.HANDED_OUT_AGAIN: Which.DELIVERY,
    Happening.SCANS_SIGNED: Which.DIGITISATION,
    Happening.PAPER_REUSED: Which.DIGITISATION,
}


def acting_name(name: str, absent: str) -> str:
    """Return a name as a Vietnamese paper says it where its bearer acted for somebody absent."""
    return f"{name} (làm thay {absent})" if absent else name
