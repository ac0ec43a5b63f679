"""Which list an address of the desk names to be taken away, and which part of it: one line for each list."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core import signing

from motcua.accounts.doors import SignedInRequest
from motcua.certifying import access as certifying
from motcua.certifying.rules import BOOKS, Kind
from motcua.dossiers import queries
from motcua.dossiers.piles import day
from motcua.dossiers.taking_away import receipt_book, register
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.lib.typed_days import read_day
from motcua.ui.stretches import days_in

from .along import Along
from .narrowed import wanted_in

SEARCHED = "desk.search"
Part = Mapping[str, Any]
Asked = tuple[str, Part]


def wanted_of(request: SignedInRequest) -> tuple[str, str, Part]:
    """Return the name of the list in the address (`danh-sach`), its title, and the part that is wanted.

    Raises Refused for a part that cannot be: days that are none, a unit of others.
    """
    name = request.GET.get("danh-sach", "inbox")
    name = name if name in READERS else "inbox"
    title, part = READERS[name](request)
    return name, title, part


def number_at(request: SignedInRequest) -> int | None:
    """Return the reference of the number that the address names for this reader; 0, which finds nothing, for others."""
    if "so" not in request.GET:
        return None
    try:
        number, reader = signing.loads(request.GET["so"], salt=SEARCHED)
    except (signing.BadSignature, ValueError):
        return 0
    return int(number) if reader == request.user.pk else 0


def _pile(request: SignedInRequest) -> Asked:
    along = Along.read(request.GET)
    return BOX_NAMES[along.box], along.wanted().kept()


def _found(request: SignedInRequest) -> Asked:
    text, number = clean(request.GET.get("q", ""))[:200], number_at(request)
    if not text and number is None:
        raise Refused("nothing_searched", N_("Hãy tìm trước, rồi xuất những hồ sơ tìm được."))
    return N_("Hồ sơ tìm được"), {"q": text, "number": number}


def _register(request: SignedInRequest) -> Asked:
    units = {unit.code for unit in register.units_of(request.user)}
    code = request.GET.get("don-vi", "")
    if code not in units:
        raise Refused("no_unit", N_("Hãy chọn một bộ phận một cửa."))
    return N_("Sổ theo dõi hồ sơ"), {"unit": code, **_days(request)}


def _receipts(request: SignedInRequest) -> Asked:
    code = request.GET.get("don-vi", "")
    if code not in {unit.code for unit in receipt_book.units_of(request.user)}:
        raise Refused("no_unit", N_("Hãy chọn một bộ phận một cửa."))
    return N_("Sổ biên lai"), {"unit": code, **_days(request)}


def _difficulties(request: SignedInRequest) -> Asked:
    return N_("Vướng mắc của người dân"), _days(request)


def _opinions(request: SignedInRequest) -> Asked:
    is_open = request.GET.get("xem") != "da-tra-loi"
    return (N_("Ý kiến chờ trả lời") if is_open else N_("Ý kiến đã trả lời")), {"is_open": is_open}


def _days(request: SignedInRequest) -> Part:
    first, last = days_in(request.GET)
    return {"first": first.isoformat(), "last": last.isoformat()}


def _day(request: SignedInRequest) -> Asked:
    name = request.GET.get("hop", "")
    if name not in set(day.Pile) or name == day.Pile.CALLS:
        raise Refused("no_pile", N_("Hãy chọn một danh sách trong ngày."))
    return day.NAMES[day.Pile(name)], {"pile": name}


def _book(request: SignedInRequest) -> Asked:
    agencies = certifying.agencies_of(request.user, certifying.SEE)
    agency = next((one for one in agencies if str(one.pk) == request.GET.get("xa", "")), None)
    kind, year, on = (request.GET.get(name, "") for name in ("loai", "nam", "ngay"))
    if agency is None or kind not in set(Kind):
        raise Refused("no_book", N_("Hãy chọn một sổ chứng thực."))
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused("no_year", N_("Hãy ghi năm của sổ, ví dụ 2026."))
    return BOOKS[Kind(kind)], {
        "agency": agency.code,
        "kind": kind,
        "year": year,
        "day": on and read_day(on, code="no_day").isoformat(),
    }


def _letters(request: SignedInRequest) -> Asked:
    try:
        dossier = queries.by_public_id(UUID(request.GET.get("ho-so", "")), by=request.user, verb="paper.see")
    except ValueError:
        raise Refused("not_found", N_("Không tìm thấy hồ sơ này.")) from None
    return N_("Văn bản của hồ sơ"), {"dossier": str(dossier.public_id)}


def _trial(request: SignedInRequest) -> Asked:
    try:
        return N_("Kết quả chạy thử"), {"proposal": str(UUID(request.GET.get("de-xuat", "")))}
    except ValueError:
        raise Refused("not_found", N_("Không tìm thấy đề xuất này.")) from None


BOX_NAMES = {
    "toi": N_("Việc của tôi"),
    "chua-nhan": N_("Chưa ai nhận"),
    "don-vi": N_("Đơn vị tôi"),
    "sap-han": N_("Sắp đến hạn"),
    "qua-han": N_("Quá hạn"),
    "cho-nguoi-nop": N_("Chờ người nộp"),
}
READERS: dict[str, Callable[[SignedInRequest], Asked]] = {
    "inbox": _pile,
    "search": _found,
    "register": _register,
    "receipts": _receipts,
    "difficulties": _difficulties,
    "opinions": _opinions,
    "outgoing": lambda request: (N_("Sổ văn bản đi"), _days(request)),
    "due": lambda request: (N_("Đã và sắp quá hạn"), wanted_in(request.GET).kept()),
    "calls": lambda _request: (N_("Cần gọi điện"), {}),
    "load": lambda request: (N_("Tình hình đơn vị"), wanted_in(request.GET).kept()),
    "day": _day,
    "given": lambda _request: (N_("Hồ sơ giấy đã bàn giao"), {}),
    "given_back": lambda _request: (N_("Kết quả giấy đã giao về quầy"), {}),
    "taking": lambda _request: (N_("Hồ sơ giấy chờ ký nhận"), {}),
    "held": lambda _request: (N_("Bản chính còn giữ dù hồ sơ đã xong"), {}),
    "refusals": lambda _request: (N_("Từ chối chờ quyết định"), {}),
    "letters": _letters,
    "absences": lambda _request: (N_("Vắng mặt và làm thay"), {}),
    "uncovered": lambda _request: (N_("Việc của người vắng, chưa ai làm thay"), {}),
    "book": _book,
    "proposals": lambda _request: (N_("Đề xuất thay đổi"), {}),
    "procedures": lambda _request: (N_("Thủ tục và gói của thủ tục"), {}),
    "to_sign": lambda _request: (N_("Chờ ký"), {}),
    "scans_to_sign": lambda _request: (N_("Bản quét chờ ký"), {}),
    "copies": lambda _request: (N_("Bản sao điện tử chờ ký, đóng dấu"), {}),
    "dry_run": lambda request: (
        N_("Ngày hẹn sẽ khác theo lịch hiện nay"),
        {"calendar": request.GET.get("lich", "")[:60]},
    ),
    "trial": _trial,
}
