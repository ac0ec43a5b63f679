"""What can be wrong: with answers (told to people) and with forms (told to those who design them)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext

from motcua.lib.marks import N_
from motcua.ui import texts


@dataclass(frozen=True)
class Words:
    """A text of a package in its languages; Vietnamese is always there.

    Most have no `en` here: theirs stands in the catalogue of messages or beside the package (`ui.texts`).
    """

    vi: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.english if get_language() == "en" else self.vi

    @property
    def english(self) -> str:
        """The English text, while English is the language of the request."""
        return self.en or texts.translated(self.vi)

    @property
    def marked(self) -> str:
        """The text for the inside of an element, marked as Vietnamese where the reader's language lacks it."""
        return self.en if self.en and get_language() == "en" else texts.said(self.vi)

    def __bool__(self) -> bool:
        return bool(self.vi)


@dataclass(frozen=True)
class Clause:
    """A sentence of ours as it stands within another: worded in the language of the request, its first letter small."""

    message: str
    params: Mapping[str, Any]

    def __str__(self) -> str:
        said = gettext(self.message).format(**self.params)
        return said[:1].lower() + said[1:]


@dataclass(frozen=True)
class Problem:
    """One thing to mend in the answers: where (`path` like `child.birth`), and a sentence for the person.

    `code` is stable and for machines. `part` names the box of a date that is wrong: `day`, `month` or `year`.
    """

    path: str
    code: str
    message: str | Words
    params: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""

    @property
    def text(self) -> str:
        """The sentence in the language of the request."""
        message = str(self.message) if isinstance(self.message, Words) else gettext(self.message)
        return message.format(**{name: _say(value) for name, value in self.params.items()}) if self.params else message


def _say(value: Any) -> str:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) and abs(value) > 9999 else str(value)


class FormRefused(Exception):
    """The package's form cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


MISSING = N_("Hãy điền “{label}”.")
UNCHOSEN = N_("Hãy chọn câu trả lời cho “{label}”.")
NOT_TEXT = N_("“{label}” phải là chữ.")
NOT_INTEGER = N_("“{label}” phải là số nguyên, ví dụ 12.")
NOT_NUMBER = N_("“{label}” phải là số, ví dụ 12,5.")
NOT_MONEY = N_("“{label}” phải là số tiền bằng đồng, ví dụ 1.500.000.")
NOT_DATE = N_("“{label}” phải là một ngày có thật, ví dụ 3/5/1990.")
NOT_MONTH = N_("“{label}” phải gồm tháng và năm, ví dụ 5/1990.")
NOT_YEAR = N_("“{label}” phải là năm gồm 4 chữ số, ví dụ 1990.")
NOT_PARTIAL = N_("“{label}” phải là một ngày có thật; không nhớ ngày, tháng thì chỉ ghi năm.")
WRONG_DATE = N_("“{label}”: {what}")
IN_FUTURE = N_("“{label}” không thể ở trong tương lai.")
IN_PAST = N_("“{label}” không thể ở trong quá khứ.")
NOT_OFFERED = N_("“{label}”: hãy chọn một trong các câu trả lời được đưa ra.")
TOO_LONG = N_("“{label}” dài quá: tối đa {limit} ký tự.")
TOO_SHORT = N_("“{label}” ngắn quá: ít nhất {limit} ký tự.")
TOO_SMALL = N_("“{label}” phải từ {limit} trở lên.")
TOO_LARGE = N_("“{label}” phải từ {limit} trở xuống.")
NOT_ABOVE = N_("“{label}” phải lớn hơn {limit}.")
NOT_BELOW = N_("“{label}” phải nhỏ hơn {limit}.")
TOO_MANY = N_("“{label}”: tối đa {limit} mục.")
TOO_FEW = N_("“{label}”: ít nhất {limit} mục.")
TWICE = N_("“{label}”: có mục bị ghi hai lần.")
WRONG_SHAPE = N_("“{label}” không đúng dạng được yêu cầu.")
UNKNOWN = N_("Biểu mẫu không có mục “{name}”.")
NOT_NAME = N_("“{label}” phải là họ tên: chỉ gồm chữ cái, dấu cách, dấu ' và dấu gạch nối.")
NOT_PHONE = N_("“{label}” phải là số điện thoại, ví dụ 0912345678.")
NOT_EMAIL = N_("“{label}” phải là địa chỉ thư điện tử, ví dụ ten@vidu.vn.")
NOT_PAPER = N_("“{label}” phải là số định danh 12 số, số CMND 9 số hoặc số hộ chiếu.")
NOT_FILE = N_("“{label}”: hãy tải tệp lên lại.")
NO_PLACE = N_("“{label}”: chưa tìm thấy nơi này. Hãy ghi tên xã, phường hoặc đặc khu; tên cũ cũng được.")
PLACE_NEEDED = N_("“{label}”: hãy ghi tên xã, phường hoặc đặc khu; tên cũ cũng được.")
SEVERAL_PLACES = N_("“{label}”: có nhiều nơi như vậy. Hãy chọn đúng nơi trong danh sách.")
NOT_IN_PROVINCE = N_("“{label}”: xã, phường này không thuộc tỉnh, thành phố đã chọn.")
