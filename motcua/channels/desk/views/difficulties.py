"""What citizens find hard: counted by month, procedure by procedure with its answers, and noted from a dossier."""

import io
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts import access as permissions
from motcua.accounts.doors import SignedInRequest, official
from motcua.difficulties import access, actions, queries
from motcua.difficulties.models import Answer, Difficulty
from motcua.difficulties.rules import ABOUT_NAMES, About, Target, target_in
from motcua.lib.dates import today
from motcua.lib.refusals import Refused
from motcua.lib.text import clean
from motcua.printing.tables import MEDIA_TYPE, Cell, write_xlsx
from motcua.procedures import queries as procedures
from motcua.procedures.models import ProcedureVersion
from motcua.ui.summaries import Fields, line_of

from ._page import page, worded
from .dossier import found

HERE = "vuong-mac"
MOST_SENTENCES = 20
COLUMNS = (("Mã thủ tục", 14), ("Tên thủ tục", 60), ("Vướng ở", 16), ("Tên", 60), ("Số lần", 8), ("Chưa trả lời", 12))


@official(access.SEE)
@require_safe
def difficulties(request: SignedInRequest) -> HttpResponse:
    """Show the counts of a month and who took the notes; `dang=xlsx` hands the counts out as a spreadsheet."""
    now = timezone.now()
    first = _month(request.GET.get("thang", ""), today(now))
    last = _next(first) - timedelta(days=1)
    rows = queries.counts(request.user, first=first, last=last)
    if request.GET.get("dang") == "xlsx":
        return _sheet(rows, first, now)
    context = {
        "rows": [(row, _(ABOUT_NAMES[row.target.about])) for row in rows],
        "total": sum(row.count for row in rows),
        "open": sum(row.open for row in rows),
        "credits": queries.credits_of(request.user, first=first, last=last),
        "month": first,
        "month_end": last,
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{_next(first):%Y-%m}" if _next(first) <= today(now) else "",
    }
    return page(request, "desk/difficulties.html", context, here=HERE)


@official(access.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def difficulty(request: SignedInRequest, code: str) -> HttpResponse:
    """Show everything noted and answered about a procedure; note one more, or answer."""
    now = timezone.now()
    why: Refused | None = None
    try:
        version = procedures.current(code, today(now))
    except ProcedureVersion.DoesNotExist as missing:
        raise Http404 from missing
    targets = queries.targets_of(version.pk)
    if request.method == "POST":
        try:
            target = target_in(_all(targets, version, request), request.POST.get("target", ""))
            if request.POST.get("do") == "answer":
                text = request.POST.get("answer", "")
                actions.answer(version=version, target=target, text=text, by=request.user, now=now)
                messages.success(request, _("Đã trả lời. Câu trả lời hiện ở trang nhận hồ sơ của thủ tục này."))
            else:
                sentence = request.POST.get("sentence", "")
                actions.note(version=version, target=target.code, sentence=sentence, by=request.user, now=now)
                messages.success(request, _("Đã ghi vướng mắc: %(name)s.") % {"name": target.name})
            return redirect("desk:difficulty", code)
        except Refused as refused:
            why = refused
    notes = queries.of_procedure(version.procedure, by=request.user)
    answers = queries.answers_about(version.procedure)
    noted = _noted(targets, notes, answers)
    refusal = line_of(why, _fields(request, noted)) if why is not None else None
    context = {
        "procedure": version.procedure,
        "targets": targets,
        "parts": [_part(target, notes, answers) for target in noted],
        "may_answer": permissions.may_enter(request.user, access.ANSWER),
        "may_note": permissions.may_enter(request.user, access.NOTE),
        "typed": request.POST,
        "refusal": refusal,
    }
    return page(request, "desk/difficulty.html", context, here=HERE, status=422 if refusal else 200)


@official(access.NOTE)
@require_POST
def note_of_dossier(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Note what the people of a dossier found hard, at the paper or question where it was."""
    dossier = found(request, public_id)
    try:
        kept = actions.note(
            version=dossier.version,
            target=request.POST.get("target", ""),
            sentence=clean(request.POST.get("sentence", "")),
            responsible=dossier.competent_agency,
            dossier=dossier,
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, worded(refusal))
    else:
        messages.success(request, _("Đã ghi vướng mắc: %(name)s.") % {"name": kept.name})
    back = "desk:process" if request.POST.get("back") == "process" else "desk:dossier"
    return redirect(reverse(back, args=[public_id]))


def _fields(request: SignedInRequest, noted: list[Target]) -> Fields:
    """Return the ids of the form that was sent: the answer about one target, or a new note."""
    place = next((n for n, one in enumerate(noted, start=1) if one.code == request.POST.get("target")), 0)
    if request.POST.get("do") == "answer" and place:
        return {"": f"answer-{place}"}
    return {"": "sentence", "no_such_target": "target"}


def _noted(targets: list[Target], notes: list[Difficulty], answers: list[Answer]) -> list[Target]:
    """Return the targets with notes or answers in the order of the form, then those that the version has no more."""
    names = {f"{row.about}:{row.key}": Target(About(row.about), row.key, row.name) for row in reversed(notes)}
    codes = set(names) | {f"{row.about}:{row.key}" for row in answers}
    known = [target for target in targets if target.code in codes]
    gone = [target for code, target in names.items() if code not in {one.code for one in targets}]
    return known + gone


def _all(targets: list[Target], version: ProcedureVersion, request: SignedInRequest) -> list[Target]:
    return _noted(targets, queries.of_procedure(version.procedure, by=request.user), []) + targets


def _part(target: Target, notes: list[Difficulty], answers: list[Answer]) -> dict[str, Any]:
    mine = [row for row in notes if (row.about, row.key) == (target.about, target.key)]
    return {
        "target": target,
        "kind": _(ABOUT_NAMES[target.about]),
        "count": len(mine),
        "open": sum(row.answer_id is None for row in mine),
        "sentences": [row for row in mine if row.sentence][:MOST_SENTENCES],
        "answers": [row for row in answers if (row.about, row.key) == (target.about, target.key)],
    }


def _sheet(rows: list[queries.Counted], first: date, now: datetime) -> HttpResponse:
    kept = io.BytesIO()
    cells: list[list[Cell]] = [
        [row.code, row.title, ABOUT_NAMES[row.target.about], row.target.name, row.count, row.open] for row in rows
    ]
    write_xlsx(kept, title=f"Vướng mắc tháng {first:%m/%Y}", columns=COLUMNS, rows=cells, at=now)
    headers = {"Content-Disposition": f'attachment; filename="vuong-mac-{first:%Y%m}.xlsx"'}
    return HttpResponse(kept.getvalue(), content_type=MEDIA_TYPE, headers=headers)


def _month(text: str, on: date) -> date:
    """Return the first day of the month in an address, this month where there is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return on.replace(day=1)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
