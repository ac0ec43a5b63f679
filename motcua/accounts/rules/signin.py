"""Decisions about sign-in: what an e-identity account tells, and when guessing must stop."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from motcua.accounts.rules import IdentityKind, PersonKind
from motcua.accounts.rules.assurance import WITHOUT_LEVELS
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


def unknown_official() -> SignInRefused:
    """Return the refusal of somebody whom the province's provider knows and this system does not, or not there."""
    return SignInRefused(
        "unknown_official",
        N_("Tài khoản của tỉnh chưa được giao vị trí nào ở đây. Xin liên hệ người quản trị kỹ thuật."),
    )


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
    # The account itself, whatever its bearer is called and whichever document they have.
    issuer: str = ""
    subject: str = ""
    # Of an organisation: who stands for it, by name and personal number.
    represented_by: tuple[str, str] | None = None


# Law 26/2023/QH15, article 12: a personal number is one's own for life; a passport is renewed with another number.
CHANGES = frozenset({IdentityKind.PASSPORT, IdentityKind.OTHER, IdentityKind.OLD_ID})
_SEXES = {"nam": "male", "nữ": "female"}


def read_claims(claims: Mapping[str, object]) -> EIdentity:
    """Read the claims of a VNeID account; raises Refused("claims") where they do not tell who it is.

    Names and shapes are those that provincial systems receive; `LoaiTaiKhoan` 2 is an organisation. How foreigners and
    legal representatives are told is not public [?]: 3 with `HoChieu`, and `HoVaTenNguoiDaiDien` with
    `SoDinhDanhNguoiDaiDien`, as the stand-in says them.
    """

    def text(name: str) -> str:
        return clean(str(claims.get(name) or ""))

    assurance = int(text("loAs")) if text("loAs") in {"1", "2"} else 0
    if text("LoaiTaiKhoan") == "2":
        number = text("MaSoThue") or text("MaSoDoanhNghiep")
        name = text("TenDoanhNghiep") or text("HoVaTen")
        legal = text("HoVaTenNguoiDaiDien"), text("SoDinhDanhNguoiDaiDien")
        who = EIdentity(
            PersonKind.ORGANISATION,
            IdentityKind.TAX_CODE,
            number,
            name,
            assurance=WITHOUT_LEVELS,
            represented_by=legal if all(legal) else None,
        )
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
    if text("LoaiTaiKhoan") == "3":
        who = replace(who, number_kind=IdentityKind.PASSPORT, number=text("HoChieu"), assurance=WITHOUT_LEVELS)
    if not who.number or not who.full_name:
        raise Refused("claims", N_("Tài khoản định danh không cho biết đủ thông tin để đăng nhập."))
    return replace(who, issuer=text("iss")[:200], subject=text("sub")[:200])


@dataclass(frozen=True)
class ProvincialIdentity:
    """What the province's provider tells about an official: the account's name, the agency, and how sure it is."""

    username: str
    agency: str
    is_strong: bool


# Authentication methods that are a second factor beside a password, or two in one (RFC 8176, section 2).
STRONG_METHODS = frozenset({"mfa", "otp", "hwk", "swk", "sc", "fpt", "face", "iris"})


def read_provincial_claims(
    claims: Mapping[str, object], *, name_claim: str, agency_claim: str, strong: frozenset[str]
) -> ProvincialIdentity:
    """Read the claims of the province's provider; raises Refused("claims") without a name, or without a wanted agency.

    They say who it is and never what one may do: posts alone do. `strong` are values of `acr` that mean a second
    factor, besides the methods of `amr`; where neither says so, the second step is still owed.
    """
    username = clean(str(claims.get(name_claim) or "")).lower()[:150]
    agency = clean(str(claims.get(agency_claim) or "")) if agency_claim else ""
    if not username or (agency_claim and not agency):
        raise Refused("claims", N_("Tài khoản của tỉnh không cho biết đủ thông tin để đăng nhập."))
    methods = claims.get("amr")
    named = {str(one) for one in methods} if isinstance(methods, list) else set()
    return ProvincialIdentity(username, agency, bool(named & STRONG_METHODS) or str(claims.get("acr", "")) in strong)
