"""What notices do later."""

from typing import Any

from django.utils import timezone

from motcua import outbox
from motcua.accounts.events import FactorAdded, FactorsReset, MandateChanged, RecoveryCodeUsed
from motcua.accounts.mandate_queries import people_of
from motcua.accounts.queries import names_of
from motcua.lib.actors import SYSTEM

from . import actions
from .events import EmailWaiting
from .rules import NoticeKind, OfficialKind


@outbox.on(EmailWaiting, queue="mail")
def send(event: EmailWaiting) -> None:
    """Send the message."""
    actions.send_email(email_id=event.email_id, now=timezone.now())


@outbox.on(FactorAdded)
def tell_of_factor(event: FactorAdded) -> None:
    """Tell an official that their account has one more way in: who did not do it must know."""
    _tell_of_account(event.user_id, OfficialKind.FACTOR_ADDED, {})


@outbox.on(RecoveryCodeUsed)
def tell_of_recovery(event: RecoveryCodeUsed) -> None:
    """Tell an official that a recovery code opened their account, and how many are left."""
    _tell_of_account(event.user_id, OfficialKind.RECOVERY_USED, {"count": event.left})


@outbox.on(FactorsReset)
def tell_of_reset(event: FactorsReset) -> None:
    """Tell an official who took their second factor away, and why."""
    who = names_of([str(event.by_id)]).get(str(event.by_id), "") if event.by_id is not None else SYSTEM.name
    _tell_of_account(event.user_id, OfficialKind.FACTORS_RESET, {"who": who, "why": event.reason})


@outbox.on(MandateChanged)
def tell_of_mandate(event: MandateChanged) -> None:
    """Tell whoever did not do it that somebody acts for somebody else from now on, or no longer does."""
    found, people = people_of(event.mandate_id)
    kind = NoticeKind.MANDATE_DECLARED if found.given_by_id is None else NoticeKind.MANDATE_GIVEN
    kind = NoticeKind.MANDATE_ENDED if found.ended_at is not None else kind
    for person_id in people:
        actions.notify(
            person_id=person_id,
            kind=kind,
            params={"agent": found.agent_name, "principal": found.principal_name},
            about=("mandate", str(found.public_id)),
            email="",
            now=timezone.now(),
        )


def _tell_of_account(user_id: int, kind: OfficialKind, params: dict[str, Any]) -> None:
    actions.tell_official(
        user_id=user_id, kind=kind, params=params, about=("account", str(user_id)), now=timezone.now()
    )
