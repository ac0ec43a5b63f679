"""The sheet of keys that `?` opens on pages of officials is complete: each key of a page stands in its block `keys`."""

import re
from pathlib import Path

import pytest

CHANNELS = Path(__file__).resolve().parents[2] / "motcua" / "channels"
PRESSED = re.compile(r'data-shortcut(?:="|": ")([a-z0-9])"')
SAID = re.compile(r"<kbd>([a-z0-9])</kbd>")
# The layout itself says the way back.
OF_THE_LAYOUT = {"b"}


@pytest.mark.parametrize("channel", ["desk", "counter", "studio"])
def test_every_key_of_a_page_is_said(channel: str) -> None:
    folder = CHANNELS / channel / "jinja2" / channel
    sources = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    silent = {}
    for name in sources:
        if not name.startswith("_"):
            text = whole(name, sources, channel)
            if missing := set(PRESSED.findall(text)) - set(SAID.findall(text)) - OF_THE_LAYOUT:
                silent[name] = sorted(missing)
    assert silent == {}


def whole(name: str, sources: dict[str, str], channel: str) -> str:
    """Return the text of a template with all of its channel that it extends, includes or imports."""
    seen, waiting = {name}, [name]
    while waiting:
        for other in re.findall(rf'"{channel}/(\w+\.html)"', sources[waiting.pop()]):
            if other in sources and other not in seen:
                seen.add(other)
                waiting.append(other)
    return "".join(sources[one] for one in sorted(seen))
