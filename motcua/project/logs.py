"""Log lines: JSON with the request's id, without personal data in clear."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]
HIDDEN = "[hidden]"
SENSITIVE = {
    "password",
    "secret",
    "token",
    "access_token",
    "id_token",
    "refresh_token",
    "client_secret",
    "code_verifier",
    "authorization",
    "cookie",
    "query_string",
}
# Ours, of a fixed stock: the pattern of an address is none.
EXEMPT = {"timestamp", "level", "logger", "request_id", "route", "method"}
# Personal numbers and old identity cards, tax codes, phones with and without +84, also grouped by dots or blanks.
NUMBER = re.compile(
    r"(?<![\w.,:-])(?:\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}|(?:\+?84[ .]?|0)\d{2,3}[ .]?\d{3}[ .]?\d{3,4}"
    r"|\d{3}[ .]?\d{3}[ .]?\d{3}|\+?\d{9,13})(?![\w-])"
)
ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+\.[\w.-]+")
# What PostgreSQL quotes from rows.
QUOTED_ROW = re.compile(r"(DETAIL|CONTEXT|QUERY):.*", re.DOTALL)
QUERY = re.compile(r"((?:https?://|/)[^\s?\"'<>]*)\?[^\s\"'<>)]*")
# The code of a dossier, then its four characters: H36.12-261123-0001/AB2D
SECRET = re.compile(r"(\b[A-Z]\d{2}(?:\.\d+)*-\d{6}-\d{4,}[/ :]+)[A-Z2-9]{4}\b", re.IGNORECASE)
# A link to an item of somebody's store: whoever has its address sees the item.
LINK = re.compile(r"(/chia-se/)[\w%-]+")
PAIR = re.compile(r"(?i)\b(" + "|".join(sorted(SENSITIVE)) + r")([\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;})]+")


def mask(text: str) -> str:
    """Return the text without what could name a person or open a door. A net below careful code, not instead of it."""
    text = QUERY.sub(r"\1?" + HIDDEN, QUOTED_ROW.sub(r"\1: [row]", text))
    text = SECRET.sub(r"\1" + HIDDEN, PAIR.sub(r"\1\2" + HIDDEN, text))
    text = LINK.sub(r"\1" + HIDDEN, text)
    return ADDRESS.sub("[mail]", NUMBER.sub("[number]", text))


def _masked(key: str, value: Any) -> Any:
    if key.lower() in SENSITIVE:
        return HIDDEN
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {inner: _masked(str(inner), one) for inner, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked("", one) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else mask(str(value))


def mask_values(logger: Any, method: str, event: Event) -> Event:
    """Mask every value of a log line."""
    for key, value in event.items():
        # Private keys carry the record itself from structlog to its formatter.
        if key not in EXEMPT and not key.startswith("_"):
            event[key] = _masked(key, value)
    return event


class OnlyTroubles(logging.Filter):
    """Keeps the queue's lines about each job out, but not those about one that failed and will be tried again."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let warnings and traces through."""
        return record.levelno >= logging.WARNING or bool(record.exc_info)


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
    # No line of ours names file, thread or process: nobody needs to look for them (the library's own way to say so).
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(wanted["level"])
    for name in ("django", "django.request", "django.server", "django.security"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    for part in ("app", "blueprints", "jobs", "manager", "periodic", "signals", "tasks", "worker"):
        logging.getLogger(f"procrastinate.{part}").addFilter(OnlyTroubles())
    for chatty in ("fontTools", "pyhanko", "httpx", "botocore", "mail.log"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("django.request").addFilter(NotAddresses())
