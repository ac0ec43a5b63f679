"""How long and how much by the way of filing: said once where it is the same."""

from typing import Any

import pytest
from django.test import Client

from motcua.procedures.tests.factories import make_version
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db
ALL = ["direct", "online", "post"]


def rows(client: Client, **fields: Any) -> list[list[str]]:
    version = make_version(**fields)
    page = fetch(client, f"/thu-tuc/{version.procedure.code}")
    return [
        [cell.text_content().strip() for cell in row.cssselect("th, td")]
        for row in page.select(".motcua-ways tbody tr")
    ]


def limit(text: str, channels: list[str]) -> dict[str, Any]:
    return {"amount": 5, "unit": "working_day", "text": text, "channels": channels}


def test_ways_alike_share_a_line(client: Client) -> None:
    found = rows(client, limits=[limit("05 ngày làm việc", ALL)])
    assert len(found) == 1
    assert found[0][0].startswith("Trực tuyến")
    assert "Qua bưu chính công ích" in found[0][0]
    assert found[0][1] == "05 ngày làm việc"


def test_a_way_that_takes_longer_has_its_own(client: Client) -> None:
    found = rows(client, limits=[limit("05 ngày làm việc", ["online"]), limit("07 ngày làm việc", ["direct", "post"])])
    assert [row[1] for row in found] == ["05 ngày làm việc", "07 ngày làm việc"]
    assert found[0][0] == "Trực tuyến"
