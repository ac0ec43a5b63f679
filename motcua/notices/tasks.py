"""What notices do later."""

from django.utils import timezone

from motcua import outbox

from . import actions
from .events import EmailWaiting


@outbox.on(EmailWaiting, queue="mail")
def send(event: EmailWaiting) -> None:
    """Send the message."""
    actions.send_email(email_id=event.email_id, now=timezone.now())
