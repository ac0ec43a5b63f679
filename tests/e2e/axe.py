"""Hold a page in the browser against axe-core's rules."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")

# Width and height of a phone, a desk and a kiosk.
SIZES = {"phone": (360, 740), "desk": (1280, 900), "kiosk": (1080, 1920)}


def violations(page: Page) -> list[str]:
    """Return one line per element that breaks a rule of axe-core, best practices included; empty when all is well."""
    page.evaluate(_SOURCE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
