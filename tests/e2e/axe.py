"""Hold a page in the browser against axe-core's rules, and against the width of every screen it may be seen on."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")

# Width and height of a phone, a desk and a kiosk.
SIZES = {"phone": (360, 740), "desk": (1280, 900), "kiosk": (1080, 1920)}


# Where pictures of all that is looked at go; none are taken without it.
SHOTS = os.environ.get("MOTCUA_SHOTS")
KEPT_SHOTS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
_RUN = "axe.run(document, {resultTypes: ['violations']})"
# In another size everything is asked again but what can be no different there and takes half the time: whether a sheet
# turns the page, and the colours of what was seen before. The phone comes first, whose letters are the smallest.
_RUN_AGAIN = """
async () => {
    const rules = {"color-contrast": {enabled: false}, "css-orientation-lock": {enabled: false}};
    const found = await axe.run(document, {resultTypes: ["violations"], preload: false, rules});
    const anew = motcuaAnew();
    if (anew.length) {
        const only = {resultTypes: ["violations"], preload: false, runOnly: ["color-contrast"]};
        found.violations.push(...(await axe.run({include: anew}, only)).violations);
    }
    return found;
}
"""
# Elements that were not shown, or had other colours, when this was last asked.
_ANEW = """
(() => {
    const before = new WeakMap();
    window.motcuaAnew = () => [...document.body.querySelectorAll("*")].filter((one) => {
        const style = getComputedStyle(one);
        const now = one.checkVisibility({visibilityProperty: true}) && style.color + style.backgroundColor;
        const isNew = now && before.get(one) !== now;
        if (now) before.set(one, now);
        return isNew;
    });
})()
"""
_IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def violations(page: Page) -> list[str]:
    """Return one line per element that breaks a rule of axe-core, best practices included; empty when all is well.

    Waits until the page has loaded: a click returns as soon as the next page begins to arrive, empty as yet.
    """
    page.wait_for_load_state()
    page.evaluate(_SOURCE)
    return _broken_rules(page)


def _broken_rules(page: Page, run: str = _RUN) -> list[str]:
    found: dict[str, Any] = page.evaluate(run)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def faults(page: Page, *, name: str, sizes: Iterable[str] = ()) -> list[str]:
    """Return what is wrong with a page: rules of axe-core, and scrolling sideways.

    With `sizes` it is looked at in each of them, and then has its own again: loading it anew for each would cost more
    than looking.
    """
    page.wait_for_load_state()
    page.evaluate(_SOURCE)
    page.evaluate(_ANEW)
    own, found, run = page.viewport_size, [], _RUN
    for size in list(sizes) or [""]:
        if size:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
        label = f"{size}-{name}" if size else name
        found += [f"{label}: {line}" for line in _broken_rules(page, run)]
        if size and run == _RUN:
            page.evaluate("void motcuaAnew()")
            run = _RUN_AGAIN
        if page.evaluate(_IS_TOO_WIDE):
            found.append(f"{label}: scrolls sideways")
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{label}.png", full_page=True)
    if sizes and own is not None:
        page.set_viewport_size(own)
    return found


def look(page: Page, name: str, *, sizes: Iterable[str] = tuple(SIZES), shot: str = "") -> None:
    """Look at a page in every size; with `shot`, its picture is one for the guides.

    Raises AssertionError with what is wrong with it.
    """
    found = faults(page, name=name, sizes=sizes)
    assert found == [], "\n".join(found)
    kept_shot(page, shot)


def kept_shot(page: Page, shot: str, *, from_top: bool = True) -> None:
    """Keep the picture of a page for the documents, where they are being made anew (MOTCUA_KEEP_SHOTS).

    Only the first screen, as one sees it on arrival: a whole page would be a long ribbon.
    """
    if shot and os.environ.get("MOTCUA_KEEP_SHOTS"):
        KEPT_SHOTS.mkdir(parents=True, exist_ok=True)
        page.evaluate("document.activeElement.blur()")
        if from_top:
            page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
        page.screenshot(path=KEPT_SHOTS / f"{shot}.png")


def faults_without_scripts(page: Page, *, name: str, sizes: Iterable[str] = ()) -> list[str]:
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
    found = faults(copy, name=name, sizes=sizes)
    twin.close()
    return found
