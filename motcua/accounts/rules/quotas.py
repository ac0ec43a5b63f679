"""How often one person, or one network, may do what costs the system something."""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from motcua.lib.marks import N_

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Quota:
    """So many times in each stretch of time; `said` is what whoever is over it reads, with `{minutes}` to wait."""

    kind: str
    most: int
    window: timedelta
    said: str


# Far above what people need: a bundle with thirty papers of ten photographs each is 300 files.
DRAFTS = Quota(
    "draft", 60, HOUR, N_("Ông/bà đã mở quá nhiều hồ sơ nháp trong một giờ. Hãy thử lại sau {minutes} phút.")
)
FILES = Quota("file", 600, HOUR, N_("Ông/bà đã gửi quá nhiều tệp trong một giờ. Hãy thử lại sau {minutes} phút."))
FILINGS = Quota("filing", 60, HOUR, N_("Ông/bà đã nộp quá nhiều hồ sơ trong một giờ. Hãy thử lại sau {minutes} phút."))
# Of wrong tries. Many people may share one address: a village on one line of a mobile network.
LOOK_UPS = Quota(
    "look-up",
    100,
    HOUR,
    N_(
        "Từ mạng này đã nhập sai mã tra cứu quá nhiều lần. Hãy thử lại sau {minutes} phút, hoặc đăng nhập để xem hồ sơ."
    ),
)

# Each check costs a second of one of few processes.
CHECKS = Quota(
    "check",
    60,
    timedelta(minutes=10),
    N_("Từ mạng này vừa kiểm tra quá nhiều tệp. Hãy thử lại sau {minutes} phút."),
)


def line_of(address: str) -> str:
    """Return what one line to the network has for sure: the whole address, of IPv6 the half before the machine's."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((found, 64), strict=False))
    return str(found)
