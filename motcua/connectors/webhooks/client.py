"""Makes one signed call."""

import httpx

from motcua.accounts.webhooks import Target
from motcua.lib.refusals import Unavailable

from .rules import signature

SECONDS = 10.0


class NotTaken(Unavailable):
    """The subscriber answered something other than 2xx, or nothing in time."""

    def __init__(self, problem: str, answer: int | None = None) -> None:
        super().__init__(f"webhook: {problem}")
        self.problem, self.answer = problem, answer


def call(*, url: str, target: Target, secret: str, delivery: str, body: bytes, at: int) -> int:
    """Post the body and return the status of a 2xx answer; raises NotTaken for anything else.

    The connection goes to the number that was checked, whatever the name leads to by now. No redirect is followed and
    no proxy of the environment asked; what the answer says beyond its status is not read.
    """
    address = httpx.URL(url)
    headers = {
        "Host": address.netloc.decode("ascii"),
        "Content-Type": "application/json",
        "User-Agent": "motcua-webhooks/1",
        "X-Motcua-Delivery": delivery,
        "X-Motcua-Signature": signature(secret, at, body),
    }
    try:
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as client,
            client.stream(
                "POST",
                address.copy_with(host=target.number),
                content=body,
                headers=headers,
                extensions={"sni_hostname": target.host},
            ) as answer,
        ):
            status = answer.status_code
    except httpx.HTTPError as problem:
        raise NotTaken(type(problem).__name__) from problem
    if not 200 <= status < 300:
        raise NotTaken(f"HTTP {status}", status)
    return status
