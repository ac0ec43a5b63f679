"""The client of the population database: one person a call, a short time limit, left alone after repeated failures."""

import base64
import hashlib
import time
from functools import lru_cache

import httpx
import structlog
from django.conf import settings
from django.db import connection

from motcua.lib.breaker import Breaker
from motcua.lib.population import Question, Registered
from motcua.lib.refusals import Unavailable

from .messages import Unreadable, question_xml, read

log = structlog.get_logger()
TIMEOUT = httpx.Timeout(5.0, connect=2.0)
# Of the whole answer, which may also come drop by drop.
SECONDS = 8.0
MOST = 200_000  # bytes of an answer; one person has some 4,000


@lru_cache(maxsize=4)
def breaker_of(address: str) -> Breaker:
    """Return this process's breaker of an address."""
    return Breaker(after=3, rest=10.0)


class PopulationService:
    """Fills the port `population` of `dossiers`."""

    def look_up(self, *, question: Question) -> Registered | None:
        """Return one person's entry, None where nobody is found. Raises Unavailable, RuntimeError in a transaction."""
        if connection.in_atomic_block:
            raise RuntimeError("nobody waits for another system inside a transaction")
        breaker = breaker_of(settings.POPULATION_ADDRESS)
        if breaker.is_open:
            raise Unavailable("the population database is left alone for a few seconds after repeated failures")
        try:
            found = read(_send(question_xml(question, settings.POPULATION_SERVICE)))
            if found is not None and found.number != question.number:
                raise Unreadable("it is about somebody else")
        except (httpx.HTTPError, Unreadable) as problem:
            breaker.failed()
            # A class name or words of our own: never anything of the question or the answer.
            why = str(problem) if isinstance(problem, Unreadable) else type(problem).__name__
            log.warning("population database failed", why=why, request=question.request)
            raise Unavailable(f"population database: {why}") from problem
        breaker.succeeded()
        if found is not None and found.unknown:
            log.info("population database: blocks that nobody reads", blocks=found.unknown)
        return found


def _send(content: bytes) -> bytes:
    until = time.monotonic() + SECONDS
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""', **_credentials(int(time.time() * 1000))}
    with (
        httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
        client.stream("POST", settings.POPULATION_ADDRESS, content=content, headers=headers) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise Unreadable(f"status {answer.status_code}")
        body = b""
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > MOST or time.monotonic() > until:
                raise Unreadable("too long an answer")
        return body


def _credentials(moment: int) -> dict[str, str]:
    """Return the headers that say who asks; `moment` in milliseconds since 1970.

    The password is a hash of address, account, moment and secret, as published clients of the service make it.
    """
    if not settings.POPULATION_USER:
        return {}
    text = f"{settings.POPULATION_ADDRESS}{settings.POPULATION_USER}{moment}{settings.POPULATION_SECRET}"
    password = hashlib.sha256(text.encode()).hexdigest()
    basic = base64.b64encode(f"{settings.POPULATION_USER}:{password}".encode()).decode()
    return {"Timestamp": str(moment), "Authorization": f"Basic {basic}"}
