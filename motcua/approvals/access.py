"""Who may propose, see and decide, by the verbs that each kind names."""

from motcua.accounts import access
from motcua.accounts.models import User
from motcua.approvals.kinds import kind_called, kinds
from motcua.approvals.models import Proposal, ProposalSet
from motcua.approvals.ports import Kind


def may_propose(by: User, kind: Kind) -> bool:
    """Tell whether somebody may propose changes of a kind."""
    return access.may(by, kind.propose_verb)


def may_decide(by: User, proposal: Proposal) -> bool:
    """Tell whether somebody may decide on this proposal: never on their own."""
    return proposal.proposed_by_id != by.pk and access.may(by, kind_called(proposal.kind).decide_verb)


def visible_to(by: User) -> ProposalSet:
    """Return the proposals that somebody may see: those of the kinds that they propose or decide on."""
    seen = [
        name for name, kind in kinds().items() if access.may(by, kind.propose_verb) or access.may(by, kind.decide_verb)
    ]
    return Proposal.objects.filter(kind__in=seen)
