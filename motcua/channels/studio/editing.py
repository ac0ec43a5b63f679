"""The parts of a package.yaml that are edited as forms, and which boxes each has.

A part is a list (cases, papers, fees, limits, what officials write into a result) whose items have boxes, or one item
alone (general, supplement, result), some of which a procedure need not have. `filling.py` reads and shows the boxes.
"""

from collections.abc import Mapping
from typing import Any

from motcua.lib.marks import N_

from .boxes import Box, Choices, Part
from .rare_parts import RARE

CHANNELS: Choices = (("direct", N_("Trực tiếp")), ("online", N_("Trực tuyến")), ("post", N_("Bưu chính")))
UNITS: Choices = (
    ("", N_("chưa rõ")),
    ("hour", N_("giờ làm việc")),
    ("working_day", N_("ngày làm việc")),
    ("day", N_("ngày")),
    ("month", N_("tháng")),
)
PAPER_KINDS: Choices = (
    ("submit", N_("nộp")),
    ("show", N_("xuất trình")),
    ("info", N_("ghi chú, không phải giấy tờ")),
)
CLOCKS: Choices = (
    ("restart", N_("tính lại từ đầu khi đã bổ sung")),
    ("resume", N_("tính tiếp phần còn lại")),
    ("not_counted", N_("không tính thời gian chờ")),
)
# What the clock does while the applicant is waited for at a step.
PAUSES: Choices = (("running", N_("vẫn tính thời gian")), ("stopped", N_("dừng tính thời gian")))
RESULT_KINDS: Choices = (
    ("template", N_("in từ mẫu")),
    ("uploaded", N_("tệp do cán bộ tải lên")),
    ("scanned", N_("bản giấy được quét")),
    ("reference", N_("số, ngày của kết quả ở hệ thống khác")),
)
# A result that is none stands alone: there is nothing to choose from.
RESULT_OR_NONE: Choices = (*RESULT_KINDS, ("none", N_("không có kết quả riêng: làm xong thì báo người nộp")))
RESULT_CHANNELS: Choices = (
    ("counter", N_("tại nơi tiếp nhận")),
    ("post", N_("qua bưu chính")),
    ("electronic", N_("bản điện tử")),
)
CUTOFFS: Choices = (
    ("next_working_day", N_("tính từ ngày làm việc tiếp theo")),
    ("hand_over", N_("hồ sơ được chuyển vào sáng ngày làm việc tiếp theo")),
    ("may", N_("nơi tiếp nhận được hẹn sang ngày làm việc tiếp theo")),
)
VERIFICATIONS: Choices = (("adds", N_("thêm vào thời hạn")), ("replaces", N_("thay cho thời hạn")))
CONDITION = N_("Để trống nếu luôn áp dụng. Giá trị thì chọn, hoặc gõ như người nộp thấy; ngày viết như 27/11/2026.")
# Lists that a package leaves out rather than having them empty.
LACKING = frozenset({"cases", "clock_stops"})
_CASES = Box("cases", N_("Chỉ trong các trường hợp"), "many", N_("Không chọn gì nghĩa là mọi trường hợp."))
_KEY = Box("key", N_("Khóa"), hint=N_("Chữ thường không dấu, số, gạch dưới; không đổi được về sau."), only_new=True)
PARTS = (
    Part(
        "chung",
        "",
        N_("Thông tin chung"),
        (
            Box("title", N_("Tên dễ hiểu"), is_needed=True),
            Box("lead", N_("Lời dẫn"), "long", N_("Một, hai câu cho người dân.")),
            Box("channels", N_("Cách nộp"), "many", choices=CHANNELS, is_needed=True),
            Box("keywords", N_("Từ khóa tìm kiếm"), "lines", N_("Mỗi dòng một từ khóa.")),
            Box(
                "processing_system",
                N_("Hệ thống giải quyết"),
                hint=N_("Để trống hoặc local: hệ thống này. external:tên, ví dụ external:police: hệ thống khác."),
            ),
        ),
        is_list=False,
    ),
    Part(
        "truong-hop",
        "cases",
        N_("Trường hợp"),
        (
            _KEY,
            Box("name", N_("Tên trường hợp"), "long", N_("Người nộp chọn một trong các tên này."), is_needed=True),
            Box("when", N_("Chỉ có khi"), "condition", CONDITION),
        ),
    ),
    Part(
        "giay-to",
        "papers",
        N_("Giấy tờ"),
        (
            _KEY,
            Box("name", N_("Tên giấy tờ"), "long", is_needed=True),
            Box(
                "kind",
                N_("Cách dùng"),
                "one",
                choices=PAPER_KINDS,
            ),
            Box("required", N_("Bắt buộc"), "yes"),
            Box("originals", N_("Số bản chính"), "number"),
            Box("copies", N_("Số bản sao"), "number"),
            Box("original_kept", N_("Giữ bản chính đến khi trả kết quả"), "yes"),
            _CASES,
            Box("when", N_("Chỉ hỏi khi"), "condition", CONDITION),
            Box("hint", N_("Giải thích thêm"), "long"),
            Box("form_url", N_("Địa chỉ tải mẫu"), "text", N_("Bắt đầu bằng https:// và ở một trang .gov.vn.")),
        ),
        fresh={"kind": "submit", "required": True, "originals": 1, "copies": 0},
    ),
    Part(
        "phi",
        "fees",
        N_("Phí, lệ phí"),
        (
            _KEY,
            Box("name", N_("Tên khoản thu"), is_needed=True),
            Box("kind", N_("Loại"), "one", choices=(("fee", N_("phí")), ("charge", N_("lệ phí")), ("", N_("chưa rõ")))),
            Box("channels", N_("Khi nộp bằng cách"), "many", choices=CHANNELS, is_needed=True),
            Box("amount", N_("Mức thu (đồng)"), "money", N_("Để trống nếu chưa rõ."), keeps_null=True),
            Box("per", N_("Tính theo"), "text", N_("Ví dụ: bản, trang. Để trống nếu là mức cho cả hồ sơ.")),
            Box("count", N_("Số lượng"), "formula", N_("Câu hỏi cho biết thu bao nhiêu lần mức này.")),
            Box("cap", N_("Không quá (đồng)"), "money"),
            _CASES,
            Box("when", N_("Chỉ thu khi"), "condition", CONDITION),
            Box("text", N_("Mức thu, viết cho người dân"), "long", is_needed=True),
            Box("note", N_("Ghi chú"), "long"),
            Box("basis", N_("Căn cứ pháp lý"), "long"),
            Box("unclear", N_("Nguồn công bố chưa rõ: chỉ hiện, không tính"), "yes"),
        ),
        fresh={"channels": ["direct", "online", "post"], "kind": "charge"},
    ),
    Part(
        "thoi-han",
        "limits",
        N_("Thời hạn"),
        (
            Box("channels", N_("Khi nộp bằng cách"), "many", choices=CHANNELS, is_needed=True),
            _CASES,
            Box("amount", N_("Số"), "number", N_("Để trống cả số và đơn vị nếu cán bộ ghi ngày hẹn."), keeps_null=True),
            Box("unit", N_("Đơn vị"), "one", choices=UNITS, keeps_null=True),
            Box("same_day", N_("Trả trong ngày"), "yes"),
            Box(
                "cutoff.at",
                N_("Giờ chốt"),
                "text",
                N_("Giờ trong ngày, ví dụ 15:00; hoặc last_hour là giờ làm việc cuối. Để trống nếu không có."),
            ),
            Box("cutoff.effect", N_("Nhận sau giờ chốt thì"), "one", choices=CUTOFFS),
            Box(
                "verification.amount",
                N_("Khi phải xác minh: số"),
                "number",
                N_("Thời gian mà luật cho khi phải xác minh ở nơi khác. Để trống nếu không có."),
            ),
            Box("verification.unit", N_("Khi phải xác minh: đơn vị"), "one", choices=UNITS[1:]),
            Box("verification.effect", N_("Khi phải xác minh: thời gian ấy"), "one", choices=VERIFICATIONS),
            Box("verification.basis", N_("Khi phải xác minh: căn cứ pháp lý"), "text"),
            Box("text", N_("Thời hạn, viết cho người dân"), "long", is_needed=True),
            Box("basis", N_("Căn cứ pháp lý"), "long"),
            Box("unclear", N_("Nguồn công bố chưa rõ"), "yes"),
        ),
        fresh={"channels": ["direct", "online", "post"], "unit": "working_day"},
    ),
    Part(
        "bo-sung",
        "supplement",
        N_("Yêu cầu bổ sung"),
        (
            Box("answer_within.amount", N_("Người nộp bổ sung trong"), "number", is_needed=True),
            Box("answer_within.unit", N_("Đơn vị"), "one", choices=UNITS[1:]),
            Box("clock", N_("Thời hạn giải quyết sau khi bổ sung"), "one", choices=CLOCKS),
            Box("clock_basis", N_("Căn cứ của cách tính ấy"), hint=N_("Để trống là giả định; trang thời hạn nói rõ.")),
            Box("once", N_("Sau khi tiếp nhận chỉ được yêu cầu một lần"), "yes"),
            Box("ask_within.amount", N_("Phải yêu cầu trong (kể từ khi tiếp nhận)"), "number"),
            Box("ask_within.unit", N_("Đơn vị"), "one", choices=UNITS[1:]),
            Box("basis", N_("Căn cứ pháp lý"), "long"),
        ),
        is_list=False,
    ),
    Part(
        "bo-sung-theo-truong-hop",
        "supplement.ask_within_cases",
        N_("Thời hạn yêu cầu bổ sung theo trường hợp"),
        (
            Box(
                "cases",
                N_("Trong các trường hợp"),
                "many",
                N_("Trường hợp không có ở đây thì theo thời hạn chung ghi ở phần “Yêu cầu bổ sung”."),
                is_needed=True,
            ),
            Box("amount", N_("Phải yêu cầu trong (kể từ khi tiếp nhận)"), "number", is_needed=True),
            Box("unit", N_("Đơn vị"), "one", choices=UNITS[1:], is_needed=True),
        ),
        fresh={"unit": "working_day"},
        needs="cases",
    ),
    Part(
        "ket-qua",
        "result",
        N_("Kết quả"),
        (
            Box("name", N_("Tên kết quả"), "long", is_needed=True),
            Box(
                "kind",
                N_("Cách làm kết quả thường dùng"),
                "one",
                N_("In từ mẫu thì phải có tệp mẫu in kết quả."),
                choices=RESULT_OR_NONE,
            ),
            Box("kinds", N_("Cán bộ được chọn"), "many", choices=RESULT_KINDS),
            Box("code", N_("Mã kết quả"), hint=N_("Mã trong danh mục quốc gia, ví dụ KQ.G15.000031.")),
            Box("numbered", N_("Kết quả có số"), "yes"),
            Box("book", N_("Sổ"), hint=N_("Tên sổ lấy số, ví dụ: Sổ đăng ký khai sinh.")),
            Box(
                "number_format",
                N_("Dạng số"),
                hint=N_("Ví dụ: {number}/GPXD-UBND. Chỗ điền được: {number}, {number:4}, {year}, {yy}, {agency}."),
            ),
            Box("copies", N_("Số bản trao cho người nhận"), "number"),
            Box("channels", N_("Người nộp nhận kết quả"), "many", choices=RESULT_CHANNELS),
        ),
        is_list=False,
    ),
    Part(
        "ghi-vao-ket-qua",
        "result.fields",
        N_("Phần cán bộ ghi vào kết quả"),
        (
            _KEY,
            Box("label", N_("Nhãn"), is_needed=True),
            Box("hint", N_("Giải thích thêm"), "long"),
            Box(
                "options",
                N_("Các lựa chọn"),
                "pairs",
                N_("Mỗi dòng một lựa chọn: khóa = chữ hiện ra. Để trống nếu cán bộ tự ghi."),
            ),
        ),
    ),
    Part(
        "co-mat",
        "in_person",
        N_("Người dân phải có mặt"),
        (
            Box("who", N_("Ai phải có mặt"), "lines", N_("Mỗi dòng một người, ví dụ: Bên nữ.")),
            Box("originals", N_("Mang bản chính của"), "many"),
            Box("clock", N_("Trong khi chờ"), "one", choices=PAUSES),
            Box("no_show", N_("Không đến thì"), "long", N_("Nói cho người dân biết, ví dụ: hẹn lại một lần.")),
            Box("basis", N_("Căn cứ pháp lý"), "long"),
        ),
        is_list=False,
        optional=N_("Người dân phải đến trực tiếp ở một bước của quy trình"),
    ),
    Part(
        "nguoi-nop-kiem-tra",
        "applicant_check",
        N_("Người nộp kiểm tra dự thảo"),
        (
            Box("within.amount", N_("Trả lời trong"), "number", is_needed=True),
            Box("within.unit", N_("Đơn vị"), "one", choices=UNITS[1:]),
            Box("clock", N_("Trong khi chờ"), "one", choices=PAUSES),
            Box("basis", N_("Căn cứ pháp lý"), "long"),
        ),
        is_list=False,
        optional=N_("Người nộp xem dự thảo kết quả ở một bước của quy trình trước khi ký"),
    ),
    Part(
        "ky-so-to-khai",
        "declaration_signature",
        N_("Người nộp ký số tờ khai"),
        (
            Box(
                "basis",
                N_("Căn cứ pháp lý"),
                "long",
                N_("Người đã đăng nhập không phải ký số biểu mẫu điện tử, trừ khi pháp luật chuyên ngành đòi."),
                is_needed=True,
            ),
        ),
        is_list=False,
        optional=N_("Nộp trực tuyến phải kèm tờ khai do người nộp ký số"),
    ),
    Part(
        "nghia-vu-tai-chinh",
        "financial_duty",
        N_("Nghĩa vụ tài chính"),
        (
            Box("text", N_("Nói cho người dân"), "long", N_("Phải nộp gì, ở đâu, báo lại thế nào."), is_needed=True),
            Box("clock", N_("Trong khi chờ"), "one", choices=PAUSES),
            Box("basis", N_("Căn cứ pháp lý"), "long"),
        ),
        is_list=False,
        optional=N_("Quy trình chờ người nộp thực hiện nghĩa vụ tài chính (thuế, lệ phí trước bạ…)"),
    ),
    *RARE,
)
BY_SLUG = {part.slug: part for part in PARTS}


def held(about: Mapping[str, Any], part: Part) -> Any:
    """Return what a package.yaml holds of a part: a list or an item, empty where there is none."""
    empty: Any = [] if part.is_list else {}
    if not part.key:
        return about
    outer, _dot, inner = part.key.partition(".")
    value = about.get(outer) or empty
    return (value.get(inner) or empty) if inner and isinstance(value, Mapping) else value


def put(about: Mapping[str, Any], part: Part, value: Any) -> dict[str, Any]:
    """Return the package.yaml with another value for a part; without one that it may lack and that is empty."""
    if not part.key:
        return dict(value)
    outer, _dot, inner = part.key.partition(".")
    if inner:
        return {**about, outer: _without_empty({**about.get(outer, {}), inner: value}, inner)}
    return _without_empty({**about, outer: value}, outer if part.optional or part.key in LACKING else "")


def _without_empty(item: dict[str, Any], key: str) -> dict[str, Any]:
    return item if not key or item[key] else {name: value for name, value in item.items() if name != key}
