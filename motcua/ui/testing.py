"""Fetch pages in tests. Every HTML page fetched is quietly held against the house rules.

page = fetch(client, "/thu-tuc/1.001193")
assert page.h1 == "Đăng ký khai sinh"
assert [row.text for row in page.select(".govuk-summary-list__key")]
"""

import gzip
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import html5lib
from django.test import Client
from lxml import html as lxml_html

HTML_LIMIT = 14_000  # bytes, compressed: what the first round trip of a connection carries
_SPACES = re.compile(r"\s+")
_PERSONAL = {
    "an identity number": re.compile(r"(?<!\d)(\d{12}|\d{9})(?!\d)"),
    "a phone number": re.compile(r"(?<!\d)(\+84|0)\d{9}(?!\d)"),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
}
_UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
_LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src", "video": "src"}


class HouseRules(AssertionError):
    """A page breaks house rules; the message lists each with the address."""


@dataclass(frozen=True)
class Page:
    """What came back."""

    url: str
    response: Any

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def location(self) -> str:
        return str(self.response.headers.get("Location", ""))

    @cached_property
    def source(self) -> str:
        return bytes(self.content).decode("utf-8")

    @cached_property
    def content(self) -> bytes:
        streaming = getattr(self.response, "streaming", False)
        return b"".join(self.response.streaming_content) if streaming else bytes(self.response.content)

    @property
    def is_html(self) -> bool:
        return str(self.response.headers.get("Content-Type", "")).startswith("text/html") and bool(self.content)

    @cached_property
    def html(self) -> Any:
        """The parsed page. Raises AssertionError when the answer is no HTML."""
        if not self.is_html:
            raise AssertionError(f"{self.url}: not an HTML page but {self.response.headers.get('Content-Type')}")
        return lxml_html.document_fromstring(self.content, parser=lxml_html.HTMLParser(encoding="utf-8"))

    def select(self, css: str) -> list[Any]:
        return list(self.html.cssselect(css))

    def words(self, css: str) -> list[str]:
        """Return the text of every element that the selector finds."""
        return [squeezed(element.text_content()) for element in self.select(css)]

    @property
    def text(self) -> str:
        return squeezed(self.html.find("body").text_content())

    @property
    def title(self) -> str:
        return squeezed(self.html.findtext(".//title") or "")

    @property
    def h1(self) -> str:
        return next(iter(self.words("h1")), "")

    def fields(self, form: str = "main form") -> dict[str, Any]:
        """Return what the first such form would send if submitted as it stands; a list where a name occurs twice."""
        data: dict[str, Any] = {}
        for name, value in self.select(form)[0].form_values():
            data[name] = (
                [*([data[name]] if isinstance(data[name], str) else data[name]), value] if name in data else value
            )
        return data


def squeezed(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def fetch(
    client: Client,
    url: str,
    *,
    method: str = "get",
    data: Any = None,
    expect: int = 200,
    follow: bool = False,
    **extra: Any,
) -> Page:
    """Ask for a page, check its status, and hold it against the house rules if it is HTML.

    Raises AssertionError for another status than expected, HouseRules (all broken ones at once) for a bad page.
    """
    response = getattr(client, method)(url, data, follow=follow, **extra)
    page = Page(url, response)
    if page.status != expect:
        raise AssertionError(
            f"{method.upper()} {url}: {page.status} instead of {expect}"
            + (f", to {page.location}" if page.location else "")
            + (f"\n{page.text[:1500]}" if page.is_html else "")
        )
    if page.is_html:
        check(page)
    return page


def check(page: Page) -> None:
    """Hold a page against the house rules. Raises HouseRules naming every one it breaks."""
    broken = [
        *_validity(page),
        *_headings(page),
        *_references(page),
        *_forms(page),
        *_keys(page),
        *_errors(page),
        *_names(page),
        *_inline_code(page),
        *_policy(page),
        *_preview(page),
        *_weight(page),
    ]
    if broken:
        raise HouseRules(f"{page.url} breaks house rules:\n- " + "\n- ".join(broken))


def _validity(page: Page) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page.source)
    lines = page.source.splitlines()
    found = [
        f"not valid HTML, line {position[0]}: {html5lib.constants.E[code] % data} | {lines[position[0] - 1][:120]}"
        for position, code, data in parser.errors[:8]
    ]
    if page.html.get("lang") not in {"vi", "en"}:
        found.append("the html element has no lang")
    return found


def _headings(page: Page) -> list[str]:
    count = len(page.select("h1"))
    if count != 1:
        return [f"{count} h1 headings instead of one"]
    name = page.title.rpartition(" – ")[0] or page.title
    name = re.sub(r"^(Lỗi|Error): ", "", name)
    if not page.h1 or not name or (name not in page.h1 and page.h1 not in name):
        return [f"title {page.title!r} does not agree with h1 {page.h1!r}"]
    return []


def _references(page: Page) -> list[str]:
    ids = Counter(
        element.get("id") for element in page.html.iter() if isinstance(element.tag, str) and element.get("id")
    )
    found = [f"id {name!r} occurs {count} times" for name, count in ids.items() if count > 1]
    for element in page.html.iter():
        if not isinstance(element.tag, str):
            continue
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            missing = [name for name in (element.get(attribute) or "").split() if name not in ids]
            found += [f"{attribute} of <{element.tag}> points to {name!r}, which is not there" for name in missing]
        target = element.get("href", "") if element.tag == "a" else ""
        if target.startswith("#") and len(target) > 1 and target[1:] not in ids:
            found.append(f"link {squeezed(element.text_content())!r} points to {target}, which is not there")
    return found


def _forms(page: Page) -> list[str]:
    found = []
    for form in page.select("form"):
        action = form.get("action", "")
        if not action:
            found.append(f"a form without an action: {_shown(form)}")
        elsewhere = bool(urlsplit(action).netloc)
        has_token = bool(form.cssselect("input[name=csrfmiddlewaretoken]"))
        posts = form.get("method", "get").lower() == "post"
        if posts and not elsewhere and not has_token:
            found.append(f"a POST form without a CSRF token: {_shown(form)}")
        if has_token and (not posts or elsewhere):
            found.append(f"a form that gives its CSRF token away: {_shown(form)}")
    return found


def _keys(page: Page) -> list[str]:
    keys = Counter(element.get("data-shortcut") for element in page.select("[data-shortcut]"))
    return [f"the key {key!r} is given to {count} things" for key, count in keys.items() if count > 1]


def _errors(page: Page) -> list[str]:
    """Each line of an error summary leads to a field, here or on the page that has it.

    Unless it is marked as telling how things stand.
    """
    lines = page.select(".govuk-error-summary__list > li:not([data-state])")
    leads = "a[href^='#'], a[href^='/']"
    return [f"an error that leads to no field: {_shown(one)}" for one in lines if not one.cssselect(leads)]


def _names(page: Page) -> list[str]:
    found = []
    labelled = {label.get("for") for label in page.select("label") if squeezed(label.text_content())}
    for control in page.select("input, select, textarea"):
        if control.get("type", "").lower() in _UNLABELLED or control.get("id") in labelled:
            continue
        wrapped = any(parent.tag == "label" for parent in control.iterancestors())
        if not wrapped and not control.get("aria-label") and not control.get("aria-labelledby"):
            found.append(f"a field without a label: {_shown(control)}")
    for element in page.select("a[href], button"):
        pictures = "".join(image.get("alt", "") for image in element.cssselect("img"))
        if not (squeezed(element.text_content()) or element.get("aria-label") or pictures):
            found.append(f"a link or button without words: {_shown(element)}")
    found += [f"an image without alt: {_shown(image)}" for image in page.select("img") if image.get("alt") is None]
    return found


def _inline_code(page: Page) -> list[str]:
    found = [
        f"an inline script: {_shown(script)}"
        for script in page.select("script")
        if not script.get("src") and script.get("type") != "application/ld+json"
    ]
    if page.select("style"):
        found.append("a style element")
    for element in page.html.iter():
        if not isinstance(element.tag, str):
            continue
        found += [
            f"inline {name} on <{element.tag}>" for name in element.attrib if name == "style" or name.startswith("on")
        ]
        if element.get("href", "").strip().lower().startswith("javascript:"):
            found.append(f"a javascript: link: {_shown(element)}")
        source = element.get(_LOADED.get(element.tag, "src"), "")
        own = element.tag == "link" and element.get("rel") in {"canonical", "alternate"}
        if urlsplit(source).netloc and not own:
            found.append(f"<{element.tag}> loads from elsewhere: {source}")
    return found


def _policy(page: Page) -> list[str]:
    policy = page.response.headers.get("Content-Security-Policy", "")
    if not policy:
        return ["no Content-Security-Policy header"]
    return [
        f"the Content-Security-Policy allows {word}"
        for word in ("unsafe-inline", "unsafe-eval", "*")
        if word in policy.split()
    ] + [
        f"the Content-Security-Policy allows '{word}'"
        for word in ("unsafe-inline", "unsafe-eval")
        if f"'{word}'" in policy
    ]


def _preview(page: Page) -> list[str]:
    shown = {meta.get("property") or meta.get("name"): meta.get("content", "") for meta in page.select("meta[content]")}
    found = [
        f"no {name} for link previews" for name in ("og:title", "og:description", "og:image") if not shown.get(name)
    ]
    request = getattr(page.response, "wsgi_request", None)
    person = getattr(getattr(request, "user", None), "full_name", "")
    for name in ("og:title", "og:description", "og:url", "description"):
        text = shown.get(name, "")
        found += [f"{name} shows {what}: {text!r}" for what, pattern in _PERSONAL.items() if pattern.search(text)]
        if person and person in text:
            found.append(f"{name} shows the person's name")
    return found


def _weight(page: Page) -> list[str]:
    if "motcua-citizen" not in page.html.get("class", ""):
        return []
    weight = len(gzip.compress(page.content, 6))
    return [f"{weight} bytes of HTML compressed; the limit is {HTML_LIMIT}"] if weight > HTML_LIMIT else []


def _shown(element: Any) -> str:
    return squeezed(lxml_html.tostring(element, encoding="unicode"))[:140]
