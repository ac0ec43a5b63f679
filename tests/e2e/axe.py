"""Hold a page in the browser against axe-core's rules."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")

# Width and height of a phone, a desk and a kiosk.
SIZES = {"phone": (360, 740), "desk": (1280, 900), "kiosk": (1080, 1920)}


def violations(page: Page) -> list[str]:
    """Return one line per element that breaks a rule of axe-core, best practices included; empty when all is well.

    Waits until the page has loaded: a click returns as soon as the next page begins to arrive, empty as yet.
    """
    page.wait_for_load_state()
    page.evaluate(_SOURCE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def violations_without_scripts(page: Page) -> list[str]:
    """Return the same for a page whose context runs no scripts.

    axe is a script itself: it looks at the same page, without its scripts, in a context that runs axe's alone.
    """
    page.wait_for_load_state()
    address, text = page.url, re.sub(r"(?is)<script\b.*?</script>", "", page.content())
    browser = page.context.browser
    assert browser is not None
    twin = browser.new_context(viewport=page.viewport_size, locale="vi-VN")
    copy = twin.new_page()
    copy.route(
        lambda url: url == address, lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8")
    )
    copy.goto(address)
    found = violations(copy)
    twin.close()
    return found
