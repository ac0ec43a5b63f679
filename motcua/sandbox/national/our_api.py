"""The province's API as the national portal uses it, over real HTTP."""

from typing import Any

import httpx

TIMEOUT = 30.0


class Unreached(Exception):
    """The province did not answer: what was to be handed over waits, and is handed over later under the same key."""


class Api:
    """One machine client of the province."""

    def __init__(self, address: str, client_id: str, secret: str) -> None:
        self._address = address
        self._who = (client_id, secret)
        self._token = ""

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        """Ask for something; return status and body. Raises Unreached."""
        return self._ask("GET", path)

    def file(self, name: str, content: bytes) -> str:
        """Hand a file over; return its id. Raises Unreached where it was not taken."""
        status, body = self._ask("POST", "/files", files={"file": (name, content, "application/pdf")})
        if status != httpx.codes.CREATED:
            raise Unreached(f"file: {status}")
        return str(body["id"])

    def dossier(self, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        """Hand a dossier over under an idempotency key; return status and body. Raises Unreached."""
        return self._ask("POST", "/dossiers", json=body, headers={"Idempotency-Key": key})

    def _ask(self, method: str, path: str, **more: Any) -> tuple[int, dict[str, Any]]:
        headers = more.pop("headers", {})
        try:
            for _try in range(2):
                bearer = {"Authorization": f"Bearer {self._token or self._sign_in()}", **headers}
                answer = self._send(method, f"/api/v1{path}", headers=bearer, **more)
                if answer.status_code != httpx.codes.UNAUTHORIZED:
                    break
                self._token = ""  # out of date
            body = answer.json()
        except (httpx.HTTPError, ValueError) as problem:
            raise Unreached(type(problem).__name__) from problem
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Unreached(f"status {answer.status_code}")
        return answer.status_code, body

    def _sign_in(self) -> str:
        client_id, secret = self._who
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        answer = self._send("POST", "/oauth/token", data=form)
        if answer.status_code != httpx.codes.OK:
            raise Unreached(f"token: {answer.status_code}")
        self._token = str(answer.json()["access_token"])
        return self._token

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        return httpx.request(method, f"{self._address}{path}", timeout=TIMEOUT, trust_env=False, **more)
