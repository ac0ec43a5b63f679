"""One question of the e-form of a sketch, on a page or in a group, in boxes."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.doors import SignedInRequest, official

from ..eform.drafts import Spot
from ..eform.fault_places import box_of_fault
from ..eform.kinds import BY_KEY, WORDS
from ..eform.names import listed, names_before
from ..eform.outline import place_in_file
from ..eform.places import PLACE, in_room, keep_question, name_of, place_of, places_for, step_name
from ..eform.questions import Question, fresh_question, is_looking, question_of, read_question, sheet_of
from ._addresses import question_address
from ._page import VERB, found_procedure, number_in, page
from .eform import findings_in, has_moved, mark_of, opened, saved, turned_away


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, code: str, step: int, number: int) -> HttpResponse:
    """Edit a question of a page; number 0 is a new one, `sau` behind which it comes."""
    return _edited(request, code, Spot(step, number))


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def inner(request: SignedInRequest, code: str, step: int, number: int, inner: int) -> HttpResponse:
    """Edit a question of a group; number 0 is a new one."""
    return _edited(request, code, Spot(step, number, inner))


def _edited(request: SignedInRequest, code: str, spot: Spot) -> HttpResponse:
    sketch, source, draft = opened(request, code)
    room, is_new = draft.room(spot), not in_room(spot)
    if room is None or in_room(spot) > len(room.fields):
        raise Http404
    if request.method == "POST" and not is_new and has_moved(request, room.fields[in_room(spot) - 1]):
        return turned_away(request, code)
    wanted = request.POST.get("kind-was") or request.GET.get("loai", "")
    stored = (
        fresh_question(wanted if wanted in BY_KEY or wanted in WORDS else "short")
        if is_new
        else question_of(room, in_room(spot))
    )
    shown, names, post = stored, names_before(source.folder, spot), request.POST
    place = post.get(PLACE) or place_of(draft, spot, number_in(request.GET, "sau", 0) if "sau" in request.GET else None)
    refusal, status, looks = "", 200, False
    if request.method == "POST":
        looks = is_looking(stored, post, inside=room.is_group)
        shown = read_question(room, stored, post, names, is_new=is_new, is_kept=not looks)
        if not shown.problems and not looks:
            there = keep_question(draft, spot, shown, place)
            answer = saved(request, sketch, source, draft, f"#trang-{there.step}", there)
            if isinstance(answer, HttpResponseRedirect):
                return answer
            refusal = answer
            # What was only tried is forgotten; the other page changed what stands there.
            sketch, source, draft = opened(request, code)
            room = draft.room(spot)
            if room is None or in_room(spot) > len(room.fields):
                return turned_away(request, code)
        status = 200 if looks else 422
    found = [one for one in findings_in(source) if not is_new and one.place == place_in_file(spot)]
    typed = post if request.method == "POST" else None
    if typed is None:
        for one in found:
            _note(shown, box_of_fault(one.own), one.what)
    sheet = sheet_of(room, shown, names, before=stored, typed=typed, is_new=is_new)
    if looks:
        sheet = sheet.without_faults()
    beside = {one.name for one in sheet.boxes} | {"option-new"}
    steps = draft.steps
    context = {
        "procedure": found_procedure(code),
        "source": source,
        "sketch": sketch,
        "is_new": is_new,
        "is_words": stored.kind in WORDS,
        "name": "" if is_new else name_of(room.fields[in_room(spot) - 1]),
        "page_name": step_name(steps[spot.step - 1], spot.step),
        "page_key": steps[spot.step - 1].get("key", ""),
        "group": name_of(steps[spot.step - 1]["fields"][spot.number - 1]) if spot.inner is not None else "",
        "sheet": sheet,
        "stands": "" if is_new else mark_of(room.fields[in_room(spot) - 1]),
        "path": "" if is_new else str(shown.item.get("path", "")),
        "places": places_for(draft, spot),
        "place": place,
        "names": listed(names),
        "findings": [one for one in found if typed is None and box_of_fault(one.own) not in beside],
        "errors": sheet.errors,
        "refusal": refusal,
        "address": question_address(code, spot),
        "anchor": f"#trang-{spot.step}",
        "title": _("Thêm vào biểu mẫu") if is_new else _("Sửa câu hỏi"),
    }
    return page(request, "studio/eform_question.html", context, here="catalogue", status=status)


def _note(question: Question, box: str, what: str) -> None:
    if box:
        question.problems.setdefault(box, what)
