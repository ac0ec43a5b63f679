"""The mail stand-in, spoken to over real SMTP and HTTP."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import html5lib
import pytest
from pytest_django import Settings

from motcua.connectors.email.sender import SmtpSender
from motcua.sandbox.mail.box import KEPT, Box
from motcua.sandbox.mail.server import pages, smtp


@dataclass
class StandIn:
    box: Box
    smtp_port: int
    page_port: int

    def get(self, path: str) -> tuple[int, str]:
        asking = HTTPConnection("127.0.0.1", self.page_port, timeout=5)
        asking.request("GET", path)
        answer = asking.getresponse()
        text = answer.read().decode()
        asking.close()
        return answer.status, text


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def stand_in(tmp_path: Path, settings: Settings) -> Iterator[StandIn]:
    box = Box(tmp_path / "mail")
    mail = smtp(box, "127.0.0.1", free_port())
    mail.start()
    page = pages(box, "127.0.0.1", 0)
    thread = threading.Thread(target=page.serve_forever)
    thread.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail.port, 5
    yield StandIn(box, mail.port, page.server_address[1])
    page.shutdown()
    page.server_close()
    thread.join()
    mail.stop()


def test_message_arrives_and_is_shown(stand_in: StandIn) -> None:
    SmtpSender().send(
        to="k'brẹo@example.vn", subject="Đã tiếp nhận hồ sơ", text="Kính gửi ông K'Brẹo\n<script>alert(1)</script>"
    )
    status, found = stand_in.get("/messages.json")
    [message] = json.loads(found)
    assert (status, message["subject"]) == (200, "Đã tiếp nhận hồ sơ")
    status, listed = stand_in.get("/")
    assert "Đã tiếp nhận hồ sơ" in listed
    status, shown = stand_in.get(f"/message/{message['name']}")
    assert status == 200
    assert "Kính gửi ông K" in shown
    assert "<script>" not in shown
    for page in (listed, shown):
        html5lib.HTMLParser(strict=True).parse(page)


@pytest.mark.parametrize("path", ["/message/..", "/message/../../keys/motcua_secret_key", "/message/", "/etc/passwd"])
def test_nothing_else_can_be_read(stand_in: StandIn, path: str) -> None:
    assert stand_in.get(path)[0] == 404


@pytest.mark.slow
def test_oldest_messages_go(tmp_path: Path) -> None:
    box = Box(tmp_path)
    names = [box.put(b"Subject: %d\r\n\r\nx" % number) for number in range(KEPT + 3)]
    kept = box.messages()
    assert len(kept) == KEPT
    assert {message.name for message in kept} == set(names[3:])
