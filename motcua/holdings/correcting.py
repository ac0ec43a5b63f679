"""Put right what is held: how one is reached at once; the rest asked of the agency that decided, and answered by it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from motcua import audit
from motcua.accounts.models import User
from motcua.accounts.queries import actor, holders
from motcua.dossiers import access as cases
from motcua.dossiers.models import Dossier
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.notices import actions as notices
from motcua.notices.rules import NoticeKind, OfficialKind
from motcua.organisations.rules import Role

from .correction_rules import Fact, Standing, checked, due_on
from .models import Correction

ASK, ANSWER = "holding.correct", "correction.answer"
MOST_OPEN = 5  # of one dossier


@transaction.atomic
def ask_correction(
    *, dossier: Dossier, fact: str, wrong: str, right: str, reason: str, by: User, now: datetime
) -> Correction:
    """Ask the agency that decides a dossier to put something right; raises Refused for what does not say what."""
    cases.require(by, ASK, dossier)
    if fact not in set(Fact):
        raise Refused("fact_unknown", N_("Hãy chọn điều cần đính chính."))
    texts = {
        "wrong": checked(wrong, "wrong_missing", N_("Hãy ghi điều đang sai, đúng như đang hiện.")),
        "right": checked(right, "right_missing", N_("Hãy ghi điều đúng.")),
        "reason": checked(reason, "reason_missing", N_("Hãy ghi vì sao, theo giấy tờ nào.")),
    }
    Dossier.objects.select_for_update().only("pk").get(pk=dossier.pk)
    if Correction.objects.filter(dossier=dossier, standing=Standing.OPEN).count() >= MOST_OPEN:
        raise Refused("too_many_corrections", N_("Hồ sơ này đang có nhiều đề nghị chờ trả lời. Hãy chờ kết quả."))
    made = Correction.objects.create(
        dossier=dossier,
        agency_id=cases.here_of(dossier),
        user=by,
        fact=fact,
        **texts,
        asked_at=now,
        due_on=due_on(today(now)),
    )
    details: dict[str, str | int | bool | None] = {"fact": fact, "correction": made.pk}
    audit.record("correction.asked", about=("dossier", dossier.code), by=actor(by), at=now, details=details)
    for user_id in _whom_to_tell(dossier, made.agency_id, now):
        notices.tell_official(
            user_id=user_id,
            kind=OfficialKind.CORRECTION_ASKED,
            params={"code": dossier.code, "on": made.due_on.isoformat()},
            about=("correction", str(made.public_id)),
            now=now,
            key=f"correction:{made.pk}",
        )
    return made


def _whom_to_tell(dossier: Dossier, agency_id: int, now: datetime) -> set[int]:
    """Return the official who has the dossier, else everybody at the agency who appraises; else its leaders."""
    if dossier.assignee_id is not None:
        return {dossier.assignee_id}
    for role in (Role.SPECIALIST, Role.AGENCY_LEADER):
        found = set(holders(role, agency_id, today(now)).values_list("pk", flat=True))
        if found:
            return found
    return set()


@transaction.atomic
def answer_correction(*, public_id: UUID, is_done: bool | None, answer: str, by: User, now: datetime) -> Correction:
    """Answer a request, once: put right, and what was done; or not, and why. The person is told.

    Raises Refused without words, Conflict where somebody else answered first, Forbidden for another agency's.
    """
    rows = Correction.objects.select_for_update(of=("self",)).select_related("dossier", "user")
    found = rows.get(public_id=public_id)
    cases.require(by, ANSWER, found.dossier)
    if is_done is None:
        raise Refused("standing_missing", N_("Hãy chọn đã đính chính hay không."))
    said = checked(answer, "answer_missing", N_("Hãy ghi đã làm gì, hoặc vì sao không đính chính, căn cứ nào."))
    if found.standing != Standing.OPEN:
        raise Conflict("answered_already", N_("Đề nghị này đã được trả lời."))
    found.standing, found.answer = Standing.DONE if is_done else Standing.DECLINED, said
    found.answered_at, found.answered_by = now, by
    found.save(update_fields=["standing", "answer", "answered_at", "answered_by"])
    code = found.dossier.code
    details: dict[str, str | int | bool | None] = {"standing": str(found.standing), "correction": found.pk}
    audit.record("correction.answered", about=("dossier", code), by=actor(by), at=now, details=details)
    notices.notify(
        person_id=found.user.person_id,
        kind=NoticeKind.CORRECTION_ANSWERED,
        params={"code": code},
        about=("dossier", code),
        email="",
        now=now,
    )
    return found


def corrections_of(dossier: Dossier, user: User) -> list[Correction]:
    """Return what somebody asked about a dossier, the newest first."""
    return list(Correction.objects.filter(dossier=dossier, user=user).order_by("-pk"))


def to_answer(by: User) -> QuerySet[Correction]:
    """Return the open requests that somebody may answer, the one due first in front."""
    mine = cases.visible_to(by, ANSWER)
    found = Correction.objects.filter(standing=Standing.OPEN, dossier__in=mine)
    return found.select_related("dossier__version__procedure", "agency").order_by("due_on", "pk")


def correction_to_see(public_id: UUID, *, by: User) -> Correction:
    """Return a request of the reader's agencies, answered or not; raises Refused for any other."""
    found = (
        Correction.objects.select_related("dossier__version__procedure", "user", "agency", "answered_by")
        .filter(public_id=public_id)
        .first()
    )
    if found is None or not cases.may(by, ANSWER, found.dossier):
        raise Refused("no_such_correction", N_("Không tìm thấy đề nghị đính chính này."))
    return found
