"""Files and processes the prototypes: real dossiers, made by the same actions as everybody's."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from motcua.accounts.actions import sign_in_person
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules import IdentityKind, PersonKind
from motcua.accounts.rules.signin import EIdentity
from motcua.dossiers import actions
from motcua.dossiers.actions import Details, Missing, Receipt, Reference
from motcua.dossiers.actions.opinions import Question
from motcua.dossiers.models import Dossier, PaperFile
from motcua.dossiers.packages import package_of
from motcua.dossiers.paperless import meeting_of
from motcua.dossiers.rules.filing import Filing, NotReady, PaperData, PartyData
from motcua.dossiers.rules.opinions import Stance
from motcua.dossiers.rules.states import Channel, Origin
from motcua.files import actions as files
from motcua.lib.dates import today
from motcua.lib.personal_id import parse
from motcua.lib.refusals import Refused
from motcua.organisations.rules import Role
from motcua.procedures.models import ProcedureVersion
from motcua.signing.models import SigningKey
from motcua.workflow.models import Task
from motcua.workflow.rules import APPLICANT, TaskKind

from .places import Place
from .stories import Ending

SAMPLES = Path(__file__).resolve().parents[3] / "packages"
# The block of a sample's answers that is whoever files.
MINE = ("requester", "me", "owner", "applicant", "head", "receiver")
SOMEBODY = EIdentity(
    PersonKind.PERSON,
    IdentityKind.PERSONAL_ID,
    "068190999001",
    "Đoàn Thị Nguyên Mẫu",
    birth="1990-05-17",
    sex="female",
    assurance=2,
)
USUAL = {
    "receive": "accept",
    "assign": "assign",
    "appraise": "approve",
    "review": "approve",
    "applicant_check": "confirm",
    "in_person": "came",
    "number": "done",
    "generic": "done",
    "sign": "sign",
    "issue": "issue",
    "deliver": "deliver",
}
# The kind of step at which a dossier stands still for each ending; none: it is walked to the end.
HALT = {
    Ending.REGISTERED: "receive",
    Ending.REFUSED: "receive",
    Ending.ASKED_EARLY: "receive",
    Ending.WITHDRAWN: "appraise",
    Ending.STOPPED: "appraise",
    Ending.SUPPLEMENTED: "appraise",
    Ending.ASKED_LATE: "appraise",
    Ending.APPRAISING: "appraise",
    Ending.PAYING: "appraise",
    Ending.OPINION_ASKED: "appraise",
    Ending.OPINION_GIVEN: "appraise",
    Ending.AT_REVIEW: "review",
    Ending.AT_SIGNATURE: "sign",
    Ending.AT_ISSUE: "issue",
    Ending.COMPLETED: "deliver",
}
BASIS = "Nghị định 118/2025/NĐ-CP, Điều 17"
REASONS = {
    Ending.REFUSED: "Thủ tục này không thuộc thẩm quyền của cơ quan.",
    Ending.ASKED_EARLY: "Bản chụp bị mờ, chưa đọc được số giấy tờ.",
    Ending.ASKED_LATE: "Cần ghi rõ nội dung đề nghị.",
    Ending.SUPPLEMENTED: "Cần ghi rõ nội dung đề nghị.",
    Ending.STOPPED: "Chưa đủ điều kiện theo quy định.",
    Ending.WITHDRAWN: "Tôi không còn nhu cầu.",
    Ending.PAYING: "Nộp lệ phí theo thông báo.",
}


@dataclass(frozen=True)
class Prototype:
    """A real dossier, the citizen it belongs to, and where it was processed."""

    dossier: Dossier
    ending: Ending
    citizen: User
    place: Place
    files: tuple[int, ...] = ()


@dataclass(frozen=True)
class Request:
    """What is filed, and by whom."""

    version: ProcedureVersion
    case: str
    channel: str
    answers: dict[str, Any]
    papers: tuple[str, ...]
    who: EIdentity


def of_sample(version: ProcedureVersion) -> Request | None:
    """Return the request that a hand-made package carries as its sample; None where it has none."""
    path = SAMPLES / version.procedure.code / "sample.json"
    if not path.exists():
        return None
    sample = json.loads(path.read_text(encoding="utf-8"))
    answers = sample["answers"]
    me = next((answers[key] for key in MINE if isinstance(answers.get(key), dict) and "identity" in answers[key]), None)
    if me is None:
        return None
    who = replace(
        SOMEBODY,
        number=me["identity"],
        full_name=me["full_name"],
        birth=me.get("birth", ""),
        sex=str(parse(me["identity"]).sex),
    )
    return Request(version, sample["case"], sample["channel"], answers, tuple(sample["papers"]), who)


def of_default(version: ProcedureVersion, channel: str) -> Request | None:
    """Return a request for a default package, its form filled by rule; None where that does not do."""
    package = package_of(version.pk)
    if package.settings.get("cases") or channel not in (package.settings.get("channels") or [channel]):
        return None
    me = {"full_name": SOMEBODY.full_name, "identity": SOMEBODY.number}
    answers: dict[str, Any] = {}
    schema = version.form["schema"]
    for name in schema.get("required", []):
        asked = schema["properties"][name]
        if asked.get("$ref") == "motcua:person":
            answers[name] = me
        elif "enum" in asked:
            answers[name] = asked["enum"][0]
        elif asked.get("type") == "string":
            answers[name] = "Đề nghị giải quyết theo quy định"
    papers = tuple(paper.key for paper in package.papers("", None) if paper.required and paper.is_handed_in)
    return Request(version, "", channel, answers, papers, SOMEBODY)


def scan() -> bytes:
    """Return a page like a scanned one, as PDF."""
    page = Image.effect_noise((420, 594), 40).convert("L")
    made = io.BytesIO()
    page.save(made, "PDF", quality=25)
    return made.getvalue()


class Maker:
    """Files and processes prototypes, each in its own time before `now`."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.scan = scan()
        self._made = 0
        self._filed = 0
        # Whom prototypes ask for an opinion; nobody where that is None.
        self.asked: Place | None = None

    def make(self, request: Request, ending: Ending, place: Place) -> Prototype:
        """File a request at a place and take it to its ending. Raises Refused where that cannot be."""
        self._made += 1
        try:
            # Begun on different days of the week, at different hours.
            return self._make(request, ending, place, ago=timedelta(days=5 + self._made % 5, hours=self._made % 7))
        except NotReady:
            # A sample may tell of something that happened only last week.
            return self._make(request, ending, place, ago=timedelta(hours=6))

    def _make(self, request: Request, ending: Ending, place: Place, *, ago: timedelta) -> Prototype:
        moments = self.moments(ago)
        begun = next(moments)
        citizen = sign_in_person(who=request.who, now=begun)
        dossier = self.file(request, citizen, place, at=begun)
        actions.make_declarations(dossier_ids=[dossier.pk], now=begun)
        self.process(dossier, ending, citizen, place, moments)
        dossier.refresh_from_db()
        return Prototype(dossier, ending, citizen, place, files_of(dossier))

    def moments(self, ago: timedelta) -> Iterator[datetime]:
        """Yield moments from so long ago on, none after now."""
        moment, pause = self.now - ago, ago / 9
        while True:
            yield moment
            moment = min(moment + pause, self.now)

    def file(self, request: Request, citizen: User, place: Place, *, at: datetime) -> Dossier:
        """File a request at a place."""
        self._filed += 1
        is_online = request.channel == Channel.ONLINE
        by = citizen if is_online else place.staff[Role.RECEPTIONIST]
        who = PartyData(
            name=citizen.full_name, person_id=citizen.person_id, birth=request.who.birth, phone="0912345678"
        )
        if not is_online:
            who = replace(
                who, person_id=None, identity_kind=IdentityKind.PERSONAL_ID.value, identity_number=request.who.number
            )
        filing = Filing(
            version_id=request.version.pk,
            agency_id=place.agency.pk,
            origin=Origin.PORTAL if is_online else Origin.COUNTER,
            channel=Channel(request.channel),
            submitter=who,
            owner=who,
            answers=request.answers,
            papers=tuple(self._paper(key, by, is_online, at) for key in request.papers),
            case_key=request.case,
            received_agency_id=None if is_online else place.one_stop.pk,
        )
        return actions.file(filing=filing, key=f"prototype-{self._filed}-{at.isoformat()}", by=by, now=at).dossier

    def _paper(self, key: str, by: User, is_online: bool, at: datetime) -> PaperData:
        if not is_online:
            return PaperData(key=key, copies=1)
        file = files.store(data=self.scan, name=f"{key}.pdf", purpose="paper", by=actor(by), now=at)
        return PaperData(key=key, file_ids=(str(file.public_id),))

    def process(
        self, dossier: Dossier, ending: Ending, citizen: User, place: Place, moments: Iterator[datetime]
    ) -> None:
        """Take a dossier to its ending."""
        reached, is_signed = HALT.get(ending, ""), False
        if ending == Ending.RECEIVED:
            self.step(dossier, ending, citizen, place, at=next(moments))
            return
        for _ in range(20):
            task = Task.objects.undone().filter(instance=dossier.instance_id).first()
            if task is None:
                return
            # A key signs only from the day it was made: what follows a signature happens now.
            is_signed = is_signed or (task.kind == "sign" and ending == Ending.SIGNED)
            at = self.now if is_signed else next(moments)
            if task.kind == TaskKind.WAIT:
                if ending == Ending.PAYING:
                    return
                receipt = Receipt(number=f"{self._filed:06d}", paid_on=today(at), amount=1_200_000)
                actions.payment_done(dossier_id=dossier.pk, receipt=receipt, by=place.staff[Role.RECEPTIONIST], now=at)
            elif task.kind == reached:
                if not self._end(dossier, task, ending, citizen, place, at=at):
                    return
                reached = ""
            else:
                self.step(dossier, ending, citizen, place, at=at)
        raise Refused("endless", "the process never ends")

    def _end(self, dossier: Dossier, task: Task, ending: Ending, citizen: User, place: Place, *, at: datetime) -> bool:
        """Do what makes the ending; tell whether the dossier goes on after it."""
        by, reason = self._holder(task, citizen, place), REASONS.get(ending, "")

        def complete(outcome: str, **details: Any) -> None:
            actions.complete(task_id=task.pk, outcome=outcome, note=reason, by=by, now=at, details=Details(**details))

        deeds: dict[Ending, Callable[[], object]] = {
            Ending.REFUSED: lambda: complete("refuse", basis=BASIS, instead="Nộp tại xã, phường nơi cư trú."),
            Ending.STOPPED: lambda: complete("stop", basis=BASIS),
            Ending.WITHDRAWN: lambda: actions.withdraw(
                dossier_id=dossier.pk, reason=reason, by=place.staff[Role.RECEPTIONIST], now=at
            ),
            Ending.PAYING: lambda: actions.ask_payment(task_id=task.pk, amount=50_000, reason=reason, by=by, now=at),
            Ending.OPINION_ASKED: lambda: self._ask(dossier, by, is_answered=False, at=at),
            Ending.OPINION_GIVEN: lambda: self._ask(dossier, by, is_answered=True, at=at),
        }
        if ending in {Ending.ASKED_EARLY, Ending.ASKED_LATE, Ending.SUPPLEMENTED}:
            complete("supplement", missing=(Missing("other", reason),), is_told_here=True)
        elif deed := deeds.get(ending):
            deed()
        if ending == Ending.OPINION_GIVEN:
            return True
        if ending != Ending.SUPPLEMENTED:
            return False
        answerer = citizen if dossier.channel == Channel.ONLINE else place.staff[Role.RECEPTIONIST]
        actions.answer_supplement(
            public_id=dossier.public_id, answers=None, papers=(), message="Đã ghi rõ.", by=answerer, now=at
        )
        return True

    def _ask(self, dossier: Dossier, by: User, *, is_answered: bool, at: datetime) -> None:
        if self.asked is None:
            raise Refused("nobody_to_ask", "no other agency is staffed")
        question = Question(self.asked.agency.pk, "Thửa đất có trong quy hoạch không?", today(at) + timedelta(days=7))
        opinion = actions.ask_opinion(dossier_id=dossier.pk, question=question, by=by, now=at)
        if is_answered:
            actions.answer_opinion(
                public_id=opinion.public_id,
                stance=Stance.AGREE,
                text="Không nằm trong quy hoạch.",
                by=self.asked.staff[Role.SPECIALIST],
                now=at + timedelta(minutes=20),
            )

    def step(self, dossier: Dossier, ending: Ending, citizen: User, place: Place, *, at: datetime) -> None:
        """End the step that a dossier stands at as usual."""
        task = Task.objects.undone().get(instance=dossier.instance_id)
        if task.kind == TaskKind.WAIT:
            receipt = Receipt(number=f"{self._filed:07d}", paid_on=today(at), amount=1_250_000)
            actions.payment_done(dossier_id=dossier.pk, receipt=receipt, by=place.staff[Role.SPECIALIST], now=at)
            return
        details = Details(recipient=citizen.full_name, is_here=True)
        if task.kind == "assign":
            details = Details(assignee_id=place.staff[Role.SPECIALIST].pk)
        if task.kind == "appraise" and ending != Ending.SIGNED:
            details = Details(reference=Reference(number=f"{self._filed}/TB", dated_on=today(at), book="Sổ kết quả"))
        if task.kind == TaskKind.IN_PERSON:
            meeting = meeting_of(dossier)
            details = Details(present=meeting.who, compared=tuple(key for key, _name in meeting.originals))
        limit = package_of(dossier.version_id).limit(dossier.channel, dossier.case_key)
        if task.kind == "receive" and (limit is None or limit.amount is None):
            details = Details(due_at=at + timedelta(days=10), due_reason="Theo quy định")
        actions.complete(
            task_id=task.pk,
            outcome=USUAL[task.kind],
            note="",
            by=self._holder(task, citizen, place),
            now=at,
            details=details,
        )

    def _holder(self, task: Task, citizen: User, place: Place) -> User:
        return citizen if task.role == APPLICANT else place.staff[Role(task.role)]


def files_of(dossier: Dossier) -> tuple[int, ...]:
    """Return the ids of every file that belongs to a dossier."""
    papers = PaperFile.objects.filter(paper__dossier=dossier).values_list("file_id", flat=True)
    results = dossier.results.values_list("file_id", "draft_id")
    return tuple(sorted({*papers, *filter(None, (pk for pair in results for pk in pair))}))


def has_key(place: Place) -> bool:
    """Tell whether the leader there can sign."""
    return SigningKey.objects.filter(label=f"user:{place.staff[Role.AGENCY_LEADER].username}").exists()


__all__ = ["Maker", "NotReady", "Prototype", "Request", "has_key", "of_default", "of_sample"]
