"""The ready definitions that a form's schema may name with `$ref`, and the words that go with them."""

import re
from collections.abc import Callable
from typing import Any

from motcua.eforms import partial_dates
from motcua.lib import personal_id, tax_code
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

PREFIX = "motcua:"
# The 53 ethnic minorities and the Kinh (Decision 121-TCTK/PPCĐ of 02/03/1979), most numerous first, then by alphabet.
ETHNICITIES = (
    "Kinh", "Tày", "Thái", "Mường", "Mông", "Khmer", "Nùng", "Dao", "Hoa", "Gia Rai", "Ê Đê", "Ba Na", "Bố Y",
    "Brâu", "Bru - Vân Kiều", "Chăm", "Chơ Ro", "Chu Ru", "Chứt", "Co", "Cơ Ho", "Cơ Lao", "Cơ Tu", "Cống", "Giáy",
    "Gié Triêng", "Hà Nhì", "Hrê", "Kháng", "Khơ Mú", "La Chí", "La Ha", "La Hủ", "Lào", "Lô Lô", "Lự", "Mạ", "Mảng",
    "Mnông", "Ngái", "Ơ Đu", "Pà Thẻn", "Phù Lá", "Pu Péo", "Ra Glai", "Rơ Măm", "Sán Chay", "Sán Dìu", "Si La",
    "Tà Ôi", "Thổ", "Xinh Mun", "Xơ Đăng", "Xtiêng",
)  # fmt: skip
COUNTRIES = (
    "Việt Nam", "Hàn Quốc", "Hoa Kỳ", "Nhật Bản", "Trung Quốc", "Đài Loan", "Lào", "Campuchia", "Thái Lan", "Pháp",
    "Đức", "Anh", "Úc", "Canada", "Nga", "Ấn Độ", "Singapore", "Malaysia", "Philippines", "Indonesia",
)  # fmt: skip

_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f '’.\-])*")
_PHONE = re.compile(r"(?:0\d{8,10}|\+\d{8,15})", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>\"',;]{1,64}@[^\s@<>\"',;]+\.[^\s@<>\"',;.]{2,}")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}", re.ASCII)
_FILE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_PUNCTUATION = re.compile(r"[\s.\-]")


def _text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


DEFINITIONS: dict[str, dict[str, Any]] = {
    "name": _text(format="name", minLength=1, maxLength=120),
    "personal-id": _text(format="personal-id", maxLength=20),
    "identity-paper": _text(format="identity-paper", maxLength=20),
    "tax-code": _text(format="tax-code", maxLength=20),
    "phone": _text(format="phone", maxLength=20),
    "email": _text(format="mailbox", maxLength=200),
    "date": _text(format="date", maxLength=10),
    "month": _text(format="month", maxLength=7),
    "year": _text(format="year", maxLength=4),
    "partial-date": _text(format="partial-date", maxLength=10),
    "sex": {"enum": ["male", "female"]},
    "ethnicity": _text(maxLength=60),
    "nationality": _text(maxLength=60),
    "money": {"type": "integer", "minimum": 0, "maximum": 10**15},
    "file": _text(format="file-id", maxLength=36),
    "address": {
        "type": "object",
        "properties": {
            "country": _text(maxLength=60),
            "province": _text(maxLength=8),
            "ward": _text(maxLength=8),
            "detail": _text(maxLength=250),
            "old_text": _text(maxLength=250),
        },
    },
    "person": {
        "type": "object",
        "required": ["full_name"],
        "properties": {
            "full_name": {"$ref": "motcua:name"},
            "birth": {"$ref": "motcua:partial-date", "x-when": "past"},
            "sex": {"$ref": "motcua:sex"},
            "identity": {"$ref": "motcua:personal-id"},
            "paper": _text(maxLength=150),
            "nationality": {"$ref": "motcua:nationality"},
            "ethnicity": {"$ref": "motcua:ethnicity"},
            "address": {"$ref": "motcua:address"},
            "phone": {"$ref": "motcua:phone"},
        },
    },
    "organisation": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": _text(minLength=1, maxLength=250),
            "tax_code": {"$ref": "motcua:tax-code"},
            "address": {"$ref": "motcua:address"},
            "phone": {"$ref": "motcua:phone"},
            "representative": {"$ref": "motcua:name"},
            "position": _text(maxLength=120),
        },
    },
}

# Widgets that a definition brings with it, where the type alone does not tell.
WIDGETS = {"money": "money", "address": "address", "person": "person", "organisation": "organisation", "file": "file"}
LISTS = {"ethnicity": ETHNICITIES, "nationality": COUNTRIES}

PART_LABELS = {
    "full_name": N_("Họ, chữ đệm và tên"),
    "birth": N_("Ngày sinh"),
    "sex": N_("Giới tính"),
    "identity": N_("Số định danh cá nhân"),
    "paper": N_("Giấy tờ tùy thân khác"),
    "nationality": N_("Quốc tịch"),
    "ethnicity": N_("Dân tộc"),
    "address": N_("Nơi cư trú"),
    "phone": N_("Số điện thoại"),
    "name": N_("Tên tổ chức"),
    "tax_code": N_("Mã số thuế"),
    "representative": N_("Người đại diện theo pháp luật"),
    "position": N_("Chức vụ"),
}
PART_HINTS = {
    "birth": N_("Ví dụ 3 5 1990. Không nhớ ngày, tháng thì chỉ ghi năm."),
    "identity": N_("12 chữ số trên thẻ căn cước"),
    "paper": N_("Chỉ khi không có số định danh: loại giấy, số, nơi cấp, ngày cấp"),
}
SEXES = {"male": N_("Nam"), "female": N_("Nữ")}


def check_tax_number(text: str) -> None:
    """Raise Refused unless the text is a tax code."""
    # Persons and household businesses use the personal number as tax code from 01/07/2025
    # (Law 38/2019/QH14 on tax administration, article 35(7)).
    if len(_PUNCTUATION.sub("", text)) == 12:
        personal_id.parse(text)
    else:
        tax_code.parse(text)


def _is_paper(text: str) -> bool:
    number = _PUNCTUATION.sub("", text).upper()
    if len(number) == 12 and number.isdigit():
        return _accepts(personal_id.parse)(text)
    return bool(re.fullmatch(r"\d{9}", number, re.ASCII) or _PASSPORT.fullmatch(number))


def _accepts(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def accepts(text: str) -> bool:
        try:
            parse(text)
        except Refused:
            return False
        return True

    return accepts


def _of_precision(precision: str) -> Callable[[str], bool]:
    return lambda text: partial_dates.is_partial(text) and partial_dates.precision(text) == precision


FORMATS: dict[str, Callable[[str], bool]] = {
    "name": lambda text: bool(_NAME.fullmatch(text)),
    "personal-id": _accepts(personal_id.parse),
    "identity-paper": _is_paper,
    "tax-code": _accepts(check_tax_number),
    "phone": lambda text: bool(_PHONE.fullmatch(re.sub(r"[\s.\-()]", "", text))),
    "mailbox": lambda text: bool(_EMAIL.fullmatch(text)),
    "date": _of_precision("date"),
    "month": _of_precision("month"),
    "year": _of_precision("year"),
    "partial-date": partial_dates.is_partial,
    "file-id": lambda text: bool(_FILE.fullmatch(text)),
}
DATE_FORMATS = frozenset({"date", "month", "year", "partial-date"})
IDENTITY_FORMATS = frozenset({"personal-id", "identity-paper"})


def written(fmt: str, text: str) -> str:
    """Return the one written form of a value whose format has one: numbers without the spaces people put in."""
    if fmt in IDENTITY_FORMATS and FORMATS[fmt](text):
        return _PUNCTUATION.sub("", text).upper()
    if fmt == "tax-code" and FORMATS[fmt](text):
        plain = _PUNCTUATION.sub("", text)
        return plain if len(plain) == 12 else tax_code.parse(text)
    if fmt == "phone" and FORMATS[fmt](text):
        return re.sub(r"[\s.\-()]", "", text)
    return text


def local(schema: Any, faults: list[str], used: dict[str, Any], path: str = "") -> Any:
    """Return the schema with our definitions made local; notes every reference that leaves the file."""
    if isinstance(schema, list):
        return [local(item, faults, used, path) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: local(value, faults, used, f"{path}/{key}") for key, value in schema.items()}
    for key in ("$id", "$schema", "$dynamicRef", "$recursiveRef", "$vocabulary"):
        if key in schema and not (key == "$schema" and path == ""):
            faults.append(f"form.json{path}: {key} is not allowed")
    reference = schema.get("$ref")
    if isinstance(reference, str) and not path.endswith("/properties"):
        name = reference.removeprefix(PREFIX)
        if reference.startswith(PREFIX) and name in DEFINITIONS:
            if name not in used:
                used[name] = {}
                used[name] = local(DEFINITIONS[name], faults, used, f"/{name}")
            result["$ref"] = f"#/$defs/{PREFIX}{name}"
        elif not reference.startswith("#/$defs/"):
            faults.append(f"form.json{path}: $ref {reference!r} is neither in $defs nor one of ours")
    return result
