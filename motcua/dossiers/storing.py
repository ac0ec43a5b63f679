"""What of a dossier belongs into its owner's store: the result handed over, and papers that an official verified."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from motcua.eforms.fields import get
from motcua.files.models import StoredFile
from motcua.lib.dates import today
from motcua.vault.rules import Facts, ItemKind, ItemState, Signature, Territory, is_proof, last_day

from .digitising import SIGNED
from .models import Decision, Digitisation, Dossier, Paper, PaperFile, Party, Result
from .models.contents import PartyRole
from .models.result import ResultKind, ResultState
from .packages import package_of
from .paperwork.documents import newest_answers
from .rules.digitisation import Source, Stage

ENDED = {ResultState.REPLACED: ItemState.REPLACED, ResultState.REVOKED: ItemState.REVOKED}


def source_of(thing: Result | Paper) -> str:
    """Return what a result or a paper is called in a store."""
    return source_of_result(thing.pk) if isinstance(thing, Result) else f"paper:{thing.pk}"


def source_of_result(result_id: int) -> str:
    """Return the same of a result by its id."""
    return f"result:{result_id}"


def results_to_keep() -> QuerySet[Result]:
    """Return the results that belong into a store: handed over or in the place of one, and no notice of refusal."""
    renewed = Decision.objects.filter(new_result__isnull=False).values("new_result")
    given = Result.objects.filter(Q(delivered_at__isnull=False) | Q(pk__in=renewed)).exclude(kind=ResultKind.NOTICE)
    return given.select_related("dossier__competent_agency", "file")


def papers_to_keep() -> QuerySet[Digitisation]:
    """Return the scans that belong into a store: signed by who digitised them, not taken from a store themselves."""
    signed = Digitisation.objects.filter(stage=Stage.SIGNED, source=Source.SCAN)
    return signed.select_related("paper__dossier__received_at", "paper__dossier__competent_agency")


def facts_of_results(results: Sequence[Result], *, now: datetime) -> list[Facts]:
    """Return results as their owners' stores keep them, however many in two questions; `now` is when one ended."""
    owners = _owners(result.dossier_id for result in results)
    return [_result(result, owners.get(result.dossier_id), now) for result in results]


def _result(result: Result, owner: Party | None, now: datetime) -> Facts:
    dossier, package = result.dossier, package_of(result.dossier.version_id)
    number_id, person_id = _whose(owner)
    state = ENDED.get(ResultState(result.state), ItemState.CURRENT)
    issued_on = result.dated_on or today(result.issued_at or now)
    rule = package.result.get("validity")
    return Facts(
        source=source_of(result),
        kind=ItemKind.RESULT,
        name=result.name or package.procedure_name,
        dossier_code=dossier.code,
        procedure_code=package.version.procedure.code,
        number_id=number_id,
        person_id=person_id,
        number=result.number,
        issuer=dossier.competent_agency.name,
        agency_id=dossier.competent_agency_id,
        issued_on=issued_on,
        valid_until=last_day(issued_on, amount=rule["amount"], unit=rule["unit"]) if rule else None,
        territory=Territory(package.result.get("territory") or Territory.PROVINCE),
        signature=_signature(result),
        result_code=result.result_code,
        purpose=_purpose(dossier, package.result.get("purpose") or (), now),
        file_id=result.file_id,
        sha256=result.file.sha256 if result.file is not None else "",
        state=state,
        ended_at=None if state == ItemState.CURRENT else now,
    )


def _signature(result: Result) -> Signature:
    if result.file is None:
        return Signature.NONE
    return Signature.AGENCY if result.sealed_at is not None else Signature.PERSON


def _purpose(dossier: Dossier, paths: Sequence[str], now: datetime) -> str:
    """Return for what alone a result may be used: what was answered to the questions that its package names."""
    if not paths:
        return ""
    package = package_of(dossier.version_id)
    context = package.form_context(dossier.case_key, dossier.channel, now)
    said = package.form.said(newest_answers(dossier), context)
    return ": ".join(str(value) for path in paths if (value := get(said, path)))


def facts_of_papers(digitised: Sequence[Digitisation]) -> list[Facts]:
    """Return verified papers as their owner's store keeps them; those that prove nothing are left out.

    A paper in another person's name than the owner's belongs to nobody's store: who put it in had a reason, which
    gives no right to hand it on.
    """
    owners = _owners(one.paper.dossier_id for one in digitised)
    files = _signed_files([one.paper_id for one in digitised])
    found = []
    for one in digitised:
        paper, owner = one.paper, owners.get(one.paper.dossier_id)
        file = files.get(one.paper_id)
        number_id, person_id = _whose(owner)
        is_theirs = one.identity_id in {None, number_id}
        proves = is_proof(originals=paper.originals, copies=paper.copies, was_compared=paper.compared_at is not None)
        if file is None or not (is_theirs and proves):
            continue
        found.append(_paper(one, file, number_id, person_id))
    return found


def _paper(one: Digitisation, file: StoredFile, number_id: int | None, person_id: int | None) -> Facts:
    dossier, package = one.paper.dossier, package_of(one.paper.dossier.version_id)
    asked = next((paper for paper in package.paper_list if paper["key"] == one.paper.key), {})
    unit = dossier.received_at or dossier.competent_agency
    return Facts(
        source=source_of(one.paper),
        kind=ItemKind.PAPER,
        name=one.paper.name,
        dossier_code=dossier.code,
        procedure_code=package.version.procedure.code,
        number_id=number_id,
        person_id=person_id,
        number=one.number,
        issuer=one.issuer,
        agency_id=unit.pk,
        issued_on=one.issued_on,
        valid_until=one.valid_until,
        signature=Signature.DIGITISER,
        result_code=str(asked.get("replaced_by_result") or "")[:40],
        paper_type=str(asked.get("type") or ""),
        file_id=file.pk,
        sha256=file.sha256,
    )


def _owners(dossier_ids: Iterable[int]) -> dict[int, Party]:
    parties = Party.objects.filter(dossier__in=set(dossier_ids), role=PartyRole.OWNER).select_related("person")
    return {party.dossier_id: party for party in parties}


def _whose(owner: Party | None) -> tuple[int | None, int | None]:
    """Return by which sealed number, or else by which person, the store of a dossier's owner is known."""
    if owner is None:
        return None, None
    number_id = owner.identity_id or (owner.person.identity_id if owner.person is not None else None)
    return number_id, owner.person_id if number_id is None else None


def _signed_files(paper_ids: Sequence[int]) -> dict[int, StoredFile]:
    """Return the signed scan of each paper that has exactly one."""
    rows = PaperFile.objects.filter(paper__in=paper_ids, replaced_at=None, file__purpose=SIGNED)
    found: dict[int, list[StoredFile]] = {}
    for row in rows.select_related("file"):
        found.setdefault(row.paper_id, []).append(row.file)
    return {paper: files[0] for paper, files in found.items() if len(files) == 1}
