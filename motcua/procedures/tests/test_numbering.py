"""How a result's number is written, and which patterns would not give a number."""

import pytest

from motcua.procedures.rules.numbering import LONGEST, USUAL, faults_of, write


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        (USUAL, "07/2026"),
        ("{number}/GPXD-UBND", "07/GPXD-UBND"),
        ("{number:4}/{yy}-{agency}", "0007/26-H36.12"),
        ("Số {number}/QĐ", "Số 07/QĐ"),
    ],
)
def test_a_sound_pattern(pattern: str, written: str) -> None:
    assert faults_of(pattern) == []
    assert write(pattern, 7, year=2026, agency="H36.12") == written


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("{year}/GPXD", "{number} stands 0 times, not once"),
        ("{number}/{number}", "{number} stands 2 times, not once"),
        ("{number}/{month}", "no place is called month"),
        ("{number}/{}", "no place is called {}"),
        ("{number:9}", "a number has at most 6 digits"),
        ("{number}/{year", "only letters, digits, spaces and / . - stand beside the places"),
        ("{number}<b>", "only letters, digits, spaces and / . - stand beside the places"),
        ("{number}" + "X" * LONGEST, "the number would have more than 60 characters"),
    ],
)
def test_a_pattern_that_is_refused(pattern: str, fault: str) -> None:
    assert fault in faults_of(pattern)
