"""The entries of the invented people, as the service writes them: nested texts by the names of its elements."""

from collections.abc import Mapping
from typing import Any

from motcua.sandbox.vneid.people import ACCOUNTS, Account

Entry = Mapping[str, Any]

# Where each lives: detail, ward (its code where the tests know it), province.
HOMES: dict[str, tuple[str, str, str, str]] = {
    "an": ("Thôn Thạnh Mỹ 2", "Xã Đơn Dương", "24931", "Tỉnh Lâm Đồng"),
    "binh": ("12 Hoàng Văn Thụ", "Phường Cam Ly - Đà Lạt", "", "Tỉnh Lâm Đồng"),
    "brep": ("Thôn Bon Đưng", "Xã Lạc Dương", "", "Tỉnh Lâm Đồng"),
    "lan": ("Thôn Lạc Thiện", "Xã D'Ran", "", "Tỉnh Lâm Đồng"),
    "minh": ("48 Trần Hưng Đạo", "Phường Phan Thiết", "", "Tỉnh Lâm Đồng"),
    "cuong": ("Tổ dân phố 5", "Xã Đắk Mil", "", "Tỉnh Lâm Đồng"),
}
ETHNICITIES = {"brep": "Cơ Ho", "y": "Mnông", "hhen": "Ê Đê", "lan": "Nùng"}
MARRIED = frozenset({"an", "binh", "brep", "dung", "lanh", "cuong"})


def entry_of(account: Account) -> Entry:
    """Return the entry of one invented person, with all twenty blocks."""
    detail, ward, code, province = HOMES.get(account.sub, ("Tổ 1", "Phường Xuân Hương - Đà Lạt", "", "Tỉnh Lâm Đồng"))
    home = {
        "MaTinhThanh": "68",
        "MaQuanHuyen": "",
        "MaPhuongXa": code,
        "TenTinhThanh": province,
        "TenPhuongXa": ward,
        "ChiTiet": detail,
        "QuocGia": "VN",
    }
    is_married = account.sub in MARRIED
    return {
        "SoDinhDanh": account.number,
        "SoCMND": "25" + account.number[-7:],
        "HoVaTen": _name(account.full_name),
        "GioiTinh": account.sex,
        "NgayThangNamSinh": {"NgayThangNam": account.birth},
        "NoiDangKyKhaiSinh": {**home, "ChiTiet": ""},
        "QueQuan": {**home, "ChiTiet": ""},
        "DanToc": ETHNICITIES.get(account.sub, "Kinh"),
        "TonGiao": "Không",
        "QuocTich": "VN",
        "TinhTrangHonNhan": "Đang có vợ hoặc chồng" if is_married else "Chưa kết hôn",
        "NhomMau": "O",
        "ThuongTru": home,
        "NoiOHienTai": home,
        "Cha": _relative("Nguyễn Văn Cha", "068060900001"),
        "Me": _relative("Lê Thị Mẹ", "068160900002"),
        "VoChong": _relative("Người Bạn Đời", "068088900003") if is_married else _relative("", ""),
        "NguoiDaiDien": _relative("", ""),
        "ChuHo": {**_relative(account.full_name, account.number), "QuanHe": "Chủ hộ"},
        "SoSoHoKhau": "680" + account.number[-6:],
    }


def _name(full_name: str) -> dict[str, str]:
    first, *rest = full_name.split()
    return {"Ho": first if rest else "", "ChuDem": " ".join(rest[:-1]), "Ten": rest[-1] if rest else first}


def _relative(name: str, number: str) -> dict[str, Any]:
    return {"HoVaTen": _name(name) if name else {}, "QuocTich": "VN", "SoDinhDanh": number, "SoCMND": ""}


BY_NUMBER: dict[str, Account] = {account.number: account for account in ACCOUNTS if not account.is_organisation}
