"""The page of the mail stand-in, in the running province."""

import pytest

from tests.e2e.axe import SIZES
from tests.e2e.conftest import BrowserStory

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("province")]


def test_mail_page(story: BrowserStory) -> None:
    reader = story(scripts=False)
    reader.visit(f"http://localhost:{reader.province.port + 20}/")
    reader.see("Thư đã nhận", sizes=SIZES)
