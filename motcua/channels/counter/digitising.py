"""What the digitising page reads from its forms, and what it shows of each page and paper."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from motcua.accounts import identity
from motcua.dossiers.actions import LEAVE
from motcua.dossiers.digitising import Digital
from motcua.dossiers.models import Scan
from motcua.dossiers.rules.digitisation import PaperFacts, Placed, Stage
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean

MOST_PAGES = 120  # shown at once; the others come when these are sorted
SAME, DROP, TO = "same", "drop", "p:"
TURNS = (0, 90, 180, 270)
FACTS = {
    "number": N_("Số, ký hiệu"),
    "issued_on": N_("Ngày cấp"),
    "issuer": N_("Cơ quan cấp"),
    "holder": N_("Cấp cho ai"),
    "identity_number": N_("Số định danh của người ấy"),
    "valid_until": N_("Có giá trị đến ngày (để trống: không thời hạn)"),
}
DATES = frozenset({"issued_on", "valid_until"})
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


@dataclass(frozen=True)
class LoosePage:
    """One page that is in no paper yet, and what the form says of it."""

    scan: Scan
    number: int
    chosen: str
    turn: int
    order: str

    @property
    def name(self) -> str:
        """Return what the form's fields of this page are called."""
        return f"{self.scan.pk}-{self.number}"


def loose_pages(scans: Sequence[Scan], papers: Sequence[Digital], post: Mapping[str, Any]) -> list[LoosePage]:
    """Return the pages to be sorted in the order in which they came; each goes with the one before, if nothing is said.

    The first goes to the only paper that waits, where there is one.
    """
    waiting = [one.paper.key for one in papers if one.stage == Stage.AWAITED]
    found: list[LoosePage] = []
    for scan in scans:
        count = (scan.file.pages or 0) if scan.file is not None else 0
        for number in range(1, count + 1):
            if str(number) in scan.plan:
                continue
            if len(found) == MOST_PAGES:
                return found
            first = f"{TO}{waiting[0]}" if len(waiting) == 1 else LEAVE
            name = f"{scan.pk}-{number}"
            found.append(
                LoosePage(
                    scan,
                    number,
                    str(post.get(f"paper-{name}") or (SAME if found else first)),
                    _turn(str(post.get(f"turn-{name}") or "")),
                    str(post.get(f"order-{name}") or len(found) + 1),
                )
            )
    return found


def placed(pages: Sequence[LoosePage]) -> list[Placed]:
    """Return where each page goes; "as the page before" means the one before in their new order.

    Raises Refused for an order that is no number.
    """
    for page in pages:
        if not (page.order.isascii() and page.order.isdigit() and len(page.order) < 5):
            raise Refused("bad_order", N_("Thứ tự trang phải là số."))
    result, before = [], LEAVE
    for page in sorted(pages, key=lambda one: int(one.order)):
        chosen = before if page.chosen == SAME else page.chosen
        before = chosen
        paper = chosen.removeprefix(TO) if chosen.startswith(TO) else "" if chosen == DROP else LEAVE
        result.append(Placed(page.scan.pk, page.number, paper, page.turn, int(page.order)))
    return result


@dataclass(frozen=True)
class Fact:
    """One thing that a paper says of itself: what was typed, and what was read on it."""

    name: str
    label: str
    value: str
    suggested: str
    is_taken: bool


@dataclass(frozen=True)
class Typed:
    """What an official said of one paper: the facts as typed, and which suggestions they found right."""

    values: dict[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    @classmethod
    def read(cls, post: QueryDict) -> "Typed":
        """Read the form of one paper."""
        values = {name: clean(post.get(name, ""))[:200] for name in FACTS}
        return cls(values, frozenset(name for name in FACTS if post.get(f"take-{name}") == "1"))

    @classmethod
    def of(cls, one: Digital) -> "Typed":
        """Return what is kept of a paper already."""
        kept = one.kept
        if kept is None or kept.accepted_at is None:
            return cls()
        return cls(
            {
                "number": kept.number,
                "issued_on": said(kept.issued_on),
                "issuer": kept.issuer,
                "holder": kept.holder,
                "identity_number": identity.reveal(kept.identity) if kept.identity is not None else "",
                "valid_until": said(kept.valid_until),
            }
        )

    def facts(self, one: Digital) -> PaperFacts:
        """Return what counts: what was typed, or else the suggestion that was ticked. Raises Refused for no date."""
        offered = suggested(one)
        counts = {
            name: self.values.get(name, "") or (offered.get(name, "") if name in self.taken else "") for name in FACTS
        }
        days = {name: _day(counts[name]) for name in DATES}
        return PaperFacts(
            number=counts["number"],
            issued_on=days["issued_on"],
            issuer=counts["issuer"],
            holder=counts["holder"],
            identity_number=counts["identity_number"],
            valid_until=days["valid_until"],
        )

    def shown(self, one: Digital) -> list[Fact]:
        """Return the fields as the form shows them."""
        offered = suggested(one)
        return [
            Fact(name, label, self.values.get(name, ""), offered.get(name, ""), name in self.taken)
            for name, label in FACTS.items()
        ]


def suggested(one: Digital) -> dict[str, str]:
    """Return what was read on a paper, dates as people write them. Whoever shows it records that."""
    found = dict(one.kept.found) if one.kept is not None else {}
    if reference := found.get("identity_number"):
        found["identity_number"] = identity.reveal_all({reference}).get(reference, "")
    for name in DATES & set(found):
        found[name] = said(date.fromisoformat(found[name]))
    return found


def said(day: date | None) -> str:
    """Return a day as people write it, nothing for none."""
    return f"{day:%d/%m/%Y}" if day is not None else ""


def _day(text: str) -> date | None:
    if not text:
        return None
    match = _DAY.fullmatch(text.strip())
    try:
        if match is not None:
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass  # no such day: said below, as for what is no date at all
    raise Refused("bad_day", N_("“{text}” không phải ngày. Hãy ghi như 23/11/2026."), text=text)


def _turn(text: str) -> int:
    return int(text) if text in {str(turn) for turn in TURNS} else 0
