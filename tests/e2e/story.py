"""Walk through pages as a person does, each page looked at: accessible, as wide as its screen, without errors."""

import re
from collections.abc import Iterable

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.axe import SIZES, faults, faults_without_scripts, kept_shot
from tests.e2e.province import Province

# Two busy cores: a page may take its time, a proof of speed is elsewhere.
expect.set_options(timeout=20_000)


class Story:
    """One person's way through the pages in one browser context.

    Every page that opens must be looked at with `see`; `end` fails on one that was not.
    """

    def __init__(
        self, browser: Browser, province: Province, name: str, *, size: str = "desk", scripts: bool = True
    ) -> None:
        width, height = SIZES[size]
        self.province = province
        self.browser = browser
        self.scripts = scripts
        self.name = f"{name}-{size}" + ("" if scripts else "-noscript")
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.unseen: list[str] = []
        self.wrong: list[str] = []
        self.count = 0
        self.page.on("framenavigated", lambda frame: self._arrived(frame.url) if frame.parent_frame is None else None)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script error on {self.page.url}: {error}"))
        self.page.on(
            "response",
            lambda answer: self.wrong.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
        )

    def _arrived(self, url: str) -> None:
        page = url.partition("#")[0]
        if page != "about:blank" and not (self.unseen and self.unseen[-1] == page):
            self.unseen.append(page)

    def visit(self, path: str) -> None:
        """Open an address of the province (or a whole one)."""
        self.page.goto(path if path.startswith("http") else self.province.address + path)

    def see(self, heading: str | re.Pattern[str], *, shot: str = "", sizes: Iterable[str] = ()) -> None:
        """Expect the page with this main heading and look it over; with `shot`, its picture is one for the docs.

        With `sizes` it is looked at in each of them.
        """
        expect(self.page.locator("h1").first).to_contain_text(heading)
        if len(self.unseen) > 1:
            self.wrong.append(f"passed by without a look: {self.unseen[:-1]}")
        self.unseen.clear()
        self.count += 1
        name = f"{self.name}-{self.count:02d}"
        look = faults if self.scripts else faults_without_scripts
        self.wrong += [f"{self.page.url}: {line}" for line in look(self.page, name=name, sizes=sizes)]
        kept_shot(self.page, shot)

    def click(self, name: str, *, role: str = "button") -> None:
        """Press the button (or link) of this name."""
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def follow(self, name: str) -> None:
        """Follow the link of this name."""
        self.click(name, role="link")

    def fill(self, label: str, text: str) -> None:
        """Write into the field of this label."""
        self.page.get_by_label(label).first.fill(text)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def end(self) -> None:
        """Close the browser context. Raises AssertionError with all that was wrong on the way."""
        if self.unseen:
            self.wrong.append(f"passed by without a look: {self.unseen}")
        self.context.close()
        assert self.wrong == [], "\n".join(self.wrong)
