"""Log lines: JSON with the request's id, without personal data in clear."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Identity numbers (9 or 12 digits), tax codes, phone numbers; e-mail addresses; what PostgreSQL quotes from rows.
LONG_NUMBER = re.compile(r"(?<![\w.-])\+?\d{9,13}(?![\w-])")
ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+\.[\w.-]+")
QUOTED_ROW = re.compile(r"(DETAIL|CONTEXT|QUERY):.*", re.DOTALL)
Event = MutableMapping[str, Any]


def mask(text: str) -> str:
    """Return the text without what could name a person."""
    return ADDRESS.sub("[mail]", LONG_NUMBER.sub("[number]", QUOTED_ROW.sub(r"\1: [row]", text)))


def mask_values(logger: Any, method: str, event: Event) -> Event:
    """Mask every text of a log line."""
    return {key: mask(value) if isinstance(value, str) else value for key, value in event.items()}


class NotAddresses(logging.Filter):
    """Keeps Django's own lines about answers out: they quote the address, and we have a line for each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let only the trace of an error through, without the address."""
        if record.exc_info is None:
            return False
        record.msg, record.args = "error while answering", ()
        return True


def configure(wanted: dict[str, str]) -> None:
    """Send every logger's lines to the error stream; Django calls this with settings.LOGGING."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        mask_values,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    for_people = sys.stderr.isatty()
    last: Any = structlog.dev.ConsoleRenderer() if for_people else structlog.processors.JSONRenderer(ensure_ascii=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(wanted["level"])
    for name in ("django", "django.request", "django.server", "django.security"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    for chatty in ("procrastinate", "fontTools", "pyhanko", "httpx", "botocore", "mail.log"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("django.request").addFilter(NotAddresses())
