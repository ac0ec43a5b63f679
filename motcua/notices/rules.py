"""What notices say. A notice keeps its kind and parameters; the words are chosen when somebody reads it."""

from dataclasses import dataclass
from enum import StrEnum

from motcua.lib.marks import N_


class NoticeKind(StrEnum):
    """Every notice there is."""

    FILED = "filed"
    RECEIVED = "received"
    REFUSED = "refused"
    SUPPLEMENT = "supplement"
    SUPPLEMENT_ANSWERED = "supplement_answered"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    CHECK_DRAFT = "check_draft"
    COME_IN_PERSON = "come_in_person"
    PAY = "pay"
    RESULT_READY = "result_ready"
    FINISHED = "finished"
    DELIVERED = "delivered"
    REAPPOINTED = "reappointed"
    DUE_MOVED = "due_moved"
    PART_DROPPED = "part_dropped"
    LETTER = "letter"
    REOPENED = "reopened"
    POST_RETURNED = "post_returned"
    OWN_COPY_READY = "own_copy_ready"
    OWN_COPY_FAILED = "own_copy_failed"
    CORRECTION_ANSWERED = "correction_answered"
    MANDATE_DECLARED = "mandate_declared"
    MANDATE_GIVEN = "mandate_given"
    MANDATE_ENDED = "mandate_ended"


@dataclass(frozen=True)
class Wording:
    """Subject and text with `{name}` places; none of them may hold an identity number."""

    subject: str
    text: str


WORDS = {
    NoticeKind.MANDATE_DECLARED: Wording(
        N_("Có người khai là thay mặt ông/bà"),
        N_(
            "{agent} khai là thay mặt ông/bà nộp hồ sơ. Người ấy chỉ thấy hồ sơ do mình nộp thay. Không phải vậy thì "
            "ông/bà vào “Tài khoản”, mục “Thay mặt người khác”, bấm “Chấm dứt”."
        ),
    ),
    NoticeKind.MANDATE_GIVEN: Wording(
        N_("Ông/bà được thay mặt {principal}"),
        N_("{principal} cho phép ông/bà thay mặt. Ông/bà chọn ở “Tài khoản”, mục “Thay mặt người khác”."),
    ),
    NoticeKind.MANDATE_ENDED: Wording(N_("Việc thay mặt đã chấm dứt"), N_("{agent} không còn thay mặt {principal}.")),
    NoticeKind.FILED: Wording(
        N_("Đã nhận hồ sơ {code}"),
        N_(
            "Hệ thống đã nhận hồ sơ {code}, thủ tục “{procedure}”. {agency} sẽ trả lời có tiếp nhận hay không "
            "chậm nhất {answer_due}."
        ),
    ),
    NoticeKind.RECEIVED: Wording(
        N_("Hồ sơ {code} đã được tiếp nhận"),
        N_("{agency} đã tiếp nhận hồ sơ {code}. Hẹn trả kết quả: {due}."),
    ),
    NoticeKind.REFUSED: Wording(
        N_("Hồ sơ {code} không được tiếp nhận"),
        N_("{agency} không tiếp nhận hồ sơ {code}. Lý do: {reason}"),
    ),
    NoticeKind.SUPPLEMENT: Wording(
        N_("Hồ sơ {code} cần bổ sung"),
        N_("{agency} đề nghị ông/bà bổ sung hồ sơ {code}. Mở hồ sơ để xem từng điểm cần bổ sung."),
    ),
    NoticeKind.SUPPLEMENT_ANSWERED: Wording(
        N_("Đã nhận phần bổ sung của hồ sơ {code}"),
        N_("Hệ thống đã nhận phần bổ sung của hồ sơ {code}."),
    ),
    NoticeKind.STOPPED: Wording(
        N_("Hồ sơ {code} đã dừng giải quyết"),
        N_("{agency} dừng giải quyết hồ sơ {code}. Lý do: {reason}"),
    ),
    NoticeKind.WITHDRAWN: Wording(
        N_("Đã rút hồ sơ {code}"),
        N_("Hồ sơ {code} đã được rút theo yêu cầu của ông/bà."),
    ),
    NoticeKind.CHECK_DRAFT: Wording(
        N_("Mời kiểm tra bản dự thảo kết quả của hồ sơ {code}"),
        N_("Mở hồ sơ {code} để xem bản dự thảo, rồi xác nhận đúng hoặc đề nghị sửa."),
    ),
    NoticeKind.COME_IN_PERSON: Wording(
        N_("Mời đến trực tiếp cho hồ sơ {code}"),
        N_("{agency} mời ông/bà mang bản chính giấy tờ đến để đối chiếu cho hồ sơ {code}. {reason}"),
    ),
    NoticeKind.PAY: Wording(
        N_("Mời nộp tiền (nghĩa vụ tài chính) cho hồ sơ {code}"),
        N_("{agency} chờ ông/bà nộp khoản phải nộp của hồ sơ {code}, rồi giải quyết tiếp. {reason}"),
    ),
    NoticeKind.RESULT_READY: Wording(
        N_("Hồ sơ {code} đã có kết quả"),
        N_("Hồ sơ {code} đã có kết quả. Mở hồ sơ để xem cách nhận."),
    ),
    NoticeKind.FINISHED: Wording(
        N_("Hồ sơ {code} đã giải quyết xong"),
        N_("{agency} đã giải quyết xong hồ sơ {code}. Hồ sơ này không có kết quả để nhận. Đã làm: {reason}"),
    ),
    NoticeKind.REAPPOINTED: Wording(
        N_("Xin lỗi và hẹn lại hồ sơ {code}"),
        N_("{agency} xin lỗi ông/bà vì không kịp trả kết quả hồ sơ {code} như đã hẹn. Hẹn lại: {due}. Lý do: {reason}"),
    ),
    NoticeKind.DUE_MOVED: Wording(
        N_("Ngày hẹn trả kết quả hồ sơ {code} thay đổi"),
        N_("Ngày hẹn trả kết quả hồ sơ {code} nay là {due}. Lý do: {reason}"),
    ),
    NoticeKind.DELIVERED: Wording(
        N_("Đã trả kết quả hồ sơ {code}"),
        N_("Kết quả của hồ sơ {code} đã được trả."),
    ),
    NoticeKind.PART_DROPPED: Wording(
        N_("Một phần của hồ sơ {code} không làm được"),
        N_(
            "Một phần của hồ sơ liên thông {code} không làm được vì phần trước đó không có kết quả. Các phần khác vẫn "
            "được giải quyết. Mở hồ sơ để xem từng phần và việc nên làm tiếp."
        ),
    ),
    NoticeKind.LETTER: Wording(
        N_("Có văn bản gửi ông/bà về hồ sơ {code}"),
        N_("{agency} gửi ông/bà một văn bản về hồ sơ {code}. Mở hồ sơ để đọc bản có chữ ký số."),
    ),
    NoticeKind.REOPENED: Wording(
        N_("Hồ sơ {code} được giải quyết lại"),
        N_("{agency} đã mở lại hồ sơ {code} để giải quyết tiếp. Mở hồ sơ để xem ngày hẹn trả kết quả. {reason}"),
    ),
    NoticeKind.POST_RETURNED: Wording(
        N_("Bưu chính chưa giao được kết quả hồ sơ {code}"),
        N_(
            "Bưu chính đã trả kết quả hồ sơ {code} về quầy. Lý do: {reason}. Mời ông/bà đến quầy nhận, hoặc báo quầy "
            "địa chỉ để gửi lại."
        ),
    ),
    NoticeKind.CORRECTION_ANSWERED: Wording(
        N_("Đề nghị đính chính ở hồ sơ {code} đã có trả lời"),
        N_("Mở hồ sơ {code}, mục đính chính, để đọc cơ quan trả lời thế nào."),
    ),
    NoticeKind.OWN_COPY_READY: Wording(
        N_("Bản dữ liệu của ông/bà đã xong"),
        N_(
            "Bản chứa mọi dữ liệu hệ thống giữ về ông/bà đã làm xong. Hãy tải trong {days} ngày; sau đó bản này bị xóa."
        ),
    ),
    NoticeKind.OWN_COPY_FAILED: Wording(
        N_("Chưa làm được bản dữ liệu của ông/bà"),
        N_("Bản dữ liệu ông/bà yêu cầu chưa làm được. Mở trang dữ liệu của ông/bà để xem lý do và yêu cầu lại."),
    ),
}


class OfficialKind(StrEnum):
    """What officials are told on their desk."""

    MENTIONED = "mentioned"
    MENTIONED_ABSENT = "mentioned_absent"
    ANSWER_SOON = "answer_soon"
    RESULT_SOON = "result_soon"
    BELOW_SOON = "below_soon"
    DUE_LIST = "due_list"
    REFUSAL_WAITS = "refusal_waits"
    OPINION_ASKED = "opinion_asked"
    OPINION_DUE = "opinion_due"
    OPINION_LATE = "opinion_late"
    OPINION_GIVEN = "opinion_given"
    EXPORT_READY = "export_ready"
    EXPORT_FAILED = "export_failed"
    DIFFICULTY_ANSWERED = "difficulty_answered"
    PROPOSAL_WAITS = "proposal_waits"
    PROPOSAL_APPROVED = "proposal_approved"
    PROPOSAL_APPLIED = "proposal_applied"
    PROPOSAL_REJECTED = "proposal_rejected"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn"
    PROPOSAL_FAILED = "proposal_failed"
    REHEARSAL_OVER = "rehearsal_over"
    ACTS_FOR = "acts_for"
    UNCOVERED = "uncovered"
    KEY_ENDS = "key_ends"
    FACTOR_ADDED = "factor_added"
    FACTORS_RESET = "factors_reset"
    RECOVERY_USED = "recovery_used"
    OPENED_IN_EMERGENCY = "opened_in_emergency"
    CORRECTION_ASKED = "correction_asked"


OFFICIAL_WORDS = {
    OfficialKind.CORRECTION_ASKED: N_("Người dân đề nghị đính chính dữ liệu ở hồ sơ {code}; trả lời chậm nhất {on}."),
    OfficialKind.DIFFICULTY_ANSWERED: N_("Vướng mắc ông/bà ghi về “{name}” đã có câu trả lời."),
    OfficialKind.PROPOSAL_WAITS: N_("{who} đề xuất thay đổi “{title}”, áp dụng từ {on}; đề xuất chờ ông/bà duyệt."),
    OfficialKind.PROPOSAL_APPROVED: N_("{who} đã duyệt đề xuất “{title}” của ông/bà; thay đổi tự áp dụng từ {on}."),
    OfficialKind.PROPOSAL_APPLIED: N_("Thay đổi “{title}” được áp dụng từ {on}."),
    OfficialKind.PROPOSAL_REJECTED: N_("{who} trả lại đề xuất “{title}” của ông/bà: {reason}"),
    OfficialKind.PROPOSAL_WITHDRAWN: N_("{who} đã rút đề xuất “{title}”; thay đổi này không được áp dụng."),
    OfficialKind.PROPOSAL_FAILED: N_("Thay đổi “{title}” đến ngày {on} mà không áp dụng được, cần làm lại."),
    OfficialKind.REHEARSAL_OVER: N_("Lần chạy thử đề xuất “{title}” đã xong; mở đề xuất để xem kết quả."),
    OfficialKind.ACTS_FOR: N_("Ông/bà làm thay {who} ({title}) từ {since} đến hết {until}."),
    OfficialKind.UNCOVERED: N_("{who} vắng mặt đến hết {until}, chưa có người làm thay: {count} việc đang chờ."),
    OfficialKind.KEY_ENDS: N_(
        "Chứng thư chữ ký số của {who} hết hạn ngày {until}. Hãy xin chứng thư mới và báo quản trị kỹ thuật."
    ),
    OfficialKind.FACTOR_ADDED: N_(
        "Vừa thêm một cách xác thực cho tài khoản của ông/bà. Không phải ông/bà làm thì đổi mật khẩu và "
        "báo quản trị ngay."
    ),
    OfficialKind.FACTORS_RESET: N_(
        "{who} đã xoá xác thực hai bước của ông/bà; lý do: {why}. Không phải ông/bà yêu cầu thì báo "
        "cán bộ an toàn thông tin ngay."
    ),
    OfficialKind.RECOVERY_USED: N_(
        "Vừa đăng nhập tài khoản của ông/bà bằng một mã dự phòng; còn {count} mã. Không phải ông/bà "
        "thì đổi mật khẩu ngay."
    ),
    OfficialKind.OPENED_IN_EMERGENCY: N_(
        "{who} mở khẩn hồ sơ {code} ngoài phạm vi của mình, xem đến {due}; lý do: {why}"
    ),
    OfficialKind.EXPORT_READY: N_("Danh sách ông/bà yêu cầu xuất đã sẵn sàng: {count} dòng."),
    OfficialKind.EXPORT_FAILED: N_("Danh sách ông/bà yêu cầu xuất không xuất được."),
    OfficialKind.REFUSAL_WAITS: N_("{who} trình việc từ chối tiếp nhận hồ sơ {code}; phải trả lời trước {due}."),
    OfficialKind.OPINION_ASKED: N_("Được hỏi ý kiến về hồ sơ {code}; trả lời trước {due}."),
    OfficialKind.OPINION_DUE: N_("Sắp hết hạn trả lời ý kiến về hồ sơ {code}: {due}."),
    OfficialKind.OPINION_LATE: N_("{agency} chưa trả lời ý kiến về hồ sơ {code}, đã quá hạn {due}."),
    OfficialKind.OPINION_GIVEN: N_("{agency} đã trả lời ý kiến về hồ sơ {code}."),
    OfficialKind.MENTIONED_ABSENT: N_(
        "{who} nhắc {absent}, người ông/bà đang làm thay, trong trao đổi nội bộ của hồ sơ {code}."
    ),
    OfficialKind.MENTIONED: N_("{who} nhắc ông/bà trong trao đổi nội bộ của hồ sơ {code}."),
    OfficialKind.ANSWER_SOON: N_("Hồ sơ {code}: phải trả lời có tiếp nhận hay không chậm nhất {due}."),
    OfficialKind.RESULT_SOON: N_("Hồ sơ {code} hẹn trả kết quả {due}; bước “{step}” đang chờ ông/bà."),
    OfficialKind.BELOW_SOON: N_("Hồ sơ {code} sắp đến hạn ({due}) mà bước “{step}” chưa xong; nơi giữ: {who}."),
    OfficialKind.DUE_LIST: N_(
        "{agency}: {count} việc đã hoặc sẽ quá hạn đến hết ngày làm việc tới ({late} đã quá hạn)."
    ),
}
