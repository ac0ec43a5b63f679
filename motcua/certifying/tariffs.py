"""What a kind of certification costs from a day on, proposed by one and approved by another.

Fills `approvals.certification_tariff`. The tariff of the country stands in Circular 226/2016/TT-BTC; a people's council
may free some people of it, and a later circular replaces it from its day on.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

from .models import Tariff
from .queries import tariff_on
from .rules import NAMES, Kind, Rate

MOST_RATE, MOST_PAGES = 10_000_000, 1000


class TariffKind:
    """The price of one kind of certification; the subject is the kind.

    The content is `{"first_rate", "first_pages", "next_rate", "cap", "is_per_case", "basis"}`: whole đồng, `cap` None
    for none; `basis` is the law.
    """

    name = N_("Phí chứng thực")
    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"

    def title(self, subject: str) -> str:
        """Return what is priced."""
        return f"Phí: {NAMES[_kind(subject)]}"

    def base(self, subject: str, on: date) -> str:
        """Return which row counts on a day."""
        standing = tariff_on(_kind(subject), on)
        return f"{standing.pk}:{said(standing.rate)}"[:64] if standing is not None else ""

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused for prices out of bounds, no law, and where nothing would change."""
        rate = rate_in(content)
        for amount in (rate.first_rate, rate.next_rate, rate.cap or 0):
            if not 0 <= amount <= MOST_RATE:
                raise Refused("bad_rate", N_("Mức phí phải từ 0 đến {most} đồng."), most=MOST_RATE)
        if not 0 <= rate.first_pages <= MOST_PAGES or (not rate.is_per_case and not rate.first_pages):
            raise Refused("bad_pages", N_("Phí theo trang thì số trang đầu phải từ 1 đến {most}."), most=MOST_PAGES)
        if not str(content.get("basis", "")).strip():
            raise Refused("no_basis", N_("Hãy ghi căn cứ: văn bản nào quy định mức phí này."))
        standing = tariff_on(_kind(subject), on)
        if standing is not None and standing.rate == rate:
            raise Refused("nothing_changed", N_("Chưa có thay đổi nào để đề xuất."))

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Let it count from a day on; what was entered in the books before keeps its fee."""
        rate = rate_in(content)
        Tariff.objects.update_or_create(
            kind=_kind(subject),
            valid_from=on,
            defaults={**vars(rate), "basis": str(content["basis"]).strip()[:300]},
        )

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, in words."""
        standing = tariff_on(_kind(subject), on)
        return [
            (self.title(subject), said(standing.rate) if standing is not None else "", said(rate_in(content))),
            ("Căn cứ", standing.basis if standing is not None else "", str(content.get("basis", ""))),
        ]


def rate_in(content: Mapping[str, Any]) -> Rate:
    """Return the prices of a proposal's content. Raises Refused for what is no number."""
    try:
        cap = content.get("cap")
        return Rate(
            first_rate=int(content["first_rate"]),
            first_pages=int(content.get("first_pages") or 0),
            next_rate=int(content.get("next_rate") or 0),
            cap=None if cap in {None, ""} else int(str(cap)),
            is_per_case=bool(content.get("is_per_case")),
        )
    except (KeyError, TypeError, ValueError):
        raise Refused("no_number", N_("Hãy ghi mức phí bằng số đồng, ví dụ 2000.")) from None


def said(rate: Rate) -> str:
    """Return prices as people say them, in Vietnamese."""

    def money(amount: int) -> str:
        return f"{amount:,}".replace(",", ".") + " đồng"

    if rate.is_per_case:
        return f"{money(rate.first_rate)} một trường hợp"
    parts = [
        f"{rate.first_pages} trang đầu {money(rate.first_rate)}/trang",
        f"các trang sau {money(rate.next_rate)}/trang",
    ]
    return ", ".join(parts) + (f", nhiều nhất {money(rate.cap)}/bản" if rate.cap is not None else "")


def _kind(subject: str) -> Kind:
    if subject not in set(Kind):
        raise Refused("no_such_kind", N_("Không có loại chứng thực nào tên như vậy."))
    return Kind(subject)
