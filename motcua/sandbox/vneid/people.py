"""The invented accounts of the stand-in. Numbers have the right shape and belong to nobody."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Account:
    """One account: a person, or an organisation (then `tax_code` is set)."""

    sub: str
    full_name: str
    number: str = ""
    birth: str = ""  # YYYYMMDD
    sex: str = ""  # Nam, Nữ
    level: int = 2
    tax_code: str = ""
    about: str = ""
    passport: str = ""  # of a foreigner, who has no personal number
    represented_by: tuple[str, str] = ("", "")  # of an organisation: name and personal number

    @property
    def is_organisation(self) -> bool:
        """Tell whether this is an organisation's account."""
        return bool(self.tax_code)

    def claims(self) -> dict[str, str]:
        """Return the claims as a provincial system receives them, all texts."""
        shared = {
            "LoaiTaiKhoan": "2" if self.is_organisation else "1",
            "TechID": f"TECH-{self.sub}",
            "loAs": str(self.level),
            "IAL": str(self.level),
        }
        if self.is_organisation:
            name, number = self.represented_by
            legal = {"HoVaTenNguoiDaiDien": name, "SoDinhDanhNguoiDaiDien": number} if name else {}
            own = {"MaSoThue": self.tax_code, "TenDoanhNghiep": self.full_name, "HoVaTen": self.full_name}
            return shared | own | legal
        if self.passport:
            told = {"HoChieu": self.passport, "HoVaTen": self.full_name, "NgayThangNamSinh": self.birth}
            return shared | {"LoaiTaiKhoan": "3", "loAs": "", "IAL": "", **told}
        return shared | {
            "SoDinhDanh": self.number,
            "HoVaTen": self.full_name,
            "NgayThangNamSinh": self.birth,
            "GioiTinh": self.sex,
        }


class Holder(Protocol):
    """Somebody who has an account at a stand-in, of whichever realm."""

    @property
    def sub(self) -> str:
        """Return the account's id there."""

    @property
    def full_name(self) -> str:
        """Return the name."""

    @property
    def about(self) -> str:
        """Return who that is, for whoever chooses."""

    def claims(self) -> dict[str, Any]:
        """Return what is told of them."""


@dataclass(frozen=True)
class Official:
    """An official's account at the province's own provider."""

    sub: str
    full_name: str
    agency: str
    is_strong: bool = True
    about: str = ""
    level: int = 2
    is_organisation: bool = False

    def claims(self) -> dict[str, Any]:
        """Return the claims as such providers tell them; `amr` says how they signed in there (RFC 8176)."""
        return {
            "preferred_username": self.sub,
            "name": self.full_name,
            "agency": self.agency,
            "amr": ["pwd", "otp", "mfa"] if self.is_strong else ["pwd"],
        }


# The names are those of the demo's officials; the last is known to the province alone.
OFFICIALS: tuple[Official, ...] = (
    Official("chuyenvien", "Lê Thị Chi", "H36.12", about="chuyên viên Sở, đã xác thực hai lớp ở tỉnh"),
    Official("tiepnhan", "Trần Thị Bích Ngọc", "H36.01.01", is_strong=False, about="cán bộ tiếp nhận, mới có mật khẩu"),
    Official("giamdoc", "Hoàng Thị Giang", "H36.12", about="Giám đốc Sở, đã xác thực hai lớp ở tỉnh"),
    Official("nguoila", "Nguyễn Văn Lạ", "H36.12", about="có tài khoản của tỉnh, chưa có vị trí ở đây"),
)
ACCOUNTS: tuple[Account, ...] = (
    Account("an", "Nguyễn Thị An", "068190012345", "19900305", "Nữ", about="36 tuổi, vừa sinh con, xã Đơn Dương"),
    Account("binh", "Trần Văn Bình", "068085004512", "19850917", "Nam", about="41 tuổi, xây nhà, phường Cam Ly"),
    Account("brep", "K'Brếp", "068088000777", "19880101", "Nam", about="38 tuổi, người K'Ho, xã Lạc Dương"),
    Account("y", "Y", "067195003321", "19950612", "Nữ", about="31 tuổi, tên một chữ cái"),
    Account("hhen", "H'Hen Niê", "066192001188", "19920529", "Nữ", about="34 tuổi, người Ê Đê, xã Đắk Wil"),
    Account("dung", "Phạm Tiến Dũng", "001078015566", "19781130", "Nam", about="48 tuổi, mở hộ kinh doanh"),
    Account("lan", "Ma Thị Lan", "068199002210", "19990214", "Nữ", about="27 tuổi, sắp kết hôn, xã D'Ran"),
    Account("minh", "Lê Hoàng Minh", "060097006634", "19970808", "Nam", about="29 tuổi, sắp kết hôn, Phan Thiết"),
    Account("lanh", "Võ Thị Lành", "060150000412", "19500101", "Nữ", about="76 tuổi, tuổi cao"),
    Account("tam", "Đỗ Minh Tâm", "068205007719", "20050620", "Nam", about="21 tuổi, sinh viên"),
    Account("hoa", "Lý Thị Hoa", "068180009008", "19800404", "Nữ", level=1, about="46 tuổi, mới có tài khoản mức 1"),
    Account("cuong", "Bùi Quốc Cường", "067082005150", "19820722", "Nam", about="44 tuổi, sang tên đất, xã Đắk Mil"),
    Account("emma", "Emma Larsson", birth="19870214", passport="SE1234567", about="39 tuổi, người Thụy Điển, tạm trú"),
    Account(
        "caphe",
        "Công ty TNHH Cà phê Cầu Đất",
        tax_code="5899999900",
        about="doanh nghiệp, đại diện là Trần Văn Bình",
        represented_by=("Trần Văn Bình", "068085004512"),
    ),
    Account(
        "htx",
        "Hợp tác xã Rau sạch Đơn Dương",
        tax_code="5899999918",
        about="hợp tác xã, đại diện là Phạm Tiến Dũng",
        represented_by=("Phạm Tiến Dũng", "001078015566"),
    ),
    Account("hoi", "Hội Khuyến học xã Đơn Dương", tax_code="5899999925", about="hội, chưa ghi người đại diện"),
)
BY_SUB: dict[str, Account] = {account.sub: account for account in ACCOUNTS}
