"""Who stands at the counter: read from what a scanner or a hand typed, and kept for this official's next page.

The session keeps the identity number sealed, as everything outside `accounts.identity` does.
"""

import re
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from motcua.accounts import identity
from motcua.accounts.models import User
from motcua.accounts.rules import IdentityKind
from motcua.dossiers import known
from motcua.dossiers.known import Known
from motcua.eforms import partial_dates
from motcua.lib import id_card, personal_id
from motcua.lib.id_card import Card
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean

KEPT = "counter_visitor"
_BIRTH = re.compile(r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-])?\d{4}$", re.ASCII)
_NUMBER = re.compile(r"[\d\s.\-]{9,}$", re.ASCII)


@dataclass(frozen=True)
class Visitor:
    """Somebody identified; `how` is card, number or name, and `doubts` are marked texts about the card."""

    name: str
    number: str = ""
    kind: str = ""
    birth: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    address: dict[str, Any] = field(default_factory=dict)
    is_organisation: bool = False
    is_known: bool = False
    # Under which the audit trail names whose data were shown.
    reference: str = ""
    how: str = "number"
    doubts: tuple[str, ...] = ()

    @property
    def masked(self) -> str:
        """Return the number as lists show it."""
        return personal_id.mask(self.number) if self.number else ""

    def kept(self) -> dict[str, Any]:
        """Return it as the session keeps it."""
        return asdict(self) | {
            "number": identity.sealer().seal(self.number).hex() if self.number else "",
            "doubts": list(self.doubts),
        }

    @classmethod
    def from_kept(cls, value: Any) -> "Visitor | None":
        """Return what the session kept, or None."""
        if not isinstance(value, dict):
            return None
        sealed = str(value.get("number") or "")
        number = identity.sealer().open(bytes.fromhex(sealed)) if sealed else ""
        return cls(**{**value, "number": number, "doubts": tuple(value.get("doubts") or ())})

    def facts(self) -> dict[str, Any]:
        """Return what a procedure's form can be filled with, as its prefill names it."""
        if self.is_organisation:
            return {}
        facts = {
            "full_name": self.name,
            "identity": self.number,
            "birth": self.birth,
            "sex": self.sex,
            "phone": self.phone,
            "email": self.email,
            "address": {key: item for key, item in self.address.items() if key != "text"},
        }
        return {key: value for key, value in facts.items() if value}


def asked(text: str, *, by: User) -> list[Visitor]:
    """Return whom a typed text means: the QR of a card, an identity number, or a name with the birth behind it.

    A card and a whole number mean one person, known or not. Raises Refused where it is none of the three, and where
    nobody is found by a name.
    """
    if id_card.is_card(text):
        return [_of_card(id_card.read(text))]
    text = clean(text)[:200]
    if _NUMBER.fullmatch(text):
        return [_of_number(text)]
    birth = _BIRTH.search(text)
    name = text[: birth.start()].strip(" ,") if birth is not None else text
    born = partial_dates.read(birth[0]) if birth is not None else ""
    if not name or not partial_dates.is_partial(born):
        raise Refused(
            "visitor_unread",
            N_("Quét mã QR trên thẻ, hoặc gõ 12 số định danh, hoặc họ tên kèm năm sinh, ví dụ: Nguyễn Thị An 1990."),
        )
    people = [_of_known(one, "name") for one in known.by_name(name, born, by=by)]
    if not people:
        raise Refused(
            "visitor_unknown",
            N_("Chưa gặp ai tên này, sinh năm này ở đây. Hãy quét thẻ, gõ số định danh, hoặc chọn thủ tục rồi ghi."),
        )
    return people


def _of_card(card: Card) -> Visitor:
    one = known.by_number(card.number)
    address = one.address if one is not None and one.address else _address(card.address)
    return Visitor(
        # What the card says counts: it is the newer word of the registry.
        name=card.name,
        number=card.number,
        kind=IdentityKind.PERSONAL_ID.value,
        birth=card.birth or (one.birth if one is not None else ""),
        sex=card.sex,
        phone=one.phone if one is not None else "",
        email=one.email if one is not None else "",
        address=address,
        is_known=one is not None,
        reference=_reference(one),
        how="card",
        doubts=card.doubts,
    )


def _reference(one: Known | None) -> str:
    return str(one.number.pk) if one is not None and one.number is not None else ""


def _address(text: str) -> dict[str, Any]:
    """Return a card's address for a form: the hamlet or street as detail, the rest as the old name of a place."""
    detail, _, rest = text.partition(",")
    if text.count(",") >= 3:
        return {"detail": detail.strip(), "old_text": rest.strip(), "text": text}
    return {"old_text": text, "text": text} if text else {}


def _of_number(text: str) -> Visitor:
    number = re.sub(r"[\s.\-]", "", text)
    kind = {9: IdentityKind.OLD_ID, 12: IdentityKind.PERSONAL_ID}.get(len(number), IdentityKind.TAX_CODE)
    number = identity.normal(kind, number)
    one = known.by_number(number)
    if one is not None:
        return replace(_of_known(one, "number"), number=number)
    sex = personal_id.parse(number).sex.value if kind == IdentityKind.PERSONAL_ID else ""
    return Visitor(
        name="", number=number, kind=kind.value, sex=sex, is_organisation=kind == IdentityKind.TAX_CODE, how="number"
    )


def _of_known(one: Known, how: str) -> Visitor:
    number = identity.reveal(one.number) if one.number is not None else ""
    kind = str(one.number.kind) if one.number is not None else ""
    sex = one.sex or (personal_id.parse(number).sex.value if kind == IdentityKind.PERSONAL_ID else "")
    return Visitor(
        name=one.name,
        number=number,
        kind=kind,
        birth=one.birth,
        sex=sex,
        phone=one.phone,
        email=one.email,
        address=one.address,
        is_organisation=one.is_organisation,
        is_known=True,
        reference=_reference(one),
        how=how,
    )
