"""What a list shows of a procedure, in a few words."""

from collections.abc import Mapping
from typing import Any

from motcua.lib import money
from motcua.procedures.rules.defaults import UNIT_WORDS, Package
from motcua.procedures.rules.names import Channel

MAX_LEAD = 300


def summary_of(record: Mapping[str, Any], package: Package) -> dict[str, Any]:
    """Return what a search result shows: how long, how much, who, and whether something is unclear."""
    return {
        "lead": str(package.settings.get("lead") or "")[:MAX_LEAD],
        "time": "" if any(limit.get("unclear") for limit in package.limits) else time_in_short(package.limits),
        "fee": fee_in_short(package.fees),
        "agencies": record["implementing_agencies"],
        "unclear": any(item.get("unclear") for item in [*package.limits, *package.fees]),
        "results": [result["name"] for result in record["results"]],
        "keywords": [*map(str, package.settings.get("keywords") or []), *filter(None, [record.get("keywords")])],
    }


def _first_by_channel(items: list[dict[str, Any]]) -> dict[str, Any] | None:
    for channel in (Channel.DIRECT, Channel.ONLINE, Channel.POST):
        for item in items:
            if channel in (item.get("channels") or list(Channel)):
                return item
    return items[0] if items else None


def time_in_short(limits: list[dict[str, Any]]) -> str:
    """Return the time limit in a few words, that of filing directly first; empty where nothing is known."""
    first = _first_by_channel(limits)
    if first is None or not _is_told(first):
        return ""
    others = {limit["text"] for limit in limits} - {first["text"]}
    short = str(first["text"]).partition(";")[0]  # what follows explains: it stands in the table
    return f"{short} (tùy trường hợp)" if others else short


def _is_told(limit: dict[str, Any]) -> bool:
    """Tell whether a limit names a time at all: "1" without a unit is none."""
    return not limit.get("unclear") or any(word in limit["text"] for word in (*UNIT_WORDS.values(), "“"))


def fee_in_short(fees: list[dict[str, Any]]) -> str:
    """Return the fee in a few words; empty where nothing is known or what is known is unclear."""
    if any(fee.get("unclear") for fee in fees):
        return ""
    always = [fee for fee in fees if not fee.get("when")]
    if len(always) < len(fees) and not any(fee["amount"] for fee in always):
        return "Miễn phí, trừ vài trường hợp"
    amounts = sorted({fee["amount"] for fee in fees if fee["amount"] is not None})
    if not amounts:
        return ""
    if amounts == [0]:
        return "Miễn phí"
    if len(amounts) == 1:
        per = next((str(fee["per"]) for fee in fees if fee.get("per")), "")
        return money.say(amounts[0]) + (f"/{per}" if per else "")
    return f"từ {money.say(amounts[0])}" if amounts[0] else f"đến {money.say(amounts[-1])}"
