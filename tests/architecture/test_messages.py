"""House rules about the texts people read: Vietnamese in the code, complete in English."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
COMPILED = ROOT / "locale/en/LC_MESSAGES/django.mo"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLACES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
# Names and examples that stay as they are written, also inside an English sentence.
NAMES = re.compile(r"đồng|Thạnh Mỹ, Đơn Dương|Nguyễn Thị Hoa|K' Brĕu|“khai sinh”|“tạm trú”|Dó")

pytestmark = pytest.mark.slow


@cache
def extracted() -> dict[tuple[str | None, str], str]:
    """Every text of the code with the file it was met in first."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: dict[tuple[str | None, str], str] = {}
    for folder in ("motcua", "packages"):
        for name, _, texts, _, context in extract_from_dir(ROOT / folder, methods, options, keywords=KEYWORDS):
            first = texts if isinstance(texts, str) else texts[0]
            if first:
                found.setdefault((context, first), f"{folder}/{name}")
    return found


@cache
def catalogue() -> Catalog:
    with COMPILED.with_suffix(".po").open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def first_id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def english(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_every_text_has_its_english() -> None:
    missing = []
    for (context, text), name in extracted().items():
        message = catalogue().get(text, context)
        if message is None or message.fuzzy or not all(said.strip() for said in english(message)):
            missing.append(f"{name}: {text}")
    assert missing == [], "run script/messages and write the English"


def test_no_english_without_a_text() -> None:
    texts = {text for _, text in extracted()}
    left = [message.id for message in catalogue() if message.id and first_id(message) not in texts]
    assert left == [], "run script/messages: it drops these"


def test_the_same_places_are_filled_in_both_languages() -> None:
    wrong = [
        f"{first_id(message)} -> {said}"
        for message in catalogue()
        if message.id
        for said in english(message)
        if sorted(PLACES.findall(said)) != sorted(PLACES.findall(first_id(message)))
    ]
    assert wrong == []


def test_a_text_begins_and_ends_with_the_same_space() -> None:
    wrong = [
        first_id(message)
        for message in catalogue()
        if message.id
        for said in english(message)
        if (said[0] == " ", said[-1] == " ") != (first_id(message)[0] == " ", first_id(message)[-1] == " ")
    ]
    assert wrong == []


def test_no_vietnamese_is_left_in_the_english() -> None:
    wrong = [
        said
        for message in catalogue()
        if message.id
        for said in english(message)
        if VIETNAMESE.search(NAMES.sub("", said))
    ]
    assert wrong == []


def test_what_runs_is_what_is_written() -> None:
    """The compiled catalogue is in the repository, so that running needs no compiler; it may not lag behind."""
    fresh = BytesIO()
    write_mo(fresh, catalogue())
    fresh.seek(0)
    with COMPILED.open("rb") as file:
        assert compiled(file) == compiled(fresh), "run script/messages"


def compiled(file: IO[bytes]) -> dict[tuple[str | None, str], list[str]]:
    return {(message.context, first_id(message)): english(message) for message in read_mo(file) if message.id}
