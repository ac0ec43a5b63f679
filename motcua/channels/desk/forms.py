"""The counter's form: for whom, which papers came, how the result is collected; the procedure's own form beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from motcua.accounts.rules import IdentityKind
from motcua.dossiers.rules.filing import PaperData, PartyData
from motcua.dossiers.rules.package import RequiredPaper
from motcua.dossiers.rules.states import ResultChannel
from motcua.lib.text import clean

MOST_SHEETS = 999


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

    @classmethod
    def read(cls, post: QueryDict) -> "Particulars":
        """Read what was posted; nothing is refused here."""
        submitter = _party(post, "submitter")
        is_other = post.get("is_other") == "1"
        channel = post.get("result_channel", "")
        known = {channel.value for channel in ResultChannel}
        return cls(
            submitter=submitter,
            owner=_party(post, "owner") if is_other else submitter,
            is_other=is_other,
            result_channel=ResultChannel(channel if channel in known else ResultChannel.COUNTER),
            result_address=_text(post, "result_address", 500),
            case_key=_text(post, "case", 60),
            agency=_text(post, "agency", 40),
        )

    def with_submitter(self, submitter: PartyData) -> "Particulars":
        """Return the same with a completed submitter, who stays the owner where no other was named."""
        return replace(self, submitter=submitter, owner=self.owner if self.is_other else submitter)

    def known(self) -> dict[str, dict[str, str]]:
        """Return what the procedure's form can be filled with, as its prefill names it: person, owner, organisation."""
        firms = [_firm(party) for party in (self.owner, self.submitter) if party.is_organisation]
        return {"person": _person(self.submitter), "owner": _person(self.owner), "organisation": (firms or [{}])[0]}

    def missing(self) -> list[str]:
        """Return the names of the fields that must be filled."""
        found = [] if self.submitter.name else ["submitter-name"]
        if self.is_other and not self.owner.name:
            found.append("owner-name")
        if self.result_channel == ResultChannel.POST and not self.result_address:
            found.append("result_address")
        return found


def _firm(party: PartyData) -> dict[str, str]:
    return {"name": party.name, "tax_code": party.identity_number, "phone": party.phone}


def _person(party: PartyData) -> dict[str, str]:
    if party.is_organisation:
        return {}
    facts = {"full_name": party.name, "identity": party.identity_number, "birth": party.birth, "phone": party.phone}
    return {key: value for key, value in facts.items() if value}


def papers_given(
    papers: Sequence[RequiredPaper], post: Mapping[str, Any], files: Mapping[str, tuple[str, ...]]
) -> tuple[PaperData, ...]:
    """Return the papers that came: counted on the desk, or scanned."""
    given = []
    for paper in papers:
        originals, copies = (_count(post.get(f"{what}-{paper.key}")) for what in ("originals", "copies"))
        scans = files.get(paper.key, ())
        if originals or copies or scans:
            given.append(PaperData(paper.key, scans, originals, copies, name=paper.name))
    return tuple(given)


def _party(post: QueryDict, who: str) -> PartyData:
    number = "".join(_text(post, f"{who}-number", 30).split())
    is_organisation = post.get(f"{who}-kind") == "organisation"
    kind = IdentityKind.TAX_CODE if is_organisation else IdentityKind.PERSONAL_ID
    return PartyData(
        name=_text(post, f"{who}-name", 200),
        identity_kind=kind.value if number else "",
        identity_number=number,
        is_organisation=is_organisation,
        birth=_birth(_text(post, f"{who}-birth", 10)),
        phone=_text(post, f"{who}-phone", 30),
    )


def _birth(text: str) -> str:
    """Return 23/11/1990, 11/1990 or 1990 as it is kept; what is none of these as it stands, to be shown again."""
    parts = text.replace("-", "/").split("/")
    if all(part.isdigit() for part in parts) and len(parts[-1]) == 4:
        return "-".join([parts[-1], *(part.zfill(2) for part in reversed(parts[:-1]))])
    return text if not text or len(parts[0]) == 4 else ""


def _text(post: QueryDict, name: str, most: int) -> str:
    return clean(str(post.get(name, "")))[:most]


def _count(value: Any) -> int:
    text = str(value or "")
    return min(int(text), MOST_SHEETS) if text.isascii() and text.isdigit() and len(text) < 5 else 0
