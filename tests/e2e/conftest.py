"""A real browser, Debian's chromium, and a real province for it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e import province as provinces
from tests.e2e.province import Province
from tests.e2e.story import Story

# Debian's headless shell is the same engine without a browser around it: a new context costs it a quarter of the time.
SHELL = Path("/usr/bin/chromium-headless-shell")
CHROMIUM = Path(os.environ.get("MOTCUA_CHROMIUM") or (SHELL if SHELL.exists() else "/usr/bin/chromium"))
# No sandbox: root may not have one. The rest keeps it from calling home, which a closed network answers slowly.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
BrowserStory = Callable[..., Story]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed (apt install chromium-headless-shell)")
    # Playwright's loop runs in this thread; Django would take it for an async context.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def province() -> Iterator[Province]:
    """The running demo province: database, two web processes, worker and stand-ins."""
    with provinces.running() as running:
        yield running


@pytest.fixture
def story(browser: Browser, province: Province, request: pytest.FixtureRequest) -> Iterator[BrowserStory]:
    """Begin stories; what was wrong on their way fails the test at its end."""
    begun: list[Story] = []

    def begin(**options: bool | str) -> Story:
        name = request.node.name.partition("[")[0].removeprefix("test_")
        begun.append(Story(browser, province, name, **options))  # type: ignore[arg-type]
        return begun[-1]

    yield begin
    for one in begun:
        one.end()
