"""Where another system decides: what is typed there in its order, and what it may say back.

Per procedure exactly one system changes the authoritative status; the other keeps a reference, its code there and the
moment it was said (Decree 118/2025 art. 17(3): one code, looked up in one place).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

MOST_CODE = 60


@dataclass(frozen=True)
class Standing:
    """What another system said of a dossier: its code there, its state there, and when that was so."""

    code: str
    status: str
    said_at: datetime


@dataclass(frozen=True)
class External:
    """Another system as a package describes it. `fields` are paths of answers, or of blocks, in its screen's order."""

    name: str
    address: str
    code_pattern: str
    fields: tuple[str, ...]
    statuses: Mapping[str, str]

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "External | None":
        """Return the other system of a package's settings, or None where we decide or nothing is known of it."""
        rule = settings.get("external")
        if not rule or not str(settings.get("processing_system", "")).startswith("external"):
            return None
        return cls(
            name=str(rule["name"]),
            address=str(rule.get("address") or ""),
            code_pattern=str(rule.get("code_pattern") or ""),
            fields=tuple(rule["fields"]),
            statuses={str(one["key"]): str(one["name"]) for one in rule["statuses"]},
        )

    def in_order(self, paths: Sequence[str]) -> list[str]:
        """Return the paths that its screen asks for, in its order; a block stands for everything in it."""
        return [path for wanted in self.fields for path in paths if path == wanted or path.startswith(f"{wanted}.")]

    def check(self, standing: Standing, *, now: datetime, since: datetime) -> None:
        """Raise Refused for a status it cannot have, a code that is none of its, and a moment that cannot be."""
        if standing.status not in self.statuses:
            raise Refused("unknown_status", N_("Hãy chọn tình trạng trên {system}."), system=self.name)
        if not standing.code or len(standing.code) > MOST_CODE:
            raise Refused("external_code", N_("Hãy ghi mã hồ sơ trên {system}."), system=self.name)
        if self.code_pattern and not re.fullmatch(self.code_pattern, standing.code):
            raise Refused(
                "external_code",
                N_("“{given}” không giống mã của {system}. Xem lại mã."),
                given=standing.code,
                system=self.name,
            )
        # People write the moment to the minute: what was filed in that very minute was filed before it.
        if standing.said_at > now or standing.said_at < since.replace(second=0, microsecond=0):
            raise Refused("external_moment", N_("Thời điểm phải từ lúc nộp hồ sơ đến bây giờ."))
