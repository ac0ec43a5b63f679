"""The copy of all that is held of somebody: whole, readable twice, for them alone, freshly signed in, for a while."""

import io
import json
import time
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua import holdings
from motcua.accounts.mandates import Named, Reaching, give_mandate
from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.rules.mandates import Basis
from motcua.accounts.session_store import MARK
from motcua.audit.models import Entry
from motcua.channels.portal.tests.test_store import kept
from motcua.dossiers import actions as dossiers
from motcua.dossiers.tests import factories
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.files.tests.samples import pdf
from motcua.holdings.actions import sweep_copies
from motcua.holdings.models import OwnCopy
from motcua.lib.dates import today
from motcua.lib.personal_id import mask
from motcua.outbox.testing import run_due_jobs
from motcua.ui.testing import fetch
from motcua.vault import sharing

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/tai-khoan/du-lieu"
OTHER = "068090001234"


def sign_in(user: User, *, ago: int = 0) -> Client:
    """Sign in as the session store has it, some seconds ago."""
    client = Client()
    client.force_login(user)
    session, moment = client.session, time.time() - ago
    session[MARK] = {
        "id": str(uuid.uuid4()),
        "factor": "",
        "browser": "Firefox",
        "system": "Linux",
        "network": "127.0.x.x",
        "began": moment,
        "seen": moment,
    }
    session.save()
    return client


def unpacked(content: bytes) -> tuple[dict[str, Any], str, zipfile.ZipFile]:
    package = zipfile.ZipFile(io.BytesIO(content))
    return json.loads(package.read("du-lieu.json")), package.read("du-lieu.html").decode(), package


def test_a_copy_has_everything_twice_and_nothing_of_others_that_is_theirs(
    citizen: User, second_citizen: User, commune_officer: User
) -> None:
    """Law 91/2025/QH15: the person gets what is held of them; the other person in it is protected too."""
    now = timezone.now()
    file = files.store(data=pdf(), name="giay.pdf", purpose="paper", by=actor(citizen), now=now)
    version = factories.version(papers=[factories.PROOF])
    dossier = factories.filed(
        by=citizen,
        of=version,
        now=now,
        answers={"content": "Xin xác nhận cho cháu", "identity": OTHER},
        papers=(factories.paper("proof", str(file.public_id)),),
    )
    foreign = factories.filed(by=second_citizen, of=version, now=now)
    item = kept(citizen)
    sharing.share(item_id=item.public_id, purpose="Vay ngân hàng", days=7, by=citizen, now=now)
    draft, _is_new = dossiers.begin_draft(version_id=factories.version().pk, by=citizen, now=now)
    agent = Named("Ka Thay", "068190000026")
    reaching = Reaching(starts=today(now), sees_all=False, uses_store=False)
    give_mandate(basis=Basis.SPOUSE, agent=agent, reaching=reaching, document="", by=citizen, now=now)
    commune = Client()
    commune.force_login(commune_officer)
    fetch(commune, reverse("desk:dossier", args=[dossier.public_id]))
    client = sign_in(citizen)
    fetch(client, f"{PAGE}/ban-sao", method="post", expect=302)
    assert "Đang làm" in fetch(client, PAGE).text
    run_due_jobs()
    assert "Bản dữ liệu của ông/bà đã xong" in fetch(client, "/thong-bao").text
    address = str(fetch(client, PAGE).select(f"a[href^='{PAGE}/ban-sao/']")[0].get("href"))
    data, page, package = unpacked(fetch(client, address).content)

    schema = json.loads((Path(holdings.__file__).parent / "data" / "own-data.schema.json").read_text("utf-8"))
    jsonschema_rs.validator_for(schema).validate(data)
    assert json.loads(package.read("luoc-do.json")) == schema
    sections = data["sections"]
    assert sections["account"][0]["identity_number"] == "068190012345"
    [held] = sections["dossiers"]
    assert held["code"] == dossier.code
    assert held["me"][0]["phone"] == "0912345678"
    assert held["answers"][0]["data"] == {"content": "Xin xác nhận cho cháu", "identity": mask(OTHER)}
    assert held["events"][0]["kind"] == "filed"
    [given] = [one for paper in held["papers"] for one in paper["files"] if paper["name"] == "Giấy chứng sinh"]
    assert package.read(given["path"]).startswith(b"%PDF")
    assert [one["id"] for one in sections["drafts"]] == [str(draft.public_id)]
    assert [(one["side"], one["other"]) for one in sections["mandates"]] == [("principal", "Ka Thay")]
    assert sections["items"][0]["links"][0]["purpose"] == "Vay ngân hàng"
    # Codes of one day begin anew in each test, and the trail stays.
    assert [dossier.code] in [one["dossiers"] for one in sections["looks"]]
    for words in (dossier.code, "Xin xác nhận cho cháu", "068190012345", "Giấy chứng sinh", item.name, mask(OTHER)):
        assert words in page
    whole = json.dumps(data, ensure_ascii=False) + page
    assert OTHER not in whole
    assert agent.number not in whole
    assert foreign.code not in whole
    assert second_citizen.full_name not in whole
    assert commune_officer.full_name not in whole
    assert Entry.objects.filter(action="own.copy", actor_id=str(citizen.pk)).count() == 1


def test_who_only_receives_gets_their_own_part(citizen: User, second_citizen: User) -> None:
    dossier = factories.filed(by=citizen, now=timezone.now())
    dossier.parties.create(role="recipient", person=second_citizen.person, name=second_citizen.full_name)
    client = sign_in(second_citizen)
    fetch(client, f"{PAGE}/ban-sao", method="post", expect=302)
    run_due_jobs()
    copy = OwnCopy.objects.get()
    data, page, _package = unpacked(fetch(client, f"{PAGE}/ban-sao/{copy.public_id}").content)
    [held] = data["sections"]["dossiers"]
    assert held["my_roles"] == ["recipient"]
    assert "answers" not in held
    assert "Xin xác nhận" not in page
    assert citizen.full_name not in page


def test_it_is_for_whom_it_is_about_signed_in_just_now_and_for_a_while(citizen: User, second_citizen: User) -> None:
    stale, fresh = sign_in(citizen, ago=3000), sign_in(citizen)
    assert "đăng nhập lại" in fetch(stale, f"{PAGE}/ban-sao", method="post", expect=422).text
    assert fetch(stale, PAGE).select("a[href='/dang-nhap?lai=1&next=%2Ftai-khoan%2Fdu-lieu']")
    fetch(fresh, f"{PAGE}/ban-sao", method="post", expect=302)
    assert "đang được làm" in fetch(fresh, f"{PAGE}/ban-sao", method="post", expect=422).text
    run_due_jobs()
    copy = OwnCopy.objects.get()
    address = f"{PAGE}/ban-sao/{copy.public_id}"
    fetch(stale, address, expect=422)
    fetch(sign_in(second_citizen), address, expect=404)
    assert fetch(fresh, address).content.startswith(b"PK")
    assert sweep_copies(now=timezone.now() + timedelta(days=2)) == 0
    assert sweep_copies(now=timezone.now() + timedelta(days=4)) == 1
    fetch(fresh, address, expect=404)
    assert not StoredFile.objects.filter(purpose="own_copy").exists()


def test_what_never_ends_is_given_up_and_said(citizen: User) -> None:
    OwnCopy.objects.create(user=citizen, asked_at=timezone.now() - timedelta(days=2))
    sweep_copies(now=timezone.now())
    client = sign_in(citizen)
    assert "Không làm xong trong một ngày" in fetch(client, PAGE).text
    fetch(client, f"{PAGE}/ban-sao", method="post", expect=302)
