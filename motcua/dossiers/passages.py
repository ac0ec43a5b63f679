"""From whom to whom a dossier went, as its control slip tells it: steps, lists, originals, opinions of other agencies.

Source: Circular 03/2025/TT-VPCP, form 06: the slip travels with the dossier and shows who gave and who received, both
ways; Decree 61/2018/NĐ-CP, articles 18 (papers), 19(5) (opinions), 20 (results, originals).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from motcua.workflow import queries as workflow
from motcua.workflow.models import Task

from .models import Custody, Dossier, HandedOver, Opinion, OpinionAnswer
from .piles.handed_over import originals_with
from .rules.custody import Act
from .rules.form_data import Passage
from .rules.history import acting_name

APPLICANT = "Người nộp hồ sơ"
Standing = Callable[[datetime], str]


def passages_of(dossier: Dossier, *, submitter: str, standing: Standing) -> list[Passage]:
    """Return every passage of a dossier in order; `standing` says how a moment lies to the promise."""
    rows = list(
        HandedOver.objects.filter(dossier=dossier)
        .select_related(*(f"hand_over__{name}" for name in ("giver", "receiver", "given_by", "taken_by")), "settled_by")
        .order_by("pk")
    )
    found = [
        *_between_steps(dossier, submitter, standing),
        *_carried(rows, standing),
        *_originals(dossier, rows, standing),
        *_opinions(dossier, standing),
    ]
    return sorted(found, key=lambda passage: passage.at)


def note_on(row: HandedOver, originals: Sequence[str]) -> str:
    """Say on paper what goes with an item of a list, and what became of it where it was not taken."""
    notes = [f"kèm bản chính: {', '.join(originals)}"] if originals else []
    if row.refused_because:
        notes.append(f"trả lại: {row.refused_because}")
    elif row.did_not_come:
        notes.append("không có trong số giấy đã nhận")
    return "; ".join(notes)


def _between_steps(dossier: Dossier, submitter: str, standing: Standing) -> list[Passage]:
    passages, giver, given_by = [], APPLICANT, submitter
    for agency, person, since in [] if dossier.instance_id is None else _steps(dossier.instance_id):
        if (agency, person) == (giver, given_by):
            continue
        note = "" if person else "chờ nhận"
        passages.append(Passage(giver, given_by, agency, person, since, standing(since), note=note))
        giver, given_by = agency, person
    return passages


def _steps(instance_id: int) -> list[tuple[str, str, datetime]]:
    """Return whose each step was or is, and since when it was theirs, in order."""
    done = [(task.agency.name, _done_by(task), task.opened_at) for task in workflow.history(instance_id)]
    now = [
        (task.agency.name, task.assignee.full_name if task.assignee is not None else "", task.opened_at)
        for task in workflow.undone(instance_id)
    ]
    return done + now


def _done_by(task: Task) -> str:
    absent = task.done_for.full_name if task.done_for is not None else ""
    return acting_name(task.done_by.full_name, absent) if task.done_by is not None else ""


def _carried(rows: Iterable[HandedOver], standing: Standing) -> list[Passage]:
    """Return what went on lists: when it was signed for, else when it was given."""
    listed = list(rows)
    originals = originals_with(listed)
    carried = []
    for row in listed:
        made = row.hand_over
        what = "giao kết quả về quầy" if made.is_back else "bàn giao giấy tờ"
        said = what if row.taken_at is not None else f"{what}, chờ ký nhận"
        at = row.taken_at or made.given_at
        receiver = row.taken_by.full_name if row.taken_by is not None else ""
        note = "; ".join(
            text for text in ("" if row.did_not_come else said, note_on(row, originals.get(row.pk, ()))) if text
        )
        carried.append(
            Passage(made.giver.name, made.given_by.full_name, made.receiver.name, receiver, at, standing(at), note=note)
        )
    return carried


def _originals(dossier: Dossier, rows: Iterable[HandedOver], standing: Standing) -> list[Passage]:
    """Return originals that were passed on or given back by hand; those on lists stand there."""
    on_lists = {(row.hand_over.receiver_id, row.hand_over.given_at) for row in rows}
    on_lists |= {(row.hand_over.giver_id, row.settled_at) for row in rows if row.settled_at is not None}
    links = Custody.objects.filter(paper__dossier=dossier).select_related("paper", "agency", "by", "taken_by")
    holders: dict[int, str] = {}
    moves: dict[tuple[str, datetime, str, str], list[Custody]] = {}
    for link in links.order_by("paper__number", "number"):
        giver = holders.get(link.paper_id, "")
        if link.agency is not None:
            holders[link.paper_id] = link.agency.name
        is_passed = link.act == Act.PASSED and (link.agency_id, link.at) not in on_lists
        if is_passed or link.act == Act.RETURNED:
            to = link.agency.name if link.agency is not None else link.recipient
            moves.setdefault((link.act, link.at, giver, to), []).append(link)
    return [_original(key, links, standing) for key, links in moves.items()]


def _original(key: tuple[str, datetime, str, str], links: Sequence[Custody], standing: Standing) -> Passage:
    act, given_at, giver, to = key
    link, names = links[0], ", ".join(link.paper.name for link in links)
    if act == Act.RETURNED:
        note = f"trả lại bản chính: {names}"
        return Passage(giver, link.by.full_name, APPLICANT, to, given_at, standing(given_at), note=note)
    at = link.taken_at or given_at
    note = f"chuyển bản chính: {names}" + ("" if link.taken_at is not None else ", chờ ký nhận")
    taken_by = link.taken_by.full_name if link.taken_by is not None else ""
    return Passage(giver, link.by.full_name, to, taken_by, at, standing(at), note=note)


def _opinions(dossier: Dossier, standing: Standing) -> list[Passage]:
    """Return the questions put to other agencies, and each version of the answers that came."""
    asked = Opinion.objects.filter(dossier=dossier).select_related("recipient", "asked_by").order_by("number")
    given = OpinionAnswer.objects.filter(opinion__dossier=dossier).select_related("opinion__recipient", "given_by")
    agency = dossier.competent_agency.name
    return [
        Passage(
            *(agency, one.asked_by.full_name, one.recipient.name, "", one.asked_at, standing(one.asked_at)),
            note=f"hỏi ý kiến số {one.number}" + ("" if one.answered_at is not None else ", chưa trả lời"),
        )
        for one in asked
    ] + [
        Passage(
            *(one.opinion.recipient.name, one.given_by.full_name, agency, "", one.given_at, standing(one.given_at)),
            note=f"trả lời ý kiến số {one.opinion.number}"
            + (" (bản mới)" if one.number > 1 else "")
            + (", trễ" if one.is_late else ""),
        )
        for one in given.order_by("opinion__number", "number")
    ]
