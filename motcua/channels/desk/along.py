"""The list that an official works along, kept in the addresses of the desk: which pile, in which order, which steps."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from motcua.dossiers.piles.inbox import Start, Wanted, Window
from motcua.lib.marks import N_
from motcua.lib.text import read_number
from motcua.procedures.rules.records import CODE
from motcua.workflow.inbox import Order, Pile
from motcua.workflow.rules import TaskKind

PILES = {
    "toi": Pile.MINE,
    "chua-nhan": Pile.FREE,
    "don-vi": Pile.UNIT,
    "sap-han": Pile.MINE,
    "qua-han": Pile.MINE,
    "cho-nguoi-nop": Pile.WAITING,
}
# Of the rest, all promises are shown.
WINDOWS = {"sap-han": Window.SOON, "qua-han": Window.LATE}
KINDS = {
    TaskKind.RECEIVE: N_("Tiếp nhận"),
    TaskKind.ASSIGN: N_("Phân công"),
    TaskKind.APPRAISE: N_("Thẩm định"),
    TaskKind.REVIEW: N_("Xem xét"),
    TaskKind.SIGN: N_("Ký"),
    TaskKind.NUMBER: N_("Vào sổ"),
    TaskKind.ISSUE: N_("Phát hành"),
    TaskKind.FINISH: N_("Kết thúc"),
    TaskKind.DELIVER: N_("Trả kết quả"),
    TaskKind.IN_PERSON: N_("Người dân đến trực tiếp"),
}
# As an address names them, and as people do. What waits has neither promise nor place in a queue: newest or oldest.
ORDERS = {
    "han": (Order.DUE, N_("Hạn gần nhất")),
    "moi": (Order.NEWEST, N_("Mới đến trước")),
    "cu": (Order.OLDEST, N_("Đến lâu nhất trước")),
    "ma": (Order.CODE, N_("Mã hồ sơ")),
    "ten": (Order.NAME, N_("Tên chủ hồ sơ")),
}
OF_WAITING = ("moi", "cu")


@dataclass(frozen=True)
class Along:
    """One way of listing: what `hop`, `xep`, `viec` and `thu-tuc` say, each replaced by the usual where unwritten."""

    box: str = "toi"
    order: str = "han"
    kind: str = ""
    procedure: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Along":
        """Read it from an address."""
        box = query.get("hop", "")
        box = box if box in PILES else "toi"
        orders = orders_of(box)
        order, kind, procedure = query.get("xep", ""), query.get("viec", ""), query.get("thu-tuc", "")
        return cls(
            box,
            order if order in orders else orders[0],
            kind if kind in set(KINDS) else "",
            procedure if CODE.fullmatch(procedure) else "",
        )

    @property
    def kept(self) -> dict[str, str]:
        """Return what an address keeps of it."""
        return {"hop": self.box, "xep": self.order, "viec": self.kind, "thu-tuc": self.procedure}

    def wanted(self) -> Wanted:
        """Return which list that is."""
        window = WINDOWS.get(self.box, Window.ALL)
        return Wanted(PILES[self.box], ORDERS[self.order][0], window, self.kind, self.procedure)

    def query(self, **more: object) -> str:
        """Return it as the end of an address, with more; empty for the usual list."""
        usual = Along()
        kept = {key: value for key, value in self.kept.items() if value and value != usual.kept[key]}
        pairs = {**kept, **{key: str(value) for key, value in more.items() if value}}
        return f"?{urlencode(pairs)}" if pairs else ""


def orders_of(box: str) -> tuple[str, ...]:
    """Return the orders in which a pile can be listed, the usual first."""
    return OF_WAITING if PILES[box] == Pile.WAITING else tuple(ORDERS)


def start_of(query: QueryDict) -> Start | None:
    """Read where a page begins: behind a row (`sau`) or before it (`truoc`); the beginning for what nobody wrote."""
    for name, backward in (("truoc", True), ("sau", False)):
        row = row_of(query, name)
        if row is not None:
            return Start(row, backward)
    return None


def row_of(query: QueryDict, name: str) -> int | None:
    """Read the id of a row; None for what is none."""
    row = query.get(name, "")
    return read_number(row)


def behind(row: int | None) -> str:
    """Return the end of an address that begins behind a row."""
    return f"?sau={row}" if row is not None else ""
