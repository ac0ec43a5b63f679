"""A partner's program: files dossiers and moves them through all their steps by the API alone."""

import io
import random
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from bench.http import Answer, Connection, Unexpected

AGENCY = "H36.12"
SPECIALIST = "chuyenvien"
PLACE = "T" * 32


def connect(port: int, client_id: str = "h36") -> Connection:
    """Return a client with its token."""
    made = Connection(port)
    fields = f"grant_type=client_credentials&client_id={client_id}&client_secret=demo-{client_id}"
    answer = made.request("POST", "/oauth/token", fields.encode(), "application/x-www-form-urlencoded").expect(200)
    made.bearer = answer.json()["access_token"]
    return made


def scan(size: int = 100_000) -> bytes:
    """Return a scanned page as PDF of about this size, with a title to be made different each time."""
    for width in range(300, 1200, 12):
        page = Image.effect_noise((width, int(width * 1.41)), 60).convert("L")
        made = io.BytesIO()
        page.save(made, "PDF", quality=30, title=PLACE)
        if made.tell() >= size:
            return made.getvalue()
    raise ValueError("no page is that large")


@dataclass(frozen=True)
class Kind:
    """A procedure that the bench knows how to file."""

    procedure: str
    answers: dict[str, Any]
    papers: tuple[str, ...]
    case: str


class Machine:
    """Files and finishes dossiers, each different."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.scan = scan()
        self.kinds = self._kinds(connect(port))
        self.filed: list[tuple[str, str]] = []
        self.steps: dict[str, list[float]] = {}
        self._lock = threading.Lock()
        self._random = random.Random(2026)

    def _kinds(self, client: Connection) -> list[Kind]:
        """Find procedures of the province level whose forms and papers can be filled by rule."""
        found: list[Kind] = []
        for item in (
            client.get("/api/v1/procedures?level=province&q=ch%C4%83n+nu%C3%B4i&limit=60").expect(200).json()["items"]
        ):
            if not item["can_be_filed"]:
                continue
            schema = client.get(f"/api/v1/procedures/{item['code']}/form").expect(200).json()["form_schema"]
            full = client.get(f"/api/v1/procedures/{item['code']}").expect(200).json()
            case = full["cases"][0]["key"] if full["cases"] else ""
            papers = [paper["key"] for paper in full["papers"]]
            kind = Kind(item["code"], _answers(schema), tuple(papers[1:]), case)
            if len(kind.papers) <= 3 and self._accepted(client, kind):
                found.append(kind)
            if len(found) == 6:
                break
        if not found:
            raise Unexpected("no procedure could be filed by rule")
        return found

    def _accepted(self, client: Connection, kind: Kind) -> bool:
        return self._post(client, kind, self._upload(client)).status == 201

    def _upload(self, client: Connection) -> str:
        content = self.scan.replace(PLACE.encode(), uuid.uuid4().hex.encode())
        return str(client.post_file("/api/v1/files", "ban-scan.pdf", content).expect(201).json()["id"])

    def _post(self, client: Connection, kind: Kind, file: str) -> Answer:
        body = {
            "procedure": kind.procedure,
            "agency": AGENCY,
            "submitter": {
                "name": "Nguyễn Thị An",
                "identity_kind": "personal_id",
                "identity_number": "068190012345",
            },
            "case": kind.case,
            "answers": kind.answers,
            "papers": [{"key": key, "files": [file]} for key in kind.papers[:1]]
            + [{"key": key, "copies": 1} for key in kind.papers[1:]],
        }
        return client.post_json("/api/v1/dossiers", body, Idempotency_Key=uuid.uuid4().hex)

    def file(self, client: Connection) -> str:
        """Send a paper and file a dossier with it; return its code."""
        made = self._post(client, self._random.choice(self.kinds), self._upload(client)).expect(201).json()
        with self._lock:
            self.filed.append((made["code"], made["lookup_secret"]))
        return str(made["code"])

    def live(self, client: Connection) -> None:
        """File a dossier and do every step until it is delivered."""
        code = self.file(client)
        for _ in range(15):
            tasks = client.get(f"/api/v1/tasks?dossier={code}").expect(200).json()["items"]
            if not tasks:
                break
            task = tasks[0]
            answer = client.post_json(f"/api/v1/tasks/{task['id']}/complete", _done(task)).expect(200)
            with self._lock:
                self.steps.setdefault(task["kind"], []).append(answer.times[0])
        state = client.get(f"/api/v1/dossiers/{code}").expect(200).json()["state"]
        if state != 10:
            raise Unexpected(f"{code} ended in state {state}")


def _done(task: dict[str, Any]) -> dict[str, Any]:
    more: dict[str, Callable[[], dict[str, Any]]] = {
        "appraise": lambda: {"reference": {"number": uuid.uuid4().hex[:8], "dated_on": "2026-11-24"}},
        "assign": lambda: {"assignee": SPECIALIST},
        "deliver": lambda: {"recipient": "Nguyễn Thị An"},
    }
    return {"outcome": (task["outcomes"] or ["done"])[0], **more.get(task["kind"], dict)()}


def _answers(schema: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in schema.get("required", []):
        asked = schema["properties"][name]
        if asked.get("$ref") == "motcua:person":
            made[name] = {"full_name": "Nguyễn Thị An", "identity": "068190012345"}
        elif "enum" in asked:
            made[name] = asked["enum"][0]
        elif asked.get("type") == "string":
            made[name] = "Đề nghị giải quyết theo quy định"
    return made
