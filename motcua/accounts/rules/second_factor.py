"""The second factor of officials, in figures: one-time codes by time (RFC 6238), recovery codes, and who needs one.

Circular and decree give no algorithm. The codes are those that every authenticator application knows: SHA-1, six
digits, thirty seconds (RFC 6238, sections 1.2 and 5.2); one is worth something once (section 5.2).
"""

import base64
import secrets
import string
from datetime import date, datetime
from enum import StrEnum
from hmac import compare_digest
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from motcua.accounts.rules.signin import SignInRefused
from motcua.lib.marks import N_

STEP, DIGITS = 30, 6
# A clock may be this many steps early or late.
DRIFT = 1
SECRET_BYTES = 20  # RFC 4226, section 4, requirement 6
RECOVERY_CODES = 10
# Without vowels no word comes about, and without 0, 1, i, l, o nothing is mistaken: 27 signs, 12 of them: 57 bits.
RECOVERY_SIGNS = "".join(sign for sign in string.ascii_lowercase + string.digits if sign not in "aeiouy01l")
RECOVERY_LENGTH, RECOVERY_GROUP = 12, 4
MOST_AUTHENTICATORS = 10
# How long one may take between the password and the second step, in seconds.
HALF_LASTS = 10 * 60


class AuthenticatorKind(StrEnum):
    """What proves the second factor."""

    APP = "app"  # an application that shows a code every half minute
    PASSKEY = "passkey"  # WebAuthn: a phone, a computer, a security key


class Factor(StrEnum):
    """How somebody signed in besides the password; kept with the session."""

    NONE = ""
    APP = "app"
    PASSKEY = "passkey"
    RECOVERY = "recovery"
    PROVINCE = "province"  # the province's provider said that it had asked for more than a password


def is_required(*, switched_on: bool, since: date | None, on: date) -> bool:
    """Tell whether officials need a second factor on a day; `since` is the day the province introduces it."""
    return switched_on and (since is None or on >= since)


def new_secret() -> str:
    """Return a fresh secret of an authenticator application, as such applications take it: base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """Return the address that a QR code tells an authenticator application (Key URI Format of the applications)."""
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?secret={secret}&issuer={quote(issuer)}"


def step_at(moment: datetime) -> int:
    """Return the number of the half minute of a moment."""
    return int(moment.timestamp()) // STEP


def code_at(secret: str, step: int) -> str:
    """Return the code of a half minute: six digits."""
    # SHA-1 as a keyed digest is sound, and the one that every application knows.
    hotp = HOTP(base64.b32decode(secret), DIGITS, SHA1(), enforce_key_length=False)  # noqa: S303
    return hotp.generate(step).decode()


def step_of(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """Return the half minute whose code this is, near a moment and later than the last one used, or None."""
    typed = "".join(code.split())
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdigit()):
        return None
    now = step_at(at)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and compare_digest(code_at(secret, step), typed):
            return step
    return None


def new_recovery_code() -> str:
    """Return a code for the day the telephone is lost: three groups of four."""
    signs = "".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH))
    return "-".join(signs[at : at + RECOVERY_GROUP] for at in range(0, RECOVERY_LENGTH, RECOVERY_GROUP))


def plain_recovery_code(typed: str) -> str:
    """Return a recovery code as it is kept, however it was typed; empty where it cannot be one."""
    signs = "".join(sign for sign in typed.lower() if sign.isalnum())
    return signs if len(signs) == RECOVERY_LENGTH and set(signs) <= set(RECOVERY_SIGNS) else ""


def wrong_code() -> SignInRefused:
    """Return the refusal of a wrong, old or used code."""
    return SignInRefused(
        "wrong_code",
        N_("Mã không đúng, đã hết hiệu lực hoặc đã dùng rồi. Hãy nhập mã đang hiện trên ứng dụng."),
    )


def wrong_passkey() -> SignInRefused:
    """Return the refusal of what an authenticator answered."""
    return SignInRefused("wrong_passkey", N_("Không xác minh được khoá truy cập. Hãy thử lại, hoặc dùng cách khác."))
