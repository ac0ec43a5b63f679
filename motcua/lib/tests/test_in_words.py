"""Sums in words: each line written by hand, as a cashier would write it."""

import pytest

from motcua.lib.in_words import in_words, money_in_words

EXAMPLES = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi bốn",
    25: "hai mươi lăm",
    50: "năm mươi",
    55: "năm mươi lăm",
    91: "chín mươi mốt",
    100: "một trăm",
    101: "một trăm linh một",
    105: "một trăm linh năm",
    110: "một trăm mười",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    555: "năm trăm năm mươi lăm",
    1_000: "một nghìn",
    1_001: "một nghìn không trăm linh một",
    1_015: "một nghìn không trăm mười lăm",
    1_021: "một nghìn không trăm hai mươi mốt",
    1_100: "một nghìn một trăm",
    8_000: "tám nghìn",
    10_000: "mười nghìn",
    15_000: "mười lăm nghìn",
    21_000: "hai mươi mốt nghìn",
    25_500: "hai mươi lăm nghìn năm trăm",
    100_000: "một trăm nghìn",
    105_000: "một trăm linh năm nghìn",
    250_005: "hai trăm năm mươi nghìn không trăm linh năm",
    1_000_000: "một triệu",
    1_000_005: "một triệu không trăm linh năm",
    1_050_000: "một triệu không trăm năm mươi nghìn",
    1_005_000: "một triệu không trăm linh năm nghìn",
    21_000_001: "hai mươi mốt triệu không trăm linh một",
    105_015_021: "một trăm linh năm triệu không trăm mười lăm nghìn không trăm hai mươi mốt",
    2_000_000_000: "hai tỷ",
    2_000_000_005: "hai tỷ không trăm linh năm",
    2_000_001_000: "hai tỷ không trăm linh một nghìn",
    15_000_000_000: "mười lăm tỷ",
    1_000_000_000_000: "một nghìn tỷ",
    3_000_000_000_000_000_001: "ba tỷ tỷ không trăm linh một",
}


@pytest.mark.parametrize(("number", "words"), EXAMPLES.items())
def test_numbers_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


def test_a_sum_begins_like_a_sentence_and_names_its_money() -> None:
    assert money_in_words(8_000) == "Tám nghìn đồng"
    assert money_in_words(0) == "Không đồng"
    with pytest.raises(ValueError, match="nought"):
        money_in_words(-1)
