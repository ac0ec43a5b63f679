"""Propose a change, decide on it, take it back, and apply it when its day has come."""

import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from motcua.accounts import access as permissions
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.approvals import rules
from motcua.approvals.kinds import kind_called
from motcua.approvals.models import Proposal, Sketch
from motcua.approvals.ports import Kind
from motcua.approvals.rules import Status
from motcua.approvals.telling import tell_both, tell_deciders
from motcua.audit import actions as audit
from motcua.lib.actors import SYSTEM, Actor
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.notices.rules import OfficialKind

log = logging.getLogger(__name__)


def propose(
    *,
    kind: str,
    subject: str,
    content: Mapping[str, Any],
    reason: str,
    effective_on: date,
    by: User,
    now: datetime,
    base: str = "",
) -> Proposal:
    """Keep a proposal for somebody else to decide on.

    `base` is the digest of what the proposer began from, where the page has kept it: a change that somebody else made
    meanwhile is then never undone unseen. Raises Forbidden, Conflict where one is already open for the subject or
    the base has moved, and Refused for what could not be applied.
    """
    port = kind_called(kind)
    permissions.require(by, port.propose_verb)
    reason = rules.checked_reason(reason)
    rules.check_day(effective_on, today(now))
    port.check(subject, content, effective_on)
    with transaction.atomic():
        standing = port.base(subject, effective_on)
        if base and base != standing:
            raise _overtaken()
        if Proposal.objects.open().select_for_update().filter(kind=kind, subject=subject).exists():
            raise Conflict("proposal_open", N_("Đã có một đề xuất đang chờ cho mục này; hãy xử lý xong đề xuất đó."))
        proposal = Proposal.objects.create(
            kind=kind,
            subject=subject,
            title=port.title(subject),
            content=dict(content),
            base=standing,
            reason=reason,
            effective_on=effective_on,
            proposed_by=by,
            proposed_at=now,
        )
        Sketch.objects.filter(owner=by, kind=kind, subject=subject).delete()
        _note("proposal.made", proposal, actor(by), now)
        tell_deciders(proposal, now=now)
    return proposal


def approve(*, public_id: UUID, note: str = "", by: User, now: datetime) -> Proposal:
    """Approve somebody else's proposal, and apply it where its day has come; before that the timetable will.

    Raises Forbidden, Refused for one's own or where it can no longer be applied, Conflict where what it would change
    has become another, or somebody else decided first. Where it raises, nothing has changed.
    """
    proposal = Proposal.objects.get(public_id=public_id)
    port = _for_decision(proposal, by)
    # Slow checks stay outside the transaction; what was proposed cannot change in between.
    port.check(proposal.subject, proposal.content, _day(proposal, now))
    with transaction.atomic():
        proposal = _locked(proposal.pk)
        rules.check_step(Status(proposal.status), Status.APPROVED)
        _require_base(port, proposal, now)
        proposal.status, proposal.decided_by, proposal.decided_at = Status.APPROVED, by, now
        proposal.decision_note = _noted(note)
        proposal.save(update_fields=["status", "decided_by", "decided_at", "decision_note"])
        _note("proposal.approved", proposal, actor(by), now)
        if proposal.effective_on <= today(now):
            _apply(port, proposal, by=actor(by), now=now)
            tell_both(proposal, OfficialKind.PROPOSAL_APPLIED, by=by, now=now)
        else:
            tell_both(proposal, OfficialKind.PROPOSAL_APPROVED, by=by, now=now)
    return proposal


def reject(*, public_id: UUID, note: str, by: User, now: datetime) -> Proposal:
    """Turn somebody else's proposal down, with a reason. Raises Forbidden, Refused, Conflict."""
    with transaction.atomic():
        proposal = _locked(Proposal.objects.values_list("pk", flat=True).get(public_id=public_id))
        _for_decision(proposal, by)
        rules.check_step(Status(proposal.status), Status.REJECTED)
        proposal.status, proposal.decided_by, proposal.decided_at = Status.REJECTED, by, now
        proposal.decision_note = rules.checked_reason(note)
        proposal.save(update_fields=["status", "decided_by", "decided_at", "decision_note"])
        _note("proposal.rejected", proposal, actor(by), now)
        tell_both(proposal, OfficialKind.PROPOSAL_REJECTED, by=by, now=now)
    return proposal


def withdraw(*, public_id: UUID, by: User, now: datetime) -> Proposal:
    """Take one's own proposal back before it is applied; an approved one also whoever may decide on it.

    Raises Forbidden, Conflict.
    """
    with transaction.atomic():
        proposal = _locked(Proposal.objects.values_list("pk", flat=True).get(public_id=public_id))
        if proposal.proposed_by_id != by.pk:
            permissions.require(by, kind_called(proposal.kind).decide_verb)
            if proposal.status == Status.PROPOSED:
                raise Forbidden("not_yours", N_("Chỉ người đề xuất mới rút được; ông/bà có thể trả lại đề xuất."))
        rules.check_step(Status(proposal.status), Status.WITHDRAWN)
        proposal.status = Status.WITHDRAWN
        proposal.save(update_fields=["status"])
        _note("proposal.withdrawn", proposal, actor(by), now)
        tell_both(proposal, OfficialKind.PROPOSAL_WITHDRAWN, by=by, now=now)
    return proposal


def apply_due(*, proposal_id: int, now: datetime) -> None:
    """Apply an approved proposal whose day has come. A refusal is kept with it for those who made and approved it.

    Does nothing where that is done already, or the day has not come.
    """
    proposal = Proposal.objects.select_related("decided_by").get(pk=proposal_id)
    if proposal.status != Status.APPROVED or proposal.effective_on > today(now):
        return
    port = kind_called(proposal.kind)
    try:
        port.check(proposal.subject, proposal.content, _day(proposal, now))
        with transaction.atomic():
            proposal = _locked(proposal_id)
            if proposal.status == Status.APPROVED:
                _require_base(port, proposal, now)
                _apply(port, proposal, by=_approver(proposal), now=now)
                tell_both(proposal, OfficialKind.PROPOSAL_APPLIED, now=now)
    except Refused as refusal:
        _fail(proposal_id, refusal, now)


def due(*, now: datetime) -> list[int]:
    """Return the approved proposals whose day has come."""
    found = Proposal.objects.filter(status=Status.APPROVED, effective_on__lte=today(now)).order_by("effective_on", "id")
    return list(found.values_list("pk", flat=True))


def _locked(pk: int) -> Proposal:
    return Proposal.objects.select_for_update().get(pk=pk)


def _for_decision(proposal: Proposal, by: User) -> Kind:
    port = kind_called(proposal.kind)
    permissions.require(by, port.decide_verb)
    rules.check_other(proposal.proposed_by_id, by.pk)
    return port


def _day(proposal: Proposal, now: datetime) -> date:
    """Return from when it would hold: nothing is changed back in time, however late it was approved."""
    return max(proposal.effective_on, today(now))


def _require_base(port: Kind, proposal: Proposal, now: datetime) -> None:
    if port.base(proposal.subject, _day(proposal, now)) != proposal.base:
        raise _overtaken()


def _overtaken() -> Conflict:
    return Conflict(
        "base_moved",
        N_("Nội dung đang áp dụng đã thay đổi từ khi đề xuất được soạn; hãy soạn lại từ nội dung mới."),
    )


def _apply(port: Kind, proposal: Proposal, *, by: Actor, now: datetime) -> None:
    port.apply(proposal.subject, proposal.content, _day(proposal, now), by, now)
    proposal.status, proposal.applied_at = Status.APPLIED, now
    proposal.save(update_fields=["status", "applied_at"])
    _note("proposal.applied", proposal, by, now)


def _approver(proposal: Proposal) -> Actor:
    return actor(proposal.decided_by) if proposal.decided_by is not None else SYSTEM


@transaction.atomic
def _fail(proposal_id: int, refusal: Refused, now: datetime) -> None:
    proposal = _locked(proposal_id)
    if proposal.status != Status.APPROVED:
        return
    params = {key: value if isinstance(value, int) else str(value) for key, value in refusal.params.items()}
    proposal.status = Status.FAILED
    proposal.failure = {"code": refusal.code, "message": refusal.message, "params": params}
    proposal.save(update_fields=["status", "failure"])
    _note("proposal.failed", proposal, SYSTEM, now, why=refusal.code)
    tell_both(proposal, OfficialKind.PROPOSAL_FAILED, now=now)
    log.warning("proposal %s could not be applied: %s", proposal.public_id, refusal)


def _noted(note: str) -> str:
    return rules.checked_reason(note) if note.strip() else ""


def _note(action: str, proposal: Proposal, by: Actor, now: datetime, **details: str) -> None:
    about = ("proposal", str(proposal.public_id))
    what = {"kind": proposal.kind, "subject": proposal.subject}
    audit.record(action, about=about, by=by, at=now, details={**what, **details})
