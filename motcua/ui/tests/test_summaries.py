"""What the summary says about a field stands beside the field too."""

from motcua.ui.summaries import error_at, line


def test_a_field_finds_its_own_line() -> None:
    lines = [line("Hồ sơ đã khác."), line("Hãy ghi lý do.", "note"), line("Ghi dài quá.", "note")]
    assert error_at(lines, "note") == "Hãy ghi lý do."
    assert error_at(lines, "basis") is None
    assert error_at(lines[1], "note") == "Hãy ghi lý do.", "one line does as well"
    assert error_at(None, "note") is None
