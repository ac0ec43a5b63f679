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


# Words that people put before a name; longer ones first.
_BEFORE_NAMES = re.compile(
    r"^(?:thanh pho truc thuoc trung uong|thanh pho|thi tran|thi xa|dac khu|phuong|huyen|quan|tinh|"
    r"tp|tt|tx|xa|p|h|q|x)[. ]\s*"
)
_PARTS = re.compile(
    r"[,;/\n]|\s-\s(?=(?:xã|phường|huyện|tỉnh|thị))|\s(?=(?:huyện|quận|thị xã|thành phố|tỉnh|tp\.)\s)", re.IGNORECASE
)


def unit_key(name: str) -> str:
    """Return the form in which names of units are compared: no kind, no marks, i for y, no apostrophes.

    *Phú Quí* and *Phú Quý*, *N'Thol Hạ* and *NThol Hạ* are one.
    """
    text = re.sub(r"[^a-z0-9. ]+", " ", re.sub(r"['’‘`]\s?", "", fold(name))).strip()
    return " ".join(_BEFORE_NAMES.sub("", text).replace("y", "i").replace(".", " ").split())


def address_parts(text: str) -> list[str]:
    """Split an address as people write it, with or without commas, into keys of places, smallest first."""
    return [key for part in _PARTS.split(clean(text)) if (key := unit_key(part))]
