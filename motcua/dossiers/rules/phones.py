"""Telephone numbers, as people write them and as they are kept."""

import re

_PUNCTUATION = re.compile(r"[\s.\-()]")


def bare_phone(text: str) -> str:
    """Return a telephone number without the spaces and marks that people put in; another text loses them alike."""
    return _PUNCTUATION.sub("", text)


def phone_forms(number: str) -> list[str]:
    """Return the forms in which the same number may be kept: *0912345678*, *+84912345678*, *84912345678*."""
    found = re.fullmatch(r"(?:0|\+?84)(\d{9,10})", number)
    return [f"0{found[1]}", f"+84{found[1]}", f"84{found[1]}"] if found else [number]


def is_phone(number: str) -> bool:
    """Tell whether a bare number is one of Việt Nam: *0912345678*, *02633822111*, *+84912345678*."""
    return re.fullmatch(r"(?:0|\+84)\d{9,10}", number, re.ASCII) is not None
