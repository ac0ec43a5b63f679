"""E-mail by SMTP, through Django's own backend."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from motcua.lib.refusals import Unavailable


class SmtpSender:
    """Fills the notices' EmailSender port."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Hand one plain-text message to the mail server, within the time limit of the settings.

        Raises Unavailable when the server cannot be reached or does not take the message.
        """
        message = EmailMessage(
            subject=" ".join(subject.split()),
            body=text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[to],
            connection=get_connection(timeout=settings.EMAIL_TIMEOUT),
        )
        try:
            message.send()
        except (smtplib.SMTPException, OSError) as problem:
            # The server's words may repeat the address: only their kind goes on.
            raise Unavailable(f"mail server: {type(problem).__name__}") from problem
