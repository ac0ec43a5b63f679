"""Two signatures on a result: the leader's, then the agency's.

Decree 30/2020/NĐ-CP art. 13 and 32(2)(d): the agency's own signature comes after the competent person's.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import State
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.refusals import Conflict, Forbidden, Refused
from motcua.organisations.tests import factories as places
from motcua.signing.actions import make_demo_key
from motcua.signing.models import SigningKey
from motcua.signing.verify import check_pdf
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
TEMPLATE = """#import "/base.typ": *
#show: document-page.with(title: "Giấy xác nhận")
#official-head(agency: data.place, number: data.result.number, place: "Lâm Đồng", date: data.result.dated_on)
#kind-title("Giấy xác nhận")
Cấp cho #data.dossier.owner.
#civil-end(data)
"""


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"


def make_seal(**fields: Any) -> SigningKey:
    commune = places.commune()
    values = {"label": "seal", "holder_name": commune.name, "agency_name": commune.name, "agency_code": commune.code}
    return make_demo_key(is_seal=True, now=NOW, **values | fields)


@pytest.fixture
def signed(citizen: User, commune_officer: User, commune_leader: User) -> Dossier:
    """A dossier whose result from a template is signed by the leader and waits to be issued."""
    label, name = f"user:{commune_leader.username}", places.commune().name
    make_demo_key(label=label, holder_name=commune_leader.full_name, capacity="Chủ tịch", agency_name=name, now=NOW)
    result = {"kind": "template", "name": "Giấy xác nhận", "template": TEMPLATE}
    dossier = factories.filed(by=citizen, of=factories.version(result=result))
    done(dossier, "accept", commune_officer)
    done(dossier, "approve", commune_officer)
    return done(dossier, "sign", commune_leader)


def fields_of(dossier: Dossier) -> list[str]:
    file = dossier.results.get().file
    assert file is not None
    report = check_pdf(stored.read(file))
    assert report.trusted
    return [signature.field for signature in report.signatures]


def test_issuing_adds_the_agencys_signature(client: Client, signed: Dossier, commune_officer: User) -> None:
    make_seal()
    assert fields_of(signed) == ["leader"]
    before = StoredFile.objects.count()
    dossier = done(signed, "issue", commune_officer)
    assert dossier.state == State.COMPLETED
    assert fields_of(dossier) == ["leader", "agency"]
    result = dossier.results.get()
    assert (result.sealed_at, result.signer_capacity) == (NOW, "Chủ tịch")
    assert StoredFile.objects.count() == before, "the sealed file takes the signed one's place"
    assert [event.kind for event in dossier.events.order_by("-pk")[:2]] == ["issued", "result_sealed"]
    page = fetch(client, f"/xac-minh/{result.token}")
    assert "Kết quả này có thật" in page.text
    signers = page.words(".govuk-list--bullet li")
    assert len(signers) == 2
    for line in signers:
        assert places.commune().name in line
        assert line.endswith("(hợp lệ)")
    assert "Nguyễn Thị An" not in page.text


def test_an_agency_without_a_seal_issues_with_the_leaders_signature(signed: Dossier, commune_officer: User) -> None:
    make_seal(agency_code="H36.99")
    assert done(signed, "issue", commune_officer).state == State.COMPLETED
    assert fields_of(signed) == ["leader"]


def test_a_seal_out_of_its_time_is_told_and_nothing_is_issued(signed: Dossier, commune_officer: User) -> None:
    make_seal(years=1)
    with pytest.raises(Refused, match="key_expired"):
        actions.issue(task_id=factories.task(signed).pk, by=commune_officer, now=NOW + timedelta(days=400))
    signed.refresh_from_db()
    assert signed.state == State.PROCESSING
    assert fields_of(signed) == ["leader"]


def test_only_the_clerk_seals_and_once(signed: Dossier, commune_officer: User, commune_leader: User) -> None:
    make_seal()
    task = factories.task(signed)
    with pytest.raises(Forbidden):
        actions.seal(task_id=task.pk, by=commune_leader, now=NOW)
    with pytest.raises(Conflict):
        actions.seal(task_id=task.pk, by=commune_officer, now=NOW, revision=1)
    actions.seal(task_id=task.pk, by=commune_officer, now=NOW)
    actions.seal(task_id=task.pk, by=commune_officer, now=NOW)
    assert fields_of(signed) == ["leader", "agency"]
    # Sealed before, it is issued together with the following step.
    with transaction.atomic():
        actions.issue(task_id=task.pk, by=commune_officer, now=NOW, revision=signed.revision)
    assert signed.events.filter(kind="result_sealed").count() == 1
