"""The client of a time-stamping service: https://www.rfc-editor.org/rfc/rfc3161"""

import secrets

import httpx
from asn1crypto import tsp
from django.conf import settings

from motcua.lib.forks import per_process
from motcua.lib.refusals import Unavailable

SECONDS = 8.0
MOST = 64_000  # bytes of an answer; a token with its certificates has some 6,000
# One client for all calls of a process: to make one takes longer than a time stamp.
_client = per_process(lambda: httpx.Client(limits=httpx.Limits(max_keepalive_connections=0)))


class TimeStampingService:
    """Fills signing's port `TimeWitness`."""

    def witness(self, *, digest: bytes) -> bytes:
        """Return the token (DER) for a SHA-256 digest. Raises Unavailable where none is given, or one for another."""
        nonce = secrets.randbits(63)
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
        asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
        try:
            answer = _client().post(
                settings.TIME_STAMPING_ADDRESS,
                content=asked.dump(),
                headers={"Content-Type": "application/timestamp-query"},
                timeout=SECONDS,
            )
            answer.raise_for_status()
        except httpx.HTTPError as problem:
            raise Unavailable(f"time-stamping service: {type(problem).__name__}") from problem
        try:
            return _token(answer.content[:MOST], digest, nonce)
        except (ValueError, KeyError, TypeError) as problem:
            raise Unavailable(f"time-stamping service: an answer that cannot be read: {problem}") from problem


def _token(content: bytes, digest: bytes, nonce: int) -> bytes:
    answer = tsp.TimeStampResp.load(content, strict=True)
    status = answer["status"]["status"].native
    if status not in {"granted", "granted_with_mods"}:
        raise ValueError(f"status {status}")
    token = answer["time_stamp_token"]
    told = token["content"]["encap_content_info"]["content"].parsed
    if told["message_imprint"]["hashed_message"].native != digest or told["nonce"].native != nonce:
        raise ValueError("it is about something else")
    return bytes(token.dump())
