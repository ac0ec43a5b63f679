"""Parts that few procedures have: reasons to stop the clock, another deciding system, forms of the sector."""

from motcua.lib.marks import N_
from motcua.lib.population import ALWAYS, NAMES

from .boxes import Box, Choices, Part

STOP_REASONS: Choices = (
    ("measurement", N_("đo đạc, kiểm tra thực địa")),
    ("posting", N_("niêm yết, công khai")),
    ("other_body", N_("chờ cơ quan khác ngoài quy trình")),
    ("announced_outage", N_("sự cố hệ thống đã thông báo")),
)
RARE = (
    Part(
        "tam-dung",
        "clock_stops",
        N_("Tạm dừng thời hạn"),
        (
            Box("reason", N_("Vì lý do"), "one", choices=STOP_REASONS, is_needed=True),
            Box("basis", N_("Căn cứ pháp lý"), "long", N_("In trong giải thích ngày hẹn."), is_needed=True),
            Box("since", N_("Từ ngày"), "day", N_("Ví dụ 1/9/2026. Để trống nếu không giới hạn.")),
            Box("until", N_("Đến hết ngày"), "day"),
        ),
        fresh={"reason": "measurement"},
    ),
    Part(
        "he-thong-khac",
        "external",
        N_("Hệ thống khác giải quyết"),
        (
            Box("name", N_("Tên hệ thống"), is_needed=True),
            Box("address", N_("Địa chỉ mở hệ thống"), "text", N_("Bắt đầu bằng https:// và ở một trang .gov.vn.")),
            Box(
                "fields",
                N_("Các câu trả lời, theo thứ tự ô của hệ thống ấy"),
                "lines",
                N_("Mỗi dòng một câu hỏi của biểu mẫu (tên trong biểu mẫu). Cán bộ chép từng ô theo thứ tự này."),
                is_needed=True,
            ),
            Box(
                "statuses",
                N_("Trạng thái mà hệ thống ấy trả về"),
                "named",
                N_("Mỗi dòng một trạng thái: khóa = chữ hiện ra, ví dụ: decided = Đã giải quyết."),
                is_needed=True,
            ),
            Box(
                "code_pattern",
                N_("Dạng mã hồ sơ của hệ thống ấy"),
                "text",
                N_("Ví dụ [0-9A-Z-]{8,20}. Để trống thì nhận mã bất kỳ."),
            ),
        ),
        is_list=False,
        optional=N_("Hồ sơ được giải quyết trên hệ thống khác, cán bộ chép sang và ghi lại mã, trạng thái"),
    ),
    Part(
        "mau-cua-nganh",
        "forms",
        N_("Mẫu của ngành thay mẫu một cửa"),
        (
            Box("reception", N_("Thay giấy tiếp nhận và hẹn trả (mẫu 01)"), "one"),
            Box("supplement", N_("Thay phiếu yêu cầu bổ sung (mẫu 02)"), "one"),
            Box("refusal", N_("Thay phiếu từ chối tiếp nhận (mẫu 03)"), "one"),
        ),
        is_list=False,
        optional=N_("Một số mẫu của ngành thay cho mẫu của bộ phận một cửa"),
    ),
    Part(
        "dan-cu",
        "population",
        N_("Tra cứu CSDL quốc gia về dân cư"),
        (
            Box(
                "blocks",
                N_("Cần biết thêm"),
                "many",
                N_("Họ tên, ngày sinh, giới tính, nơi thường trú luôn được đối chiếu; chỉ chọn điều cần thêm."),
                choices=[(block.value, name) for block, name in NAMES.items() if block not in ALWAYS],
                is_needed=True,
            ),
            Box("purpose", N_("Để làm gì"), "text", N_("Cán bộ đọc câu này khi tra cứu."), is_needed=True),
            Box("basis", N_("Căn cứ pháp lý"), "long"),
        ),
        is_list=False,
        optional=N_("Giải quyết thủ tục này cần thêm dữ liệu của cơ sở dữ liệu quốc gia về dân cư"),
    ),
)
