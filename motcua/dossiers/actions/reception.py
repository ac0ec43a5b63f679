"""Receive, refuse, ask for what is missing, and take the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.eforms import sealing as form_sealing
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.notices import actions as notices
from motcua.notices.rules import OfficialKind
from motcua.organisations.rules import Role

from .. import access, asking, paperless
from ..asking import OTHER
from ..models import Answers, Dossier, Paper, PaperFile, PaperTaken, SupplementRequest
from ..models.telling import What
from ..packages import package_of
from ..paperwork.documents import newest_answers
from ..piles import refusals
from ..rules import supplements
from ..rules.decisions import DecisionKind, Grounds
from ..rules.filing import NotReady, PaperData, Point
from ..rules.history import Happening
from ..rules.states import State
from . import _clock
from ._course import id_of, lock, move, record
from ._people import People
from ._process import cancel, finish_task, lock_task, resume, wait
from .applicant.telling import answered as told_by_answer
from .applicant.telling import owe
from .applicant.waiting import announce
from .decisions import decide


@dataclass(frozen=True)
class Missing:
    """One point of a supplement request: `target` is `paper:<key>`, `field:<path>` or `other`."""

    target: str
    message: str


@transaction.atomic
def receive(
    *,
    task_id: int,
    by: User,
    now: datetime,
    revision: int | None = None,
    note: str = "",
    due_at: datetime | None = None,
    due_reason: str = "",
) -> Dossier:
    """Receive a registered dossier and start its legal clock.

    `due_at` with its reason counts only where the published limit is unknown.

    Source: Decree 118/2025 art. 17(3): the clock starts at full reception as printed on the slip.
    """
    dossier, task = lock_task(task_id, kind="receive", revision=revision)
    access.require_task(by, dossier, task)
    move(dossier, State.RECEIVED, now=now)
    dossier.accepted_at = now
    _clock.start(dossier, by=by, now=now, chosen=due_at, reason=due_reason)
    moved = finish_task(dossier, task, outcome="accept", note=note, by=by, now=now)
    record(dossier, Happening.RECEIVED, by=by, now=now, note=note)
    announce(dossier, moved, by=by, now=now)
    return dossier


@transaction.atomic
def refuse(*, task_id: int, grounds: Grounds, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Refuse a dossier at reception: why, by which law, and what to do instead (form 03; Decree 61/2018 art. 17(1)(b)).

    Where the package says so, only the head of the one-stop unit refuses: what anybody else at the counter refuses is
    put before them, and the dossier waits as it is.
    """
    grounds.check(DecisionKind.REFUSE, on=today(now))
    dossier, task = lock_task(task_id, kind="receive", revision=revision)
    if not refusals.is_the_heads(dossier):
        access.require_task(by, dossier, task)
    elif not access.may(by, refusals.VERB, dossier):
        access.require_task(by, dossier, task)
        return _propose(dossier, grounds, by=by, now=now)
    reason = grounds.said()
    move(dossier, State.REFUSED, now=now)
    _clock.finish(dossier, now=now)
    cancel(dossier, outcome="refuse", note=reason, by=by, now=now, task_id=task.pk)
    event = record(dossier, Happening.REFUSED, by=by, now=now, note=reason)
    decide(dossier, event, DecisionKind.REFUSE, grounds, by=by, now=now)
    return dossier


def _propose(dossier: Dossier, grounds: Grounds, *, by: User, now: datetime) -> Dossier:
    if refusals.proposed(dossier) is not None:
        raise Conflict("proposed_already", N_("Việc từ chối hồ sơ này đã trình lãnh đạo bộ phận một cửa, đang chờ."))
    params = {"basis": grounds.basis.strip()[:300], "instead": grounds.instead.strip()}
    record(dossier, Happening.REFUSAL_ASKED, by=by, now=now, note=grounds.reason.strip(), params=params)
    due = dossier.answer_due_at.isoformat() if dossier.answer_due_at is not None else ""
    for user_id in People(now).holding(Role.ONE_STOP_HEAD, dossier.received_at_id or dossier.competent_agency_id):
        notices.tell_official(
            user_id=user_id,
            kind=OfficialKind.REFUSAL_WAITS,
            params={"code": dossier.code, "who": by.full_name, "due": due},
            about=("dossier", str(dossier.public_id)),
            now=now,
        )
    return dossier


@transaction.atomic
def decline_refusal(*, dossier_id: int, reason: str, by: User, now: datetime, revision: int | None = None) -> Dossier:
    """Send a refusal back to the counter: the dossier is to be received, or more is to be asked for.

    Raises Refused without a reason, Conflict where none waits.
    """
    dossier = lock(dossier_id, revision=revision)
    access.require(by, refusals.VERB, dossier)
    if not reason.strip():
        raise Refused("reason_missing", N_("Hãy ghi rõ lý do để người dân và đồng nghiệp hiểu."))
    if refusals.proposed(dossier) is None:
        raise Conflict("nothing_proposed", N_("Không có việc từ chối nào của hồ sơ này đang chờ."))
    record(dossier, Happening.REFUSAL_DECLINED, by=by, now=now, note=reason.strip())
    return dossier


@transaction.atomic
def ask_supplement(
    *,
    task_id: int,
    items: list[Missing],
    reason: str,
    paper_reason: str = "",
    is_told_here: bool = False,
    by: User,
    now: datetime,
    revision: int | None = None,
) -> Dossier:
    """Ask once for everything that is missing (Decree 118/2025 art. 17(2)(a)); the clock stands still meanwhile.

    Each point names the very paper or question and says what to do. The step stays open and goes on when the answer
    has come. The time to answer runs from when the applicant was told: now, where they stand at the counter.
    `paper_reason` says why a paperless procedure wants it on paper; the applicant reads it with the reason.
    """
    paper_reason = paper_reason.strip()[:300]
    if paper_reason:
        reason = "\n".join(text for text in (reason, f"Nộp bản giấy: {paper_reason}") if text)
    if not items and not reason.strip():
        raise Refused("nothing_asked", N_("Hãy chọn giấy tờ hoặc thông tin cần bổ sung và ghi rõ phải làm gì."))
    dossier, task = lock_task(task_id, kind=None, revision=revision)
    access.require_task(by, dossier, task)
    before_reception = dossier.accepted_at is None
    names = asking.named(dossier, [item.target for item in items], now)
    limits = _may_ask(dossier, items, now=now)
    move(dossier, State.SUPPLEMENT_REQUESTED, now=now)
    last = dossier.supplement_requests.aggregate(last=Max("number"))["last"] or 0
    request = SupplementRequest.objects.create(
        dossier=dossier,
        number=last + 1,
        items=[
            {"target": item.target, "name": name, "message": item.message}
            for item, name in zip(items, names, strict=True)
        ],
        reason=reason,
        asked_at=now,
        asked_by=str(by.pk),
        paper_reason=paper_reason,
        before_reception=before_reception,
    )
    wait(dossier, now=now)
    by_when = limits.notice_by or dossier.answer_due_at
    params = {"request": request.number, "in_time": by_when is None or now <= by_when}
    event = record(dossier, Happening.SUPPLEMENT_REQUESTED, by=by, now=now, note=reason, params=params)
    owe(dossier, event, What.SUPPLEMENT, request=request, is_told_here=is_told_here, now=now)
    dossier.save()
    return dossier


def _may_ask(dossier: Dossier, items: list[Missing], *, now: datetime) -> supplements.Limits:
    limits = _clock.supplement_limits(dossier)
    earlier = list(dossier.supplement_requests.filter(before_reception=False).values_list("items", flat=True))
    # A request in words alone names no paper and no question.
    named = {item["target"] for points in earlier for item in points or [{"target": OTHER}]}
    wanted = {item.target for item in items}
    supplements.check(limits, wanted=wanted, asked_before=named if earlier else None, now=now)
    return limits


@transaction.atomic
def answer_supplement(
    *,
    public_id: UUID,
    answers: dict[str, Any] | None = None,
    papers: tuple[PaperData, ...],
    given: Mapping[str, Any] | None = None,
    message: str = "",
    paper_reason: str = "",
    by: User,
    now: datetime,
) -> Dossier:
    """Take the applicant's answer to the open request, over whichever channel it comes.

    `answers` are all the answers with the mended ones among them; `given` only these, by path, as machines send them.
    Earlier answers and files stay. `paper_reason` says why paper is taken of a paperless procedure; without one the
    request's own counts, or the message. Raises NotReady with the points still open, Refused for a question not asked.
    """
    dossier = lock(id_of(public_id))
    access.require(by, "dossier.supplement", dossier)
    request = dossier.supplement_requests.filter(answered_at=None, expired_at=None).first()
    if request is None:
        raise Refused("nothing_asked_now", N_("Hồ sơ này hiện không có yêu cầu bổ sung nào đang chờ."))
    if given:
        answers = asking.Answering(dossier, request, now).take(given)
    _check_answered(dossier, request, answers, papers, message)
    package = package_of(dossier.version_id)
    if answers is not None:
        settled, problems = package.form.judged(answers, package.form_context(dossier.case_key, dossier.channel, now))
        if problems:
            raise NotReady([Point(f"field:{p.path}", p.text, code=p.code) for p in problems])
        number = (dossier.answers.aggregate(last=Max("number"))["last"] or 0) + 1
        Answers.objects.create(
            dossier=dossier,
            number=number,
            data=form_sealing.seal_answers(package.form, settled.answers),
            given_at=now,
            given_by=str(by.pk),
        )
    why = (paper_reason.strip() or request.paper_reason or message.strip())[:300]
    against = paperless.check_taking(dossier.version.procedure_id, papers, why, on=today(dossier.submitted_at))
    add_papers(dossier, papers, by=by, now=now)
    if against is not None:
        PaperTaken.objects.create(dossier=dossier, decision=against, at=now, by=by, reason=why)
    told_by_answer(dossier, request, now=now)
    resume(dossier, now=now)
    request.answered_at = now
    request.save(update_fields=["answered_at"])
    if dossier.accepted_at is None:
        move(dossier, State.REGISTERED, now=now)
        _clock.ask_again(dossier, now=now)
    else:
        move(dossier, State.PROCESSING, now=now)
        _clock.go_on(dossier, by=by, now=now)
    record(dossier, Happening.SUPPLEMENTED, by=by, now=now, note=message, params={"request": request.number})
    return dossier


def _check_answered(
    dossier: Dossier,
    request: SupplementRequest,
    answers: dict[str, Any] | None,
    papers: tuple[PaperData, ...],
    message: str,
) -> None:
    """Raise NotReady for points that nothing was given for, unless a message says why."""
    if message.strip():
        return
    given = {paper.key for paper in papers if paper.file_ids or paper.originals or paper.copies}
    asked = asking.points_of(dossier, request)
    before = newest_answers(dossier) if any(point.kind == "field" for point in asked) else {}
    points = []
    for point in asked:
        if point.kind == "paper" and point.key not in given:
            words = N_("Còn thiếu: {name}. Hãy nộp, hoặc ghi lời giải thích.")
            points.append(Point(point.target, words, {"name": point.name}))
        elif point.kind == "field" and asking.is_unchanged(before, answers, point.key):
            words = N_("Chưa sửa: {name}. Hãy sửa, hoặc ghi lời giải thích.")
            points.append(Point(point.target, words, {"name": point.name}))
        elif point.kind == OTHER and not given and answers is None:
            points.append(Point(OTHER, N_("Hãy ghi lời giải thích, hoặc gửi giấy tờ.")))
    if points:
        raise NotReady(points)


def add_papers(dossier: Dossier, papers: tuple[PaperData, ...], *, by: User, now: datetime) -> None:
    """Add files to a locked dossier's papers, and papers it did not have; nothing given earlier goes."""
    known = {paper.key: paper for paper in dossier.papers.all()}
    names = {paper.key: paper.name for paper in package_of(dossier.version_id).papers(dossier.case_key)}
    number = max((paper.number for paper in known.values()), default=0)
    for data in papers:
        paper = known.get(data.key)
        if paper is None:
            number += 1
            paper = known[data.key] = Paper.objects.create(
                dossier=dossier,
                number=number,
                key=data.key,
                name=data.name or names.get(data.key, data.key),
                originals=data.originals,
                copies=data.copies,
            )
        elif data.originals or data.copies:
            # Handed in at a counter as well as what was sent before.
            paper.originals += data.originals
            paper.copies += data.copies
            paper.save(update_fields=["originals", "copies"])
        found = {str(file.public_id): file for file in StoredFile.objects.filter(public_id__in=data.file_ids)}
        if len(found) != len(set(data.file_ids)):
            raise Refused("no_such_file", N_("Một tệp đính kèm không còn nữa. Hãy tải lại tệp đó."))
        last = paper.files.aggregate(last=Max("number"))["last"] or 0
        for position, file_id in enumerate(data.file_ids, start=last + 1):
            PaperFile.objects.create(
                paper=paper, file=found[file_id], number=position, added_at=now, added_by=str(by.pk)
            )
        files.attach(file_ids=[file.pk for file in found.values()], by=actor(by), now=now)
