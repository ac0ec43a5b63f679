"""What a check of signatures tells, and the refusals of signing.

Law: Luật Giao dịch điện tử 20/2023/QH15 and Nghị định 23/2025/NĐ-CP on electronic signatures; Nghị định 30/2020/NĐ-CP
art. 13: a State document carries the signature of the competent person and the one of the agency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused


class SigningRefused(Refused):
    """The document cannot be signed, or not with this key."""


class Level(StrEnum):
    """What a signature is kept with, by ETSI EN 319 142-1: nothing, a witnessed time, answers on who was revoked, and
    a time stamp over all of it.
    """

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"


LEVELS = tuple(Level)


class Added(StrEnum):
    """What a PDF was given after one of its signatures: nothing; proofs of it; further signatures or filled-in fields;
    notes; other content; or something that the check cannot tell.
    """

    NOTHING = "nothing"
    PROOFS = "proofs"
    SIGNATURES = "signatures"
    NOTES = "notes"
    CONTENT = "content"
    UNCLEAR = "unclear"


class Revocation(StrEnum):
    """What a document itself shows of a certificate at the time of signing."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Place:
    """Where a signature shows: page counted from 1, and points from the left and upper edge of the page."""

    page: int
    left: float
    top: float
    width: float = 187.0
    height: float = 68.0


@dataclass(frozen=True)
class Signature:
    """One signature of a document, as found in it.

    `signed_at` is the time that a trusted service witnessed (`is_witnessed`), or else the one the signer claims.
    `intact`: what it covers is bit for bit what was signed. `trusted`: its certificate comes from an authority we
    trust and was valid at `signed_at`. `allowed_after`: what was added after it is nothing but further signatures.
    `added` says what that is, `is_permitted` whether the signer's own restrictions (DocMDP) let it be.
    `time_authority` is who witnessed `signed_at`. `chain` names the certificates from the signer's up to the trusted
    root; empty where none vouches for it.
    `level` is what the document itself proves; `revocation` what its own evidence says of the certificate at
    `signed_at` (`revoked_at`: since when it was), `valid_to` the end of the certificate.
    """

    field: str
    name: str
    capacity: str
    agency: str
    agency_code: str
    signed_at: datetime | None
    reason: str
    serial: str
    issuer: str
    intact: bool
    trusted: bool
    covers_whole: bool
    allowed_after: bool
    is_witnessed: bool = False
    problem: str = ""
    level: Level = Level.B
    revocation: Revocation = Revocation.UNKNOWN
    revoked_at: datetime | None = None
    valid_to: datetime | None = None
    added: Added = Added.NOTHING
    is_permitted: bool = True
    time_authority: str = ""
    chain: tuple[str, ...] = ()
    # What the certificate says of its holder besides names: numbers of persons or organisations, as they are written.
    identifiers: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether it proves that this person signed this document as it is."""
        return self.intact and self.trusted and self.allowed_after


@dataclass(frozen=True)
class Stamp:
    """A time stamp over the whole document as it was: when, by which authority, until when its certificate is valid."""

    at: datetime | None
    authority: str
    until: datetime | None
    is_good: bool


@dataclass(frozen=True)
class Report:
    """All signatures and document time stamps of a document. `problem` says why there is none to judge, if so."""

    signatures: tuple[Signature, ...] = ()
    problem: str = ""
    stamps: tuple[Stamp, ...] = ()

    @property
    def level(self) -> Level:
        """Return the level that every trusted signature reaches: of others nobody vouches for anything."""
        return min((one.level for one in self.signatures if one.is_good), key=LEVELS.index, default=Level.B)

    @property
    def archive_until(self) -> datetime | None:
        """Return when the last good stamp's certificate ends: before that the next one is due. None below B-LTA."""
        until = [stamp.until for stamp in self.stamps if stamp.is_good and stamp.until is not None]
        return until[-1] if until and self.level == Level.LTA else None

    @property
    def is_signed(self) -> bool:
        """Tell whether there is a signature at all."""
        return bool(self.signatures)

    @property
    def intact(self) -> bool:
        """Tell whether the document is what was signed, by everyone who signed it."""
        return self.is_signed and all(signature.intact and signature.allowed_after for signature in self.signatures)

    @property
    def trusted(self) -> bool:
        """Tell whether it is intact and every signer is one we trust."""
        return self.intact and all(signature.trusted for signature in self.signatures)


PROBLEMS = {
    "altered": N_("Nội dung đã bị thay đổi sau khi ký."),
    "added": N_("Tài liệu có phần được thêm vào sau khi ký."),
    "untrusted": N_("Chứng thư số không do tổ chức được tin cậy cấp."),
    "expired": N_("Chứng thư số không còn (hoặc chưa) hiệu lực vào lúc ký."),
    "revoked": N_("Chứng thư số đã bị thu hồi trước lúc ký."),
    "unreadable": N_("Không đọc được chữ ký trong tài liệu."),
    "unsigned": N_("Tài liệu không có chữ ký số."),
    "partial": N_("Chữ ký không bao trùm cả tài liệu, hoặc không phải chữ ký duy nhất."),
    "encrypted": N_("Tài liệu đặt mật khẩu nên không kiểm tra được chữ ký."),
    "too_many_pages": N_("Tài liệu có quá nhiều trang nên không kiểm tra ở đây."),
    "too_heavy": N_("Tài liệu không kiểm tra xong được trong thời gian cho phép."),
    "other_kind": N_("Đây không phải tệp PDF hay XML nên không kiểm tra được chữ ký số."),
}


# Decree 30/2020/NĐ-CP, article 13: what stands before a title says for whom somebody signs. "Q." is in use, not there.
CAPACITIES = {
    "TM.": N_("thay mặt tập thể"),
    "KT.": N_("ký thay cấp trưởng"),
    "TL.": N_("ký thừa lệnh"),
    "TUQ.": N_("ký thừa ủy quyền"),
    "Q.": N_("quyền cấp trưởng"),
}


def meaning_of(capacity: str) -> str:
    """Return what the sign before a title means, marked for translation; empty where there is none."""
    return CAPACITIES.get(capacity.strip().partition(" ")[0].upper(), "")


def refused_expired(label: str) -> SigningRefused:
    """Return the refusal of a key out of its time."""
    return SigningRefused(
        "key_expired", N_("Chứng thư số của “{label}” đã hết hạn hoặc chưa có hiệu lực."), label=label
    )


def refused_renewal(label: str) -> SigningRefused:
    """Return the refusal of a certificate that renews nothing."""
    text = N_("Chứng thư mới của “{label}” phải đang có hiệu lực và hết hạn sau chứng thư đang dùng.")
    return SigningRefused("no_renewal", text, label=label)


def warning_due(valid_to: datetime, *, now: datetime, days: Sequence[int]) -> int | None:
    """Return of which warning it is time: the least of the days before the end that is reached; None before them all.

    Past the end nobody is warned: the refusal to sign says it.
    """
    if now > valid_to:
        return None
    return min((each for each in days if valid_to - timedelta(days=each) <= now), default=None)


def refused_document(why: str) -> SigningRefused:
    """Return the refusal of a document that takes no signature; `why` is for the log."""
    text = N_("Tài liệu này không ký số được. Hãy in ra một bản PDF mới rồi ký.")
    return SigningRefused("document_unsignable", text, why=why)


def refused_lasting(problem: str) -> SigningRefused:
    """Return the refusal to raise a document; `problem` is a key of PROBLEMS."""
    text = N_("Không nâng được chữ ký của tài liệu này lên mức lưu trữ lâu dài.")
    return SigningRefused("not_lasting", text, problem=problem)


def refused_place(place: str) -> SigningRefused:
    """Return the refusal of a place that is taken or not there."""
    return SigningRefused(
        "place_taken", N_("Vị trí ký “{place}” không có trong tài liệu hoặc đã được ký."), place=place
    )
