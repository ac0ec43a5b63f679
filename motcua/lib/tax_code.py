"""Tax code, which is also the enterprise code: ten digits with a check digit, or thirteen for a branch.

Shape and check digit: Circular 86/2024/TT-BTC, article 5. Since 01/07/2025 persons and household businesses use the
personal number instead.
"""

import re

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SHAPE = re.compile(r"(\d{10})(?:-?(\d{3}))?", re.ASCII)


def check_digit(first_nine: str) -> int:
    """Return the tenth digit; 10 means that such a code is not given out."""
    return 10 - sum(int(digit) * weight for digit, weight in zip(first_nine, _WEIGHTS, strict=True)) % 11


def parse(text: str) -> str:
    """Return the code in its written form, a branch with a hyphen; raises Refused("tax_code")."""
    match = _SHAPE.fullmatch(re.sub(r"[\s.]", "", text))
    if match is None:
        raise Refused("tax_code", N_("Mã số thuế gồm 10 chữ số, hoặc 13 chữ số đối với đơn vị phụ thuộc."))
    if check_digit(match[1][:9]) != int(match[1][9]):
        raise Refused("tax_code_check", N_("Mã số thuế không đúng: xin kiểm tra lại từng chữ số."))
    return f"{match[1]}-{match[2]}" if match[2] else match[1]
