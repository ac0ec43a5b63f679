"""The e-form of a sketch: its pages, questions and checks in words, moved and taken out; each page and check edited."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official
from motcua.approvals.models import Sketch
from motcua.lib.refusals import Conflict
from motcua.procedures.conditions import Names
from motcua.procedures.packages.folders import ENGLISH
from motcua.procedures.packages.linting import lint
from motcua.procedures.questions import names_of
from motcua.ui.texts import worded

from ..boxes import Part
from ..eform.checks import CHECK, STEP, beside
from ..eform.drafts import PRESENTATION, SCHEMA, Draft, Item, Spot, draft_of, moved
from ..eform.fault_places import box_of_fault
from ..eform.names import listed, names_before
from ..eform.outline import checks_of, pages_of
from ..eform.places import in_room, name_of, step_name
from ..eform.questions import in_both_languages
from ..faults import findings
from ..filling import boxes_of, is_asked, read
from ..finding import Finding
from ..sources import Source, of_sketch, of_version
from ._addresses import address_of, question_address
from ._page import VERB, found_procedure, newest, number_in, own_sketch, page
from .sketches import keep

UP, DOWN, OUT = "len", "xuong", "bo"


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def eform(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the pages of the form with their questions, and the checks; a POST moves one of them or takes it out."""
    sketch = own_sketch(code, request.user)
    source = of_sketch(sketch)
    draft = draft_of(source.folder)
    if request.method == "POST":
        if draft is None:
            raise Http404
        return _changed(request, sketch, source, draft)
    found = findings_in(source)
    own = [one for one in found if one.file in {SCHEMA, PRESENTATION}]
    placed = {one.place for one in own if one.place} if draft is not None else set()
    context = {
        "procedure": found_procedure(code),
        "source": source,
        "sketch": sketch,
        "is_shown": draft is not None,
        "pages": pages_of(source.folder, draft, own) if draft is not None else [],
        "checks": checks_of(source.folder, draft, own) if draft is not None else [],
        "findings": [(one, address_of(code, one)) for one in own if one.place not in placed],
        "elsewhere": [(one, address_of(code, one)) for one in found if one not in own and one.file != ENGLISH],
        "untranslated": sum(one.file == ENGLISH for one in found),
    }
    return page(request, "studio/eform.html", context, here="catalogue")


def findings_in(source: Source) -> list[Finding]:
    """Return what is wrong with a package, but for its templates, which are slow to try."""
    faults = lint(source.folder, with_templates=False)
    return findings(source.folder, faults, source.files, of_version(newest(source.code)).folder)


def opened(request: SignedInRequest, code: str) -> tuple[Sketch, Source, Draft]:
    """Return the reader's sketch with its form; a form of a shape that boxes cannot show is mended as text first."""
    sketch = own_sketch(code, request.user)
    source = of_sketch(sketch)
    draft = draft_of(source.folder)
    if draft is None:
        raise Http404
    return sketch, source, draft


def _changed(request: SignedInRequest, sketch: Sketch, source: Source, draft: Draft) -> HttpResponse:
    """Move a page, a question or a check, or take it out; what others would miss is said before."""
    post, code = request.POST, sketch.subject
    step, number, inner, check = (number_in(post, name, 0) for name in ("trang", "so", "muc", "kiem-tra"))
    spot = Spot(step, number, inner or None)
    if check:
        items: list[Any] = draft.checks
        at, name = check, _("Kiểm tra %(n)s") % {"n": check}
    elif number:
        room = draft.room(spot)
        items, at = (room.fields, in_room(spot)) if room is not None else ([], 0)
        name = name_of(items[at - 1]) if 1 <= at <= len(items) else ""
    else:
        items, at = draft.steps, step
        name = step_name(items[at - 1], at) if 1 <= at <= len(items) else ""
    if not 1 <= at <= len(items):
        raise Http404
    act = post.get("viec", "")
    if act == UP and at > 1:
        moved(items, at, at - 1)
    elif act == DOWN and at < len(items):
        moved(items, at, at + 1)
    elif act == OUT:
        has_questions = not check and not number and bool(draft.steps[step - 1]["fields"])
        _take_out(draft, spot, check)
        if not post.get("chac"):
            broken = _broken_by(source, draft)
            if broken or has_questions:
                return _asked(request, sketch, name, broken)
    try:
        keep(request, sketch, draft.files(source.folder, source.files))
    except Conflict as conflict:
        messages.error(request, worded(conflict))
    else:
        if act == OUT:
            messages.success(request, _("Đã bỏ “%(name)s” khỏi bản soạn.") % {"name": name})
    return redirect(f"{reverse('studio:eform', args=[code])}#{_anchor(step, check)}")


def _anchor(step: int, check: int) -> str:
    return "kiem-tra" if check else f"trang-{step}"


def _take_out(draft: Draft, spot: Spot, check: int) -> None:
    if check:
        draft.drop_check(check)
        return
    room = draft.room(spot) if spot.number else None
    if room is not None:
        draft.drop(room, in_room(spot))
    else:
        draft.drop_step(spot.step)


def _broken_by(source: Source, draft: Draft) -> list[Finding]:
    """Return what would be wrong only after a change: who refers to what is taken out; templates are tried, too."""
    after = Source(source.code, source.which, source.name, draft.files(source.folder, source.files))
    before = set(lint(source.folder))
    new = [fault for fault in lint(after.folder) if fault not in before and fault[0] != ENGLISH]
    # Of a list that is one shorter the same faults have other numbers.
    known = {(file, what.rpartition(": ")[2]) for file, _place, what in before}
    new = [(file, place, what) for file, place, what in new if (file, what.rpartition(": ")[2]) not in known]
    return findings(after.folder, new, after.files, source.folder)


def _asked(request: SignedInRequest, sketch: Sketch, name: str, broken: list[Finding]) -> HttpResponse:
    """Ask once more before something is taken out."""
    context = {
        "procedure": found_procedure(sketch.subject),
        "sketch": sketch,
        "name": name,
        "findings": broken,
        "fields": [(key, request.POST.get(key, "")) for key in ("trang", "so", "muc", "kiem-tra", "viec", "revision")],
    }
    return page(request, "studio/eform_remove.html", context, here="catalogue")


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Edit a page of the form; number 0 is a new one, `sau` behind which page it comes."""
    sketch, source, draft = opened(request, code)
    if number > len(draft.steps):
        raise Http404
    behind = number_in(request.GET, "sau", 0) or number_in(request.POST, "sau", 0) or len(draft.steps)
    item = draft.steps[number - 1] if number else {}
    names = names_before(source.folder, Spot(number or min(behind, len(draft.steps)) + 1, 1))

    def put(changed: Item) -> str:
        if not number:
            changed = {"key": draft.new_step_key(str(changed.get("title", ""))), **changed, "fields": []}
        now = draft.put_step(number, changed, after=min(behind, len(draft.steps)))
        return f"#trang-{now}"

    return _edited(request, sketch, source, draft, STEP, item, names, put, number=number, hidden={"sau": behind})


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Edit a check between questions; number 0 is a new one."""
    sketch, source, draft = opened(request, code)
    if number > len(draft.checks):
        raise Http404
    item = draft.checks[number - 1] if number else {}

    def put(changed: Item) -> str:
        draft.put_check(number, changed)
        return "#kiem-tra"

    return _edited(request, sketch, source, draft, CHECK, item, names_of(source.folder), put, number=number)


def _edited(
    request: SignedInRequest,
    sketch: Sketch,
    source: Source,
    draft: Draft,
    part: Part,
    item: Item,
    names: Names,
    put: Any,
    *,
    number: int,
    hidden: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show or take the boxes of a page or of a check; `put` writes it into the form and says where it then is."""
    if request.method == "POST" and number and has_moved(request, item):
        return turned_away(request, sketch.subject)
    key, kind = "steps" if part is STEP else "checks", part
    part = replace(part, boxes=tuple(one for box in part.boxes for one in in_both_languages(box, item)))
    shown, problems, refusal, is_looking = item, dict[str, str](), "", is_asked(part, request.POST)
    if request.method == "POST":
        shown, problems = read(part, request.POST, item, names)
        if kind is CHECK and not shown.get("holds") and not any(one.startswith("holds") for one in problems):
            problems["holds"] = _("Hãy ghi mục này.")
        if not problems and not is_looking:
            anchor = put(shown)
            answer = saved(request, sketch, source, draft, anchor)
            if isinstance(answer, HttpResponseRedirect):
                return answer
            refusal = answer
    found = [one for one in findings_in(source) if one.place == f"{key}.{number - 1}"] if number else []
    beside_boxes: list[Finding] = []
    boxes_there = {box.key for box in part.boxes}
    for one in found if request.method != "POST" else []:
        box = box_of_fault(one.own)
        if box in boxes_there:
            problems.setdefault(box, one.what)
            beside_boxes.append(one)
    offered = {"path": beside(draft, dict(names.labels), str(shown.get("path") or ""))} if kind is CHECK else {}
    boxes = boxes_of(part, shown, offered, problems=problems, typed=request.POST or None, names=names)
    if is_looking:
        boxes = [each.without_faults() for each in boxes]
    address = "eform_step" if kind is STEP else "eform_check"
    context = {
        "procedure": found_procedure(sketch.subject),
        "source": source,
        "sketch": sketch,
        "name": _(part.name),
        "number": number,
        "boxes": boxes,
        "findings": [one for one in found if one not in beside_boxes],
        "names": listed(names),
        "hidden": {**(hidden or {}), **({"stands": mark_of(item)} if number else {})},
        "errors": [
            {"text": f"{_(each.box.label)}: {what}", "href": f"#{control}"}
            for each in boxes
            for control, what in each.faults
        ],
        "refusal": refusal,
        "address": reverse(f"studio:{address}", args=[sketch.subject, number]),
        "anchor": f"#trang-{number or ''}" if kind is STEP else "#kiem-tra",
    }
    status = 200 if request.method != "POST" or is_looking else 422
    return page(request, "studio/eform_part.html", context, here="catalogue", status=status)


def mark_of(item: Item) -> str:
    """Return what tells a page, a question or a check from the others, whatever their numbers are."""
    return str(item.get("path") or item.get("key") or item.get("heading") or item.get("guidance") or "")[:200]


def has_moved(request: SignedInRequest, item: Item) -> bool:
    """Tell whether another page of the same person has put something else in the place that a form is about."""
    return "stands" in request.POST and " ".join(request.POST["stands"].split()) != " ".join(mark_of(item).split())


def turned_away(request: SignedInRequest, code: str) -> HttpResponse:
    """Lead back to the form, where what somebody edits has another number now."""
    messages.error(request, _("Biểu mẫu đã đổi ở một trang khác của ông/bà; hãy mở lại mục cần sửa."))
    return redirect("studio:eform", code)


def saved(
    request: SignedInRequest, sketch: Sketch, source: Source, draft: Draft, anchor: str, spot: Spot | None = None
) -> HttpResponseRedirect | str:
    """Keep the form and lead back to it, or to the question itself where something in it is wrong.

    Where another page of the same person saved meanwhile, returns what to say instead.
    """
    code = sketch.subject
    try:
        sketch = keep(request, sketch, draft.files(source.folder, source.files))
    except Conflict as conflict:
        return worded(conflict)
    if spot is not None:
        address = question_address(code, spot)
        if any(address_of(code, one) == address for one in findings_in(of_sketch(sketch))):
            messages.success(request, _("Đã lưu vào bản soạn, nhưng còn điều phải sửa."))
            return redirect(address)
    messages.success(request, _("Đã lưu vào bản soạn."))
    return redirect(f"{reverse('studio:eform', args=[code])}{anchor}")
