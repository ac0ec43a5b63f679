"""The two doors of the mail stand-in: SMTP to send through, HTTP to read."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.template.loader import render_to_string

from .box import Box

POLICY = "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
STYLE = Path(__file__).resolve().parent.parent / "static" / "sandbox" / "mail.css"


class Keeper:
    """What aiosmtpd asks for each message."""

    def __init__(self, box: Box) -> None:
        self.box = box

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Keep the message."""
        self.box.put(envelope.original_content or b"")
        return "250 kept"


def smtp(box: Box, host: str, port: int) -> Controller:
    """Return the SMTP server, not yet started."""
    return Controller(Keeper(box), hostname=host, port=port, data_size_limit=10_000_000)


def pages(box: Box, host: str, port: int) -> ThreadingHTTPServer:
    """Return the server of the pages, not yet started."""

    class Handler(BaseHTTPRequestHandler):
        server_version = "motcua-mail"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path == "/":
                self.answer("text/html", render_to_string("sandbox/mail_list.html", {"messages": box.messages()}))
            elif path == "/mail.css":
                self.answer("text/css", STYLE.read_text())
            elif path == "/messages.json":
                self.answer("application/json", json.dumps([vars(m) for m in box.messages()], default=str))
            elif message := box.get(path.removeprefix("/message/")):
                self.answer("text/html", render_to_string("sandbox/mail_message.html", {"message": message}))
            else:
                self.answer("text/html", render_to_string("sandbox/mail_missing.html"), 404)

        def answer(self, kind: str, text: str, status: int = 200) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: what people are told is personal."""

    return ThreadingHTTPServer((host, port), Handler)
