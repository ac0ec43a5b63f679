"""What a dossier's statutory forms say: its facts as plain values (`rules/form_data.py`), when one is drawn.

A form belongs to an event of the history. What changes later is taken from the event and what hangs on it: the promise
first made, the request then sent, the moment then.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from motcua.accounts import identity
from motcua.lib.dates import today
from motcua.lib.money import say
from motcua.organisations.models import Agency
from motcua.procedures.rules.names import UNNAMED_FEE
from motcua.worktime.rules import rule_set

from .. import access
from ..bundles import package_for
from ..models import Delivery, Dossier, DossierEvent, FeeReceipt, HandedOver, HandOver, Paper, Party, PartyRole, Result
from ..models.result import ResultKind
from ..packages import package_of
from ..passages import APPLICANT, note_on, passages_of
from ..piles import handed_over
from ..rules import form_data as forms
from ..rules.clock import ANSWER_WITHIN
from ..rules.fees import Charge, charges
from ..rules.filing import Originals
from ..rules.form_data import Form
from ..rules.form_events import given_by
from ..rules.form_sets import FormKind
from ..rules.history import Happening
from ..rules.states import ResultChannel
from . import statutory
from .documents import newest_answers
from .signers import signatory_of

# As papers say it, which are Vietnamese whoever prints them.
COLLECTED = {
    ResultChannel.COUNTER: "Tại bộ phận một cửa",
    ResultChannel.POST: "Qua bưu chính",
    ResultChannel.ELECTRONIC: "Bản điện tử",
}
NO_FEE = "không"
# What became of originals that do not stay with the dossier: the slip is the applicant's proof of what is held and must
# be given back (Decree 61/2018 art. 20(2)).
BECAME: dict[str, str] = {
    Originals.RETURNED: "bản chính đã xem, trả ngay",
    Originals.HELD: "bản chính đang giữ, sẽ trả lại",
}
# Of a dossier received for an agency elsewhere: its limit begins when that agency has it, and the promise may move
# (Decree 118/2025/NĐ-CP, article 17(3), as amended by Decree 309/2026/NĐ-CP, article 8(3)).
FROM_RECEIPT = "tính từ khi cơ quan giải quyết nhận được hồ sơ"
EXPIRED = "Hết thời hạn bổ sung, hoàn thiện hồ sơ mà người nộp không bổ sung."


def facts_of(dossier: Dossier, event: DossierEvent) -> Form:
    """Return the form that an event of a dossier gives; raises LookupError for an event that gives none."""
    kind = given_by(event.kind, event.state)
    if kind is None:
        raise LookupError(f"{event.kind} gives no form")
    return _MAKERS[kind](_Facts(dossier, event.at), event)


def unit_of(dossier: Dossier) -> Agency:
    """Return the one-stop unit that gives a dossier's forms."""
    return dossier.received_at or dossier.competent_agency.one_stop or dossier.competent_agency


def charges_of(dossier: Dossier) -> list[Charge]:
    """Return what a dossier owes: by its channel, case and newest answers, as the package in force at filing says."""
    package, context = package_of(dossier.version_id), None
    if not dossier.is_unanswered:
        settled = package.form_context(dossier.case_key, dossier.channel, dossier.submitted_at)
        context = package.form.names(newest_answers(dossier), settled)
    return charges(package.fees, channel=dossier.channel, case=dossier.case_key, context=context)


def fee_receipt(receipt: FeeReceipt, *, copies: Sequence[str] = ()) -> forms.FeeReceipt:
    """Return a receipt of fee and charge; from its second print on every copy says so.

    `copies` are other than the three that are given out and kept.
    """
    again = f" (in lại lần {receipt.prints - 1})" if receipt.prints > 1 else ""
    of = statutory.registry().form_on(FormKind.FEE_RECEIPT, today(receipt.taken_at))
    return forms.FeeReceipt(
        head=head_of(receipt.unit, receipt.taken_at, receipt.dossier.code),
        tax_code="",  # of units nobody has told us yet: a line to write on
        form_symbol=of.symbol if of is not None else "",
        series=receipt.series,
        number=receipt.said_number,
        name=receipt.name,
        payer=receipt.payer,
        address=receipt.address,
        fee=receipt.fee,
        charge=receipt.charge,
        method="Tiền mặt",
        cashier=receipt.taken_by.full_name,
        copies=tuple(copies or (copy + again for copy in forms.FEE_COPIES)),
    )


def replaced_by(dossier: Dossier, kind: FormKind) -> str:
    """Return the number of the sector's form that takes the place of a kind, by the package; empty for none."""
    return str((package_of(dossier.version_id).settings.get("forms") or {}).get(kind) or "")


def control_slip(dossier: Dossier, *, now: datetime) -> forms.ControlSlip:
    """Return the control slip as it stands now: a row for every time the dossier went from one desk to another.

    Between steps; on lists on which its papers and its result were carried, which end no step; with originals passed
    on, and opinions asked and given.
    """
    facts = _Facts(dossier, now)
    passages = passages_of(dossier, submitter=facts.applicant().submitter, standing=facts.standing)
    others = {one.receiver for one in passages} - {facts.unit.name, dossier.competent_agency.name, APPLICANT}
    return forms.ControlSlip(
        head=facts.head(),
        owner=dossier.owner_name,
        procedure=facts.procedure,
        received_at=dossier.accepted_at,
        promised_at=dossier.due_at,
        agency=dossier.competent_agency.name,
        others=tuple(sorted(others)),
        passages=tuple(passages),
        printed_at=now,
    )


def hand_over(made: HandOver, rows: Sequence[HandedOver]) -> forms.HandOver:
    """Return a list of dossiers that go from the one-stop unit to an agency, with how many papers each has.

    The originals that go along stand on it, and what the receiving side said of an item that it did not take.
    """
    dossiers = [row.dossier for row in rows]
    counted = dict(
        Paper.objects.filter(dossier__in=dossiers)
        .values_list("dossier")
        .annotate(Count("pk"))
        .values_list("dossier", "pk__count")
    )
    originals = handed_over.originals_with(rows)
    lines = [
        forms.HandedOver(
            code=row.dossier.code,
            procedure=package_of(row.dossier.version_id).procedure_name,
            owner=row.dossier.owner_name,
            promised_at=row.dossier.due_at,
            papers=counted.get(row.dossier_id, 0),
            note=note_on(row, originals.get(row.pk, ())),
        )
        for row in rows
    ]
    return forms.HandOver(**_sides(made), rows=tuple(lines))


def result_hand_over(made: HandOver, rows: Sequence[HandedOver]) -> forms.ResultHandOver:
    """Return a list of results that an agency gives to the one-stop unit, with where each goes from there."""
    owned = Party.objects.filter(dossier__in=[row.dossier_id for row in rows], role=PartyRole.OWNER)
    owners = dict(owned.values_list("dossier", "address__text"))
    originals = handed_over.originals_with(rows)
    lines = [
        forms.HandedOver(
            code=row.dossier.code,
            procedure=package_of(row.dossier.version_id).procedure_name,
            owner=row.dossier.owner_name,
            address=owners.get(row.dossier_id) or "",
            result=" ".join(text for text in (row.result.name, row.result.number) if text) if row.result else "",
            has_fee=bool(package_of(row.dossier.version_id).fees),
            by_post=row.dossier.result_channel == ResultChannel.POST,
            note=note_on(row, originals.get(row.pk, ())),
        )
        for row in rows
    ]
    return forms.ResultHandOver(**_sides(made), rows=tuple(lines))


def _sides(made: HandOver) -> dict[str, Any]:
    """Return what any list says of who gave it to whom."""
    return {
        "head": head_of(made.giver, made.given_at),
        "giver": made.giver.name,
        "given_by": made.given_by.full_name,
        "receiver": made.receiver.name,
        "received_by": made.taken_by.full_name if made.taken_by is not None else "",
        "at": made.given_at,
    }


def head_of(unit: Agency, at: datetime, code: str = "") -> forms.Head:
    """Return the head of a paper that a unit gives on a day."""
    place = unit.area.short_name if unit.area is not None else settings.PROVINCE.removeprefix("Tỉnh ")
    superior = unit.parent.name if unit.parent is not None else ""
    return forms.Head(superior, unit.name, place, today(at), code)


class _Facts:
    """What every form of one dossier shares."""

    def __init__(self, dossier: Dossier, at: datetime) -> None:
        self.dossier, self.at = dossier, at
        self.unit = unit_of(dossier)
        self.procedure = package_of(dossier.version_id).procedure_name
        if dossier.summary and dossier.summary != self.procedure:
            self.procedure += f" ({dossier.summary})"
        self.tracking = f"{settings.SITE_ADDRESS}/tra-cuu?ma={dossier.code}"
        self._parties = {party.role: party for party in access.parties_of(dossier)}

    def head(self, agency: Agency | None = None) -> forms.Head:
        return head_of(agency or self.unit, self.at, self.dossier.code)

    def applicant(self) -> forms.Applicant:
        owner = self._parties.get(PartyRole.OWNER)
        submitter = self._parties.get(PartyRole.SUBMITTER) or owner
        return forms.Applicant(
            submitter=submitter.name if submitter is not None else "",
            owner=owner.name if owner is not None else self.dossier.owner_name,
            address=_address(submitter),
            phone=submitter.phone if submitter is not None else "",
            email=submitter.email if submitter is not None else "",
            identity=identity.reveal(submitter.identity)
            if submitter is not None and submitter.identity is not None
            else "",
            owner_address=_address(owner),
        )

    def contact(self, official: str) -> forms.Contact:
        return forms.Contact(
            settings.SITE_ADDRESS, f"ông/bà {official}" if official else "", self.unit.phone, self.unit.address
        )

    def papers(self) -> tuple[forms.PaperLine, ...]:
        current = Count("files", filter=Q(files__replaced_at=None))
        return tuple(
            forms.PaperLine(
                name=paper.name,
                originals=paper.originals if paper.number or not paper.scans else 0,
                certified=paper.copies,
                photocopies=paper.photocopies,
                note=BECAME.get(paper.originals_were, ""),
                scans=paper.scans,
            )
            for paper in self.dossier.papers.annotate(scans=current).order_by("number")
        )

    def limit(self) -> str:
        limit = package_for(self.dossier).limit(self.dossier.channel, self.dossier.case_key)
        text = limit.text if limit is not None else ""
        begins = access.is_boundary_free(self.dossier) and rule_set(int(self.dossier.rule_set)).from_competent_receipt
        return f"{text}, {FROM_RECEIPT}" if text and begins else text

    def fee(self) -> str:
        """Say what is to be paid; where answers settle the amount, the amount, else the published words."""
        package, dossier = package_for(self.dossier), self.dossier
        context = None
        if not dossier.is_unanswered:
            settled = package.form_context(dossier.case_key, dossier.channel, self.at)
            context = package.form.names(newest_answers(dossier), settled)
        found = charges(package.fees, channel=dossier.channel, case=dossier.case_key, context=context)
        return "; ".join(_priced(one) for one in found) or NO_FEE

    def collected(self) -> str:
        where = COLLECTED[ResultChannel(self.dossier.result_channel)]
        return f"{where}, đến {self.dossier.result_address}" if self.dossier.result_address else where

    def standing(self, at: datetime) -> str:
        """Say how a moment lies to the promise, in the words of the control slip."""
        due = self.dossier.due_at
        return "" if due is None else "trước hạn" if at < due else "đúng hạn" if at == due else "quá hạn"


def _priced(one: Charge) -> str:
    price = one.text if one.amount is None else say(one.amount)
    # The catalogue names no fee of its own: the line already says what it is.
    return price if one.name == UNNAMED_FEE else f"{one.name}: {price}"


def _address(party: Party | None) -> str:
    return str(party.address.get("text") or "") if party is not None else ""


def _reception(facts: _Facts, event: DossierEvent) -> Form:
    return forms.Reception(
        head=facts.head(),
        applicant=facts.applicant(),
        procedure=facts.procedure,
        agency=facts.dossier.competent_agency.name,
        papers=facts.papers(),
        limit=facts.limit(),
        received_at=event.at,
        promised_at=facts.dossier.original_due_at,
        collected=facts.collected(),
        fee=facts.fee(),
        official=event.actor_name,
        contact=facts.contact(event.actor_name),
        tracking=facts.tracking,
        result_copies=package_of(facts.dossier.version_id).result_copies,
    )


def _supplement(facts: _Facts, event: DossierEvent) -> Form:
    request = facts.dossier.supplement_requests.get(number=event.params["request"])
    wanted = {paper.key: paper for paper in package_of(facts.dossier.version_id).papers(facts.dossier.case_key)}
    points = []
    names = {key: paper.name for key, paper in wanted.items()}
    names |= dict(facts.dossier.papers.values_list("key", "name"))
    rule = package_for(facts.dossier).settings.get("supplement") or {}
    for item in request.items:
        what, _, key = item["target"].partition(":")
        paper = wanted.get(key) if what == "paper" else None
        points.append(
            forms.PaperLine(
                name=item.get("name") or names.get(key) or ("Nội dung khai" if what == "field" else "Nội dung khác"),
                originals=paper.originals if paper is not None else 0,
                certified=paper.copies if paper is not None else 0,
                note=item.get("message", ""),
            )
        )
    return forms.SupplementAsked(
        head=facts.head(),
        applicant=facts.applicant(),
        procedure=facts.procedure,
        points=tuple(points),
        reason=request.reason,
        answer_until=request.answer_due_at,
        answer_within=_said_term(rule.get("answer_within") or ANSWER_WITHIN),
        official=event.actor_name,
        contact=facts.contact(event.actor_name),
        tracking=facts.tracking,
    )


_TERMS = {"hour": "giờ làm việc", "working_day": "ngày làm việc", "day": "ngày", "month": "tháng"}


def _said_term(term: dict[str, Any]) -> str:
    return f"{term['amount']} {_TERMS[str(term['unit'])]}"


def _refusal(facts: _Facts, event: DossierEvent) -> Form:
    return forms.Refusal(
        head=facts.head(),
        applicant=facts.applicant(),
        procedure=facts.procedure,
        reason=event.note or EXPIRED,
        is_after_appraisal=event.kind == Happening.NOT_ELIGIBLE,
        submitted_at=facts.dossier.submitted_at,
        official=event.actor_name if event.kind != Happening.SUPPLEMENT_EXPIRED else "",
        contact=facts.contact(event.actor_name if event.kind != Happening.SUPPLEMENT_EXPIRED else ""),
        tracking=facts.tracking,
    )


def _reappointment(facts: _Facts, event: DossierEvent) -> Form:
    """The late agency's own letter, signed by its head (Decree 61/2018 art. 19(9))."""
    agency = facts.dossier.competent_agency
    by = signatory_of(event, agency)
    return forms.Reappointment(
        head=facts.head(agency),
        received_by=facts.unit.name,
        applicant=facts.applicant(),
        procedure=facts.procedure,
        received_at=facts.dossier.accepted_at or facts.dossier.submitted_at,
        promised_at=datetime.fromisoformat(event.params["before"]),
        reason=event.note,
        is_for_verification=event.params["why"] == "verification",
        promised_anew_at=datetime.fromisoformat(event.params["after"]),
        agency=agency.name,
        # Whoever entered it is seldom who signs: name and title are then left to the head of the agency.
        signer=by.name,
        signer_title=by.title,
        signer_above=by.above,
        contact=facts.contact(event.actor_name),
        tracking=facts.tracking,
    )


def _stop(facts: _Facts, event: DossierEvent) -> Form:
    before = facts.dossier.events.filter(pk__lt=event.pk, params__has_key="step").order_by("-pk").first()
    is_on_request = event.kind == Happening.WITHDRAWN
    paid = facts.dossier.events.filter(kind=Happening.PAID, pk__lt=event.pk).exists()
    signer = "" if event.kind == Happening.SUPPLEMENT_EXPIRED or event.actor_kind == "citizen" else event.actor_name
    by = signatory_of(event, facts.dossier.competent_agency)
    return forms.StopNotice(
        head=facts.head(),
        applicant=facts.applicant(),
        procedure=facts.procedure,
        received_at=facts.dossier.accepted_at,
        stopped_at=event.at,
        is_on_request=is_on_request,
        reason=event.note or EXPIRED,
        stage=before.params["step"] if before is not None else "Tiếp nhận hồ sơ",
        fee="Khoản đã nộp được xử lý theo quy định về phí, lệ phí." if paid else "không có khoản đã nộp",
        agency=facts.dossier.competent_agency.name,
        signer=signer,
        signer_title=by.title,
        signer_above=by.above,
        contact=facts.contact(signer),
        tracking=facts.tracking,
    )


def _delivery(facts: _Facts, event: DossierEvent) -> Form:
    result = facts.dossier.results.filter(delivered_at=event.at).order_by("-pk").first()
    applicant = facts.applicant()
    channel = ResultChannel(event.params.get("how") or facts.dossier.result_channel)
    return forms.Delivery(
        head=facts.head(),
        applicant=applicant,
        procedure=facts.procedure,
        result=result.name if result is not None else "",
        result_number=result.number if result is not None else "",
        result_date=result.dated_on if result is not None else None,
        delivered_at=event.at,
        how=COLLECTED[channel],
        giver=event.actor_name,
        recipient=(result.delivered_to if result is not None else "") or applicant.submitter,
        basis=_basis_of(result),
        is_signed_by_hand=channel == ResultChannel.COUNTER,
        # A notice of refusal is one letter; so is what was sent as a file.
        result_copies=package_of(facts.dossier.version_id).result_copies
        if result is not None and result.kind != ResultKind.NOTICE and channel != ResultChannel.ELECTRONIC
        else 1,
        copies=forms.COPIES if channel == ResultChannel.COUNTER else ("Lưu cùng hồ sơ",),
    )


def _basis_of(result: Result | None) -> str:
    """Return on which basis somebody else took a result; empty where nobody did."""
    taken = Delivery.objects.filter(result=result).values_list("basis", flat=True).first() if result else None
    return taken or ""


_MAKERS: dict[FormKind, Callable[[_Facts, DossierEvent], Form]] = {
    FormKind.RECEPTION: _reception,
    FormKind.SUPPLEMENT: _supplement,
    FormKind.REFUSAL: _refusal,
    FormKind.REAPPOINTMENT: _reappointment,
    FormKind.STOP: _stop,
    FormKind.DELIVERY: _delivery,
}
