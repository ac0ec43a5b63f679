"""For how many days scans are kept that pages were sorted from, once those pages are checked papers of a dossier.

Fills `approvals.scan_days`. The papers hold every page that counts; the sources hold the same once more, and whatever
lay in the stack beside: personal data is kept no longer than its purpose needs (Law 91/2025/QH15). No text sets the
number; thirty days count where a province has decided nothing [?].
"""

from datetime import date

from motcua.lib.marks import N_

from .decided_days import DaysKind, days_of

KEY = "scan_source_days"
USUAL, MOST = 30, 365


def days_on(day: date) -> int:
    """Return for how many calendar days, by what the province decided for a day."""
    return days_of(KEY, USUAL, day)


class ScanDaysKind(DaysKind):
    """The one number there is."""

    name = N_("Số ngày giữ bản quét gốc")
    key, usual, most = KEY, USUAL, MOST
    words = "Giữ bản quét gốc bao nhiêu ngày sau khi các trang đã thành giấy tờ được kiểm tra"
