"""Decisions about sign-in: what an e-identity account tells, and when guessing must stop."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from motcua.accounts.rules import IdentityKind, PersonKind
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean

# Guesses are counted apart for each place they come from, so that nobody can lock somebody else out:
# a browser that has signed in before has its own count, all unknown browsers share one for each name.
WINDOW = timedelta(minutes=15)
KNOWN_DEVICE_GUESSES = 10
UNKNOWN_DEVICE_GUESSES = 10
ADDRESS_GUESSES = 60
NAME_GUESSES_A_DAY = 200
# A code has six digits: at this pace somebody who knows the password needs twelve years for an even chance.
SECOND_GUESSES_A_DAY = 50
DEVICE_LASTS = timedelta(days=365)


class SignInRefused(Refused):
    """Sign-in failed; the same sentence whether the name or the password was wrong."""


def wrong() -> SignInRefused:
    """Return the refusal of a wrong name or password."""
    return SignInRefused("wrong_password", N_("Tên đăng nhập hoặc mật khẩu không đúng."))


def wrong_password() -> SignInRefused:
    """Return the refusal of a signed-in official's wrong password."""
    return SignInRefused("wrong_password", N_("Mật khẩu không đúng."))


def too_many() -> SignInRefused:
    """Return the refusal after too many guesses."""
    return SignInRefused(
        "too_many_tries",
        N_(
            "Có quá nhiều lần đăng nhập sai. Xin thử lại sau 15 phút, hoặc dùng máy mà ông/bà đã từng đăng nhập. "
            "Quên mật khẩu thì hỏi người quản trị."
        ),
    )


@dataclass(frozen=True)
class EIdentity:
    """What an e-identity account tells about who signs in."""

    kind: PersonKind
    number_kind: IdentityKind
    number: str
    full_name: str
    birth: str = ""
    sex: str = ""
    assurance: int = 0


_SEXES = {"nam": "male", "nữ": "female"}


def read_claims(claims: Mapping[str, object]) -> EIdentity:
    """Read the claims of a VNeID account; raises Refused("claims") where they do not tell who it is.

    Names and shapes are those that provincial systems receive; `LoaiTaiKhoan` 2 is an organisation.
    """

    def text(name: str) -> str:
        return clean(str(claims.get(name) or ""))

    assurance = int(text("loAs")) if text("loAs") in {"1", "2"} else 0
    if text("LoaiTaiKhoan") == "2":
        number = text("MaSoThue") or text("MaSoDoanhNghiep")
        name = text("TenDoanhNghiep") or text("HoVaTen")
        who = EIdentity(PersonKind.ORGANISATION, IdentityKind.TAX_CODE, number, name, assurance=assurance)
    else:
        birth = re.fullmatch(r"(\d{4})(\d{2})?(\d{2})?", text("NgayThangNamSinh"), re.ASCII)
        who = EIdentity(
            PersonKind.PERSON,
            IdentityKind.PERSONAL_ID,
            text("SoDinhDanh"),
            text("HoVaTen"),
            birth="-".join(part for part in birth.groups() if part) if birth else "",
            sex=_SEXES.get(text("GioiTinh").lower(), ""),
            assurance=assurance,
        )
    if not who.number or not who.full_name:
        raise Refused("claims", N_("Tài khoản định danh không cho biết đủ thông tin để đăng nhập."))
    return who
