"""Ask other agencies, take their answers, remind them, and tell the head of the one-stop unit who is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from motcua.accounts.models import User
from motcua.accounts.queries import actor, at_agencies, system_user
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.notices import actions as notices
from motcua.notices.rules import OfficialKind
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role

from .. import access
from ..models import Dossier, Opinion, OpinionAnswer
from ..opinions import is_over, may_answer
from ..rules import opinions as rules
from ..rules.history import Happening
from ..rules.opinions import Stance
from ..rules.states import FINAL, State
from . import _clock
from ._course import lock, record
from ._people import People

# An agency that was asked is reminded so long before its time is over.
REMIND_BEFORE = timedelta(days=1)
BEING_PROCESSED = frozenset({State.RECEIVED, State.PROCESSING})


@dataclass(frozen=True)
class Question:
    """What is asked of one agency, until which day, and what it sees of the dossier for it."""

    recipient_id: int
    text: str
    due_on: date
    is_mandatory: bool = True
    papers: tuple[str, ...] = ()
    shares_answers: bool = False


@transaction.atomic
def ask_opinion(
    *, dossier_id: int, question: Question, by: User, now: datetime, revision: int | None = None
) -> Opinion:
    """Ask an agency for its opinion on a dossier in processing; the legal clock runs on.

    Raises Refused without words, for the deciding agency itself, and for a day that is over.
    """
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "opinion.ask", dossier)
    if dossier.state not in BEING_PROCESSED:
        raise Refused("not_in_processing", N_("Chỉ hỏi ý kiến về hồ sơ đang xử lý."))
    if not question.text.strip():
        raise Refused("question_missing", N_("Hãy ghi nội dung cần hỏi."))
    recipient = Agency.objects.filter(pk=question.recipient_id, valid__contains=today(now)).first()
    if recipient is None or recipient.pk == dossier.competent_agency_id:
        raise Refused("no_such_agency", N_("Hãy chọn cơ quan khác để hỏi ý kiến."))
    schedule = _clock.schedule_of(recipient)
    if question.due_on < today(now):
        raise Refused("opinion_due_past", N_("Hạn trả lời phải sau lúc này."))
    due_at = schedule.closing(schedule.next_working_day(question.due_on))
    rules.check_due(due_at, now=now)
    keys = set(dossier.papers.filter(key__in=question.papers).values_list("key", flat=True))
    last = Opinion.objects.filter(dossier=dossier).aggregate(last=Max("number"))["last"] or 0
    opinion = Opinion.objects.create(
        dossier=dossier,
        number=last + 1,
        recipient=recipient,
        question=question.text.strip(),
        is_mandatory=question.is_mandatory,
        shared={"papers": sorted(keys), "answers": question.shares_answers},
        asked_at=now,
        asked_by=by,
        due_at=due_at,
    )
    params = {"number": opinion.number, "agency": recipient.name}
    record(dossier, Happening.OPINION_ASKED, by=by, now=now, note=opinion.question, params=params)
    _tell(opinion, OfficialKind.OPINION_ASKED, _of_recipient(opinion, now), now=now)
    return opinion


@transaction.atomic
def answer_opinion(
    *, public_id: UUID, stance: Stance, text: str, file_id: UUID | None = None, by: User, now: datetime
) -> OpinionAnswer:
    """Take an agency's answer; sent again it links to the one before, which stays.

    Raises Refused without words, and once the dossier is at an end.
    """
    found = Opinion.objects.filter(public_id=public_id).values_list("pk", "dossier_id").first()
    if found is None:
        raise Refused("no_such_opinion", N_("Không tìm thấy yêu cầu ý kiến này."))
    dossier = lock(found[1])
    opinion = Opinion.objects.select_related("recipient").get(pk=found[0])
    may_answer(by, opinion)
    opinion.dossier = dossier
    if is_over(opinion):
        raise Refused("opinion_over", N_("Hồ sơ đã có kết quả hoặc đã kết thúc nên không nhận thêm ý kiến."))
    if not text.strip():
        raise Refused("opinion_empty", N_("Hãy ghi nội dung trả lời."))
    earlier = opinion.answers.order_by("-number").first()
    file = None
    if file_id is not None:
        (file,) = stored.sent(public_ids=[file_id], by=actor(by))
        files.attach(file_ids=[file.pk], by=actor(by), now=now)
    answer = OpinionAnswer.objects.create(
        opinion=opinion,
        number=earlier.number + 1 if earlier is not None else 1,
        earlier=earlier,
        stance=stance,
        text=text.strip(),
        file=file,
        given_at=now,
        given_by=by,
        is_late=now > opinion.due_at,
    )
    if opinion.answered_at is None:
        opinion.answered_at = now
        opinion.save(update_fields=["answered_at"])
    params = {"number": opinion.number, "agency": opinion.recipient.name}
    # Who works on the dossier meanwhile is not refused for it.
    record(dossier, Happening.OPINION_GIVEN, by=by, now=now, note=answer.text, params=params, is_saved=True)
    _tell(opinion, OfficialKind.OPINION_GIVEN, [opinion.asked_by_id], now=now)
    return answer


@transaction.atomic
def waive_opinion(
    *, dossier_id: int, number: int, basis: str, by: User, now: datetime, revision: int | None = None
) -> Opinion:
    """Record on what basis the signature may go on without a mandatory opinion; the question stays open."""
    dossier = lock(dossier_id, revision=revision)
    access.require(by, "opinion.waive", dossier)
    opinion = (
        Opinion.objects.select_related("recipient").filter(dossier=dossier, number=number, answered_at=None).first()
    )
    if opinion is None:
        raise Refused("no_such_opinion", N_("Không tìm thấy yêu cầu ý kiến này."))
    if not basis.strip():
        raise Refused("basis_missing", N_("Hãy ghi căn cứ pháp luật: điều nào của văn bản nào."))
    opinion.waived_at, opinion.waived_by, opinion.waived_basis = now, by, basis.strip()[:300]
    opinion.save(update_fields=["waived_at", "waived_by", "waived_basis"])
    params = {"number": opinion.number, "agency": opinion.recipient.name}
    record(dossier, Happening.OPINION_WAIVED, by=by, now=now, note=opinion.waived_basis, params=params)
    return opinion


def check_opinions(dossier: Dossier) -> None:
    """Raise Refused while a mandatory opinion is open that nothing recorded allows to sign without."""
    waited = Opinion.objects.filter(dossier=dossier, is_mandatory=True, answered_at=None, waived_at=None)
    rules.check_signable(waited.order_by("number").values_list("recipient__name", flat=True))


def watch_opinions(*, now: datetime) -> int:
    """Remind those whose time is nearly over, and log those who are late, each once; return how many."""
    open_ones = Opinion.objects.filter(
        answered_at=None, late_at=None, dossier__state__in=sorted(State), due_at__lt=now + REMIND_BEFORE
    ).exclude(dossier__state__in=sorted(FINAL))
    return sum(_watch(pk, dossier_id, now=now) for pk, dossier_id in list(open_ones.values_list("pk", "dossier_id")))


@transaction.atomic
def _watch(opinion_id: int, dossier_id: int, *, now: datetime) -> int:
    dossier = lock(dossier_id)
    opinion = Opinion.objects.select_related("recipient").get(pk=opinion_id)
    if opinion.answered_at is not None or opinion.late_at is not None:
        return 0
    if now <= opinion.due_at:
        if opinion.reminded_at is not None:
            return 0
        opinion.reminded_at = now
        opinion.save(update_fields=["reminded_at"])
        _tell(opinion, OfficialKind.OPINION_DUE, _of_recipient(opinion, now), now=now)
        return 1
    opinion.late_at = now
    opinion.save(update_fields=["late_at"])
    params = {"number": opinion.number, "agency": opinion.recipient.name}
    record(dossier, Happening.OPINION_LATE, by=system_user(), now=now, params=params, is_saved=True)
    people = People(now)
    heads = {
        user_id
        for unit in {dossier.received_at_id, dossier.competent_agency.one_stop_id}
        if unit is not None
        for user_id in people.holding(Role.ONE_STOP_HEAD, unit)
    }
    _tell(opinion, OfficialKind.OPINION_LATE, [*sorted(heads), opinion.asked_by_id], now=now)
    return 1


def _of_recipient(opinion: Opinion, now: datetime) -> list[int]:
    """Return whom of the asked agency to tell: those who coordinate, else those who share out work, else all."""
    people = People(now)
    for role in (Role.COORDINATOR, Role.DISPATCHER):
        if found := people.holding(role, opinion.recipient_id):
            return found
    return [user.pk for user in at_agencies([opinion.recipient_id], today(now))]


def _tell(opinion: Opinion, kind: OfficialKind, users: Sequence[int], *, now: datetime) -> None:
    params = {
        "code": opinion.dossier.code,
        "agency": opinion.recipient.name,
        "due": opinion.due_at.isoformat(),
    }
    is_theirs = kind in {OfficialKind.OPINION_ASKED, OfficialKind.OPINION_DUE}
    about = ("opinion", str(opinion.public_id)) if is_theirs else ("dossier", str(opinion.dossier.public_id))
    for user_id in dict.fromkeys(users):
        notices.tell_official(user_id=user_id, kind=kind, params=params, about=about, now=now)
