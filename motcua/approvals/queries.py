"""Reads of proposals, each limited to what the reader may see."""

from uuid import UUID

from motcua.accounts.models import User
from motcua.approvals import access
from motcua.approvals.models import Proposal, ProposalSet, Rehearsal, Sketch
from motcua.approvals.rules import Status


def proposal(public_id: UUID, by: User) -> Proposal:
    """Return one proposal. Raises Proposal.DoesNotExist, also where the reader may not see it."""
    return access.visible_to(by).select_related("proposed_by", "decided_by").get(public_id=public_id)


def waiting(by: User) -> ProposalSet:
    """Return what somebody must still decide on, the oldest first, without contents."""
    return access.visible_to(by).filter(status=Status.PROPOSED).listed().order_by("id")


def coming(by: User) -> ProposalSet:
    """Return what is approved and waits for its day, the next first."""
    return access.visible_to(by).filter(status=Status.APPROVED).listed().order_by("effective_on", "id")


def failed(by: User) -> ProposalSet:
    """Return what could not be applied on its day and was not proposed anew since, the newest first."""
    seen = access.visible_to(by)
    newest = seen.order_by("kind", "subject", "-id").distinct("kind", "subject").values("pk")
    return seen.filter(status=Status.FAILED, pk__in=newest).listed().order_by("-id")


def about(kind: str, subject: str, by: User) -> ProposalSet:
    """Return every proposal about one thing, the newest first, without contents."""
    return access.visible_to(by).filter(kind=kind, subject=subject).listed().order_by("-id")


def open_about(kind: str, subject: str) -> Proposal | None:
    """Return the proposal about one thing that is still open."""
    return Proposal.objects.open().filter(kind=kind, subject=subject).listed().first()


def sketch(kind: str, subject: str, by: User) -> Sketch | None:
    """Return what somebody is writing about a thing, if they are."""
    return Sketch.objects.filter(owner=by, kind=kind, subject=subject).first()


def sketches(by: User) -> list[Sketch]:
    """Return everything that somebody is writing, the newest first, without contents."""
    return list(Sketch.objects.filter(owner=by).defer("content").order_by("-saved_at", "pk"))


def open_subjects(kind: str, subjects: list[str]) -> set[str]:
    """Return those of some things about which a proposal is open."""
    return set(Proposal.objects.open().filter(kind=kind, subject__in=subjects).values_list("subject", flat=True))


def rehearsal_of(proposal: Proposal) -> Rehearsal | None:
    """Return the newest trial of a proposal."""
    return Rehearsal.objects.filter(proposal=proposal).select_related("asked_by").order_by("-pk").first()
