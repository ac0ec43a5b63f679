"""The page-fetching helper sees what breaks house rules."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from motcua.ui.testing import HouseRules, check, fetch

GOOD = """<!DOCTYPE html>
<html lang="vi"><head><title>Nộp hồ sơ – Dịch vụ công</title>
<meta property="og:title" content="Dịch vụ công"><meta property="og:description" content="Một cửa">
<meta property="og:image" content="https://example.test/a.png"></head>
<body><h1>Nộp hồ sơ</h1><main>
<form action="/gui" method="post"><input type="hidden" name="csrfmiddlewaretoken" value="x">
<label for="ten">Họ, chữ đệm và tên</label><input id="ten" name="ten" value="K' Brêu"><button>Gửi</button></form>
</main></body></html>"""

BROKEN = {
    "not valid HTML": ("</main>", "</div></main>"),
    "has no lang": ('lang="vi"', ""),
    "2 h1 headings": ("<main>", "<main><h1>Nộp hồ sơ</h1>"),
    "does not agree": ("<h1>Nộp hồ sơ</h1>", "<h1>Tra cứu</h1>"),
    "occurs 2 times": ("<main>", '<main id="ten">'),
    "which is not there": ('for="ten"', 'for="khac"'),
    "without an action": ('action="/gui"', ""),
    "without a CSRF token": ('name="csrfmiddlewaretoken"', 'name="x"'),
    "gives its CSRF token away": ('action="/gui"', 'action="https://example.test/gui"'),
    "without a label": ("<main>", '<main><input name="y">'),
    "the key 'p' is given to 2": (
        "<main>",
        '<main><a href="/" data-shortcut="p">x</a><a href="/" data-shortcut="p">y</a>',
    ),
    "an error that leads to no field": (
        "<main>",
        '<main><ul class="govuk-error-summary__list"><li data-state>x</li><li>y</li></ul>',
    ),
    "without alt": ("<main>", '<main><img src="/a.png">'),
    "without words": ("<main>", '<main><a href="/"></a>'),
    "an inline script": ("<main>", "<main><script>1</script>"),
    "inline style": ("<main>", '<main style="color:red">'),
    "inline onclick": ("<main>", '<main onclick="x()">'),
    "a javascript: link": ("<main>", '<main><a href="javascript:x()">x</a>'),
    "loads from elsewhere": ("<main>", '<main><img alt="" src="http://example.test/a.png">'),
    "no og:title": ('property="og:title"', 'property="x"'),
    "shows an identity number": ('content="Một cửa"', 'content="Hồ sơ của 068090001234"'),
    "shows a phone number": ('content="Một cửa"', 'content="gọi 0912345678"'),
}


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.GET.get("html", GOOD))


urlpatterns = [path("", page)]
pytestmark = pytest.mark.urls(__name__)


def test_a_good_page_passes(client: Client) -> None:
    got = fetch(client, "/")

    assert (got.title, got.h1) == ("Nộp hồ sơ – Dịch vụ công", "Nộp hồ sơ")
    assert got.fields() == {"csrfmiddlewaretoken": "x", "ten": "K' Brêu"}
    assert got.words("label") == ["Họ, chữ đệm và tên"]


@pytest.mark.parametrize("words", BROKEN)
def test_a_bad_page_is_named(client: Client, words: str) -> None:
    old, new = BROKEN[words]
    assert old in GOOD
    with pytest.raises(HouseRules, match=words):
        fetch(client, "/", data={"html": GOOD.replace(old, new, 1)})


def test_a_policy_that_allows_inline_code_is_named(client: Client) -> None:
    got = fetch(client, "/")
    got.response["Content-Security-Policy"] = "script-src 'self' 'unsafe-inline'"
    with pytest.raises(HouseRules, match="unsafe-inline"):
        check(got)
    del got.response["Content-Security-Policy"]
    with pytest.raises(HouseRules, match="no Content-Security-Policy"):
        check(got)


def test_another_status_is_named(client: Client) -> None:
    with pytest.raises(AssertionError, match="404 instead of 200"):
        fetch(client, "/khong-co")
