"""What scanners type from identity cards: the shapes seen, and what is doubtful in them."""

import unicodedata

import pytest

from motcua.lib import id_card
from motcua.lib.refusals import Refused

OLD = "068190012345||Nguyễn Thị An|05031990|Nữ|Thạnh Mỹ, Đơn Dương, Lâm Đồng|15042021"


def test_the_card_of_2021() -> None:
    card = id_card.read(OLD)
    assert card == id_card.Card(
        number="068190012345",
        name="Nguyễn Thị An",
        birth="1990-03-05",
        sex="female",
        address="Thạnh Mỹ, Đơn Dương, Lâm Đồng",
    )


@pytest.mark.parametrize(
    "typed",
    [
        OLD + "||Nguyễn Văn Ba|Trần Thị Tư",  # the card since 01/07/2024 has more behind
        OLD.rpartition("|")[0],
        OLD.replace("05031990", "05/03/1990").replace("15042021", "15/04/2021"),
        unicodedata.normalize("NFD", OLD),
        OLD.upper(),
        f"  {OLD}\t\r\n",
    ],
)
def test_other_cards_and_scanners_say_the_same(typed: str) -> None:
    found = id_card.read(typed)
    assert (found.number, found.name, found.birth, found.sex) == (
        "068190012345",
        "Nguyễn Thị An",
        "1990-03-05",
        "female",
    )
    assert unicodedata.is_normalized("NFC", found.name + found.address)
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("born", "birth"),
    [
        ("1990", "1990"),
        ("00001990", "1990"),
        ("00/00/1990", "1990"),
        ("00/03/1990", "1990-03"),
        ("01/01/1990", "1990-01-01"),
    ],
)
def test_elders_know_only_the_year(born: str, birth: str) -> None:
    assert id_card.read(OLD.replace("05031990", born)).birth == birth


def test_the_old_number_stays_beside_the_new_one() -> None:
    assert id_card.read(OLD.replace("||", "|250123456|", 1)).old_number == "250123456"


def test_names_of_the_highlands_keep_their_apostrophe() -> None:
    assert id_card.read(OLD.upper().replace("NGUYỄN THỊ AN", "K'BRĔU NIÊ-ÊBAN")).name == "K'Brĕu Niê-Êban"


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("Nguyễn", "Nguy?n", id_card.LOST_LETTERS),
        ("05031990", "05031991", id_card.OTHER_YEAR),
        ("05031990", "31021990", id_card.NO_BIRTH),
        ("|Nữ|", "|Nam|", id_card.OTHER_SEX),
    ],
)
def test_what_is_doubtful_is_said_and_the_rest_is_read(old: str, new: str, doubt: str) -> None:
    card = id_card.read(OLD.replace(old, new))
    assert card.doubts == (doubt,)
    assert card.number == "068190012345"


@pytest.mark.parametrize("typed", ["", "068190012345", "a|b|c", "Nguyễn Thị An 1990"])
def test_what_is_no_card_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not_a_card"):
        id_card.read(typed)


def test_a_card_whose_number_is_cut_off_is_refused() -> None:
    with pytest.raises(Refused, match="personal_id"):
        id_card.read(OLD[1:])
