"""How long one stays signed in, and what a list of one's sessions tells of each: a browser, a network, no more."""

import ipaddress
import re
from dataclasses import dataclass

# Being there is noted down no more often than this, in seconds: each note is a write.
NOTED_EVERY = 5 * 60
# What is asked of somebody who signed in just now alone: no longer ago than this, in seconds.
FRESH = 10 * 60
# Told apart by their own words, the more particular first: every browser also calls itself Mozilla and Safari.
_BROWSERS = (
    ("Cốc Cốc", r"coc_coc_browser"),
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


@dataclass(frozen=True)
class Limits:
    """How long a session lives, in seconds: without being used, and at most."""

    idle: float
    most: float


def is_over(*, began: float, seen: float, now: float, limits: Limits) -> bool:
    """Tell whether a session has ended by time; moments are seconds since 1970."""
    return now - began > limits.most or now - seen > limits.idle


def browser_of(agent: str) -> tuple[str, str]:
    """Return the browser and the system that a User-Agent names; empty where it names none that people know."""
    return _first(_BROWSERS, agent), _first(_SYSTEMS, agent)


def network_of(address: str) -> str:
    """Return an address without the part that names one machine: enough to see that it is not one's own office."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return network_of(str(found.ipv4_mapped))
        return ":".join(found.exploded.split(":")[:3]) + ":…"
    return ".".join(str(found).split(".")[:2]) + ".x.x"


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, text)), "")
