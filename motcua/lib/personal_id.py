"""The personal identification number: twelve digits that tell place of registration, century, sex and year.

Law 26/2023/QH15, article 12, and Decree 70/2024/NĐ-CP: three digits of place, one of century and sex, two of the
year, six at random.
There is no check digit. A number never changes after provinces merge, so the places are those of the time.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

PLACES: dict[str, str] = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang", "010": "Lào Cai",
    "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái", "017": "Hòa Bình", "019": "Thái Nguyên",
    "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang", "025": "Phú Thọ", "026": "Vĩnh Phúc",
    "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng", "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam",
    "036": "Nam Định", "037": "Ninh Bình", "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình",
    "045": "Quảng Trị", "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi",
    "052": "Bình Định", "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận",
    "062": "Kon Tum", "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước",
    "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu", "079": "TP. Hồ Chí Minh",
    "080": "Long An", "082": "Tiền Giang", "083": "Bến Tre", "084": "Trà Vinh", "086": "Vĩnh Long", "087": "Đồng Tháp",
    "089": "An Giang", "091": "Kiên Giang", "092": "Cần Thơ", "093": "Hậu Giang", "094": "Sóc Trăng",
    "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip
_SEPARATORS = re.compile(r"[\s.\-]")


class Sex(StrEnum):
    """Sex as civil-status papers write it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class PersonalId:
    """What the number itself tells. `place` is empty where the code is unknown: a hint, not an error."""

    number: str
    place: str
    sex: Sex
    birth_year: int


def parse(text: str) -> PersonalId:
    """Read a number as people write it (spaces and dots forgiven); raises Refused("personal_id")."""
    number = _SEPARATORS.sub("", text)
    if not (len(number) == 12 and number.isascii() and number.isdigit()):
        raise Refused("personal_id", N_("Số định danh cá nhân gồm đúng 12 chữ số."))
    century_and_sex = int(number[3])
    return PersonalId(
        number=number,
        place=PLACES.get(number[:3], ""),
        sex=Sex.FEMALE if century_and_sex % 2 else Sex.MALE,
        birth_year=1900 + century_and_sex // 2 * 100 + int(number[4:6]),
    )


def validate(text: str, *, this_year: int, birth_year: int | None = None, sex: Sex | None = None) -> PersonalId:
    """Read a number and hold it against what else is known; raises Refused naming what does not agree."""
    found = parse(text)
    if found.birth_year > this_year:
        raise Refused(
            "personal_id_future", N_("Số định danh cá nhân này ghi năm sinh {year}, chưa tới."), year=found.birth_year
        )
    if birth_year is not None and found.birth_year != birth_year:
        raise Refused(
            "personal_id_birth",
            N_("Số định danh cá nhân này ghi năm sinh {year}, khác với ngày sinh đã khai."),
            year=found.birth_year,
        )
    if sex is not None and found.sex != sex:
        raise Refused("personal_id_sex", N_("Số định danh cá nhân này không khớp với giới tính đã khai."))
    return found


def mask(number: str) -> str:
    """Return the number with only its last three digits readable."""
    return "•" * (len(number) - 3) + number[-3:]
