"""From the API's bodies to what the dossiers' actions take."""

import hashlib
import json
from datetime import date

from motcua.accounts.queries import user_by_name
from motcua.dossiers.actions import Details, Missing, Reference
from motcua.dossiers.rules.filing import Filing, PaperData, PartyData
from motcua.dossiers.rules.states import Channel, Origin, ResultChannel
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.organisations.queries import agency_id_by_code
from motcua.procedures import queries as procedures

from .shapes import CompleteIn, DossierIn, PaperIn, PartyIn


def no_procedure() -> Refused:
    """Return the refusal for a code that no procedure in force has."""
    return Refused("no_such_procedure", N_("Không tìm thấy thủ tục này."))


def hash_of(body: DossierIn) -> str:
    """Return a hash of a request: the same for the same words, whatever came into force since."""
    # A member that came later counts where it is given: what was sent before it keeps its hash.
    later = set() if body.paper_reason else {"paper_reason"}
    text = json.dumps(body.model_dump(mode="json", exclude=later), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def from_body(body: DossierIn, *, on: date) -> Filing:
    """Return the filing that a body asks for; raises Refused for codes that do not exist."""
    version_id = procedures.current_id(body.procedure, on)
    if version_id is None:
        raise no_procedure()
    agency_id = agency_id_by_code(body.agency, on)
    if agency_id is None:
        raise Refused("no_such_agency", N_("Không tìm thấy cơ quan này."))
    submitter = _party(body.submitter)
    return Filing(
        version_id=version_id,
        agency_id=agency_id,
        origin=Origin(body.origin),
        channel=Channel(body.channel),
        submitter=submitter,
        owner=_party(body.owner) if body.owner is not None else submitter,
        answers=body.answers,
        papers=papers_from(body.papers),
        case_key=body.case,
        result_channel=ResultChannel(body.result_channel),
        result_address=clean(body.result_address),
        foreign_code=clean(body.foreign_code),
        foreign_submitted_at=body.foreign_submitted_at,
        paper_reason=clean(body.paper_reason),
        request_hash=hash_of(body),
    )


def papers_from(papers: list[PaperIn]) -> tuple[PaperData, ...]:
    """Return papers as the actions take them."""
    return tuple(
        PaperData(
            key=paper.key,
            file_ids=tuple(str(file_id) for file_id in paper.files),
            originals=paper.originals,
            copies=paper.copies,
            name=clean(paper.name),
            note=clean(paper.note),
        )
        for paper in papers
    )


def _party(body: PartyIn) -> PartyData:
    return PartyData(
        name=clean(body.name),
        identity_kind=body.identity_kind,
        identity_number=clean(body.identity_number),
        is_organisation=body.is_organisation,
        birth=body.birth,
        phone=clean(body.phone),
        email=clean(body.email),
        address={key: clean(value) for key, value in body.address.dict().items() if value},
        basis=clean(body.basis),
    )


def details_from(body: CompleteIn) -> Details:
    """Return what a step's outcome needs beside its note."""
    reference = body.reference
    return Details(
        assignee_id=user_by_name(body.assignee) if body.assignee else None,
        missing=tuple(Missing(item.target, clean(item.message)) for item in body.missing),
        basis=clean(body.basis),
        instead=clean(body.instead),
        paper_reason=clean(body.paper_reason),
        recipient=clean(body.recipient),
        how=body.how,
        present=tuple(clean(who) for who in body.present),
        compared=tuple(body.compared),
        file_id=body.draft,
        content={key: clean(text) for key, text in body.content.items()} if body.content is not None else None,
        due_at=body.due_at,
        due_reason=clean(body.due_reason),
        reference=Reference(clean(reference.number), reference.dated_on, clean(reference.book)) if reference else None,
    )
