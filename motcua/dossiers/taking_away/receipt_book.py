"""The book of fee receipts of a unit: what was taken between two days, by whom, and what it comes to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from motcua.accounts.access import reach
from motcua.accounts.models import User
from motcua.lib.dates import VN
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.printing.tables import Cell

from ..models import FeeReceipt

SEE = "receipt.see"
# Names and widths, behind the number of the row.
COLUMNS = (
    ("Ký hiệu", 10),
    ("Số", 10),
    ("Lúc thu", 16),
    ("Mã hồ sơ", 24),
    ("Người nộp", 28),
    ("Tên loại phí, lệ phí", 40),
    ("Phí", 14),
    ("Lệ phí", 14),
    ("Số tiền", 14),
    ("Người thu", 24),
    ("Hủy lúc", 16),
    ("Người hủy", 24),
    ("Lý do hủy", 40),
)


@dataclass(frozen=True)
class Sums:
    """What receipts come to, in đồng: those that count; `annulled` is how many do not."""

    count: int = 0
    annulled: int = 0
    fee: int = 0
    charge: int = 0

    @property
    def amount(self) -> int:
        """Return fee and charge together."""
        return self.fee + self.charge

    def __add__(self, other: "Sums") -> "Sums":
        """Return both together."""
        return Sums(
            self.count + other.count,
            self.annulled + other.annulled,
            self.fee + other.fee,
            self.charge + other.charge,
        )


@dataclass(frozen=True)
class DaySums:
    """What one cashier took on one day."""

    day: date
    cashier: str
    sums: Sums


def units_of(user: User) -> list[Agency]:
    """Return the units whose books somebody may see, by name; units that take no fees are among them."""
    found, everything = reach(user, SEE), directory().by_id
    return sorted(
        (
            agency
            for pk, agency in everything.items()
            if found.everything or pk in found.agencies or agency.path.startswith(tuple(found.subtrees))
        ),
        key=lambda agency: agency.name,
    )


def taken(unit: Agency, first: date, last: date) -> QuerySet[FeeReceipt]:
    """Return the receipts of a unit between two days, both among them, in their order, annulled ones too."""
    since, until = (datetime.combine(day, time(), VN) for day in (first, last + timedelta(days=1)))
    found = FeeReceipt.objects.filter(unit=unit, taken_at__gte=since, taken_at__lt=until)
    return found.select_related("dossier", "taken_by", "annulled_by").order_by("taken_at", "pk")


def behind(receipts: QuerySet[FeeReceipt], pk: int) -> QuerySet[FeeReceipt]:
    """Return those that come after one in their order; all where there is none with this id."""
    at = FeeReceipt.objects.filter(pk=pk).values_list("taken_at", flat=True).first()
    return receipts if at is None else receipts.filter(Q(taken_at__gt=at) | Q(taken_at=at, pk__gt=pk))


def sums_by_day(receipts: QuerySet[FeeReceipt]) -> list[DaySums]:
    """Return what each cashier took each day, in one query; annulled receipts are counted apart and sum to nothing."""
    counts = Q(annulled_at=None)
    rows = (
        receipts.order_by()
        .annotate(day=TruncDate("taken_at", tzinfo=VN))
        .values("day", "taken_by", "taken_by__full_name")
        .annotate(
            number=Count("pk", filter=counts),
            annulled=Count("pk", filter=~counts),
            fees=Sum("fee", filter=counts, default=0),
            charges=Sum("charge", filter=counts, default=0),
        )
        .order_by("day", "taken_by__sort_key", "taken_by")
    )
    return [
        DaySums(
            row["day"],
            row["taken_by__full_name"],
            Sums(row["number"], row["annulled"], int(row["fees"]), int(row["charges"])),
        )
        for row in rows
    ]


def cells_of(receipt: FeeReceipt) -> list[Cell]:
    """Return what a row of the book shows; an annulled receipt keeps its number and amount, and why it was annulled."""
    return [
        *(receipt.series, receipt.said_number, receipt.taken_at, receipt.dossier.code, receipt.payer, receipt.name),
        *(receipt.fee, receipt.charge, receipt.amount, receipt.taken_by.full_name),
        *(
            receipt.annulled_at,
            receipt.annulled_by.full_name if receipt.annulled_by is not None else "",
            receipt.annul_reason,
        ),
    ]
