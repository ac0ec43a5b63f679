"""Texts that come as data (of procedures, papers, questions) in the reader's language, marked where they are not.

Our own texts stand in the catalogue of messages. Texts of data are Vietnamese; whoever knows their English fills the
port `texts` in settings, a function from a Vietnamese text to its English, empty where there is none.
"""

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext
from markupsafe import Markup

from motcua.lib.refusals import Refused


def english(text: str) -> str:
    """Return the English of a text, while English is the language of the request; empty where nobody knows it."""
    own = gettext(text) if text else ""
    return (str(import_string(settings.PORTS["texts"])(text)) if text else "") or (own if own != text else "")


def translated(text: str) -> str:
    """Return a text in the reader's language, in Vietnamese where nobody knows it: for titles and attributes."""
    return (english(text) or text) if get_language() == "en" else text


def said(text: object, most: int = 0) -> str:
    """Return a text for the inside of an element, marked as Vietnamese where the reader's language lacks it.

    `most` shortens it to that many characters.
    """
    words = str(text)
    if isinstance(text, Markup) or not words or get_language() != "en":
        return text if isinstance(text, Markup) else shortened(words, most)
    known = english(words)
    if known:
        return shortened(known, most)
    return Markup('<span lang="vi">{}</span>').format(shortened(words, most))


def worded(refusal: Refused) -> str:
    """Return a refusal as a sentence in the reader's language; texts among its parameters too."""
    params = {
        key: gettext(value) if isinstance(value, str) and value else value for key, value in refusal.params.items()
    }
    return gettext(refusal.message).format(**params)


def shortened(text: str, most: int) -> str:
    """Return a text cut between words to at most so many characters, three dots at its end; 0 cuts nothing."""
    if not most or len(text) <= most:
        return text
    kept = text[: most - 1]
    whole, _, begun = kept.rpartition(" ")
    if text[most - 1] != " " and whole and len(begun) < most // 3:
        kept = whole
    return kept.rstrip(" ,;:–-(") + "…"
