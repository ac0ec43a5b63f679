"""A declaration that its applicant signs digitally: only where a procedure's own law asks for it.

Who files by the portal, signed in, need not sign an interactive e-form (Nghị quyết 66.7/2025/NQ-CP art. 3(4); Nghị định
301/2026/NĐ-CP art. 3(3)): a package that asks for it says by which law.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .package import RequiredPaper

KEY = "e_signed_declaration"
NAME = "Tờ khai có chữ ký số của người nộp"
HINT = N_(
    "Tải tờ khai (PDF) ở đầu trang, ký số bằng chứng thư của chính ông/bà rồi gửi tệp đã ký. Không in ra quét lại; "
    "phần mềm ký chỉ được thêm chữ ký, không sửa tệp."
)
# A personal number has 12 digits, an old one 9, a tax code 10 or 13 (0123456789-001).
NUMBER = re.compile(r"(?<![0-9])([0-9]{12}|[0-9]{10}(?:-?[0-9]{3})?|[0-9]{9})(?![0-9])")


def wanted(settings: Mapping[str, Any]) -> bool:
    """Tell whether a version's settings ask for the applicant's digital signature."""
    return bool(settings.get("declaration_signature"))


def paper() -> RequiredPaper:
    """Return the signed declaration as a paper of a filing on the portal."""
    return RequiredPaper(KEY, NAME, "submit", required=True, originals=0, copies=0, hint=HINT, digitise=False)


def is_owned(identifiers: Iterable[str], numbers: Iterable[str]) -> bool:
    """Tell whether what a certificate says of its holder (`CCCD:…`, `MST:…`, `PNOVN-…`) has one of the numbers.

    The forms differ from one authority to another [?]: the digits count, whole and next to no others.
    """
    owned = {number.replace("-", "") for number in numbers if number}
    return any(found.replace("-", "") in owned for text in identifiers for found in NUMBER.findall(text))


def refused(code: str, **params: object) -> Refused:
    """Return why a signed declaration is not taken; `code` is a key of REFUSALS."""
    return Refused(code, REFUSALS[code], **params)


REFUSALS = {
    "declaration_other": N_(
        "Tệp này không phải tờ khai tải ở đây, hoặc câu trả lời đã sửa sau khi tải. Hãy tải tờ khai về, ký lại rồi gửi."
    ),
    "declaration_unsigned": N_("Tờ khai này chưa có chữ ký số. Hãy ký số rồi gửi lại."),
    "declaration_altered": N_(
        "Tờ khai bị sửa trước hoặc sau khi ký. Hãy tải tờ khai về, chỉ thêm chữ ký số, rồi gửi lại."
    ),
    "declaration_untrusted": N_(
        "Chữ ký số chưa dùng được: {problem} Hãy ký bằng chứng thư khác hoặc hỏi nơi cấp chứng thư."
    ),
    "declaration_of_another": N_(
        "Chứng thư số không ghi số định danh (hoặc mã số thuế) của ông/bà. Hãy ký bằng chứng thư của chính mình."
    ),
}
