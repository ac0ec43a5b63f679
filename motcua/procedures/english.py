"""The English of what packages say: texts of those made by hand from their `en.json`, frequent titles, words of code.

Fills the port `texts` of `ui.texts`.
"""

import re
import time

from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules.english import published_titles, worded
from motcua.procedures.rules.names import Origin

SETTING = "english"
_KEPT_SECONDS = 60


class _Dictionary:
    """All texts of all versions made by hand, the newest word for each; read anew every minute."""

    def __init__(self) -> None:
        self._read_at = 0.0
        self._texts: dict[str, str] = {}

    def texts(self) -> dict[str, str]:
        if not self._read_at or time.monotonic() - self._read_at > _KEPT_SECONDS:
            versions = ProcedureVersion.objects.filter(origin=Origin.HAND, settings__has_key=SETTING).order_by("pk")
            self._texts = {
                text: words
                for mapping in versions.values_list(f"settings__{SETTING}", flat=True)
                for text, words in [*_short(mapping), *mapping.items()]
            }
            self._read_at = time.monotonic()
        return self._texts

    def forget(self) -> None:
        self._read_at = 0.0


def _short(mapping: dict[str, str]) -> list[tuple[str, str]]:
    # Lists show a time limit without what explains it (rules.summaries).
    return [(text.partition(";")[0], words.partition(";")[0]) for text, words in mapping.items() if ";" in text]


_dictionary = _Dictionary()
_SPACES = re.compile(r"\s+")


def english(text: str) -> str:
    """Return the English of a package's text; empty where there is none."""
    texts, plain = _dictionary.texts(), _SPACES.sub(" ", text).strip()
    return texts.get(text, "") or texts.get(plain, "") or published_titles().get(plain, "") or worded(text, texts)


def forget() -> None:
    """Read the packages anew at the next question."""
    _dictionary.forget()
