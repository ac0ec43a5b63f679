"""The English of packages: complete for the twelve that ship, found at reading time, also for what code words."""

import gzip
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import translation

from motcua.lib.actors import SYSTEM
from motcua.procedures import english
from motcua.procedures.actions import export_package, import_records, load_package
from motcua.procedures.packages.folders import read_folder
from motcua.procedures.packages.linting import lint
from motcua.procedures.packages.texts import texts_of
from motcua.procedures.rules import words
from motcua.procedures.rules.english import published_titles, worded
from motcua.procedures.tests.test_records import COLLECTED
from motcua.ui.texts import said

PACKAGES = Path(__file__).resolve().parents[3] / "packages"
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CODE = "1.000001"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    english.forget()
    yield
    english.forget()


def test_every_package_that_ships_has_its_english() -> None:
    folders = sorted(path for path in PACKAGES.iterdir() if path.is_dir())
    assert len(folders) == 16
    for path in folders:
        folder = read_folder(path)
        assert set(folder.english) == set(texts_of(folder)), path.name
        assert [text for text, words in folder.english.items() if not words.strip()] == []


def test_the_linter_wants_all_of_it_or_none(tmp_path: Path) -> None:
    folder = shutil.copytree(PACKAGES / "2.000635", tmp_path / "2.000635")
    mapping = json.loads((folder / "en.json").read_text())
    del mapping["Người yêu cầu"]
    (folder / "en.json").write_text(json.dumps({**mapping, "Câu của ai": "Whose", "Số": " "}))
    assert lint(read_folder(folder)) == [
        ("en.json", "Câu của ai", "the package says no such thing"),
        ("en.json", "Người yêu cầu", "no English"),
        ("en.json", "Số", "the English is not a text"),
    ]
    (folder / "en.json").unlink()
    assert lint(read_folder(folder)) == []


@pytest.mark.django_db
def test_english_is_published_with_the_package_and_exported_again(tmp_path: Path) -> None:
    clear = [{**method, "duration": 3, "unit": "Ngày làm việc"} for method in COLLECTED["methods"]]
    import_records(found=[(1, {**COLLECTED, "methods": clear})], on=TODAY, say=lambda *_: None, by=SYSTEM, now=NOW)
    export_package(code=CODE, on=TODAY, folder=tmp_path)
    folder = read_folder(tmp_path / CODE)
    mapping = {text: f"English of {text}" for text in texts_of(folder)} | {"Người đề nghị": "Petitioner"}
    (tmp_path / CODE / "en.json").write_text(json.dumps(mapping))
    load_package(folder=read_folder(tmp_path / CODE), on=TODAY, by=SYSTEM, now=NOW)
    export_package(code=CODE, on=TODAY, folder=tmp_path / "again")
    assert read_folder(tmp_path / "again" / CODE).english == mapping
    with translation.override("en"):
        assert said("Người đề nghị") == "Petitioner", "the package's word before the catalogue's"
        assert said("Tên không gói nào có") == '<span lang="vi">Tên không gói nào có</span>'


def test_every_title_of_the_life_events_has_its_english() -> None:
    made_by_hand = {path.name for path in PACKAGES.iterdir()}
    named = {code for event in words.life_events() for code in event.codes} | set(words.frequent_codes())
    with gzip.open(words.DATA / "procedures.jsonl.gz", "rt") as lines:
        published = {found["code"]: " ".join(found["name"].split()) for found in map(json.loads, lines)}
    assert set(published_titles()) == {published[code] for code in named - made_by_hand}
    assert [title for title, word in published_titles().items() if not word[:1].isupper()] == []


@pytest.mark.django_db
def test_a_published_title_is_shown_in_english() -> None:
    with translation.override("en"):
        assert said("Đăng ký  tạm trú") == "Registration of temporary residence"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03 ngày làm việc", "3 working days"),
        ("01 ngày", "1 day"),
        ("20 ngày hoặc 02 tháng", "20 days or 2 months"),
        ("15 ngày (tùy trường hợp)", "15 days (depending on the case)"),
        ("7 (nguồn công bố không ghi đơn vị)", "7 (the published source gives no unit)"),
        ("Miễn phí", "Free of charge"),
        ("8.000 đồng/bản", "8,000 đồng per copy"),
        ("từ 10.000 đồng", "from 10,000 đồng"),
        ("đến 1.500.000 đồng", "up to 1,500,000 đồng"),
        ("8.000 đồng/cây số", ""),
        ("Đăng ký khai sinh", ""),
    ],
)
def test_what_code_words_is_worded_in_english(text: str, expected: str) -> None:
    assert worded(text, {"bản": "copy"}) == expected
