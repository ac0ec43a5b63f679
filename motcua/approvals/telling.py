"""Who is told on their desk of what becomes of a proposal, in the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from motcua.accounts.models import User
from motcua.accounts.queries import allowed
from motcua.approvals.kinds import kind_called
from motcua.approvals.models import Proposal
from motcua.lib.dates import today
from motcua.notices import actions as notices
from motcua.notices.rules import OfficialKind

# Of a long reason so much stands in the notice; the whole is with the proposal.
LONGEST_REASON = 200


def tell_deciders(proposal: Proposal, *, now: datetime) -> None:
    """Tell those who may decide on a proposal that it waits for one of them."""
    deciders = allowed(kind_called(proposal.kind).decide_verb, today(now)).exclude(pk=proposal.proposed_by_id)
    tell(proposal, OfficialKind.PROPOSAL_WAITS, deciders.values_list("pk", flat=True), by=proposal.proposed_by, now=now)


def tell_both(proposal: Proposal, kind: OfficialKind, *, now: datetime, by: User | None = None) -> None:
    """Tell who proposed and who approved what became of it; who did it themselves (`by`) has seen it."""
    both = dict.fromkeys(pk for pk in (proposal.proposed_by_id, proposal.decided_by_id) if pk is not None)
    tell(proposal, kind, [pk for pk in both if by is None or pk != by.pk], by=by, now=now)


def tell(
    proposal: Proposal, kind: OfficialKind, users: Iterable[int], *, now: datetime, by: User | None = None
) -> None:
    """Tell officials something about a proposal."""
    params = {
        "title": proposal.title,
        "on": max(proposal.effective_on, today(now)).isoformat(),
        "who": by.full_name if by is not None else "",
        "reason": proposal.decision_note[:LONGEST_REASON],
    }
    for user_id in users:
        notices.tell_official(
            user_id=user_id, kind=kind, params=params, about=("proposal", str(proposal.public_id)), now=now
        )
