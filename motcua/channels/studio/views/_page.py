"""What every page of the studio shares: its frame, how a day is read, and which field a refusal is about."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from motcua.accounts import access
from motcua.accounts.doors import SignedInRequest
from motcua.accounts.models import User
from motcua.approvals import queries as approvals
from motcua.approvals.models import Sketch
from motcua.lib.marks import N_
from motcua.lib.typed_days import INCOMPLETE
from motcua.notices import queries as notices
from motcua.procedures import queries
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.ui.days import day_in
from motcua.ui.menu import Entry, Group, grouped
from motcua.ui.summaries import Fields

from ..sources import KIND

# To see and to configure is one right; to approve another, of some of those who have the first.
VERB, DECIDE = "procedure.propose", "procedure.publish"


def page(
    request: SignedInRequest, template: str, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """Render a page of the studio with its menu."""
    frame = {
        "here": here,
        "me": request.user,
        "menu": _menu(request.user, here),
        "sign_out_address": reverse("desk:sign_out"),
        "account_address": reverse("desk:account"),
        "may_decide": access.may(request.user, DECIDE),
        "may_export": access.may_enter(request.user, "desk.export"),
        "exports_address": reverse("desk:exports"),
        "q": "",
    }
    return render(request, template, frame | context, status=status)


def _menu(user: User, here: str) -> list[Group]:
    waiting, unread = approvals.waiting(user).count(), notices.unread_by(user.pk)
    return grouped(
        (
            N_("Quản trị nghiệp vụ"),
            (
                Entry(text, reverse(f"studio:{page}"), count=count, here=page == here)
                for page, text, count in (
                    ("home", N_("Đề xuất thay đổi"), str(waiting or "")),
                    ("catalogue", N_("Thủ tục"), ""),
                    ("patterns", N_("Mẫu quy trình"), ""),
                    ("layouts", N_("Biểu mẫu một cửa"), ""),
                    ("letters", N_("Mẫu văn bản"), ""),
                    ("signatures", N_("Chờ ký số"), ""),
                    ("keys", N_("Chứng thư chữ ký số"), ""),
                    ("calendars", N_("Lịch làm việc"), ""),
                    ("provincial", N_("Quy định của tỉnh"), ""),
                    ("symbols", N_("Ký hiệu văn bản"), ""),
                    ("paperless", N_("Không dùng hồ sơ giấy"), ""),
                )
            ),
        ),
        (
            N_("Chuyển sang"),
            (
                Entry(N_("Bàn làm việc"), reverse("desk:inbox"), "1"),
                Entry(N_("Thông báo"), reverse("desk:told"), "7", str(unread or "")),
            ),
        ),
    )


def found_procedure(code: str) -> Procedure:
    """Return a procedure of the catalogue, or answer that there is none."""
    try:
        return queries.procedure(code)
    except Procedure.DoesNotExist as nothing:
        raise Http404 from nothing


def newest(code: str) -> ProcedureVersion:
    """Return the newest version of a procedure, or answer that there is none."""
    try:
        return queries.newest(code)
    except ProcedureVersion.DoesNotExist as nothing:
        raise Http404 from nothing


def own_sketch(code: str, by: User) -> Sketch:
    """Return what the reader is writing about a procedure, or answer that there is nothing."""
    sketch = approvals.sketch(KIND, code, by)
    if sketch is None:
        raise Http404
    return sketch


def read_day(post: QueryDict, prefix: str) -> date:
    """Return the day in three boxes; raises Refused, with the boxes' name in its code, where it is none."""
    ask = N_("Hãy ghi đủ ngày, tháng, năm áp dụng; ví dụ 1 1 2027.") if prefix == "day" else INCOMPLETE
    return day_in(post, prefix, code=f"no_{prefix}", ask=ask)


def proposal_fields(reason: str, day: str, own: Fields) -> Fields:
    """Return the ids of a form of proposals by what is refused: what all such forms have, and its own."""
    common = dict.fromkeys(("reason_missing", "reason_too_long"), reason)
    return common | dict.fromkeys(("no_day", "day_passed", "day_too_far"), day) | dict(own)


def number_in(given: QueryDict, name: str, usual: int) -> int:
    """Return a number of an address, the usual one where it is none."""
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 100_000 else usual
