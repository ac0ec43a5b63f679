"""What notices do later."""

from typing import Any

from django.utils import timezone

from motcua import outbox
from motcua.accounts.events import FactorAdded, FactorsReset, RecoveryCodeUsed
from motcua.accounts.queries import names_of
from motcua.lib.actors import SYSTEM

from . import actions
from .events import EmailWaiting
from .rules import OfficialKind


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


def _tell_of_account(user_id: int, kind: OfficialKind, params: dict[str, Any]) -> None:
    actions.tell_official(
        user_id=user_id, kind=kind, params=params, about=("account", str(user_id)), now=timezone.now()
    )
