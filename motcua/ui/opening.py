"""Closed parts of a page that hold what is wrong: they come open, so that the links of the summary lead to something.

A link into a closed `<details>` opens it in some browsers and in others does nothing, where no script helps.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SUMMARY = b'class="govuk-error-summary'
_LINK = re.compile(rb'<a\s[^>]*?href="#([^"]+)"')
_PLACE = re.compile(rb'<details\b[^>]*>|</details>|\sid="([^"]+)"')
# Open already, or a part of a long form that opens its parts one after the other: all at once are more than one reads.
_LEFT, _OWN = re.compile(rb"\s(?:open|data-one-at-a-time)\b"), re.compile(rb'\sid="([^"]+)"')


def open_where_wrong(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open the parts that an error summary leads into, whatever form refused."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code >= 400 and is_page and SUMMARY in response.content:
            response.content = opened(response.content)
        return response

    return middleware


def opened(page: bytes) -> bytes:
    """Return a page with every `<details>` open that holds what its error summary leads to.

    The summary stands before the heading of the page; links behind that are of the page itself.
    """
    begin = page.find(SUMMARY)
    end = page.find(b"<h1", begin)
    wanted = set(_LINK.findall(page, begin, end if end >= 0 else len(page)))
    around: list[int] = []
    shut: set[int] = set()
    for found in _PLACE.finditer(page):
        tag, name = found[0], found[1]
        if tag.startswith(b"</"):
            del around[-1:]
            continue
        if tag.startswith(b"<"):
            around.append(-1 if _LEFT.search(tag) else found.end() - 1)
            own = _OWN.search(tag)
            name = own[1] if own is not None else b""
        if name in wanted:
            shut.update(place for place in around if place >= 0)
    for place in sorted(shut, reverse=True):
        page = page[:place] + b" open" + page[place:]
    return page
