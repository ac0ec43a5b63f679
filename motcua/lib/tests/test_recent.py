"""What was asked a moment ago is believed, for no longer than was said."""

import time

import pytest

from motcua.lib.recent import Recent


def test_an_answer_is_believed_for_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    recent: Recent[str, int] = Recent(1.0, many=2)
    assert recent.get("a") is None
    assert recent.keep("a", 1) == 1
    now[0] = 100.9
    assert recent.get("a") == 1
    now[0] = 101.0
    assert recent.get("a") is None
    recent.keep("b", 2)
    recent.keep("c", 3)
    assert (recent.get("b"), recent.get("c")) == (None, 3), "full: it forgets, and goes on"


def test_for_no_seconds_nothing_is_kept() -> None:
    recent: Recent[str, int] = Recent(0)
    recent.keep("a", 1)
    assert recent.get("a") is None
