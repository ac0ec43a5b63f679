"""The stand-in over HTTP: a plain WSGI application."""

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from motcua.lib.dates import VN
from motcua.sandbox.national.filings import Sent, declared, foreign_code, hand_over, look_after, with_samples
from motcua.sandbox.national.our_api import Api, Unreached
from motcua.sandbox.vneid.app import Answer, Start, pages, static
from motcua.sandbox.vneid.people import ACCOUNTS, BY_SUB

MOST_BYTES = 20_000
SHOWN = 30
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
# Which agency decides, by field, levels and area: a public list that the real portal has, too.
Decider = Callable[[dict[str, Any], str], str]


class Application:
    """Takes filings and hands them over to one province."""

    def __init__(self, api: Api, *, areas: Sequence[tuple[str, str]], decider: Decider, site: str) -> None:
        self.api, self.areas, self.decider, self.site = api, areas, decider, site
        self.sent: list[Sent] = []
        self._titles: dict[str, str] = {}
        self._lock = threading.Lock()
        # It forgets its numbers when it ends; beginning with the time of day, it gives none twice.
        begun = datetime.now(VN)
        self._numbers = count(10 * (begun.hour * 3600 + begun.minute * 60 + begun.second))

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/")
        try:
            status, headers, body = self._answer("GET" if method == "HEAD" else method, path, environ)
        except Unreached:
            status, headers, body = self._page("down", status=503)
        start(f"{status} {HTTPStatus(status).phrase}", [*headers, ("Content-Length", str(len(body)))])
        return [b"" if method == "HEAD" else body]

    def _answer(self, method: str, path: str, environ: dict[str, Any]) -> Answer:
        kind, _, rest = path.strip("/").partition("/")
        if method == "GET" and kind == "static":
            return static(rest)
        if method == "GET" and path == "/":
            return self._home()
        if kind == "thu-tuc" and rest:
            return self._service(rest) if method == "GET" else self._file(rest, _form(environ))
        if method == "POST" and path == "/chuyen":
            return self._try_again(_form(environ).get("code", ""))
        return self._page("missing", status=404)

    def _page(self, name: str, *, status: int = 200, **values: Any) -> Answer:
        body = pages.get_template(f"sandbox/national_{name}.html").render(site=self.site, **values).encode()
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", POLICY),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return status, headers, body

    def _home(self) -> Answer:
        with self._lock:
            shown = self.sent[: -SHOWN - 1 : -1]
        for one in shown:
            if one.code:
                look_after(one, self.api)
        rows = [(one, f"{one.filed_at.astimezone(VN):%H:%M %d/%m/%Y}") for one in shown]
        services = [(code, self._title(code)) for code in with_samples()]
        return self._page("home", rows=rows, services=services)

    def _title(self, code: str) -> str:
        if code not in self._titles:
            try:
                status, procedure = self.api.get(f"/procedures/{code}")
            except Unreached:
                return code
            self._titles[code] = str(procedure["title"]) if status == HTTPStatus.OK else code
        return self._titles[code]

    def _service(self, code: str) -> Answer:
        status, procedure = self.api.get(f"/procedures/{code}")
        if status != HTTPStatus.OK:
            return self._page("missing", status=404)
        people = [account for account in ACCOUNTS if not account.is_organisation]
        return self._page("service", procedure=procedure, people=people, areas=self.areas)

    def _file(self, code: str, asked: dict[str, str]) -> Answer:
        who = BY_SUB.get(asked.get("who", ""))
        status, procedure = self.api.get(f"/procedures/{code}")
        if status != HTTPStatus.OK or who is None or who.is_organisation:
            return self._page("missing", status=404)
        form = self.api.get(f"/procedures/{code}/form")[1]["form_schema"]
        made = declared(code, who, form, procedure["papers"])
        now = datetime.now(UTC)
        with self._lock:
            one = Sent(
                foreign_code=foreign_code(now, next(self._numbers)),
                procedure=code,
                title=procedure["title"],
                who=who.full_name,
                filed_at=now,
                papers=tuple(made["papers"]),
                body={
                    "procedure": code,
                    "agency": self.decider(procedure, asked.get("area", "")),
                    "origin": "national_portal",
                    "channel": "online",
                    "case": made["case"],
                    "answers": made["answers"],
                    "submitter": {"name": who.full_name, "identity_number": who.number},
                },
            )
            one.body |= {"foreign_code": one.foreign_code, "foreign_submitted_at": now.isoformat()}
            self.sent.append(one)
        if asked.get("later") != "1":
            self._hand_over(one)
        return _to_home()

    def _try_again(self, code: str) -> Answer:
        for one in self.sent:
            if one.foreign_code == code and one.waits:
                self._hand_over(one)
        return _to_home()

    def _hand_over(self, one: Sent) -> None:
        try:
            hand_over(one, self.api)
        except Unreached:
            return  # it waits; the page offers to try again


def _to_home() -> Answer:
    return 303, [("Location", "/"), ("Cache-Control", "no-store")], b""


def _form(environ: dict[str, Any]) -> dict[str, str]:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), MOST_BYTES)
    return dict(parse_qsl(environ["wsgi.input"].read(length).decode(errors="replace")))
