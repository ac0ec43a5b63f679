"""Invented people: names as frequent as in life, identity numbers that no two of them share.

How frequent family names are: the share of Nguyễn, Trần, Lê, … among Vietnamese as counted in studies of names
(Nguyễn about 38 %), with the names of Lâm Đồng's Kơ Ho, Mạ, M'nông and Ê Đê beside them.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from motcua.accounts import identity
from motcua.accounts.rules import IdentityKind
from motcua.lib.text import fold, sort_key

FAMILIES = {
    "Nguyễn": 380, "Trần": 110, "Lê": 93, "Phạm": 66, "Hoàng": 25, "Huỳnh": 24, "Phan": 41, "Vũ": 20, "Võ": 17,
    "Đặng": 20, "Bùi": 19, "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10, "Lý": 5, "Đinh": 8, "Trương": 8, "Cao": 6,
    "Mai": 5, "Lương": 5, "Tạ": 3, "Hà": 4, "Đoàn": 5, "Trịnh": 4, "Lâm": 4, "Tô": 2, "Châu": 2,
}  # fmt: skip
MIDDLES = {
    "female": {"Thị": 52, "Thị Thu": 5, "Thị Kim": 4, "Thị Mỹ": 4, "Thị Ngọc": 4, "Ngọc": 6, "Thanh": 4, "Hoài": 3,
               "Kim": 3, "Bảo": 4, "Minh": 3, "Phương": 3, "": 5},
    "male": {"Văn": 40, "Hữu": 6, "Đức": 7, "Quốc": 6, "Minh": 8, "Thanh": 7, "Ngọc": 5, "Đình": 6, "Quang": 5,
             "Công": 3, "Xuân": 3, "Gia": 2, "": 4},
}  # fmt: skip
GIVEN = {
    "female": [
        "Lan",
        "Hương",
        "Hà",
        "Linh",
        "Mai",
        "Nga",
        "Thảo",
        "Trang",
        "Hạnh",
        "Hằng",
        "Thủy",
        "Yến",
        "Vân",
        "Nhung",
        "Ngân",
        "Phương",
        "Hoa",
        "Oanh",
        "Loan",
        "Hiền",
        "Dung",
        "Tuyết",
        "Chi",
        "Anh",
        "My",
        "Vy",
        "Ngọc",
        "Liên",
        "Thu",
        "Xuân",
        "Hồng",
        "Tâm",
        "Trinh",
        "Quyên",
        "Diễm",
        "Nguyệt",
        "Uyên",
        "Bích",
        "Duyên",
        "An",
        "Châu",
        "Giang",
        "Thúy",
    ],
    "male": [
        "Hùng",
        "Dũng",
        "Tuấn",
        "Minh",
        "Nam",
        "Hải",
        "Long",
        "Sơn",
        "Thắng",
        "Cường",
        "Phong",
        "Bình",
        "Hòa",
        "Quân",
        "Đạt",
        "Huy",
        "Khánh",
        "Tùng",
        "Trung",
        "Tâm",
        "Phúc",
        "Thành",
        "Hiếu",
        "Nghĩa",
        "Vinh",
        "Quang",
        "Duy",
        "Đức",
        "Toàn",
        "Khoa",
        "Lộc",
        "Tài",
        "Tiến",
        "Việt",
        "Thịnh",
        "An",
        "Bảo",
        "Kiên",
        "Lâm",
        "Phú",
        "Quý",
        "Thái",
        "Trường",
        "Tú",
    ],
}
# Kơ Ho, Mạ, M'nông, Ê Đê and Chu Ru names, which have no family name in front, or one of their own.
UPLAND = {
    "female": ("Ka {}", "H'{}", "Cil {}", "Liêng Hót {}", "Kra Jăn {}", "Ma {}", "H'{} Niê", "Đơng Gur {}", "K' {}"),
    "male": ("K'{}", "Y {} Êban", "Cil {}", "Liêng Hót {}", "Kra Jăn {}", "Ya {}", "Y {}", "Đơng Gur {}", "K' {}"),
}
UPLAND_GIVEN = {
    "female": [
        "Brếp",
        "Duyên",
        "Hương",
        "Mai",
        "Nhim",
        "Ểnh",
        "Thuyên",
        "Pel",
        "Rim",
        "Bơi",
        "Glong",
        "Mlô",
        "Drếp",
        "Nhiêm",
        "Phưl",
    ],
    "male": [
        "Brếp",
        "Thuyên",
        "Múp",
        "Tài",
        "Sơn",
        "Krang",
        "Bang",
        "Wêl",
        "Dơng",
        "Broh",
        "Rông",
        "Tiếu",
        "Sum",
        "Đen",
        "Ngọc",
    ],
}
UPLAND_SHARE = 0.07
# Lâm Đồng, Đắk Nông and Bình Thuận, one province since July 2025: a number keeps the place of its time.
PLACES = ("068", "067", "060")
PLACE_SHARES = (42, 20, 38)
FIRST_YEAR, LAST_YEAR = 1940, 2007
NUMBERS_BEGIN = 700_000  # the people of the demo itself have higher ones


@dataclass(frozen=True, slots=True)
class Invented:
    """One person; `index` and `cipher` are the identity number as the database keeps it."""

    name: str
    sort_key: str
    folded: str
    birth: str
    sex: str
    index: str
    cipher: bytes


@cache
def _keys(name: str) -> tuple[str, str]:
    return sort_key(name), fold(name)


def invented(count: int, *, seed: int) -> Iterator[Invented]:
    """Yield that many people, the same for the same seed but for the nonces of their seals."""
    dice = random.Random(f"people {seed}")  # noqa: S311 - invented people, not secrets
    sealer = identity.sealer()
    used: dict[str, int] = {}
    families, family_weights = list(FAMILIES), list(FAMILIES.values())
    middles = {sex: (list(of), list(of.values())) for sex, of in MIDDLES.items()}
    for _ in range(count):
        sex = "female" if dice.random() < 0.5 else "male"
        if dice.random() < UPLAND_SHARE:
            name = dice.choice(UPLAND[sex]).format(dice.choice(UPLAND_GIVEN[sex]))
        else:
            (family,) = dice.choices(families, family_weights)
            (middle,) = dice.choices(*middles[sex])
            # The first of the list are the commonest.
            given = GIVEN[sex][int(len(GIVEN[sex]) * dice.random() ** 1.5)]
            name = f"{family} {middle} {given}" if middle else f"{family} {given}"
        year = dice.randint(FIRST_YEAR, LAST_YEAR)
        (place,) = dice.choices(PLACES, PLACE_SHARES)
        start = f"{place}{(year - 1900) // 100 * 2 + (sex == 'female')}{year % 100:02d}"
        position = used[start] = used.get(start, -1) + 1
        number = f"{start}{NUMBERS_BEGIN + position:06d}"
        key, folded = _keys(name)
        yield Invented(
            name=name,
            sort_key=key,
            folded=folded,
            birth=f"{year}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
            sex=sex,
            index=sealer.index(f"{IdentityKind.PERSONAL_ID}:{number}"),
            cipher=sealer.seal(number),
        )
