"""The register of a one-stop unit: what it received, on paper and as a spreadsheet, and nothing of others."""

import io
import re
import unicodedata
import zipfile
from datetime import date, timedelta

import pypdfium2
import pytest
from defusedxml import ElementTree
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from motcua.accounts.models import User
from motcua.accounts.tests.factories import official
from motcua.audit.models import Entry
from motcua.certifying.actions import Requester, Signer, annul, certify
from motcua.certifying.models import Request, Tariff
from motcua.certifying.rules import Item, Kind
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.models import Export
from motcua.dossiers.rules.filing import PartyData
from motcua.dossiers.taking_away import register
from motcua.dossiers.tests import factories
from motcua.files import queries as files
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.printing.tables import Cell, write_xlsx
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAYS = "tu=2026-11-01&den=2026-11-30"


def cells_of(content: bytes) -> list[list[str]]:
    """Return the cells of the first sheet as they are kept: texts inline, numbers as written."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not sheet.findall(f".//{SPACE}f"), "nothing is a formula"
    return [
        ["".join(text for text in cell.itertext()) for cell in row.findall(f"{SPACE}c")]
        for row in sheet.findall(f".//{SPACE}row")
    ]


def test_the_register_is_printed_and_taken_away(
    citizen: User, receptionist: User, commune: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit = one_stop_of(commune)
    owner = PartyData(name="=HYPERLINK(1) Ƀơ Nahria", person_id=citizen.person_id, address={"text": "thôn Pró Ngó"})
    of = factories.version()
    for _ in range(3):
        dossier = factories.filed(by=citizen, of=of, owner=owner, received_agency_id=unit.pk)
        factories.done(dossier, "accept", receptionist)
    factories.filed(by=citizen, of=of, received_agency_id=unit.pk)  # not received (yet): not in the register
    client, address = sign_in(receptionist), reverse("desk:register")
    assert "Có 3 hồ sơ" in fetch(client, f"{address}?{DAYS}").text
    assert "Có 0 hồ sơ" in fetch(client, f"{address}?tu=2026-11-24&den=2026-11-30").text

    pdf = fetch(client, f"{address}?{DAYS}&dang=pdf")
    with pypdfium2.PdfDocument(pdf.content) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    assert "SỔ THEO DÕI HỒ SƠ Từ ngày 01/11/2026 đến ngày 30/11/2026" in text
    assert "Cộng: 3 hồ sơ" in text
    assert "thôn Pró Ngó, 0912345678" in text

    sheet = fetch(client, f"{address}?{DAYS}&dang=xlsx")
    assert sheet.response.headers["Content-Disposition"].endswith('.xlsx"')
    title, header, *rows = cells_of(sheet.content)
    assert unit.name in title[0]
    assert header == [name for name, _width in register.COLUMNS]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert rows[0][1] == dossier.code.rpartition("-")[0] + "-0001"
    assert rows[0][4] == owner.name
    assert float(rows[0][7]) == 46349.375, "23/11/2026 09:00 in Việt Nam, as spreadsheets count days"

    # What was certified at once stands among them, in the order of reception.
    signer = Signer("Touneh Thị Hạnh", "Chủ tịch")
    items = [Item("Bằng tốt nghiệp", copies=2), Item("Sổ hộ khẩu")]
    who, when = Requester("K'Brĕu"), factories.NOW + timedelta(hours=1)
    Tariff.objects.get_or_create(kind="copy", valid_from=date(2017, 1, 1), defaults={"first_rate": 2000})
    for key in ("one", "two"):
        given = certify(
            agency=commune,
            kind=Kind.COPY,
            requester=who,
            items=items,
            signer=signer,
            key=key,
            by=receptionist,
            now=when,
        )
    for row in given.certifications.all():
        annul(certification_id=row.pk, reason="ghi nhầm", by=receptionist, now=when)
    assert "Thứ Hai, 30/11/2026. Trong đó 1 lần chứng thực" in fetch(client, f"{address}?{DAYS}").text
    *_before, last = cells_of(fetch(client, f"{address}?{DAYS}&dang=xlsx").content)
    assert [last[place] for place in (0, 1, 3, 4)] == ["4", "Số 1-2/2026", "2", "K'Brĕu"]

    # The same rows in what the worker writes.
    asked = f"{reverse('desk:exports')}?danh-sach=register&don-vi={unit.code}&{DAYS}"
    fetch(client, asked, method="post", data={"dang": "xlsx"}, expect=302)
    run_due_jobs()
    written = Export.objects.select_related("file").get().file
    assert written is not None
    assert cells_of(files.read(written))[2:] == cells_of(fetch(client, f"{address}?{DAYS}&dang=xlsx").content)[2:]
    subjects = Entry.objects.filter(action="desk.export").latest("pk").subjects
    assert len(subjects) == 4
    assert subjects[-1] == f"certification:{Request.objects.earliest('pk').public_id}"

    # Whatever the number of rows: one question for them, one for the stamp of the agencies.
    days = (dossier.submitted_at.date() - timedelta(days=1), dossier.submitted_at.date() + timedelta(days=1))
    found = register.received(unit, *days, by=receptionist)
    with django_assert_num_queries(2):
        assert len(list(register.rows_of(found))) == 3

    # Another commune's desk sees none of it, and a department's specialist no unit that is not theirs.
    other = official("Cán bộ nơi khác", (Role.RECEPTIONIST, places.department()))
    page = fetch(sign_in(other), f"{address}?{DAYS}&don-vi={unit.code}&dang=xlsx", expect=422)
    assert "Hãy chọn một bộ phận một cửa" in page.text
    assert unit.name not in page.text


def test_wrong_days_are_said_and_kept(receptionist: User) -> None:
    client, address = sign_in(receptionist), reverse("desk:register")
    page = fetch(client, f"{address}?tu=2026-11-30&den=2026-11-01&dang=xlsx", expect=422)
    assert "Ngày đầu phải trước ngày cuối." in page.text
    assert page.html.cssselect("#tu")[0].get("value") == "30/11/2026"
    assert "Không hiểu ngày" in fetch(client, f"{address}?tu=hom-qua&den=2026-11-01", expect=422).text


def test_a_spreadsheet_keeps_what_it_is_given() -> None:
    into, at = io.BytesIO(), factories.NOW
    rows: list[list[Cell]] = [["007", 7, at, at.date(), None], ["+84", 0, None, None, "http://a"]]
    columns = [(name, 10) for name in "abcde"]
    assert write_xlsx(into, title="Thử", columns=columns, rows=rows, at=timezone.now()) == 2
    found = cells_of(into.getvalue())
    assert found[2] == ["007", "7", "46349.375", "46349"]
    assert found[3] == ["+84", "0", "http://a"]
