"""The one way in: portal, counter, kiosk, post, API and the national portal all file through `file`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError

from motcua import statements
from motcua.accounts import identity
from motcua.accounts.models import Person, SealedNumber, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import IdentityKind
from motcua.eforms import sealing as form_sealing
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.codes import lookup_secret
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.lib.text import fold, sort_key
from motcua.organisations.directory import directory
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.procedures import queries as procedures
from motcua.procedures.models import ProcedureVersion
from motcua.vault.queries import Offer
from motcua.workflow.models import Instance
from motcua.worktime.rules import reception_due, rule_set_on

from .. import access, paperless
from ..loading import load
from ..models import (
    Answers,
    Dossier,
    DossierEvent,
    Draft,
    DraftFile,
    FilingKey,
    Paper,
    PaperFile,
    PaperTaken,
    Party,
    PartyRole,
)
from ..packages import Package, package_of
from ..relays import relay_of
from ..rules import codes
from ..rules.filing import Filing, NotReady, Originals, PaperData, PartyData
from ..rules.history import Happening
from ..rules.phones import bare_phone
from ..rules.states import Channel, Origin
from . import _relay
from ._clock import schedule_of
from ._course import record
from ._process import begin
from .codes import take_code
from .handing.custody import first_link
from .reusing import check_reused, write_reused

OWN = "SELECT id, public_id, attached_at FROM files_storedfile WHERE public_id = ANY(%s::uuid[]) AND stored_by = %s"
EARLIER = "SELECT request_hash, dossier_id FROM dossiers_filingkey WHERE user_id = %s AND key = %s"
BOTH = f"""
    WITH own AS MATERIALIZED ({OWN}), earlier AS MATERIALIZED ({EARLIER})
    SELECT id, public_id, attached_at, NULL, NULL FROM own
    UNION ALL SELECT NULL, NULL, NULL, request_hash, dossier_id FROM earlier
"""  # noqa: S608


@dataclass(frozen=True)
class Filed:
    """A filed dossier; `is_repeat` tells that the same request had filed it before."""

    dossier: Dossier
    is_repeat: bool


def file(*, filing: Filing, key: str, by: User, now: datetime) -> Filed:
    """File a dossier exactly once under the caller's idempotency key.

    Raises NotReady with every point to mend, Conflict for another request under the same key, Refused where the
    procedure cannot be filed this way. Must not run inside a transaction: the code is taken in one of its own.
    """
    fingerprint = filing.fingerprint()
    asked = [file_id for paper in filing.papers for file_id in paper.file_ids]
    found = statements.rows(BOTH, [asked, stored.sender(actor(by)), by.pk, key])
    for *_, request_hash, dossier_id in found:
        if dossier_id is not None:
            return _repeat(request_hash, dossier_id, fingerprint)
    package, agency = _package_and_agency(filing)
    access.require_filing(by, filing, agency)
    if filing.draft_id is not None:
        _check_in_force(package, on=today(now))
    filing, reused = _ready(package, filing, by=by, now=now)
    return put_down(
        filing,
        agency,
        package,
        key=(key, fingerprint),
        answer_due_at=_answer_due(filing, package, agency, now),
        by=by,
        now=now,
        own={str(row[1]): row[:3] for row in found},
        reused=reused,
    )


def put_down(
    filing: Filing,
    agency: Agency,
    package: Package,
    *,
    key: tuple[str, str],
    answer_due_at: datetime | None,
    by: User,
    now: datetime,
    own: Mapping[str, tuple[Any, ...]] = MappingProxyType({}),
    reused: Mapping[str, Offer] = MappingProxyType({}),
) -> Filed:
    """Write a filing that was looked at, under a key and the hash of its request; parts of a bundle come here alone.

    `own` are rows of OWN that were read already, by the public id; `reused` what stands in for papers, by their keys.
    """
    procedure_id, reason = package.version.procedure_id, filing.paper_reason.strip()[:300]
    against = paperless.check_taking(procedure_id, filing.papers, reason, on=today(now))
    given_files = _files_of(filing, own, by=by)
    who = _known_of(filing.submitter), _known_of(filing.owner) if filing.owner != filing.submitter else None
    reserved = [Dossier, Instance, DossierEvent, *[Paper] * len(filing.papers)]
    code, keys = take_code(agency=agency, now=now, beside=reserved)
    try:
        with statements.alone(zip(reserved, keys, strict=True)):
            dossier = _write(
                filing,
                agency,
                package,
                given_files,
                who,
                code=code,
                key=key,
                answer_due_at=answer_due_at,
                reused=reused,
                by=by,
                now=now,
            )
            if against is not None:
                taken = statements.made(PaperTaken, dossier=dossier, decision=against, at=now, by=by, reason=reason)
                statements.insert(taken)
    except IntegrityError:
        if repeat := repeated(key=key[0], fingerprint=key[1], by=by):
            return repeat
        _check_foreign_code(filing)
        raise
    return Filed(dossier, is_repeat=False)


def _answer_due(filing: Filing, package: Package, agency: Agency, now: datetime) -> datetime | None:
    """Return until when it must be said whether a filing is received; of a bundle each part says it for itself.

    A dossier from the national portal was handed in there: the answer counts from then.
    """
    if package.settings.get("bundle"):
        return None
    at, is_online = filing.foreign_submitted_at or now, filing.channel == Channel.ONLINE
    return reception_due(schedule_of(one_stop_of(agency), is_recent=True), at, online=is_online).at


def repeated(*, key: str, fingerprint: str, by: User) -> Filed | None:
    """Return what was filed under this key before, or None; raises Conflict where another request was."""
    earlier = statements.row(EARLIER, [by.pk, key])
    return _repeat(earlier[0], earlier[1], fingerprint) if earlier is not None else None


def _repeat(request_hash: str, dossier_id: int, fingerprint: str) -> Filed:
    if request_hash != fingerprint:
        raise Conflict("key_reused", N_("Mã chống nộp trùng này đã dùng cho một hồ sơ khác."))
    return Filed(load(dossier_id), is_repeat=True)


def _check_foreign_code(filing: Filing) -> None:
    """Raise Conflict where the national portal sent a dossier that it had sent before, under another key."""
    if filing.origin == Origin.NATIONAL_PORTAL and filing.foreign_code:
        here = Dossier.objects.filter(origin=filing.origin, foreign_code=filing.foreign_code)
        if here.exists():
            raise Conflict(
                "foreign_code_used",
                N_("Hồ sơ mã {foreign_code} của Cổng Dịch vụ công quốc gia đã có ở đây rồi."),
                foreign_code=filing.foreign_code,
            )


def _package_and_agency(filing: Filing) -> tuple[Package, Agency]:
    try:
        package = package_of(filing.version_id)
    except ProcedureVersion.DoesNotExist:
        raise Refused("no_such_procedure", N_("Không tìm thấy thủ tục này.")) from None
    agency = directory().by_id.get(filing.agency_id)
    if agency is None:
        raise Refused("no_such_agency", N_("Hãy chọn cơ quan giải quyết hồ sơ."))
    return package, agency


def _check_in_force(package: Package, *, on: date) -> None:
    """Raise Conflict for a draft of a version that is over: what is in force on the day of submission applies.

    Source: Law 64/2025/QH15 on legal documents, art. 58. Others than drafts name the procedure, and mean its version
    of today.
    """
    current = procedures.current_id(package.version.procedure.code, on)
    if current is None:
        raise Conflict("not_in_force", N_("Thủ tục này không còn hiệu lực nên không nộp được nữa."))
    if current != package.version.pk:
        raise Conflict(
            "version_changed",
            N_("Thủ tục đã có quy định mới. Hãy chuyển bản nháp sang quy định mới, xem lại rồi nộp."),
        )


def _ready(package: Package, filing: Filing, *, by: User, now: datetime) -> tuple[Filing, dict[str, Offer]]:
    package.check_open(filing.channel, filing.origin)
    filing, points = package.settled(filing, now)
    points += package.missing_papers(filing, now)
    reused, gone = check_reused(filing, package, owner=filing.owner, by=by, now=now)
    if points or gone:
        raise NotReady(points + gone)
    return filing, reused


def _files_of(filing: Filing, own: Mapping[str, tuple[Any, ...]], *, by: User) -> dict[str, StoredFile]:
    """Return the filing's files by public id: the sender's own, free or held by the very draft that is being filed.

    `own` are rows of OWN that were read already.
    """
    wanted = [file_id for paper in filing.papers for file_id in paper.file_ids]
    if len(set(wanted)) != len(wanted):
        raise Refused("file_twice", N_("Một tệp chỉ dùng cho một giấy tờ. Hãy tải tệp lên lần nữa cho giấy tờ kia."))
    if not wanted:
        return {}
    if unread := [file_id for file_id in wanted if file_id not in own]:  # they answer a question of the form
        own = dict(own) | {str(row[1]): row for row in statements.rows(OWN, [unread, stored.sender(actor(by))])}
    mine = [
        statements.made(StoredFile, pk=pk, public_id=public_id, attached_at=attached_at)
        for pk, public_id, attached_at in (own[file_id] for file_id in wanted if file_id in own)
    ]
    in_draft = set()
    if filing.draft_id is not None:
        in_draft = set(
            DraftFile.objects.filter(draft=filing.draft_id, draft__user=by).values_list("file_id", flat=True)
        )
    found = {str(file.public_id): file for file in mine if file.attached_at is None or file.pk in in_draft}
    if len(found) != len(wanted):
        raise Refused("no_such_file", N_("Một tệp đính kèm không còn nữa. Hãy tải lại tệp đó."))
    return found


def _write(
    filing: Filing,
    agency: Agency,
    package: Package,
    given_files: dict[str, StoredFile],
    who: tuple["_Known", "_Known | None"],
    *,
    code: str,
    key: tuple[str, str],
    answer_due_at: datetime | None,
    reused: Mapping[str, Offer],
    by: User,
    now: datetime,
) -> Dossier:
    relay = relay_of(package.version.process_id, begins=agency, field=_field(package), on=today(now))
    competent = relay.decides if relay is not None else agency
    received_at_id = filing.received_agency_id or one_stop_of(agency).pk
    submitter_number = owner_number = _number_of(filing.submitter, who[0])
    submitter_person = owner_person = who[0].person or getattr(submitter_number, "person", None)
    if who[1] is not None:
        owner_number = _number_of(filing.owner, who[1])
        owner_person = who[1].person or getattr(owner_number, "person", None)
    # The answers name the same people.
    known = [number for number in (submitter_number, owner_number) if number is not None]
    (dossier_id,) = statements.keys(Dossier)
    dossier = statements.made(
        Dossier,
        pk=dossier_id,
        code=code,
        bare_code=codes.bare(code),
        sealed_secret=identity.sealer().seal(lookup_secret()),
        foreign_code=filing.foreign_code,
        origin=filing.origin,
        channel=filing.channel,
        version=package.version,
        case_key=filing.case_key,
        rule_set=str(rule_set_on(today(now)).number),
        processing_system=package.processing_system,
        helped_at_id=filing.helped_agency_id,
        received_at=directory().by_id.get(received_at_id),
        competent_agency=competent,
        reached=[agency.pk] if relay is not None else None,
        owner_name=filing.owner.name,
        owner_sort_key=sort_key(filing.owner.name)[:900],
        summary=filing.summary,
        declared_on_paper=filing.declared_on_paper,
        result_channel=filing.result_channel,
        result_address=filing.result_address,
        part_of_id=filing.part_of_id,
        part_key=filing.part_key,
        submitted_on_foreign_at=filing.foreign_submitted_at,
        submitted_at=now,
        answer_due_at=answer_due_at,
        search=f"{fold(filing.owner.name)} {fold(filing.submitter.name)} a{competent.pk}",
    )
    dossier.instance = begin(
        package.version,
        code=code,
        case_key=filing.case_key,
        channel=str(filing.channel),
        helped_at_id=filing.helped_agency_id,
        received_at_id=received_at_id,
        competent=competent,
        relay=relay.agencies if relay is not None else {},
        due_at=dossier.answer_due_at,
        name_key=dossier.owner_sort_key,
        by=by,
        now=now,
    )
    statements.insert(dossier, through={"search": "to_tsvector('simple'::regconfig, %s::text)"})
    if relay is not None:
        _relay.begin(dossier, agency, by=by, now=now)
    statements.insert(
        _party(dossier, PartyRole.SUBMITTER, filing.submitter, submitter_number, submitter_person, filing.mandate_id),
        _party(dossier, PartyRole.OWNER, filing.owner, owner_number, owner_person),
    )
    statements.insert(
        statements.made(
            Answers,
            dossier=dossier,
            number=1,
            data=form_sealing.seal_answers(package.form, filing.answers, known=known),
            given_at=now,
            given_by=str(by.pk),
        )
    )
    papers = _papers(dossier, package, filing.papers, by=by, now=now)
    statements.insert(*papers)
    held = [paper for paper in papers if paper.originals_were == Originals.HELD]
    statements.insert(*(first_link(paper, dossier.received_at, by=by, now=now) for paper in held))
    _attach(papers, filing.papers, given_files, by=by, now=now)
    if reused:
        write_reused(dossier, package, {paper.key: paper for paper in papers}, reused, by=by, now=now)
    if filing.draft_id is not None:
        Draft.objects.filter(pk=filing.draft_id, user=by).delete()
    statements.insert(
        statements.made(FilingKey, user=by, key=key[0], request_hash=key[1], dossier=dossier, created_at=now),
    )
    record(dossier, Happening.FILED, by=by, now=now, params={"origin": str(filing.origin)}, is_saved=True)
    return dossier


def _field(package: Package) -> str:
    return str(package.record.get("field") or "")


@dataclass(frozen=True)
class _Known:
    """What is known of a party before anything is written: a number that is new is sealed with the dossier."""

    number: SealedNumber | None
    person: Person | None


def _known_of(party: PartyData) -> _Known:
    person = None
    if party.person_id is not None:
        person = Person.objects.select_related("identity").get(pk=party.person_id)
    if party.identity_number:
        return _Known(identity.known(_kind_of(party), party.identity_number), person)
    return _Known(person.identity if person is not None else None, person)


def _number_of(party: PartyData, known: _Known) -> SealedNumber | None:
    if known.number is not None or not party.identity_number:
        return known.number
    return identity.seal(_kind_of(party), party.identity_number)


def _kind_of(party: PartyData) -> IdentityKind:
    return IdentityKind(party.identity_kind or IdentityKind.PERSONAL_ID)


def _party(
    dossier: Dossier,
    role: PartyRole,
    data: PartyData,
    number: SealedNumber | None,
    person: Person | None,
    mandate_id: int | None = None,
) -> Party:
    return statements.made(
        Party,
        dossier=dossier,
        role=role,
        person=person,
        identity=number,
        is_organisation=data.is_organisation,
        name=data.name,
        birth=data.birth,
        phone=bare_phone(data.phone),
        email=data.email,
        address=data.address,
        basis=data.basis,
        mandate_id=mandate_id,
    )


def _papers(
    dossier: Dossier, package: Package, papers: tuple[PaperData, ...], *, by: User, now: datetime
) -> list[Paper]:
    names = {paper.key: paper.name for paper in package.papers(dossier.case_key)}
    # Number 0 is kept for the declaration, which the worker makes from the answers.
    return [
        statements.made(
            Paper,
            pk=statements.keys(Paper)[0],
            dossier=dossier,
            number=number,
            key=paper.key,
            name=paper.name or names.get(paper.key, paper.key),
            originals=paper.originals,
            copies=paper.copies,
            photocopies=paper.photocopies,
            originals_were=paper.originals_were if paper.originals else "",
            note=paper.note,
            # Who takes a paper in with its original before their eyes has compared it (Decree 118/2025 art. 17).
            compared_at=now if paper.originals_were == Originals.RETURNED else None,
            compared_by=str(by.pk) if paper.originals_were == Originals.RETURNED else "",
        )
        for number, paper in enumerate(papers, start=1)
    ]


def _attach(
    rows: list[Paper], papers: tuple[PaperData, ...], given_files: dict[str, StoredFile], *, by: User, now: datetime
) -> None:
    statements.insert(
        *(
            statements.made(
                PaperFile, paper=row, file=given_files[file_id], number=number, added_at=now, added_by=str(by.pk)
            )
            for row, paper in zip(rows, papers, strict=True)
            for number, file_id in enumerate(paper.file_ids, start=1)
        )
    )
    free = [file.pk for file in given_files.values() if file.attached_at is None]
    if free:
        files.attach(file_ids=free, by=actor(by), now=now)
