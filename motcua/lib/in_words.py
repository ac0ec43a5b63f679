"""Whole numbers and sums of money in Vietnamese words, as receipts repeat them.

The words are those of the school grammar and of the State's receipts: *mười* but *hai mươi*, *mốt* after a ten above
the first, *lăm* after any ten, *linh* for an empty ten, *nghìn*, *triệu*, *tỷ*.
"""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu")
BILLION = 1_000_000_000


def in_words(number: int) -> str:
    """Return a whole number, from nought upward, in words: 1.015 is *một nghìn không trăm mười lăm*.

    Raises ValueError below nought.
    """
    if number < 0:
        raise ValueError("words are for numbers from nought upward")
    if number == 0:
        return DIGITS[0]
    above, below = divmod(number, BILLION)
    words = [in_words(above), "tỷ"] if above else []
    return " ".join(words + _below_billion(below, follows=bool(above)))


def _below_billion(number: int, *, follows: bool) -> list[str]:
    words: list[str] = []
    for place in (2, 1, 0):
        three = number // 1000**place % 1000
        if three:
            words += _three(three, follows=follows or bool(words))
            words += [GROUPS[place]] if place else []
    return words


def _three(number: int, *, follows: bool) -> list[str]:
    """Return three digits in words; behind other groups (`follows`) the empty hundred is said, too."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or follows else []
    if tens == 0 and ones and words:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words += [DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens:
        words.append("lăm")
    elif ones:
        words.append(DIGITS[ones])
    return words


def money_in_words(amount: int) -> str:
    """Return a sum of đồng in words, as a sentence begins: *Tám nghìn đồng*; raises ValueError below nought."""
    said = in_words(amount)
    return f"{said[0].upper()}{said[1:]} đồng"
