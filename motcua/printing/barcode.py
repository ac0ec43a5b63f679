"""Code 128 (ISO/IEC 15417, set B) as SVG, for codes that a hand scanner reads from paper."""

QUIET = 10  # modules of white at each side
HEIGHT = 60
START_B, STOP = 104, 106
# Bars and spaces in turn, in modules; the number of a symbol is its place.
_TEXT = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
_WIDTHS = tuple(_TEXT.split())


def barcode_svg(text: str) -> str:
    """Return a text of printable ASCII as a Code 128 picture without text below it; raises ValueError for others."""
    if not text or any(not " " <= letter <= "~" for letter in text):
        raise ValueError(f"not for a barcode: {text!r}")
    values = [ord(letter) - 32 for letter in text]
    check = (START_B + sum(place * value for place, value in enumerate(values, start=1))) % 103
    at, bars = QUIET, []
    for symbol in (START_B, *values, check, STOP):
        for place, width in enumerate(map(int, _WIDTHS[symbol])):
            if place % 2 == 0:
                bars.append(f"M{at} 0h{width}v{HEIGHT}h-{width}z")
            at += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {at + QUIET} {HEIGHT}" preserveAspectRatio="none">'
        f'<path d="M0 0h{at + QUIET}v{HEIGHT}h-{at + QUIET}z" fill="#fff"/><path d="{"".join(bars)}"/></svg>'
    )
