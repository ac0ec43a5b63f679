"""What the national population database knows of a person: its twenty blocks, and how one asks for them.

The blocks are those that a provincial system receives from the service `TraCuuThongTinCongDan` of the Ministry of
Public Security. Only their shapes are here: who may ask for what, and how it is sent, stands elsewhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from motcua.lib.marks import N_


class Block(StrEnum):
    """One block of the answer; the value is the field of `Registered` that holds it."""

    NUMBER = "number"
    OLD_NUMBER = "old_number"
    NAME = "name"
    SEX = "sex"
    BIRTH = "birth"
    BIRTH_REGISTERED = "birth_registered"
    ORIGIN = "origin"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    NATIONALITY = "nationality"
    MARRIAGE = "marriage"
    BLOOD = "blood"
    RESIDENCE = "residence"
    DWELLING = "dwelling"
    FATHER = "father"
    MOTHER = "mother"
    SPOUSE = "spouse"
    REPRESENTATIVE = "representative"
    HEAD = "head"
    HOUSEHOLD = "household"


NAMES: Mapping[Block, str] = {
    Block.NUMBER: N_("Số định danh cá nhân"),
    Block.OLD_NUMBER: N_("Số chứng minh nhân dân 9 số"),
    Block.NAME: N_("Họ, chữ đệm và tên"),
    Block.SEX: N_("Giới tính"),
    Block.BIRTH: N_("Ngày, tháng, năm sinh"),
    Block.BIRTH_REGISTERED: N_("Nơi đăng ký khai sinh"),
    Block.ORIGIN: N_("Quê quán"),
    Block.ETHNICITY: N_("Dân tộc"),
    Block.RELIGION: N_("Tôn giáo"),
    Block.NATIONALITY: N_("Quốc tịch"),
    Block.MARRIAGE: N_("Tình trạng hôn nhân"),
    Block.BLOOD: N_("Nhóm máu"),
    Block.RESIDENCE: N_("Nơi thường trú"),
    Block.DWELLING: N_("Nơi ở hiện tại"),
    Block.FATHER: N_("Cha"),
    Block.MOTHER: N_("Mẹ"),
    Block.SPOUSE: N_("Vợ hoặc chồng"),
    Block.REPRESENTATIVE: N_("Người đại diện"),
    Block.HEAD: N_("Chủ hộ và quan hệ với chủ hộ"),
    Block.HOUSEHOLD: N_("Số sổ hộ khẩu"),
}
# What every dossier says of a person anyway, and what comparing it needs; a package that declares nothing gets no more.
ALWAYS = frozenset({Block.NAME, Block.BIRTH, Block.SEX, Block.RESIDENCE})


@dataclass(frozen=True)
class Place:
    """A place as the register writes it: codes of the time of its entry, names where it gives them."""

    detail: str = ""
    ward: str = ""
    district: str = ""
    province: str = ""
    country: str = ""
    ward_code: str = ""
    district_code: str = ""
    province_code: str = ""

    def __str__(self) -> str:
        """Return it in one line, the smallest part first."""
        parts = (self.detail, self.ward, self.district, self.province, self.country)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Relative:
    """Somebody named in another person's entry; `relation` is that of the head of a household."""

    name: str = ""
    nationality: str = ""
    number: str = ""
    old_number: str = ""
    relation: str = ""

    def __str__(self) -> str:
        """Return it in one line."""
        return ", ".join(part for part in (self.name, self.number or self.old_number, self.relation) if part)


@dataclass(frozen=True)
class Registered:
    """One person's entry. What was not asked for, or is not known there, is empty.

    `birth` is a day `YYYY-MM-DD` or a year; `sex` is `male`, `female` or empty; `marriage` and `blood` are as
    they came, a text or a code. `unknown` are names of blocks that nobody here reads: their contents are not kept.
    """

    number: str = ""
    old_number: str = ""
    name: str = ""
    sex: str = ""
    birth: str = ""
    birth_registered: Place = field(default_factory=Place)
    origin: Place = field(default_factory=Place)
    ethnicity: str = ""
    religion: str = ""
    nationality: str = ""
    marriage: str = ""
    blood: str = ""
    residence: Place = field(default_factory=Place)
    dwelling: Place = field(default_factory=Place)
    father: Relative = field(default_factory=Relative)
    mother: Relative = field(default_factory=Relative)
    spouse: Relative = field(default_factory=Relative)
    representative: Relative = field(default_factory=Relative)
    head: Relative = field(default_factory=Relative)
    household: str = ""
    unknown: tuple[str, ...] = ()

    def get(self, block: Block) -> Any:
        """Return what a block holds."""
        return getattr(self, block.value)

    def only(self, blocks: Collection[Block]) -> "Registered":
        """Return the entry with these blocks and nothing else."""
        return Registered(**{block.value: self.get(block) for block in Block if block in blocks})


@dataclass(frozen=True)
class Question:
    """One question about one person. There is no question about several.

    `birth` is a day `YYYY-MM-DD` or a year; `request` names the call, `purpose` the procedure it serves (its code),
    `officer` who asks.
    """

    number: str
    name: str
    birth: str
    request: str
    purpose: str
    officer: str
