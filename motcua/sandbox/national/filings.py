"""What people filed at the stand-in: a declaration filled in by rule, kept until the province has taken it over."""

import io
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from motcua.lib.dates import VN
from motcua.sandbox.national.our_api import Api, Unreached
from motcua.sandbox.vneid.people import Account

SAMPLES = Path(__file__).resolve().parents[3] / "packages"
# The block of a declaration that is whoever files.
MINE = ("requester", "me", "owner", "applicant", "head", "receiver")


@dataclass
class Sent:
    """One filing at the stand-in, and what became of it. It ends with the process, like everything here."""

    foreign_code: str
    procedure: str
    title: str
    who: str
    filed_at: datetime
    body: dict[str, Any]
    papers: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    code: str = ""
    secret: str = ""
    state: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Tell whether it still is to be handed over."""
        return not self.code and not self.problems


def has_sample(code: str) -> bool:
    """Tell whether a declaration to be filed online is ready for a procedure."""
    path = SAMPLES / code / "sample.json"
    return path.exists() and json.loads(path.read_text(encoding="utf-8"))["channel"] == "online"


def with_samples() -> list[str]:
    """Return the codes of the procedures whose declarations are ready."""
    return sorted(path.parent.name for path in SAMPLES.glob("*/sample.json") if has_sample(path.parent.name))


def declared(code: str, who: Account, form: dict[str, Any], papers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return case, answers and papers for a procedure: its package's sample, or the shortest that its form takes."""
    me = {"full_name": who.full_name, "identity": who.number, "birth": _dashed(who.birth)}
    if has_sample(code):
        sample = json.loads((SAMPLES / code / "sample.json").read_text(encoding="utf-8"))
        answers = sample["answers"]
        for name in MINE:
            if isinstance(answers.get(name), dict) and "identity" in answers[name]:
                answers[name] |= {key: value for key, value in me.items() if key in answers[name]}
                break
        return {"case": sample["case"], "answers": answers, "papers": sample["papers"]}
    answers = {}
    for name in form.get("required", []):
        asked = form["properties"][name]
        if asked.get("$ref") == "motcua:person":
            answers[name] = {key: me[key] for key in {"full_name", *asked.get("required", [])} if key in me}
        elif "enum" in asked:
            answers[name] = asked["enum"][0]
        elif asked.get("type") == "string":
            answers[name] = "Đề nghị giải quyết theo quy định"
    wanted = [paper["key"] for paper in papers if paper.get("required", True) and paper.get("kind") == "submit"]
    return {"case": "", "answers": answers, "papers": wanted}


def hand_over(sent: Sent, api: Api) -> None:
    """Hand a filing over to the province, once however often it is tried. Raises Unreached: it waits then."""
    for key in sent.papers:
        if key not in sent.files:
            sent.files[key] = api.file(f"{key}.pdf", scan())
    papers = [{"key": key, "files": [file]} for key, file in sent.files.items()]
    status, answer = api.dossier({**sent.body, "papers": papers}, f"national-{sent.foreign_code}")
    if status == 201:
        sent.code, sent.secret, sent.state = answer["code"], answer["lookup_secret"], answer["state_name"]
    else:
        sent.problems = [answer.get("detail", ""), *(point["message"] for point in answer.get("points", []))]


def look_after(sent: Sent, api: Api) -> None:
    """Ask the province in which state a filing is; an unreached province changes nothing."""
    try:
        status, answer = api.get(f"/dossiers/{sent.code}")
    except Unreached:
        return
    if status == 200:
        sent.state = answer["state_name"]


def foreign_code(day: datetime, number: int) -> str:
    """Return a code as the portal of a ministry gives it: of agency G22, so that nobody takes it for the province's."""
    return f"G22.99-{day.astimezone(VN):%y%m%d}-{number:04d}"


def scan() -> bytes:
    """Return a page like a scanned one, as PDF."""
    made = io.BytesIO()
    Image.effect_noise((420, 594), 40).convert("L").save(made, "PDF", quality=25)
    return made.getvalue()


def _dashed(birth: str) -> str:
    return f"{birth[:4]}-{birth[4:6]}-{birth[6:8]}" if len(birth) == 8 else birth
