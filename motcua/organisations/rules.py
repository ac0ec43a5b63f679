"""The fixed words about places and offices: kinds of unit, levels of agency, roles of posts."""

import re
from dataclasses import dataclass
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.text import clean, fold

# The district level ended on this day (Law 72/2025/QH15 on the organisation of local government, article 1).
TWO_TIERS_SINCE = "2025-07-01"


class UnitKind(StrEnum):
    """Kinds of administrative unit; districts exist only in the past."""

    PROVINCE = "province"
    CITY = "city"  # thành phố trực thuộc trung ương
    DISTRICT = "district"  # huyện, quận, thị xã, thành phố thuộc tỉnh: until 30/06/2025
    WARD = "ward"  # phường
    COMMUNE = "commune"  # xã
    TOWN = "town"  # thị trấn: until 30/06/2025
    SPECIAL_ZONE = "special_zone"  # đặc khu


TOP = frozenset({UnitKind.PROVINCE, UnitKind.CITY})
BASIC = frozenset({UnitKind.WARD, UnitKind.COMMUNE, UnitKind.TOWN, UnitKind.SPECIAL_ZONE})


class Level(StrEnum):
    """The level on which an agency works."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    COMMUNE = "commune"


class AgencyKind(StrEnum):
    """What an agency is."""

    COMMITTEE = "committee"  # Ủy ban nhân dân
    OFFICE = "office"  # Văn phòng UBND
    DEPARTMENT = "department"  # sở, ban, ngành
    DIVISION = "division"  # phòng, chi cục
    BRANCH = "branch"  # chi nhánh, cơ sở
    ONE_STOP = "one_stop"  # Trung tâm Phục vụ hành chính công (Decree 118/2025/NĐ-CP)
    POLICE = "police"
    INSURANCE = "insurance"
    TAX = "tax"


VERTICAL = frozenset({AgencyKind.POLICE, AgencyKind.INSURANCE, AgencyKind.TAX})


class Role(StrEnum):
    """What a post does. The citizen's side is not a post: see `accounts`."""

    RECEPTIONIST = "receptionist"
    DISPATCHER = "dispatcher"
    SPECIALIST = "specialist"
    DIVISION_HEAD = "division_head"
    AGENCY_LEADER = "agency_leader"
    CLERK = "clerk"
    CASHIER = "cashier"
    COORDINATOR = "coordinator_agency"
    ONE_STOP_HEAD = "one_stop_head"
    PROCEDURE_CONTROL_OFFICER = "procedure_control_officer"
    FEEDBACK_OPERATOR = "feedback_operator"
    BUSINESS_ADMIN = "business_admin"
    TECH_ADMIN = "tech_admin"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    SECURITY_OFFICER = "security_officer"
    ARCHIVE_KEEPER = "archive_keeper"
    POST_CLERK = "post_clerk"


ROLE_NAMES: dict[Role, str] = {
    Role.RECEPTIONIST: N_("Cán bộ tiếp nhận và trả kết quả"),
    Role.DISPATCHER: N_("Cán bộ phân công"),
    Role.SPECIALIST: N_("Chuyên viên thụ lý"),
    Role.DIVISION_HEAD: N_("Lãnh đạo phòng"),
    Role.AGENCY_LEADER: N_("Lãnh đạo cơ quan"),
    Role.CLERK: N_("Văn thư"),
    Role.CASHIER: N_("Thu phí, kế toán"),
    Role.COORDINATOR: N_("Đầu mối cơ quan phối hợp"),
    Role.ONE_STOP_HEAD: N_("Phụ trách bộ phận một cửa"),
    Role.PROCEDURE_CONTROL_OFFICER: N_("Cán bộ kiểm soát thủ tục hành chính"),
    Role.FEEDBACK_OPERATOR: N_("Cán bộ tiếp nhận phản ánh, kiến nghị"),
    Role.BUSINESS_ADMIN: N_("Quản trị nghiệp vụ"),
    Role.TECH_ADMIN: N_("Quản trị kỹ thuật"),
    Role.SUPERVISOR: N_("Giám sát, thanh tra"),
    Role.INSPECTOR: N_("Thanh tra, kiểm toán theo quyết định"),
    Role.SECURITY_OFFICER: N_("Cán bộ an toàn thông tin"),
    Role.ARCHIVE_KEEPER: N_("Cán bộ lưu trữ"),
    Role.POST_CLERK: N_("Nhân viên bưu chính công ích"),
}


@dataclass(frozen=True)
class AreaFound:
    """One answer to an address as people write it.

    `today` holds the unit's successors today: one unit, or several where the old unit was split and the person
    must choose. `said` is the unit that was named, as it was called when it existed.
    """

    said: str
    is_old: bool
    today: tuple[tuple[str, str], ...]  # (code, full name with province)

    @property
    def needs_choice(self) -> bool:
        """Tell whether the old unit went to several of today's."""
        return len(self.today) > 1


# Words that people put before a name, and the kinds of unit that they may mean.
_KIND_WORDS: dict[str, frozenset[UnitKind]] = {
    "thanh pho": frozenset({UnitKind.CITY, UnitKind.DISTRICT}),
    "tp": frozenset({UnitKind.CITY, UnitKind.DISTRICT}),
    "thi tran": frozenset({UnitKind.TOWN}),
    "tt": frozenset({UnitKind.TOWN}),
    "thi xa": frozenset({UnitKind.DISTRICT}),
    "tx": frozenset({UnitKind.DISTRICT}),
    "dac khu": frozenset({UnitKind.SPECIAL_ZONE}),
    "phuong": frozenset({UnitKind.WARD}),
    "p": frozenset({UnitKind.WARD}),
    "f": frozenset({UnitKind.WARD}),
    "xa": frozenset({UnitKind.COMMUNE}),
    "x": frozenset({UnitKind.COMMUNE}),
    "huyen": frozenset({UnitKind.DISTRICT}),
    "h": frozenset({UnitKind.DISTRICT}),
    "quan": frozenset({UnitKind.DISTRICT}),
    "q": frozenset({UnitKind.DISTRICT}),
    "tinh": frozenset({UnitKind.PROVINCE}),
}
_BEFORE_NAMES = re.compile(
    rf"^(?:thanh pho truc thuoc trung uong|{'|'.join(sorted(_KIND_WORDS, key=len, reverse=True))})[. ]\s*"
)
# Provinces until 30/06/2025 and what they became (Resolution 202/2025/QH15), and how some are called for short.
_PROVINCES_SAID = {
    "tuyen quang": "ha giang",
    "lao cai": "yen bai",
    "thai nguyen": "bac kan",
    "phu tho": "vinh phuc, hoa binh",
    "bac ninh": "bac giang",
    "hung yen": "thai binh",
    "hai phong": "hai duong",
    "ninh binh": "ha nam, nam dinh",
    "quang tri": "quang binh",
    "da nang": "quang nam",
    "quang ngai": "kon tum",
    "gia lai": "binh dinh",
    "khanh hoa": "ninh thuan",
    "lam dong": "dak nong, binh thuan, ld",
    "dak lak": "phu yen",
    "ho chi minh": "binh duong, ba ria vung tau, vung tau, hcm, tphcm, sai gon",
    "dong nai": "binh phuoc",
    "tay ninh": "long an",
    "can tho": "soc trang, hau giang",
    "vinh long": "ben tre, tra vinh",
    "dong thap": "tien giang",
    "ca mau": "bac lieu",
    "an giang": "kien giang",
    "hue": "thua thien hue",
    "ha noi": "hn",
}
_MOST_SYLLABLES = 6
_MOST_TOKENS = 60


def _plain(text: str) -> str:
    """Return a text without marks, apostrophes and punctuation."""
    return re.sub(r"[^a-z0-9. ]+", " ", re.sub(r"['’‘`]\s?", "", fold(text))).strip()


def _spelled(words: list[str]) -> str:
    """Return words in one spelling: *Quí* as *Quý*, *Đắc* as *Đắk*."""
    return " ".join("dak" if word == "dac" else word for word in " ".join(words).replace("y", "i").split())


def unit_key(name: str) -> str:
    """Return the form in which names of units are compared: no kind, no marks, i for y, no apostrophes.

    *Phú Quí* and *Phú Quý*, *N'Thol Hạ* and *NThol Hạ* are one.
    """
    return _spelled(_BEFORE_NAMES.sub("", _plain(name)).replace(".", " ").split())


_PROVINCE_KEYS = {
    unit_key(said): unit_key(now) for now, before in _PROVINCES_SAID.items() for said in before.split(",")
}


@dataclass(frozen=True)
class Mention:
    """Some words of an address that may be the name of a unit: where they stand, and what kind was said before them."""

    key: str
    kinds: frozenset[UnitKind]
    start: int
    end: int

    @property
    def keys(self) -> set[str]:
        """Return the key, and for a province of before July 2025 also that of today's."""
        return {self.key, _PROVINCE_KEYS.get(self.key, self.key)}

    def is_apart_from(self, other: "Mention") -> bool:
        """Tell whether two mentions are of different words."""
        return self.end <= other.start or other.end <= self.start


def mentions(text: str) -> list[Mention]:
    """Return everything in an address, as people write it with or without commas, that may name a unit."""
    found: list[Mention] = []
    before: Mention | None = None
    offset = 0
    for part in re.split(r"[,;/\n]", clean(text)):
        tokens = re.sub(r"\b([pfq])(?=\d)", r"\1 ", _plain(part).replace(".", " ")).split()[: _MOST_TOKENS - offset]
        whole = None
        for start in range(len(tokens)):
            kinds, opens = _kinds_before(tokens, start)
            for end in range(start + 1, min(start + _MOST_SYLLABLES, len(tokens)) + 1):
                is_whole = opens and end == len(tokens)
                # One syllable alone says too little, unless nothing else is said or its kind is.
                if end - start > 1 or kinds or is_whole:
                    mention = Mention(_spelled(tokens[start:end]), kinds, offset + start, offset + end)
                    found.append(mention)
                    whole = mention if is_whole else whole
        if before is not None and whole is not None:  # "Xuân Hương, Đà Lạt" is one name today
            found.append(Mention(f"{before.key} {whole.key}", before.kinds, before.start, whole.end))
        before = whole
        offset += len(tokens)
    return found


def _kinds_before(tokens: list[str], start: int) -> tuple[frozenset[UnitKind], bool]:
    """Return the kinds said right before a place in the words, and whether nothing else stands before it."""
    for length in (2, 1):
        words = " ".join(tokens[max(0, start - length) : start])
        if start >= length and words in _KIND_WORDS:
            return _KIND_WORDS[words], start == length
    return frozenset(), start == 0


def agreement(kind: UnitKind, said: frozenset[UnitKind]) -> int:
    """Return how well a unit's kind agrees with what was said: 1, 0 where nothing was, -1 for another basic kind.

    After 2025 towns became wards and communes, so people mix these up; a district is never meant by a ward's name: -9.
    """
    if not said or kind in said:
        return int(bool(said))
    return -1 if said & BASIC else -9
