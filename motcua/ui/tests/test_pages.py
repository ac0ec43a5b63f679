"""Error pages, languages and the built files."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation
from django.utils.translation import get_language

from motcua.ui import manifest
from motcua.ui.environment import Site
from motcua.ui.pages import TEMPLATES, error_page
from motcua.ui.testing import fetch


def failing(request: HttpRequest, status: int) -> HttpResponse:
    return error_page(request, status, request.GET.get("message", ""))


def bug(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


def language(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_language(), content_type="text/plain")


urlpatterns = [
    path("loi/<int:status>", failing),
    path("ban-lam-viec/loi/<int:status>", failing),
    path("bug", bug),
    path("language", language),
]
handler404 = "motcua.ui.views.not_found"
handler500 = "motcua.ui.views.server_error"
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize("status", sorted(TEMPLATES))
def test_error_pages_keep_the_house_rules(client: Client, status: int) -> None:
    page = fetch(client, f"/loi/{status}", expect=status)
    assert page.h1
    assert page.response.headers["X-Request-ID"] in page.text


@pytest.mark.parametrize("status", sorted(TEMPLATES))
def test_officials_are_told_within_their_own_frame(client: Client, status: int) -> None:
    page = fetch(client, f"/ban-lam-viec/loi/{status}", expect=status)
    assert page.select("header.motcua-desk-header a")[0].get("href") == "/ban-lam-viec"
    if status in {403, 404}:
        assert page.select('main a[href="/ban-lam-viec"]')
        assert not page.select('main a[href="/"]')


def test_an_english_reader_is_told_the_province_in_english(client: Client) -> None:
    with translation.override("en"):
        assert Site("Tỉnh Lâm Đồng", "", "", demo=True).province == "Lâm Đồng province"
        assert Site("Thành phố Huế", "", "", demo=True).province_within == "Huế city"
    assert Site("Tỉnh Lâm Đồng", "", "", demo=True).province_within == "tỉnh Lâm Đồng"


def test_a_given_message_replaces_the_usual_one(client: Client) -> None:
    page = fetch(client, "/loi/409", data={"message": "Chị Lan <đã> nhận hồ sơ này."}, expect=409)
    assert "Chị Lan <đã> nhận hồ sơ này." in page.text


def test_an_unknown_address_gets_a_kind_page(client: Client) -> None:
    assert "Không tìm thấy" in fetch(client, "/khong-co", expect=404).h1


def test_a_bug_gets_an_apology(client: Client) -> None:
    client.raise_request_exception = False
    assert "Xin lỗi" in fetch(client, "/bug", expect=500).h1


def test_vietnamese_whatever_the_browser_says(client: Client) -> None:
    assert client.get("/language", headers={"Accept-Language": "en-US,en"}).content == b"vi"


def test_the_chosen_language_is_kept(client: Client) -> None:
    assert client.get("/language?lang=en").content == b"en"
    assert client.get("/language").content == b"en"
    assert client.get("/language?lang=vi").content == b"vi"
    assert client.get("/language").content == b"vi"


def test_an_unknown_language_is_ignored(client: Client) -> None:
    response = client.get("/language?lang=xx")
    assert response.content == b"vi"
    assert not response.cookies


def test_the_built_files_are_those_of_the_sources() -> None:
    assert manifest.differences() == []
