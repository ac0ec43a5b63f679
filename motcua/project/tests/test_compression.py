"""Answers are small where that tells nothing (BREACH), and static files have names that change with their content."""

import gzip
import re
from contextlib import closing

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.test.utils import override_settings

from motcua.project.compression import compress

LONG = "Giấy chứng nhận quyền sử dụng đất. " * 30
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


def answer(
    address: str, response: HttpResponseBase, *, signed_in: bool = False, takes: bool = True
) -> HttpResponseBase:
    request = RequestFactory().get(address, headers=BROWSER if takes else {})
    if signed_in:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"

    def view(request: HttpRequest) -> HttpResponseBase:
        return response

    return compress(view)(request)


def is_small(response: HttpResponseBase) -> bool:
    return response.get("Content-Encoding", "") == "gzip"


def test_a_public_page_is_compressed_also_with_a_question() -> None:
    for address in ("/", "/tim-kiem?q=khai+sinh"):
        sent = answer(address, HttpResponse(LONG))
        assert is_small(sent)
        assert isinstance(sent, HttpResponse)
        assert gzip.decompress(sent.content).decode() == LONG
        assert "Accept-Encoding" in sent["Vary"]


def test_what_is_somebodys_is_compressed_only_where_nobody_else_chose_words_in_it() -> None:
    private = {"Cache-Control": "private, no-store"}
    assert is_small(answer("/ho-so-cua-toi", HttpResponse(LONG, headers=private), signed_in=True))
    assert not is_small(answer("/ho-so-cua-toi?x=068190", HttpResponse(LONG, headers=private), signed_in=True))
    assert not is_small(answer("/tim-kiem?q=An", HttpResponse(LONG), signed_in=True))
    assert not is_small(answer("/tra-cuu?ma=1", HttpResponse(LONG, headers={"Cache-Control": "no-store"})))


def test_files_pictures_and_plain_clients_get_things_as_they_are() -> None:
    assert not is_small(answer("/", HttpResponse(LONG), takes=False))
    assert not is_small(answer("/", HttpResponse(LONG.encode(), content_type="application/pdf")))
    assert not is_small(answer("/", HttpResponse(LONG.encode(), content_type="image/png")))
    assert not is_small(answer("/", StreamingHttpResponse([LONG.encode()])))


@pytest.mark.django_db
@pytest.mark.slow
def test_static_files_are_kept_for_good_and_sent_small(tmp_path_factory: pytest.TempPathFactory) -> None:
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": settings.STATIC_STORAGE}}
    root = tmp_path_factory.mktemp("static")
    with override_settings(
        STORAGES=storages, STATIC_ROOT=root, WHITENOISE_AUTOREFRESH=False, WHITENOISE_USE_FINDERS=False
    ):
        call_command("collectstatic", "--noinput", verbosity=0)
        address = staticfiles_storage.url("ui/motcua.css")
        assert re.fullmatch(r"/static/ui/motcua\.[0-9a-f]{12}\.css", address)

        def fetched(accepted: str) -> tuple[HttpResponseBase, bytes]:
            with closing(Client().get(address, headers={"Accept-Encoding": accepted})) as sent:
                return sent, sent.getvalue()

        sent, style = fetched("gzip, deflate, br")
        assert sent["Content-Encoding"] == "br"
        assert "immutable" in sent["Cache-Control"]
        assert len(style) < 25_000
        assert fetched("gzip")[0]["Content-Encoding"] == "gzip"
        # What a style sheet names has its lasting name, too.
        plain = fetched("identity")[1].decode()
        assert re.search(r"fonts/be-vietnam-pro-vietnamese-400\.[0-9a-f]{12}\.woff2", plain)
