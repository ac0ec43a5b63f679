"""Who may act for somebody else with the authorities: by what, for what, how long, and what they see then.

Civil Code 91/2015/QH13: parents represent children who are minors and guardians their wards (article 136), the legal
representative an organisation (137), whoever is authorised within what was authorised (138, 141). What a procedure
allows beyond that, a relative for one, its package says (`procedures`): civil status, for instance, asks grandparents,
parents, children, spouses and siblings for an authorisation that nobody has to certify.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

ADULT_AT = 18  # Civil Code, article 20
# Where nobody agreed on a time and no law sets one, an authorisation lasts a year (Civil Code, article 563).
YEARS_UNSAID = 1
# What somebody may say of themself at one time: more is no family.
MOST_DECLARED = 20


class Basis(StrEnum):
    """By what somebody acts for another."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    CHILD = "child"
    SPOUSE = "spouse"
    SIBLING = "sibling"
    AUTHORISED = "authorised"
    LEGAL = "legal"  # the legal representative of an organisation, as its e-identity says
    MEMBER = "member"  # somebody whom an organisation lets work for it


BASIS_NAMES: dict[Basis, str] = {
    Basis.PARENT: N_("Cha, mẹ của con chưa thành niên"),
    Basis.GUARDIAN: N_("Người giám hộ"),
    Basis.CHILD: N_("Con thay cha, mẹ"),
    Basis.SPOUSE: N_("Vợ, chồng"),
    Basis.SIBLING: N_("Anh, chị, em ruột"),
    Basis.AUTHORISED: N_("Người được ủy quyền"),
    Basis.LEGAL: N_("Người đại diện theo pháp luật"),
    Basis.MEMBER: N_("Người của tổ chức"),
}
# What one says of oneself; an organisation names its people itself.
DECLARED = (Basis.PARENT, Basis.GUARDIAN, Basis.CHILD, Basis.SPOUSE, Basis.SIBLING, Basis.AUTHORISED)
# What a person gives to another.
GIVEN = (Basis.AUTHORISED, Basis.CHILD, Basis.SPOUSE, Basis.SIBLING)
# What the law gives by itself: every procedure allows these, unless it can only be done in person.
BY_LAW = frozenset({Basis.PARENT, Basis.GUARDIAN, Basis.AUTHORISED, Basis.LEGAL, Basis.MEMBER})
# Without the paper nobody can tell whether it is so.
WITH_PAPER = frozenset({Basis.AUTHORISED, Basis.GUARDIAN})


class Part(StrEnum):
    """What somebody does while they act for another."""

    FILER = "filer"
    VIEWER = "viewer"


PART_NAMES: dict[Part, str] = {
    Part.FILER: N_("Nộp và theo dõi hồ sơ"),
    Part.VIEWER: N_("Chỉ xem hồ sơ"),
}

_VIEWS = frozenset({"dossier.see", "paper.see", "result.see"})
_FILES = frozenset(
    {
        *_VIEWS,
        *("draft.edit", "dossier.file", "file.upload", "dossier.supplement", "dossier.read_notice"),
        *("dossier.withdraw", "result.check_draft"),
    }
)
_STORE = frozenset({"item.see"})
_MANAGES = frozenset({"mandate.see", "mandate.give", "mandate.end"})


@dataclass(frozen=True)
class Capacity:
    """In which somebody acts just now: for whom, by what, and how far. `mandate_id` is the row it stands in.

    `principal_id` is the row of the person acted for, None where the system does not know them yet; `procedures` are
    codes, all where there are none. `sees_all`: every dossier of theirs within that, not only what was filed so.
    """

    mandate_id: int
    public_id: str
    basis: Basis
    part: Part
    principal_name: str
    principal_id: int | None
    principal_number_id: int
    is_organisation: bool = False
    procedures: frozenset[str] = field(default_factory=frozenset)
    sees_all: bool = False
    uses_store: bool = False
    until: date | None = None

    @property
    def manages(self) -> bool:
        """Tell whether whoever acts so says who else works for the organisation."""
        return self.basis == Basis.LEGAL

    @property
    def verbs(self) -> frozenset[str]:
        """Return what may be done so, in the words of the permission table; anything else is one's own alone."""
        base = _FILES if self.part == Part.FILER else _VIEWS
        return base | (_STORE if self.uses_store else frozenset()) | (_MANAGES if self.manages else frozenset())

    def covers(self, procedure: str) -> bool:
        """Tell whether a procedure is within it."""
        return not self.procedures or procedure in self.procedures

    def reaches(self, *, people: Collection[int], mandates: Collection[int], procedure: str, in_store: bool) -> bool:
        """Tell whether a thing is within it: filed so, or the principal's own where all of theirs is seen.

        Where only some procedures are within it, a thing of none is not.
        """
        theirs = self.principal_id is not None and self.principal_id in people
        if in_store:
            return self.uses_store and theirs
        return self.covers(procedure) and (self.mandate_id in mandates or (theirs and self.sees_all))


def last_day(basis: Basis, *, born: str, starts: date, ends: date | None) -> date | None:
    """Return the last day on which somebody may act; raises Refused for a time that cannot be.

    A child (born YYYY, YYYY-MM or YYYY-MM-DD) is represented until it comes of age, at the earliest day that may be.
    """
    if ends is not None and ends < starts:
        raise Refused("ends_before", N_("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    if basis == Basis.PARENT:
        adult = _comes_of_age(born)
        if adult <= starts:
            raise Refused(
                "of_age",
                N_("Người này đã đủ 18 tuổi, tự mình đứng tên hoặc ủy quyền. Hãy chọn “Người được ủy quyền”."),
            )
        last = date.fromordinal(adult.toordinal() - 1)
        return last if ends is None else min(ends, last)
    if basis == Basis.AUTHORISED and ends is None:
        return _years_later(starts, YEARS_UNSAID)
    return ends


def _comes_of_age(born: str) -> date:
    parts = [int(part) for part in born.split("-") if part]
    if not parts:
        raise Refused("birth_missing", N_("Hãy ghi ngày sinh của con."))
    year, month, day = (*parts, 1, 1)[:3]
    return _years_later(date(year, month, day), ADULT_AT)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)


def check_part(part: Part, *, sees_all: bool, is_organisation: bool) -> None:
    """Raise Refused for somebody who would see nothing at all, or whom a person lets look on."""
    if part == Part.VIEWER and not (sees_all and is_organisation):
        raise Refused("views_nothing", N_("Người chỉ xem phải được xem mọi hồ sơ của tổ chức."))
