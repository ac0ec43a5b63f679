"""The page of the mail stand-in, in the running province."""

import pytest

from tests.e2e.conftest import BrowserStory

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("province")]


@pytest.mark.parametrize("size", ["phone", "desk", "kiosk"])
def test_mail_page(story: BrowserStory, size: str) -> None:
    reader = story(size=size, scripts=False)
    reader.visit(f"http://localhost:{reader.province.port + 20}/")
    reader.see("Thư đã nhận")
