"""A closed part of a page comes open where the error summary leads into it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from motcua.ui.opening import open_where_wrong, opened

SUMMARY = '<div class="govuk-error-summary"><ul><li><a href="#{}">Hãy ghi lý do</a></li></ul></div><h1>Trang</h1>'
PAGE = (
    '<a href="#far">Bỏ qua</a>{summary}<a href="#far">Xem</a>'
    '<details class="a"><summary>A</summary><details class="b"><input id="inner"></details><input id="outer"></details>'
    '<details class="c" open><input id="shown"></details><details class="d" id="whole"><p id="far"></p></details>'
)


@pytest.mark.parametrize(
    ("target", "classes"), [("inner", "abc"), ("outer", "ac"), ("shown", "c"), ("whole", "cd"), ("elsewhere", "c")]
)
def test_what_holds_the_mistake_is_open_and_nothing_else(target: str, classes: str) -> None:
    page = opened(PAGE.format(summary=SUMMARY.format(target)).encode()).decode()
    for name in "abcd":
        tag = page[page.index(f'<details class="{name}"') :].partition(">")[0]
        assert tag.count(" open") == (name in classes), name


@pytest.mark.parametrize(
    ("status", "kind", "is_open"),
    [(422, "text/html", True), (200, "text/html", False), (422, "application/json", False)],
)
def test_only_pages_that_refuse_are_looked_at(status: int, kind: str, is_open: bool) -> None:
    text = PAGE.format(summary=SUMMARY.format("outer"))
    answer = open_where_wrong(lambda _request: HttpResponse(text, status=status, content_type=kind))
    response = answer(RequestFactory().get("/"))
    assert (b'<details class="a" open>' in response.content) is is_open


def test_a_long_form_opens_its_parts_one_after_the_other() -> None:
    page = SUMMARY.format("deep") + '<h1>x</h1><details data-one-at-a-time><input id="deep"></details>'
    assert opened(page.encode()).decode() == page
