"""Templates of letters: which count, what is filled and what stays blank, what differs (Decree 30/2020/NĐ-CP)."""

from datetime import date

import pytest

from motcua.dossiers.paperwork.letters import templates
from motcua.dossiers.rules.letters import FIELDS, LetterKind, Sign, Words, compare, fill, templates_of
from motcua.lib.refusals import Refused

ONE = {"key": "a", "kind": "letter", "name": "A", "subject": "{code}", "body": "Gửi {owner}", "first": date(2026, 1, 1)}


def test_the_set_has_every_kind_and_asks_only_for_what_a_dossier_has() -> None:
    assert {one.kind for one in templates()} == set(LetterKind)
    assert all(one.fields() <= set(FIELDS) for one in templates())


def test_a_template_counts_from_its_first_day_until_its_end() -> None:
    (one,) = templates_of({"templates": [{**ONE, "end": date(2026, 7, 1)}]})
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [one.counts_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize("wrong", [{"body": "{owner_secret}"}, {"kind": "song"}])
def test_what_nobody_knows_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        templates_of({"templates": [{**ONE, **wrong}]})


def test_two_of_one_key_on_one_day_are_refused() -> None:
    with pytest.raises(ValueError, match="two templates a count on 2026-03-01"):
        templates_of({"templates": [ONE, {**ONE, "first": date(2026, 3, 1)}]})


def test_what_the_dossier_lacks_stays_a_blank_and_brackets_of_people_are_none() -> None:
    words = fill(Words("[nơi nhận]", "{code}", "{owner}, hẹn {due_on}, {code}"), {"code": "X1", "owner": "An [Bé]"})
    assert words == Words("[nơi nhận]", "X1", "An (Bé), hẹn [ngày hẹn trả], X1")
    assert words.blanks() == ["nơi nhận", "ngày hẹn trả"]


def test_facts_are_not_read_as_templates() -> None:
    assert fill(Words("", "", "{owner}"), {"owner": "{code}", "code": "X1"}).body == "{code}"


def test_lines_of_two_versions() -> None:
    old, new = Words("Sở A", "Việc", "một\nhai"), Words("Sở B", "Việc", "một\nhai\nba")
    assert compare(old, new) == [
        (Sign.OLD, "Sở A"),
        (Sign.NEW, "Sở B"),
        (Sign.SAME, "Việc"),
        (Sign.SAME, "một"),
        (Sign.SAME, "hai"),
        (Sign.NEW, "ba"),
    ]


@pytest.mark.parametrize("words", [Words("a", "b", " \n"), Words("a", "b" * 301, "c"), Words("a", "b", "c" * 30_001)])
def test_words_that_are_none_or_too_many(words: Words) -> None:
    with pytest.raises(Refused):
        words.check()
