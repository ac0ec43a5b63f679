"""No identity number rests in clear: whatever way it came, no row of the database holds it.

Law 91/2025/QH15 on the protection of personal data; `accounts/identity.py`.
"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.audit import sealing
from motcua.dossiers import actions
from motcua.dossiers.actions import Missing
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.rules.filing import PartyData
from motcua.dossiers.rules.states import Channel, Origin
from motcua.dossiers.tests import factories
from motcua.notices.models import Notice
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
SIGNED_IN, CHILD, OWNER, AT_COUNTER, BY_API, IN_DRAFT = (
    "068190012345",
    "068216000001",
    "068050000777",
    "068085004512",
    "067195003321",
    "068088000777",
)
MISTYPED = "068 290 01234"  # a digit short: no number, and personal all the same
NUMBERS = (SIGNED_IN, CHILD, OWNER, AT_COUNTER, BY_API, IN_DRAFT, MISTYPED)


def file(*, origin: Origin, number: str, by: User) -> Dossier:
    """File by an official or a machine for somebody they name by number."""
    who = PartyData(name="Ka Thuyên", identity_kind="personal_id", identity_number=number, email="ka@example.vn")
    request = factories.filing(
        by=people.citizen("Không Liên Quan"),
        of=factories.version(),
        origin=origin,
        channel=Channel.ONLINE if origin == Origin.API else Channel.DIRECT,
        submitter=who,
        owner=who,
        received_agency_id=places.commune().one_stop_id,
        answers={"content": "Xin xác nhận", "identity": number},
    )
    return actions.file(filing=request, key=f"key-{origin}", by=by, now=NOW).dossier


def rows() -> str:
    """Return everything that the database holds, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 - names from the catalogue, quoted there
            found += [str(text) for (text,) in cursor.fetchall()]
    assert len(tables) > 50
    return "\n".join(found)


def test_no_number_rests_in_clear(commune_officer: User) -> None:
    citizen = people.citizen("Nguyễn Thị An", number=SIGNED_IN)
    portal, desk = Client(), Client()
    portal.force_login(citizen)
    desk.force_login(commune_officer)

    # By the portal: a finished filing for somebody else, and a draft with a number and a slip of the finger.
    owner = PartyData(name="K'Brể", identity_kind="personal_id", identity_number=OWNER)
    answers = {"content": "Xin xác nhận", "identity": CHILD}
    own = factories.filed(by=citizen, owner=owner, answers=answers)
    for typed in (IN_DRAFT, MISTYPED):
        procedure = factories.version().procedure.code
        draft = fetch(portal, f"/nop-ho-so/{procedure}", method="post", expect=302).location
        page = "/".join(draft.split("/")[:3]) + "/to-khai/request"
        data = fetch(portal, page).fields("main form") | {"content": "Xin", "identity": typed}
        fetch(portal, page, method="post", data=data, expect=302)
    assert Draft.objects.count() == 2

    # At the counter and by a machine.
    taken = file(origin=Origin.COUNTER, number=AT_COUNTER, by=commune_officer)
    file(origin=Origin.API, number=BY_API, by=people.api_client(places.committee()).user)

    # Asked, answered, refused; looked at and searched for by number.
    task = factories.task(own)
    asked = [Missing("field:identity", "Số chưa rõ")]
    actions.ask_supplement(task_id=task.pk, items=asked, reason="Thiếu", by=commune_officer, now=NOW)
    again = {"content": "Xin xác nhận lại", "identity": CHILD}
    actions.answer_supplement(
        public_id=own.public_id, answers=again, papers=(), message="Đã ghi rõ", by=citizen, now=NOW
    )
    actions.complete(
        task_id=factories.task(taken).pk,
        outcome="refuse",
        note="Không thuộc thẩm quyền",
        by=commune_officer,
        now=NOW,
        details=factories.grounds(),
    )
    assert AT_COUNTER in fetch(desk, reverse("desk:dossier", args=[taken.public_id])).text
    assert taken.code in fetch(desk, reverse("desk:search"), method="post", data={"q": AT_COUNTER}, follow=True).text
    fetch(portal, f"/ho-so/{own.code}")
    kept = rows()  # with the jobs that still wait
    run_due_jobs()
    sealing.seal()
    kept += rows()
    assert Notice.objects.exists()
    assert "K'Brể" in kept, "the rows were read"
    close = re.sub(r"[ .\-]", "", kept)
    for number in NUMBERS:
        assert number not in kept
        assert number.replace(" ", "") not in close
