"""The style pages keep the house rules themselves."""

from time import perf_counter

import pytest
from django.template import engines
from django.test import Client
from django.urls import include, path

from motcua.ui.testing import fetch
from motcua.ui.views import STYLE_PAGES

urlpatterns = [path("phong-cach", include("motcua.ui.urls"))]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize("name", STYLE_PAGES)
def test_style_pages(client: Client, name: str) -> None:
    page = fetch(client, f"/phong-cach/{name}" if name else "/phong-cach")
    assert page.h1.startswith(STYLE_PAGES[name][1])


def test_an_unknown_style_page_is_not_there(client: Client) -> None:
    assert client.get("/phong-cach/khac").status_code == 404


def test_the_language_switch_keeps_the_question(client: Client) -> None:
    page = fetch(client, "/phong-cach/trang-dau", data={"q": "khai sinh & kết hôn"})
    links = [link.get("href") for link in page.select(".govuk-language-navigation__link")]
    assert links == ["?q=khai+sinh+%26+k%E1%BA%BFt+h%C3%B4n&lang=en"]
    fetch(client, f"/phong-cach/trang-dau{links[0]}")


def test_fields_are_quick() -> None:
    """A field costs well under 0.1 ms; the limit leaves room for a busy machine."""
    template = engines["jinja2"].env.from_string(  # type: ignore[attr-defined]
        '{% from "ui/components/input.html" import input %}'
        '{% for _ in range(50) %}{{ input("name", "Họ, chữ đệm và tên", hint="Như trong giấy tờ") }}{% endfor %}'
    )
    template.render()
    took = []
    for _ in range(5):
        started = perf_counter()
        template.render()
        took.append(perf_counter() - started)
    assert min(took) / 50 < 0.0004
