"""The style pages keep the house rules themselves."""

import pytest
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
