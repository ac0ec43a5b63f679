"""Looking changes nothing: a page opened by its reader, by a link preview or by a mail scanner leaves the data alone.

Only traces of the looking itself remain: sessions, and the audit line of who saw personal data.
"""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Draft
from motcua.dossiers.tests import factories as cases
from motcua.ui.testing import fetch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TRACES = ("audit_", "accounts_session")
# A previewer of links, a phone's browser inside another app, and one that says nothing of itself.
PREVIEWERS = ("facebookexternalhit/1.1", "Mozilla/5.0 (Linux; Android 14; wv) Mobile Safari/537.36", "")


def everything() -> dict[str, str]:
    """Return a hash of each table's content."""
    tables = [name for name in connection.introspection.table_names() if not name.startswith(TRACES)]
    parts = " UNION ALL ".join(
        f"SELECT '{name}', md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM {name} t"  # noqa: S608
        for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return dict(cursor.fetchall())


def changed(before: dict[str, str]) -> list[str]:
    now = everything()
    return sorted(name for name in now if now[name] != before[name])


def test_the_check_sees_a_change(citizen: User) -> None:
    before = everything()
    citizen.full_name = "Nguyễn Thị Ánh"
    citizen.save()
    assert changed(before) == ["accounts_user"]


def test_a_passed_on_link_gives_nothing_away_and_uses_nothing_up(citizen: User) -> None:
    limit = {"amount": 5, "unit": "working_day", "text": "05 ngày làm việc", "channels": ["direct", "online", "post"]}
    version = cases.version(limits=[limit])
    dossier = cases.filed(by=citizen, of=version)
    secret = actions.secret_of(dossier)
    code = version.procedure.code
    open_to_all = ["/", "/tim-kiem?q=giay", f"/thu-tuc/{code}", "/tra-cuu", f"/tra-cuu/{dossier.code}/{secret}"]
    closed = [f"/ho-so/{dossier.code}", f"/da-nop/{dossier.code}", f"/nop-ho-so/{code}", "/thong-bao"]
    before = everything()
    for agent in PREVIEWERS:
        client = Client(headers={"User-Agent": agent})
        for address in open_to_all:
            page = fetch(client, address)
            assert citizen.full_name not in page.source
        for address in closed:
            page = fetch(client, address, expect=302)
            assert page.location.startswith("/dang-nhap?")
    assert changed(before) == []
    assert fetch(Client(), f"/tra-cuu/{dossier.code}/{secret}").h1 == "Hồ sơ đang ở đâu", "the link still works"


def test_a_citizen_who_looks_changes_nothing(citizen: User) -> None:
    version = cases.version()
    dossier = cases.filed(by=citizen, of=version)
    client = Client()
    client.force_login(citizen)
    address = reverse("portal:filing_start", args=[version.procedure.code])
    page = fetch(client, address)
    begun = fetch(client, address, method="post", data=page.fields(), expect=302)
    draft = Draft.objects.get()
    before = everything()
    steps = ("nguoi-nop", "giay-to", "nhan-ket-qua", "xem-lai")
    addresses = [
        address,
        begun.location,
        *(f"/ban-nhap/{draft.public_id}/{step}" for step in steps),
        "/ho-so-cua-toi",
        f"/ho-so/{dossier.code}",
        f"/ho-so/{dossier.code}/rut",
        f"/da-nop/{dossier.code}",
    ]
    for one in addresses:
        client.get(one)
    assert changed(before) == []


def test_an_official_who_looks_changes_nothing(citizen: User, commune_officer: User) -> None:
    dossier = cases.filed(by=citizen)
    client = sign_in(commune_officer)
    before = everything()
    for address in (
        reverse("desk:inbox"),
        reverse("desk:search") + "?q=Nguyễn",
        reverse("desk:next"),
        reverse("desk:dossier", args=[dossier.public_id]),
        reverse("counter:start"),
    ):
        assert client.get(address).status_code in {200, 302}, address
    assert changed(before) == []
