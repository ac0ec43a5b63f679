"""Lists as files: written page by page by the worker, for whoever asked and nobody else, gone after a week."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.channels.desk.taking_away import READERS
from motcua.channels.desk.tests.test_register import cells_of
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Export
from motcua.dossiers.piles.inbox import Wanted
from motcua.dossiers.rules.exports import COLUMNS, GIVEN_UP_AFTER, KEPT, MOST_RUNNING, ExportKind
from motcua.dossiers.rules.filing import PartyData
from motcua.dossiers.taking_away.lists import InboxList
from motcua.dossiers.tests import factories
from motcua.files import queries as files
from motcua.files.models import StoredFile
from motcua.lib.refusals import Forbidden, Refused
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.outbox.testing import run_due_jobs
from motcua.ui.testing import fetch
from motcua.workflow.inbox import Order, Pile

pytestmark = pytest.mark.django_db(transaction=True)
MINE = Wanted(Pile.MINE, Order.CODE)
LISTED = "/ban-lam-viec/danh-sach/xuat"


@pytest.fixture
def three(citizen: User, commune: Agency) -> list[str]:
    """File three dossiers that wait at the commune's counter; return their codes."""
    of, unit = factories.version(), one_stop_of(commune)
    names = ["=HYPERLINK(1) Ƀơ Nahria", "K'Brêu; “Ánh”", "+84 Ka Hoài"]
    owners = [PartyData(name=name, person_id=citizen.person_id) for name in names]
    return [factories.filed(by=citizen, of=of, owner=owner, received_agency_id=unit.pk).code for owner in owners]


def asked(by: User, kind: ExportKind = ExportKind.CSV, **fields: Any) -> Export:
    now = timezone.now()
    return actions.ask_export(
        **{
            "what": "inbox",
            "wanted": MINE.kept(),
            "kind": kind,
            "title": "Việc của tôi",
            "by": by,
            "now": now,
            **fields,
        }
    )


def test_a_list_is_asked_for_written_told_and_fetched(receptionist: User, three: list[str]) -> None:
    client = sign_in(receptionist)
    assert fetch(client, "/ban-lam-viec?xep=ma").select(f"form[action='{LISTED}?xep=ma'] [value=csv]")
    for kind in ("csv", "xlsx"):
        fetch(client, f"{LISTED}?xep=ma", method="post", data={"dang": kind}, expect=302)
    assert "Đang xuất, đã được 0 dòng" in fetch(client, LISTED).text
    run_due_jobs()
    assert "đã sẵn sàng: 3 dòng" in fetch(client, "/ban-lam-viec/thong-bao").text
    sheet, plain = [str(one.get("href")) for one in fetch(client, LISTED).select("[data-row]")]

    content = fetch(client, plain).content
    assert content.startswith(b"\xef\xbb\xbf"), "without the mark spreadsheets misread Vietnamese"
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert header == ["TT", *(name for name, _width in COLUMNS)]
    assert [row[1] for row in rows] == three
    assert [row[2] for row in rows] == ["'=HYPERLINK(1) Ƀơ Nahria", "K'Brêu; “Ánh”", "'+84 Ka Hoài"]
    assert rows[0][8] == "23/11/2026 09:00"

    _title, _header, *cells = cells_of(fetch(client, sheet).content)  # nothing in it is a formula
    assert [row[1:3] for row in cells] == [
        [three[0], "=HYPERLINK(1) Ƀơ Nahria"],
        [three[1], "K'Brêu; “Ánh”"],
        [three[2], "+84 Ka Hoài"],
    ]
    mine = Entry.objects.filter(actor_id=str(receptionist.pk))
    seen = mine.filter(action="desk.export").order_by("-pk")[:2].values_list("subjects", flat=True)
    assert list(seen) == [[f"dossier:{code}" for code in three]] * 2
    assert mine.filter(action="list.exported").count() == 2
    assert mine.filter(action="desk.export_file").count() == 2


def test_nobody_fetches_anothers_list_or_reaches_further_by_it(
    receptionist: User, three: list[str], commune: Agency
) -> None:
    theirs = asked(receptionist)
    clerk = official("Phạm Văn Bình", (Role.CLERK, commune))
    other = asked(clerk)
    run_due_jobs()
    address = reverse("desk:export_file", args=[theirs.public_id])
    fetch(sign_in(clerk), address, expect=404)
    assert fetch(sign_in(clerk), LISTED).select(f"[href='{address}']") == []
    other.refresh_from_db()
    assert other.rows == 0, "nothing of this pile is the clerk's"
    with pytest.raises(Forbidden):
        asked(official("Không vị trí"))


def test_who_lost_their_post_meanwhile_gets_nothing(receptionist: User, three: list[str]) -> None:
    export = asked(receptionist)
    User.objects.filter(pk=receptionist.pk).update(is_active=False)
    run_due_jobs()
    export.refresh_from_db()
    assert (export.failed, export.file, export.rows) == ("no_right", None, 0)
    User.objects.filter(pk=receptionist.pk).update(is_active=True)
    client = sign_in(receptionist)
    assert "không còn quyền" in fetch(client, LISTED).text
    fetch(client, reverse("desk:export_file", args=[export.public_id]), expect=404)


def test_only_a_few_are_written_at_once(receptionist: User) -> None:
    for _ in range(MOST_RUNNING):
        asked(receptionist)
    with pytest.raises(Refused, match="export_many"):
        asked(receptionist)
    fetch(sign_in(receptionist), LISTED, method="post", data={"dang": "csv"}, expect=302)
    run_due_jobs()
    asked(receptionist)


def test_a_run_after_a_dead_one_begins_anew_and_ends_with_one_file(
    receptionist: User, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    export, now = asked(receptionist), timezone.now()
    finish = actions.exporting._finish

    def killed(*_: Any) -> None:
        raise SystemExit

    # Killed after its file was stored: nobody owns that one, and the sweep of files takes it.
    monkeypatch.setattr(actions.exporting, "_finish", killed)
    with pytest.raises(SystemExit):
        actions.write_export(export_id=export.pk, now=now)
    # Two runs at once: the worker that was thought dead ends while another is about to.
    first: list[tuple[Any, ...]] = []

    def raced(*given: Any) -> None:
        if not first:
            first.append(given)
            actions.write_export(export_id=export.pk, now=now)
        finish(*given)

    monkeypatch.setattr(actions.exporting, "_finish", raced)
    run_due_jobs()
    actions.write_export(export_id=export.pk, now=now)
    export.refresh_from_db()
    assert export.rows == 3
    assert list(StoredFile.objects.filter(purpose="export", attached_at__isnull=False)) == [export.file]
    assert StoredFile.objects.filter(purpose="export").count() == 2, "the dead run's is left to the sweep"
    assert fetch(sign_in(receptionist), "/ban-lam-viec/thong-bao").text.count("đã sẵn sàng") == 1


def test_every_page_costs_the_same(receptionist: User, three: list[str]) -> None:
    counts: list[int] = []
    with CaptureQueriesContext(connection) as queries:
        for row in InboxList().rows(receptionist, MINE.kept(), timezone.now(), page=1):
            counts.append(len(queries.captured_queries))
            assert row.code == three[len(counts) - 1]
    assert len(counts) == 3
    assert counts[2] - counts[1] == 3, "where it begins, which steps, what is shown of them"


def test_every_list_that_is_wired_in_can_be_asked_for_at_its_page(
    receptionist: User, three: list[str], commune: Agency
) -> None:
    here = one_stop_of(commune)
    posts = (
        *((Role.ONE_STOP_HEAD, here), (Role.RECEPTIONIST, here), (Role.SPECIALIST, commune)),
        *((Role.BUSINESS_ADMIN, commune), (Role.CLERK, commune), (Role.AGENCY_LEADER, commune)),
    )
    head = official("Lơ Mu Ha", *posts)
    for code in three:
        task = factories.task(Dossier.objects.get(code=code))
        actions.complete(task_id=task.pk, outcome="accept", note="", by=receptionist, now=factories.NOW)
    unit, client = one_stop_of(commune).code, sign_in(head)
    days = "&tu=2026-11-01&den=2026-11-30"
    pages = {
        "inbox": ("?hop=don-vi", ""),
        "search": ("?danh-sach=search&q=Ka+Hoai", "Ka Hoài"),
        "register": (f"?danh-sach=register&don-vi={unit}{days}", three[0]),
        "receipts": (f"?danh-sach=receipts&don-vi={unit}{days}", ""),
        "due": ("?danh-sach=due", ""),
        "opinions": ("?danh-sach=opinions&xem=da-tra-loi", ""),
        "outgoing": (f"?danh-sach=outgoing{days}", ""),
        "calls": ("?danh-sach=calls", ""),
        "load": ("?danh-sach=load", ""),
        "difficulties": (f"?danh-sach=difficulties{days}", ""),
        "day": ("?danh-sach=day&hop=hand_over", ""),
        "given": ("?danh-sach=given", ""),
        "given_back": ("?danh-sach=given_back", ""),
        "taking": ("?danh-sach=taking", ""),
        "held": ("?danh-sach=held", ""),
        "refusals": ("?danh-sach=refusals", ""),
        "letters": (f"?danh-sach=letters&ho-so={Dossier.objects.get(code=three[0]).public_id}", ""),
        "absences": ("?danh-sach=absences", ""),
        "uncovered": ("?danh-sach=uncovered", ""),
        "book": (f"?danh-sach=book&xa={commune.pk}&loai=copy&nam=2026", ""),
        "proposals": ("?danh-sach=proposals", ""),
        "procedures": ("?danh-sach=procedures", "mặc định"),
        "to_sign": ("?danh-sach=to_sign", ""),
        "scans_to_sign": ("?danh-sach=scans_to_sign", ""),
        "copies": ("?danh-sach=copies", ""),
        "dry_run": ("?danh-sach=dry_run&lich=khong-co", ""),
        "trial": ("?danh-sach=trial&de-xuat=0b9f5a62-0000-4000-8000-000000000000", ""),
    }
    assert set(pages) == {name.removeprefix("lists.") for name in settings.PORTS if name.startswith("lists.")}
    assert set(pages) == set(READERS)
    for name, (address, expected) in pages.items():
        fetch(client, LISTED + address, method="post", data={"dang": "csv"}, expect=302)
        run_due_jobs()
        export = Export.objects.select_related("file").latest("pk")
        assert (export.what, export.failed) == (name, "")
        assert export.file is not None
        header, *rows = files.read(export.file).decode("utf-8-sig").splitlines()
        assert header.startswith('"TT";')
        assert len(rows) == export.rows
        assert expected in "".join(rows)
    logged = Entry.objects.filter(action="list.exported", details__list="search").get()
    assert "q" not in logged.details, "what was searched for is a name"
    fetch(client, f"{LISTED}?danh-sach=register&don-vi=H00{days}", method="post", expect=302)
    fetch(client, f"{LISTED}?danh-sach=receipts&don-vi=H00{days}", method="post", expect=302)
    elsewhere = f"{LISTED}?danh-sach=letters&ho-so=0b9f5a62-0000-4000-8000-000000000000"
    for nobodys in (elsewhere, f"{LISTED}?danh-sach=book&xa=0", f"{LISTED}?danh-sach=day&hop=gi-do"):
        fetch(client, nobodys, method="post", expect=302)
    assert Export.objects.count() == len(pages), "not another unit's register, nor its receipts"


def test_it_is_gone_after_a_week(receptionist: User, three: list[str]) -> None:
    export, stuck = asked(receptionist), asked(receptionist)
    actions.write_export(export_id=export.pk, now=timezone.now())
    export.refresh_from_db()
    assert export.file is not None
    key = export.file.key
    assert actions.sweep_exports(now=stuck.asked_at + GIVEN_UP_AFTER + timedelta(minutes=1)) == 0
    stuck.refresh_from_db()
    assert stuck.failed == "stuck"
    actions.write_export(export_id=stuck.pk, now=timezone.now())
    assert Export.objects.filter(file__isnull=False).count() == 1, "what was given up is not written after all"
    assert actions.sweep_exports(now=stuck.asked_at + KEPT) == 2
    assert not StoredFile.objects.filter(key=key).exists()
    assert not default_storage.exists(key)
    fetch(sign_in(receptionist), reverse("desk:export_file", args=[export.public_id]), expect=404)
