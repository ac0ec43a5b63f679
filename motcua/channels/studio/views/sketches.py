"""Writing at a package: from a version or a zip, part by part or file by file, until it is proposed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.doors import SignedInRequest, official
from motcua.approvals import actions, sketching
from motcua.approvals import queries as approvals
from motcua.approvals.models import Sketch
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict, Refused
from motcua.lib.text import nfc
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.packages.budgets import shared_out
from motcua.procedures.packages.folders import ABOUT, FILES, MAX_FILE, PROCESS, in_yaml
from motcua.procedures.packages.linting import lint
from motcua.procedures.questions import asked_in, cases_in, names_of
from motcua.procedures.saying import compare, outline_of
from motcua.ui.texts import worded

from .. import drawing
from ..boxes import Part
from ..editing import BY_SLUG, PARTS, held, put
from ..faults import findings
from ..filling import boxes_of, is_asked, read
from ..finding import Finding
from ..items import box_of, lacking, name_of, offered, part_of, told
from ..showing import changes, course_of, say_outcome
from ..sources import KIND, Source, of_sketch, of_version, source_of
from ..zips import MOST_BYTES, unpacked
from ._addresses import address_of
from ._page import VERB, found_procedure, newest, own_sketch, page, read_day

FILE_NAMES = {
    ABOUT: N_("Cả gói, dạng văn bản"),
    "form.json": N_("Biểu mẫu: các câu trả lời"),
    "presentation.json": N_("Biểu mẫu: cách hỏi"),
    PROCESS: N_("Sơ đồ quy trình"),
    "declaration.typ": N_("Mẫu in tờ khai"),
    "result.typ": N_("Mẫu in kết quả"),
    "en.json": N_("Bản tiếng Anh"),
}


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def sketch(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what the reader is writing about a procedure.

    A POST begins it from the newest version or, with `tu`, from another package (a proposal that came to nothing), or
    drops it. What somebody is writing already is never thrown away by a beginning.
    """
    found_procedure(code)
    if request.method == "POST":
        if request.POST.get("viec") == "bo":
            sketching.drop(kind=KIND, subject=code, by=request.user)
            messages.success(request, _("Đã bỏ bản soạn."))
            return redirect("studio:procedure", code)
        version, which = newest(code), request.POST.get("tu", "")
        source = source_of(code, which, request.user) if which else of_version(version)
        if source is None:
            raise Http404
        if approvals.sketch(KIND, code, request.user) is None:
            _begin(request, code, source.files, version)
        elif which:
            messages.error(request, _("Ông/bà đang có bản soạn của thủ tục này; hãy gửi hoặc bỏ bản đó trước."))
        return redirect("studio:sketch", code)
    return _overview(request, own_sketch(code, request.user))


def _first_day(version: ProcedureVersion) -> date:
    """Return the first day on which a change of this version can hold: today, or its own first day to come."""
    day = today(timezone.now())
    return max(day, version.valid.lower) if version.valid.lower else day


def _begin(request: SignedInRequest, code: str, files: Mapping[str, str], version: ProcedureVersion) -> None:
    sketching.begin(
        kind=KIND,
        subject=code,
        content={"files": dict(files)},
        on=_first_day(version),
        by=request.user,
        now=timezone.now(),
    )


@official(VERB)
@require_POST
def take_zip(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin from a package that came as a zip; what does not come with it stays as it is in the newest version."""
    found_procedure(code)
    version = newest(code)
    uploaded = request.FILES.get("goi")
    try:
        if uploaded is None:
            raise Refused("no_file", N_("Hãy chọn tệp zip của gói thủ tục."))
        files = unpacked(uploaded.read(MOST_BYTES + 1))
    except Refused as refusal:
        messages.error(request, worded(refusal))
        return redirect("studio:procedure", code)
    _begin(request, code, {name: nfc(text) for name, text in files.items()}, version)
    messages.success(request, _("Đã nhập gói vào bản soạn. Hãy xem những điểm khác rồi gửi đề xuất."))
    return redirect("studio:sketch", code)


def _overview(
    request: SignedInRequest, sketch: Sketch, *, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    source, base = of_sketch(sketch), of_version(newest(sketch.subject))
    found = findings(source.folder, lint(source.folder), source.files, base.folder)
    context = {
        "procedure": found_procedure(sketch.subject),
        "source": source,
        "sketch": sketch,
        "parts": [{"slug": part.slug, "name": _(part.name)} for part in PARTS],
        "files": [
            {
                "name": name,
                "title": _(FILE_NAMES[name]),
                "is_there": name in source.files,
                "faults": sum(one.file == name for one in found),
            }
            for name in FILES
        ],
        "findings": [(each, address_of(sketch.subject, each)) for each in found],
        "can_share_out": any(each.is_about_time for each in found),
        "groups": changes(compare(base.folder, source.folder, say_outcome)),
        "is_changed": base.files != source.files,
        "base": base,
        "open": approvals.open_about(KIND, sketch.subject),
        "refusal": worded(refusal) if refusal is not None else "",
        "typed": request.POST.dict() if refusal is not None else {},
        "first_day": _first_day(newest(sketch.subject)),
    }
    return page(request, "studio/sketch.html", context, here="catalogue", status=status)


@official(VERB)
@require_POST
def share_out(request: SignedInRequest, code: str) -> HttpResponse:
    """Share the shortest time limit out among the steps of the process, each in proportion to what it has."""
    sketch = own_sketch(code, request.user)
    folder = of_sketch(sketch).folder
    outline = outline_of(folder.process)
    if outline is None or folder.faults:
        messages.error(request, _("Chia được thời gian khi sơ đồ và gói không còn lỗi khác."))
        return redirect("studio:sketch", code)
    files = {**sketch.content["files"], PROCESS: shared_out(folder.process, outline, folder.about["limits"])}
    try:
        keep(request, sketch, files)
    except Conflict as conflict:
        messages.error(request, worded(conflict))
    else:
        messages.success(request, _("Đã chia thời hạn ngắn nhất cho các bước theo tỷ lệ cũ. Hãy xem lại sơ đồ."))
    return redirect("studio:sketch", code)


@official(VERB)
@require_POST
def propose(request: SignedInRequest, code: str) -> HttpResponse:
    """Hand what was written to a colleague for approval."""
    sketch = own_sketch(code, request.user)
    try:
        proposal = actions.propose(
            kind=KIND,
            subject=code,
            content=sketch.content,
            reason=request.POST.get("reason", ""),
            effective_on=read_day(request.POST, "day"),
            by=request.user,
            now=timezone.now(),
            base=sketch.base,
        )
    except Refused as refusal:
        return _overview(request, sketch, refusal=refusal, status=422)
    messages.success(request, _("Đã gửi đề xuất. Một đồng nghiệp có quyền duyệt sẽ xem và quyết định."))
    return redirect("studio:proposal", proposal.public_id)


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: SignedInRequest, code: str, slug: str) -> HttpResponse:
    """Show a part of the package: a list, whose items can be moved and removed, or a form."""
    sketch, about = _opened(request, code, slug)
    one = BY_SLUG[slug]
    if not one.is_list:
        return _form(request, sketch, one, about, None)
    if request.method == "POST":
        items = list(held(about, one))
        number = _number(request.POST.get("so", ""), len(items))
        if number:
            moved = items.pop(number - 1)
            if request.POST.get("viec") == "len" and number > 1:
                items.insert(number - 2, moved)
            elif request.POST.get("viec") != "bo":
                items.insert(number - 1, moved)
            _save(request, sketch, put(about, one, items))
        return redirect("studio:part", code, slug)
    source = of_sketch(sketch)
    found, names = _about_findings(source), names_of(source.folder)
    lines = [
        {
            "number": number,
            "name": name_of(entry, about),
            "words": told(one, entry, about, names),
            "faults": [each for each in found if f"{each.place}.".startswith(f"{one.key}.{number - 1}.")],
        }
        for number, entry in enumerate(held(about, one), start=1)
    ]
    context = {
        "procedure": found_procedure(code),
        "source": source,
        "part": one,
        "name": _(one.name),
        "lacking": lacking(one, about),
        "lines": lines,
        "findings": [each for each in found if each.place == one.key],
    }
    return page(request, "studio/part.html", context, here="catalogue")


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: SignedInRequest, code: str, slug: str, number: int) -> HttpResponse:
    """Edit one paper, fee or limit; number 0 is a new one."""
    sketch, about = _opened(request, code, slug)
    one = BY_SLUG[slug]
    items = held(about, one)
    if not one.is_list or number > len(items):
        raise Http404
    return _form(request, sketch, one, about, number)


def _opened(request: SignedInRequest, code: str, slug: str) -> tuple[Sketch, dict[str, Any]]:
    """Return the sketch and what its package.yaml says; without one, or where that cannot be read, nothing is there."""
    sketch = own_sketch(code, request.user)
    source = of_sketch(sketch)
    if slug not in BY_SLUG or any(file == ABOUT for file, _place, _what in source.folder.faults):
        raise Http404
    # A shape that the forms do not know is mended as text first.
    part = BY_SLUG[slug]
    value = held(source.folder.about, part)
    right = isinstance(value, list) and all(isinstance(each, dict) for each in value)
    if not (right if part.is_list else isinstance(value, dict)):
        raise Http404
    return sketch, source.folder.about


def _form(
    request: SignedInRequest, sketch: Sketch, part: Part, about: dict[str, Any], number: int | None
) -> HttpResponse:
    """Show or take the form of a part (number None) or of one of its items (0: a new one)."""
    is_new = number == 0
    given: dict[str, Any]
    if number is None:
        given = held(about, part)
    else:
        given = dict(part.fresh) if is_new else held(about, part)[number - 1]
    problems: dict[str, str] = {}
    shown, refusal, status = given, "", 200
    names, is_looking = names_of(of_sketch(sketch).folder), is_asked(part, request.POST)
    if request.method == "POST":
        start = {key: value for key, value in given.items() if not is_new or key not in part.fresh}
        shown, problems = read(part, request.POST, start, names)
        if not problems and not is_looking:
            number = len(held(about, part)) + 1 if is_new else number
            try:
                sketch = _save(request, sketch, _with(about, part, number, shown))
            except Conflict as conflict:
                refusal = worded(conflict)
            else:
                if not _faults_at(sketch, part, number):
                    messages.success(request, _("Đã lưu vào bản soạn."))
                    if number is None:
                        return redirect("studio:sketch", sketch.subject)
                    return redirect("studio:part", sketch.subject, part.slug)
                # Kept all the same, and shown with what is wrong beside its box.
                is_new = False
        status = 200 if is_looking else 422
    source = of_sketch(sketch)
    found = [] if is_new or is_looking else _faults_at(sketch, part, number)
    for each in found:
        box = box_of(part, each.place, number)
        if box and box not in problems:
            problems[box] = each.what
    boxes = boxes_of(
        part, shown, offered(about), problems=problems, typed=request.POST or None, is_new=is_new, names=names
    )
    if is_looking:
        boxes = [each.without_faults() for each in boxes]
    named = {each.name for each in boxes}
    context = {
        "procedure": found_procedure(sketch.subject),
        "source": source,
        "sketch": sketch,
        "part": part,
        "name": _(part.name),
        "number": 0 if is_new else number,
        "lacking": lacking(part, about),
        "boxes": boxes,
        "findings": [each for each in found if box_of(part, each.place, number) not in named],
        "copied": asked_in(source.folder, shown["fields"]) if part.key == "external" and shown.get("fields") else [],
        "errors": [
            {"text": f"{_(each.box.label)}: {what}", "href": f"#{control}"}
            for each in boxes
            for control, what in each.faults
        ],
        "refusal": refusal,
        "address": reverse("studio:part", args=[sketch.subject, part.slug])
        if number is None
        else reverse("studio:item", args=[sketch.subject, part.slug, 0 if is_new else number]),
    }
    return page(request, "studio/item.html", context, here="catalogue", status=status)


def _with(about: dict[str, Any], part: Part, number: int | None, item: dict[str, Any]) -> dict[str, Any]:
    if number is None:
        return put(about, part, item)
    items = list(held(about, part))
    items[number - 1 : number] = [item]
    return put(about, part, items)


def _save(request: SignedInRequest, sketch: Sketch, about: dict[str, Any]) -> Sketch:
    files = {**sketch.content["files"], ABOUT: in_yaml(about)}
    return keep(request, sketch, files)


def keep(request: SignedInRequest, sketch: Sketch, files: Mapping[str, str]) -> Sketch:
    """Keep the files of a sketch; raises Conflict where another page of the same person saved meanwhile."""
    revision = _number(request.POST.get("revision", ""), 1_000_000) or sketch.revision
    return sketching.save(
        sketch_id=sketch.pk, content={"files": dict(files)}, revision=revision, by=request.user, now=timezone.now()
    )


def _number(text: str, most: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:7]) <= most else 0


def _about_findings(source: Source) -> list[Finding]:
    faults = [fault for fault in lint(source.folder, with_templates=False) if fault[0] == ABOUT]
    return findings(source.folder, faults, source.files)


def _faults_at(sketch: Sketch, part: Part, number: int | None) -> list[Finding]:
    found = _about_findings(of_sketch(sketch))
    if number is None:
        if part.key:
            return [one for one in found if part_of(one.place) is part]
        keys = {box.key.partition(".")[0] for box in part.boxes}
        return [one for one in found if one.place.partition(".")[0] in keys]
    begin = f"{part.key}.{number - 1}"
    return [one for one in found if one.place == begin or one.place.startswith(f"{begin}.") or one.place == part.key]


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    """Edit one file of the package as text, with what the linter finds in it."""
    sketch = own_sketch(code, request.user)
    if name not in FILES:
        raise Http404
    refusal = ""
    typed: str | None = None
    if request.method == "POST":
        try:
            typed = _typed(request, name)
            files = {key: text for key, text in sketch.content["files"].items() if key != name}
            if typed or name in {ABOUT, PROCESS}:
                files[name] = typed
            sketch = keep(request, sketch, files)
            messages.success(request, _("Đã lưu vào bản soạn."))
            return redirect("studio:file", code, name)
        except Refused as refused:
            refusal = worded(refused)
    source = of_sketch(sketch)
    # The templates are slow to try and matter on their own pages alone.
    faults = lint(source.folder, with_templates=name.endswith(".typ"))
    found = [one for one in findings(source.folder, faults, source.files) if one.file == name]
    context = {
        "procedure": found_procedure(code),
        "source": source,
        "sketch": sketch,
        "file": name,
        "title": _(FILE_NAMES[name]),
        "text": typed if typed is not None and refusal else source.files.get(name, ""),
        "findings": found,
        "elsewhere": sorted({one for one, _place, _what in faults if one != name}),
        "course": course_of(source) if name == PROCESS else None,
        "sheets": drawing.sheets() if name == PROCESS else [],
        "words": drawing.words(),
        "offers": drawing.offers(cases_in(source.folder)) if name == PROCESS else "",
        "refusal": refusal,
    }
    return page(request, "studio/file.html", context, here="catalogue", status=422 if refusal else 200)


def _typed(request: SignedInRequest, name: str) -> str:
    """Return the text that was typed or, where a file came with it, that file's; raises Refused."""
    uploaded = request.FILES.get("tep")
    if uploaded is not None:
        data = uploaded.read(MAX_FILE + 1)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise Refused("not_text", N_("Tệp “{name}” không phải văn bản UTF-8."), name=uploaded.name) from problem
    else:
        text = request.POST.get("text", "")
    text = nfc(text.replace("\r\n", "\n"))
    if len(text.encode()) > MAX_FILE:
        raise Refused("file_too_large", N_("Tệp “{name}” lớn quá 1 MB."), name=name)
    return text if text.strip() else ""
