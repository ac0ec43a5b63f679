"""Everything that is read has the contrast WCAG 2.2 AA asks for (1.4.3, 1.4.11)."""

import pytest

from motcua.ui.palette import PALETTE, VALUES, Colour, contrast


@pytest.mark.parametrize("colour", PALETTE, ids=lambda colour: f"{colour.name} on {colour.on}")
def test_contrast(colour: Colour) -> None:
    assert colour.contrast >= colour.needs


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_colour_has_a_use() -> None:
    assert set(VALUES) - {"white"} == {colour.name for colour in PALETTE}
