"""The counter's form: for whom, which papers came, how the result is collected; the procedure's own form beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.http import QueryDict

from motcua.accounts.rules import IdentityKind
from motcua.dossiers.rules.filing import SIGNED_DECLARATION, Originals, PaperData, PartyData
from motcua.dossiers.rules.package import RequiredPaper
from motcua.dossiers.rules.states import Channel, ResultChannel
from motcua.eforms import partial_dates
from motcua.lib.dates import VN
from motcua.lib.marks import N_
from motcua.lib.text import clean
from motcua.lib.typed_days import read_day
from motcua.ui.days import typed_day
from motcua.vault.queries import Offer

from .visitors import Visitor

MOST_SHEETS = 999
PROMISED_FROM = time(14)
# On which basis somebody files for another. What is chosen is kept in words, with what was written beside it.
BASES = {
    "authorisation": N_("Văn bản ủy quyền"),
    "parent": N_("Cha, mẹ hoặc người giám hộ"),
    "relative": N_("Người thân trong gia đình"),
    "organisation": N_("Giấy giới thiệu của tổ chức"),
    "representative": N_("Người đại diện theo pháp luật"),
    "other": N_("Căn cứ khác"),
}
ORIGINALS_WERE = {
    Originals.RETURNED: N_("xem, trả ngay"),
    Originals.FILED: N_("nộp, lưu hồ sơ"),
    Originals.HELD: N_("giữ, trả sau"),
}


@dataclass(frozen=True)
class Particulars:
    """What the receptionist typed beside the procedure's form."""

    submitter: PartyData
    owner: PartyData
    is_other: bool
    result_channel: ResultChannel
    result_address: str
    case_key: str
    agency: str
    basis_kind: str = ""
    basis_note: str = ""
    summary: str = ""
    declared_on_paper: bool = False
    # It came by post: nobody stands at the counter.
    is_by_post: bool = False
    paper_reason: str = ""
    due_reason: str = ""

    @classmethod
    def read(cls, post: QueryDict) -> "Particulars":
        """Read what was posted; nothing is refused here."""
        submitter = _party(post, "submitter")
        is_other = post.get("is_other") == "1"
        channel = post.get("result_channel", "")
        known = {channel.value for channel in ResultChannel}
        basis_kind = post.get("basis_kind", "")
        return cls(
            submitter=submitter,
            owner=_party(post, "owner") if is_other else submitter,
            is_other=is_other,
            result_channel=ResultChannel(channel if channel in known else ResultChannel.COUNTER),
            result_address=text_in(post, "result_address", 500),
            case_key=text_in(post, "case", 60),
            agency=text_in(post, "agency", 40),
            basis_kind=basis_kind if basis_kind in BASES else "",
            basis_note=text_in(post, "basis_note", 200),
            summary=text_in(post, "summary", 500),
            declared_on_paper=post.get("declared_on_paper") == "1",
            is_by_post=post.get("came") == Channel.POST.value,
            paper_reason=text_in(post, "paper_reason", 300),
            due_reason=text_in(post, "due_reason", 300),
        )

    @classmethod
    def of(cls, visitor: Visitor | None) -> "Particulars":
        """Return how the form begins for somebody identified: they file for themselves and come back for the result."""
        one = party_of(visitor) if visitor is not None else PartyData(name="")
        return cls(one, one, False, ResultChannel.COUNTER, "", "", "")

    def with_submitter(self, submitter: PartyData) -> "Particulars":
        """Return the same with a completed submitter, who stays the owner where no other was named."""
        return replace(self, submitter=submitter, owner=self.owner if self.is_other else submitter)

    def with_basis(self) -> "Particulars":
        """Return the same with the basis of acting for another written to the owner, as the portal keeps it."""
        if not self.is_other:
            return self
        basis = ": ".join(part for part in (BASES.get(self.basis_kind, ""), self.basis_note) if part)
        return replace(self, owner=replace(self.owner, basis=basis[:300]))

    def known(self, visitor: Visitor | None) -> dict[str, dict[str, Any]]:
        """Return what the procedure's form can be filled with, as its prefill names it: person, owner, organisation."""
        firms = [_firm(party) for party in (self.owner, self.submitter) if party.is_organisation]
        person = _person(self.submitter)
        if visitor is not None and visitor.number and visitor.number == self.submitter.identity_number:
            person = {**visitor.facts(), **person}
        kind = "organisation" if self.owner.is_organisation else "person"
        owner = _person(self.owner) if self.is_other else person
        return {
            "person": person,
            "owner": {**owner, "kind": kind, "on_behalf": self.is_other},
            "organisation": (firms or [{}])[0],
        }

    def missing(self) -> list[str]:
        """Return the names of the fields that must be filled."""
        found = [] if self.submitter.name else ["submitter-name"]
        if self.is_other and not self.owner.name:
            found.append("owner-name")
        if self.is_other and not self.basis_kind:
            found.append("basis_kind")
        if self.basis_kind == "other" and not self.basis_note:
            found.append("basis_note")
        if self.result_channel == ResultChannel.POST and not self.result_address:
            found.append("result_address")
        return found


def party_of(visitor: Visitor) -> PartyData:
    """Return somebody identified as a party of a filing."""
    return PartyData(
        name=visitor.name,
        identity_kind=visitor.kind,
        identity_number=visitor.number,
        is_organisation=visitor.is_organisation,
        birth=visitor.birth,
        phone=visitor.phone,
        address=visitor.address,
    )


@dataclass(frozen=True)
class PaperRow:
    """A paper of the list as the form shows it: what is asked, and what was typed so far."""

    paper: RequiredPaper
    originals: str
    copies: str
    photocopies: str
    originals_were: str
    is_seen: bool
    # What the owner's store holds instead, and which of it was chosen.
    offers: tuple[Offer, ...] = ()
    held: str = ""

    @property
    def chosen(self) -> Offer | None:
        """Return what of the owner's store stands in for it, where nothing of it came on paper."""
        is_here = any(_count(text) for text in (self.originals, self.copies, self.photocopies))
        return None if is_here else next((offer for offer in self.offers if offer.reference == self.held), None)

    @property
    def usual(self) -> dict[str, str]:
        """Return the counts that the list asks for, for who presses "all as asked"."""
        originals = self.paper.originals or (0 if self.paper.copies else 1)
        return {"originals": str(originals or ""), "copies": str(self.paper.copies or "")}


def paper_rows(papers: Sequence[RequiredPaper], post: Mapping[str, Any], *, as_asked: bool) -> list[PaperRow]:
    """Return the papers to be asked; `as_asked` fills in the counts of the required ones of which nothing was typed."""
    rows = []
    for paper in papers:
        typed = {what: str(post.get(f"{what}-{paper.key}") or "") for what in ("originals", "copies", "photocopies")}
        were = str(post.get(f"were-{paper.key}") or (Originals.HELD if paper.original_kept else Originals.FILED))
        row = PaperRow(
            paper,
            typed["originals"],
            typed["copies"],
            typed["photocopies"],
            were,
            is_seen=post.get(f"seen-{paper.key}") == "1",
            held=str(post.get(f"held-{paper.key}") or ""),
        )
        if as_asked and paper.required:
            row = replace(row, is_seen=True) if not paper.is_handed_in else row
            if paper.is_handed_in and not any(typed.values()):
                row = replace(row, originals=row.usual["originals"], copies=row.usual["copies"])
        rows.append(row)
    return rows


def papers_given(rows: Sequence[PaperRow], files: Mapping[str, tuple[str, ...]]) -> tuple[PaperData, ...]:
    """Return the papers that came: counted on the desk, scanned, or only shown."""
    given = []
    for row in rows:
        originals, copies, photocopies = (_count(text) for text in (row.originals, row.copies, row.photocopies))
        were = row.originals_were if originals and row.originals_were in set(Originals) else ""
        if not row.paper.is_handed_in:
            originals, copies, photocopies = int(row.is_seen), 0, 0
            were = Originals.RETURNED.value if row.is_seen else ""
        scans = files.get(row.paper.key, ())
        if originals or copies or photocopies or scans:
            given.append(
                PaperData(
                    row.paper.key,
                    scans,
                    originals,
                    copies,
                    name=row.paper.name,
                    photocopies=photocopies,
                    originals_were=were,
                    item=row.held if row.chosen is not None else "",
                )
            )
    return tuple(given)


def declared(files: Mapping[str, tuple[str, ...]]) -> tuple[PaperData, ...]:
    """Return the scan of a paper declaration, where one came."""
    scans = files.get(SIGNED_DECLARATION, ())
    return (PaperData(SIGNED_DECLARATION, scans),) if scans else ()


def _firm(party: PartyData) -> dict[str, str]:
    return {"name": party.name, "tax_code": party.identity_number, "phone": party.phone}


def _person(party: PartyData) -> dict[str, Any]:
    if party.is_organisation:
        return {}
    facts = {"full_name": party.name, "identity": party.identity_number, "birth": party.birth, "phone": party.phone}
    return {key: value for key, value in facts.items() if value}


def _party(post: QueryDict, who: str) -> PartyData:
    number = "".join(text_in(post, f"{who}-number", 30).split())
    is_organisation = post.get(f"{who}-kind") == "organisation"
    kind = IdentityKind.TAX_CODE if is_organisation else IdentityKind.PERSONAL_ID
    address = text_in(post, f"{who}-address", 300)
    return PartyData(
        name=text_in(post, f"{who}-name", 200),
        identity_kind=kind.value if number else "",
        identity_number=number,
        is_organisation=is_organisation,
        birth=_birth(text_in(post, f"{who}-birth", 10)),
        phone=text_in(post, f"{who}-phone", 30),
        address={"text": address} if address else {},
    )


def _birth(text: str) -> str:
    """Return 23/11/1990, 11/1990 or 1990 as it is kept; empty for what is no date."""
    found = partial_dates.read(text)
    return found if partial_dates.is_partial(found) else ""


def due_in(post: QueryDict) -> datetime | None:
    """Read the day that was chosen where the limit is not published; collected in its afternoon.

    None where none was; raises Refused for what is no day.
    """
    typed = typed_day(post, "due_on")
    return datetime.combine(read_day(typed, code="due_unread"), PROMISED_FROM, VN) if typed else None


def text_in(post: QueryDict, name: str, most: int) -> str:
    """Return what was written in a field, of stray characters free, at most so many of it."""
    return clean(str(post.get(name, "")))[:most]


def _count(value: Any) -> int:
    text = str(value or "")
    return min(int(text), MOST_SHEETS) if text.isascii() and text.isdigit() and len(text) < 5 else 0
