"""The patterns of processes: which procedures go by which, by which words, and a package that takes another."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.doors import SignedInRequest, official
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Conflict
from motcua.procedures import queries
from motcua.procedures.packages.folders import ABOUT, PROCESS, in_yaml
from motcua.procedures.rules import processes
from motcua.procedures.rules.defaults import shortest
from motcua.ui.texts import worded

from ..showing import course_of_text
from ..sources import of_sketch
from ._page import VERB, found_procedure, number_in, own_sketch, page
from .sketches import keep

PAGE = 25
# By which data a procedure comes to a pattern; the words are those of its published sequence of steps.
REASONS = {
    "in_day": N_("Thời hạn rõ duy nhất không quá một ngày hoặc 8 giờ làm việc."),
    "commune": N_("Cấp xã giải quyết; trình tự công bố không nói đến việc nào dưới đây."),
    "province": N_("Cấp tỉnh giải quyết; trình tự công bố không nói đến việc nào dưới đây."),
    "verified": N_("Trình tự công bố nói có kiểm tra thực tế, khảo sát hoặc xác minh."),
    "opinions": N_("Trình tự công bố nói có lấy ý kiến cơ quan, đơn vị khác."),
    "both": N_("Trình tự công bố nói có cả lấy ý kiến và kiểm tra, xác minh."),
    "in_person": N_("Trình tự công bố nói người yêu cầu phải có mặt, xuất trình giấy tờ."),
    "relay": N_("Cấp xã nhận; trình tự công bố nói Ủy ban nhân dân cấp xã trình Ủy ban nhân dân cấp tỉnh quyết định."),
    "no_result": N_("Bản ghi công bố không nêu kết quả nào."),
    "external": N_("Không có trong dữ liệu công bố; chọn khi soạn gói của thủ tục do hệ thống khác giải quyết."),
}


def reason_of(key: str) -> str:
    """Return by which data procedures come to a pattern, in the reader's language."""
    short = key.partition("_")[2]
    return _(REASONS.get(key) or REASONS[short])


@official(VERB)
@require_safe
def patterns(request: SignedInRequest) -> HttpResponse:
    """Show every pattern with how many procedures go by it, and how many have a process of their own."""
    counts = queries.counted_by_process(today(timezone.now()))
    lines = [
        {"key": key, "name": _(pattern.name), "why": reason_of(key), "count": counts.get(key, 0)}
        for key, pattern in processes.PATTERNS.items()
    ]
    total = sum(counts.values())
    own = total - sum(counts.get(key, 0) for key in processes.PATTERNS)
    return page(request, "studio/patterns.html", {"lines": lines, "own": own, "total": total}, here="patterns")


@official(VERB)
@require_safe
def pattern(request: SignedInRequest, key: str) -> HttpResponse:
    """Show a pattern as picture and steps, and the procedures that go by it, each with the words that say so."""
    if key not in processes.PATTERNS:
        raise Http404
    chosen = processes.PATTERNS[key]
    number = number_in(request.GET, "trang", 1)
    found = queries.by_process(key, today(timezone.now()), limit=PAGE + 1, offset=(number - 1) * PAGE)

    def address(to: int) -> str:
        return f"{reverse('studio:pattern', args=[key])}?trang={to}"

    context = {
        "pattern": {"key": key, "name": _(chosen.name), "why": reason_of(key)},
        "course": course_of_text(processes.drawn(chosen, None)),
        "shares": [(step.name, step.share) for step in chosen.steps if step.share],
        "lines": found[:PAGE],
        "previous": address(number - 1) if number > 1 else "",
        "next": address(number + 1) if len(found) > PAGE else "",
    }
    return page(request, "studio/pattern.html", context, here="patterns")


@official(VERB)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: SignedInRequest, code: str) -> HttpResponse:
    """Let what is being written take a pattern for its process, the time of its steps shared out of its limit."""
    sketch = own_sketch(code, request.user)
    source = of_sketch(sketch)
    limits = source.folder.about.get("limits") or []
    error, refusal = "", ""
    if request.method == "POST":
        key = request.POST.get("mau", "")
        if key in processes.PATTERNS:
            chosen = processes.PATTERNS[key]
            files = {**source.files, PROCESS: processes.drawn(chosen, _known(limits))}
            about = source.folder.about
            meets = any(step.id == "in_person" for step in chosen.steps)
            if about and meets and "in_person" not in about:
                files[ABOUT] = in_yaml({**about, "in_person": {"who": [_("Người yêu cầu")], "clock": "running"}})
            try:
                keep(request, sketch, files)
            except Conflict as conflict:
                refusal = worded(conflict)
            else:
                messages.success(request, _("Đã đưa mẫu quy trình vào bản soạn. Hãy xem sơ đồ, rồi sửa tiếp nếu cần."))
                return redirect("studio:file", code, PROCESS)
        else:
            error = _("Hãy chọn một mẫu.")
    context: dict[str, Any] = {
        "procedure": found_procedure(code),
        "sketch": sketch,
        "lines": [
            {"key": key, "name": _(one.name), "steps": " → ".join(_(step.name) for step in one.steps)}
            for key, one in processes.PATTERNS.items()
        ],
        "error": error,
        "refusal": refusal,
        "has_limit": _known(limits) is not None,
    }
    status = 422 if error or refusal else 200
    return page(request, "studio/choose.html", context, here="catalogue", status=status)


def _known(limits: Any) -> Any:
    """Return the shortest limit of a package, or None; also of one whose limits are still half written."""
    try:
        return shortest(limits)
    except (KeyError, TypeError, ValueError):
        return None
