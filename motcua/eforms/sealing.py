"""Identity numbers leave the answers before they are stored: what stays is a reference to the sealed number.

Law 91/2025/QH15 on the protection of personal data; see `accounts.identity`.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from motcua.accounts import identity
from motcua.accounts.models import SealedNumber
from motcua.accounts.rules import IdentityKind
from motcua.eforms.fields import get, put
from motcua.eforms.form import Form
from motcua.lib.personal_id import mask
from motcua.lib.refusals import Refused

_REFERENCE = re.compile(r"idn:\d{1,18}", re.ASCII)
# What is not a number (yet) in a draft: sealed where it stands, because a slip of the finger is personal too.
LOOSE = "loose:"


def seal_answers(form: Form, answers: Mapping[str, Any], *, known: Sequence[SealedNumber] = ()) -> dict[str, Any]:
    """Return the answers with every identity number as a reference `idn:<id>`. Takes opened answers only.

    Numbers that are `known` already are not looked for again.
    """
    return _changed(form, answers, lambda value: _sealed(value, known))


def open_answers(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with the numbers in clear. Whoever shows them to somebody records it with `audit.viewed`."""
    return open_all([(form, answers)])[0]


def open_all(given: Sequence[tuple[Form, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return the same of many answers, each beside its form, in one query."""
    references = {
        value for form, answers in given for _, value in _numbers(form, answers) if _REFERENCE.fullmatch(value)
    }
    known = identity.reveal_all(references) if references else {}

    def opened(value: str) -> str:
        if value.startswith(LOOSE):
            return identity.sealer().open(urlsafe_b64decode(value.removeprefix(LOOSE)))
        return known.get(value, value)

    return [_changed(form, answers, opened) for form, answers in given]


def carried_answers(old: Form, new: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored answers of one form for another: a number stays one, or goes where the new form has none."""
    result = deepcopy(dict(answers))
    before, after = dict(_numbers(old, answers)), dict(_numbers(new, answers))
    for path in before.keys() - after.keys():
        put(result, path, None)
    for path in after.keys() - before.keys():
        put(result, path, _sealed(after[path]))
    return result


def masked_answers(form: Form, answers: Mapping[str, Any], *, but: str = "") -> dict[str, Any]:
    """Return opened answers with only the last three characters of every identity number readable, except of `but`."""
    return _changed(form, answers, lambda value: mask(value) if len(value) > 3 and value != but else value)


def _sealed(value: str, known: Sequence[SealedNumber] = ()) -> str:
    text = re.sub(r"[\s.\-]", "", value).upper()
    kinds = {12: IdentityKind.PERSONAL_ID, 9: IdentityKind.OLD_ID} if text.isdigit() else {}
    kind = kinds.get(len(text), IdentityKind.PASSPORT if re.fullmatch(r"[A-Z]{1,2}\d{6,8}", text, re.ASCII) else None)
    if kind is not None:
        try:
            return identity.seal(kind, text, known=known).reference
        except Refused:
            pass  # a number of the right length that cannot be one: kept below for the person to mend
    return LOOSE + urlsafe_b64encode(identity.sealer().seal(value)).decode()


def _changed(form: Form, answers: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    result = deepcopy(dict(answers))
    for path, value in list(_numbers(form, result)):
        put(result, path, change(value))
    return result


def _numbers(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every identity number with its path, items of groups counted out."""
    for pattern in form.identity_paths():
        for path in _expanded(pattern, answers):
            value = get(answers, path)
            if isinstance(value, str) and value:
                yield path, value


def _expanded(pattern: str, answers: Mapping[str, Any]) -> Iterator[str]:
    before, star, after = pattern.partition(".*")
    if not star:
        yield pattern
        return
    items = get(answers, before)
    for number in range(len(items) if isinstance(items, list) else 0):
        yield from _expanded(f"{before}.{number}{after}", answers)
