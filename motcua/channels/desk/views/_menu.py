"""The menu of the desk: the piles with their counts, then what the posts of the reader may do, by what it is about."""

from datetime import datetime

from django.urls import reverse

from motcua.accounts import access
from motcua.accounts.models import User
from motcua.dossiers.piles import inbox
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.notices import queries as notices
from motcua.ui.menu import Entry, Group, grouped
from motcua.workflow.inbox import CAP

from ..taking_away import BOX_NAMES


def capped(number: int) -> str:
    """Return a count as shown: never more exact than the cap."""
    return f"{CAP}+" if number > CAP else str(number)


def menu(user: User, now: datetime, *, here: str, counted: bool) -> list[Group]:
    """Return the menu of an official; `here` is the entry of the page. Uncounted, nothing more is asked for it."""

    def entry(key: str, text: str, page: str, verb: str = "", *, shortcut: str = "", count: str = "") -> Entry | None:
        if verb and not access.may_enter(user, verb):
            return None
        return Entry(text, reverse(page), shortcut, count, here=key == here)

    unread = notices.unread_by(user.pk) if counted else 0
    return grouped(
        (
            N_("Hộp việc"),
            (
                *_piles(user, now, here=here, counted=counted),
                entry("thong-bao", N_("Thông báo"), "desk:told", shortcut="7", count=capped(unread) if unread else ""),
            ),
        ),
        (
            N_("Việc khác"),
            (
                entry("ky", N_("Ký lần lượt"), "desk:signing", "result.sign", shortcut="g"),
                entry("y-kien", N_("Ý kiến được hỏi"), "desk:opinions", "opinion.answer"),
                entry("tu-choi", N_("Từ chối chờ quyết định"), "desk:refusals", "dossier.refuse_as_head"),
                entry("goi", N_("Cần gọi điện"), "desk:calls", "dossier.call"),
                entry("dinh-chinh", N_("Đề nghị đính chính"), "desk:corrections", "correction.answer"),
                entry("vuong-mac", N_("Vướng mắc"), "desk:difficulties", "difficulty.see"),
                entry("mo-khan", N_("Mở khẩn một hồ sơ"), "desk:emergency", "emergency.open"),
                # Of other channels: by name alone.
                entry("nhan-ban-giao", N_("Nhận bàn giao"), "counter:taking", "dossier.take_over"),
                entry("giao-ket-qua", N_("Giao kết quả"), "counter:hand_back", "result.hand_over"),
            ),
        ),
        (
            N_("Đơn vị"),
            (
                entry("so", N_("Sổ theo dõi"), "desk:register", "dossier.search", shortcut="8"),
                # Of another channel: money was taken there, for those who answer for it and sit at no counter too.
                entry("bien-lai", N_("Sổ biên lai"), "counter:receipts", "receipt.see"),
                entry("tinh-hinh", N_("Tình hình đơn vị"), "desk:load", "task.count", shortcut="9"),
                entry("luu-tru", N_("Lưu trữ hồ sơ"), "desk:archive", "archive.keep"),
                entry("dung-lai", N_("Dùng lại giấy tờ (766)"), "desk:reuse", "report.reuse"),
                entry("giao-viec", N_("Giao lại việc"), "desk:hand_over", "dossier.assign"),
                entry("vang-mat", N_("Vắng mặt, làm thay"), "desk:absences"),
            ),
        ),
        (
            N_("Hệ thống"),
            (
                entry("can-bo", N_("Tài khoản cán bộ"), "desk:officials", "account.administer"),
                entry("cac-lan-mo-khan", N_("Các lần mở khẩn"), "desk:emergencies", "emergency.review"),
            ),
        ),
        (
            N_("Chuyển sang"),
            (
                entry("quay", N_("Tại quầy"), "counter:start", "dossier.receive", shortcut="q"),
                entry("quan-tri", N_("Quản trị nghiệp vụ"), "studio:home", "procedure.propose"),
            ),
        ),
    )


def _piles(user: User, now: datetime, *, here: str, counted: bool) -> list[Entry]:
    shown = [""] * len(BOX_NAMES)
    if counted:
        found = inbox.counts(inbox.where_of(user, today(now)), now=now, soon=inbox.soon(user, now))
        # The last pile, of what is done, has no count.
        shown[:5] = [capped(number) for number in (found.mine, found.free, found.unit, found.soon, found.overdue)]
    return [
        Entry(name, f"{reverse('desk:inbox')}?hop={key}", str(place), count, here=key == here)
        for place, ((key, name), count) in enumerate(zip(BOX_NAMES.items(), shown, strict=True), start=1)
    ]
