"""A notice in the words of its reader: kept are its kind and machine values only."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.ui.moments import say_date, say_moment
from motcua.ui.texts import translated

from .rules import OFFICIAL_WORDS, WORDS, NoticeKind, OfficialKind, Wording

# Moments are kept as ISO 8601; notices of before keep finished Vietnamese words, which stay as they are.
MOMENTS: dict[str, Callable[[datetime], str]] = {"due": say_moment, "answer_due": say_moment}
# What may be the text of a package: it has its English there.
TEXTS = frozenset({"procedure", "reason", "step", "title"})
DAYS = frozenset({"on"})


def worded(kind: NoticeKind, params: Mapping[str, Any]) -> Wording:
    """Return subject and text of a notice in the language of the request."""
    words = WORDS[kind]
    said = {name: _say(name, value) for name, value in params.items()}
    return Wording(_(words.subject).format(**said), _(words.text).format(**said))


def official_words(kind: OfficialKind, params: Mapping[str, Any]) -> str:
    """Return the text of an official's notice in the language of the request."""
    return _(OFFICIAL_WORDS[kind]).format(**{name: _say(name, value) for name, value in params.items()})


def letter(text: str, *, name: str, address: str) -> str:
    """Return the text of a notice as an e-mail: to whom, where to look, and that nobody reads answers."""
    parts = [
        _("Kính gửi ông/bà %(name)s,") % {"name": name} if name else _("Kính gửi ông/bà,"),
        text,
        _("Xem hồ sơ tại: %(address)s") % {"address": address} if address else "",
        _("Thư này do hệ thống tự gửi, xin đừng trả lời. Cần hỏi, xin gọi 1022."),
    ]
    return "\n\n".join(part for part in parts if part)


def _say(name: str, value: Any) -> str:
    if name in TEXTS:
        return translated(str(value))
    if name in DAYS:
        return say_date(date.fromisoformat(value))
    if name in MOMENTS and value:
        try:
            return MOMENTS[name](datetime.fromisoformat(value))
        except ValueError:
            return str(value)
    return str(value)
