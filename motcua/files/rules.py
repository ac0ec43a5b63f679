"""What may be stored: kinds by content, limits, and the sentences with which a file is turned down or commented on."""

import enum
from dataclasses import dataclass

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

MB = 1_000_000


@dataclass(frozen=True)
class Drawn:
    """A PDF that a template of ours drew, on its way to the store; `is_signed` where we signed it, too."""

    name: str
    pdf: bytes
    pages: int
    is_signed: bool = False


class Kind(enum.StrEnum):
    """What a file is by its content; its name says nothing."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    WEBP = "webp"
    TIFF = "tiff"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    # Only what the system writes itself; no upload is found to be one.
    CSV = "csv"
    ZIP = "zip"


IMAGES = frozenset({Kind.JPEG, Kind.PNG, Kind.HEIC, Kind.WEBP, Kind.TIFF})
WITH_PAGES = IMAGES | {Kind.PDF}
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.HEIC: "image/heic",
    Kind.WEBP: "image/webp",
    Kind.TIFF: "image/tiff",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.ZIP: "application/zip",
}
SUFFIXES = {Kind.JPEG: (".jpg", ".jpeg"), Kind.TIFF: (".tif", ".tiff"), Kind.HEIC: (".heic", ".heif")}


@dataclass(frozen=True)
class Limits:
    """How much one file may be."""

    size: int = 25 * MB
    pages: int = 500
    pixels: int = 110_000_000
    unpacked: int = 150 * MB


class FileRefused(Refused):
    """A file that cannot be taken; the sentence says what to do instead."""


_REFUSALS = {
    "file_empty": N_("Tệp “{name}” trống. Hãy mở tệp xem có nội dung không rồi chọn lại."),
    "file_too_big": N_(
        "Tệp “{name}” quá lớn (tối đa {limit} MB). Hãy chụp hoặc quét lại ở độ nét vừa phải, hoặc chia thành nhiều tệp."
    ),
    "file_kind": N_(
        "Tệp “{name}” không thuộc loại nhận được. Hãy gửi ảnh chụp (JPG, PNG, "
        "HEIC), PDF, hoặc tệp Word, Excel (.docx, .xlsx, .odt)."
    ),
    "file_old_office": N_(
        "Tệp “{name}” là tệp Word, Excel đời cũ hoặc đang đặt mật khẩu. Hãy mở "
        "tệp và lưu lại thành PDF, rồi gửi bản PDF."
    ),
    "file_damaged": N_(
        "Tệp “{name}” bị hỏng hoặc thiếu phần cuối, không đọc được. Hãy gửi lại, hoặc quét lại giấy tờ."
    ),
    "file_encrypted": N_(
        "Tệp “{name}” đang đặt mật khẩu hoặc hạn chế quyền. Hãy in tệp ra một bản PDF không có mật khẩu rồi gửi bản đó."
    ),
    "file_active": N_(
        "Tệp “{name}” chứa mã lệnh hoặc tệp khác cài bên trong, có thể gây "
        "hại. Hãy in tệp ra một bản PDF mới rồi gửi bản đó."
    ),
    "file_macro": N_(
        "Tệp “{name}” chứa macro hoặc liên kết tự chạy. Hãy mở tệp và lưu lại thành PDF, rồi gửi bản PDF."
    ),
    "file_bomb": N_("Tệp “{name}” giải nén ra quá lớn nên không nhận được. Hãy lưu lại thành PDF rồi gửi bản PDF."),
    "file_too_many_pages": N_("Tệp “{name}” có quá nhiều trang (tối đa {limit} trang). Hãy chia thành nhiều tệp."),
    "file_too_many_pixels": N_("Ảnh “{name}” có độ phân giải quá lớn. Hãy chụp lại ở độ nét vừa phải."),
    "file_too_slow": N_(
        "Tệp “{name}” quá phức tạp nên không kiểm tra được. Hãy in tệp ra một bản PDF mới rồi gửi bản đó."
    ),
    "file_malware": N_(
        "Tệp “{name}” có mã độc ({found}) nên không được nhận. Hãy quét vi-rút trên máy của ông/bà, rồi chụp hoặc quét "
        "lại giấy tờ."
    ),
    "file_not_now": N_("Máy chủ đang bận nên chưa kiểm tra được tệp “{name}”. Hãy đợi ít phút rồi gửi lại."),
    "file_no_preview": N_("Tệp “{name}” không xem trước được. Hãy tải về để xem."),
    "file_no_page": N_("Tệp “{name}” không có trang này."),
    "file_no_images": N_("Chưa có ảnh nào để ghép thành PDF."),
    "file_unknown": N_("Không tìm thấy tệp đã gửi, hoặc tệp đã được dùng. Hãy gửi lại tệp."),
    "file_name": N_("Tên tệp không hợp lệ. Hãy đổi tên tệp rồi gửi lại."),
    "upload_unknown": N_("Lượt gửi tệp đã kết thúc hoặc quá hạn. Hãy chọn tệp và gửi lại."),
    "upload_offset": N_("Lượt gửi tệp bị gián đoạn. Hãy gửi tiếp từ chỗ đã nhận."),
    "upload_overrun": N_("Số liệu gửi lên nhiều hơn độ lớn đã báo của tệp. Hãy chọn tệp và gửi lại."),
    "upload_incomplete": N_("Tệp chưa gửi xong. Hãy gửi tiếp phần còn lại."),
}

WARNINGS = {
    "blurred": N_("Ảnh hơi mờ. Nếu chữ khó đọc, hãy giữ chắc máy, lau ống kính rồi chụp lại."),
    "dark": N_("Ảnh hơi tối. Nếu chữ khó đọc, hãy chụp lại ở nơi đủ sáng, không che bóng lên giấy."),
    "small": N_("Ảnh có độ phân giải thấp. Nếu chữ khó đọc, hãy chụp gần hơn hoặc gửi ảnh gốc."),
    "repaired": N_("Tệp PDF có lỗi nhỏ nhưng vẫn đọc được. Hãy xem trước để chắc chắn đủ trang."),
}


def refusal(code: str, **params: object) -> FileRefused:
    """Return the refusal of a code, with its sentence."""
    params.setdefault("name", "")
    return FileRefused(code, _REFUSALS[code], **params)


def shown_name(name: str, kind: Kind) -> str:
    """Return the name under which a file is handed out: what it is by content decides its ending."""
    stem, dot, ending = name.rpartition(".")
    suffixes = SUFFIXES.get(kind, (f".{kind}",))
    if dot and f".{ending.lower()}" in suffixes:
        return name
    known = {suffix for each in Kind for suffix in SUFFIXES.get(each, (f".{each}",))}
    return f"{stem if dot and f'.{ending.lower()}' in known else name}{suffixes[0]}"


def plain_name(name: str) -> str:
    """Return a file name without folders, at most 200 characters long with its ending kept."""
    name = name.replace("\\", "/").rpartition("/")[2].strip(". ")
    if len(name) <= 200:
        return name
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: 199 - len(ending)]}.{ending}"
    return name[:200]
