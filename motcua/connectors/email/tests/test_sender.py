"""What the connector does when nobody takes the message (one that arrives: motcua/sandbox/tests/test_mail.py)."""

import pytest
from django.core import mail
from pytest_django import Settings

from motcua.connectors.email.sender import SmtpSender
from motcua.lib.refusals import Unavailable


def test_dead_server_is_unavailable_and_the_address_stays_untold(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    with pytest.raises(Unavailable) as caught:
        SmtpSender().send(to="ba.nam@example.vn", subject="Đã nhận hồ sơ", text="…")
    assert "example.vn" not in str(caught.value)


def test_subject_is_one_line(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    SmtpSender().send(to="ba.nam@example.vn", subject="Hồ sơ\r\nBcc: all@example.vn", text="…")
    assert mail.outbox[-1].subject == "Hồ sơ Bcc: all@example.vn"
    assert mail.outbox[-1].recipients() == ["ba.nam@example.vn"]
