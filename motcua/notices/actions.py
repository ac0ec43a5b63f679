"""Tell people what happened, and mark what they read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string

from motcua import outbox
from motcua.lib.refusals import Unavailable

from .events import EmailWaiting
from .models import Notice, OfficialNotice, OutgoingEmail
from .ports import EmailSender
from .queries import read_by
from .rules import NoticeKind, OfficialKind
from .wording import letter, worded


@transaction.atomic
def notify(
    *,
    person_id: int | None,
    kind: NoticeKind,
    params: dict[str, Any],
    about: tuple[str, str],
    email: str,
    now: datetime,
) -> None:
    """Put a notice into a person's inbox and, where there is an address, send it as e-mail.

    Joins the caller's transaction. Neither a person nor an address: nothing can be told, and nothing is.
    """
    about_kind, about_id = about
    if person_id is not None:
        Notice.objects.create(
            person_id=person_id, kind=kind, params=params, about_kind=about_kind, about_id=about_id, created_at=now
        )
    if email:
        message = OutgoingEmail.objects.create(
            to=email, kind=kind, params=params, about_kind=about_kind, about_id=about_id, created_at=now
        )
        outbox.publish(EmailWaiting(email_id=message.pk))


@transaction.atomic
def mark_read(*, public_id: UUID, person_id: int, now: datetime) -> None:
    """Mark a person's own notice as read; nothing happens where it already was."""
    Notice.objects.filter(public_id=public_id, person_id=person_id, read_at__isnull=True).update(read_at=now)


@transaction.atomic
def erase_read(*, person_id: int) -> int:
    """Erase the notices that a person has read; return how many. What had to be told is kept with its dossier."""
    return read_by(person_id).delete()[0]


@transaction.atomic
def tell_official(
    *, user_id: int, kind: OfficialKind, params: dict[str, Any], about: tuple[str, str], now: datetime, key: str = ""
) -> bool:
    """Put a notice on an official's desk and return True; what has a `key` is said to the same official only once."""
    about_kind, about_id = about
    notice = OfficialNotice(
        user_id=user_id, kind=kind, params=params, about_kind=about_kind, about_id=about_id, key=key, created_at=now
    )
    if not key:
        notice.save()
        return True
    # A bulk insert that meets a conflict gives no key back: whether it was new is told by looking before.
    if OfficialNotice.objects.filter(user=user_id, key=key).exists():
        return False
    OfficialNotice.objects.bulk_create([notice], ignore_conflicts=True)
    return True


@transaction.atomic
def mark_official_read(*, user_id: int, upto: int, now: datetime) -> None:
    """Mark an official's own notices as read, as far as they were shown."""
    OfficialNotice.objects.filter(user=user_id, id__lte=upto, read_at__isnull=True).update(read_at=now)


def send_email(*, email_id: int, now: datetime) -> None:
    """Send a waiting message once; raises Unavailable so that the queue tries again.

    The call goes out before it is marked: after a crash in between it may arrive twice, but never not at all.
    """
    message = OutgoingEmail.objects.get(pk=email_id)
    if message.sent_at is not None:
        return
    sender: EmailSender = import_string(settings.PORTS["email"])()
    with translation.override(message.language):
        words = worded(NoticeKind(message.kind), message.params)
        text = letter(words.text, name=message.params.get("name", ""), address=message.params.get("address", ""))
    try:
        sender.send(to=message.to, subject=words.subject, text=text)
    except Unavailable as problem:
        OutgoingEmail.objects.filter(pk=email_id).update(tries=message.tries + 1, last_problem=str(problem)[:300])
        raise
    OutgoingEmail.objects.filter(pk=email_id).update(sent_at=now, tries=message.tries + 1, to="", last_problem="")
