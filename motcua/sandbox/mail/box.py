"""The kept messages: one file each, the newest few hundred."""

import os
import re
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from motcua.lib.dates import VN

KEPT = 300
NAME = re.compile(r"\d{20}-[0-9a-f]{8}")


@dataclass(frozen=True)
class Message:
    """One received message, as the page shows it."""

    name: str
    received_at: datetime
    sender: str
    recipients: str
    subject: str
    text: str


class Box:
    """A folder of messages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes) -> str:
        """Keep a message and forget the oldest beyond the limit; return its name."""
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        waiting = self.folder / f".{name}"
        waiting.write_bytes(content)
        os.replace(waiting, self.folder / f"{name}.eml")
        for old in self._names()[KEPT:]:
            (self.folder / f"{old}.eml").unlink(missing_ok=True)
        return name

    def messages(self) -> list[Message]:
        """Return the kept messages, newest first."""
        return [message for name in self._names() if (message := self.get(name))]

    def get(self, name: str) -> Message | None:
        """Return one message, or None where there is none of that name."""
        if not NAME.fullmatch(name):
            return None
        try:
            content = (self.folder / f"{name}.eml").read_bytes()
        except FileNotFoundError:
            return None
        parsed: EmailMessage = message_from_bytes(content, policy=policy.default)
        body = parsed.get_body(("plain",))
        return Message(
            name=name,
            received_at=datetime.fromtimestamp(int(name[:20]) / 1e9, VN),
            sender=str(parsed["From"] or ""),
            recipients=str(parsed["To"] or ""),
            subject=str(parsed["Subject"] or "").strip(),
            text=body.get_content() if body else "",
        )

    def _names(self) -> list[str]:
        return sorted((path.stem for path in self.folder.glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)
