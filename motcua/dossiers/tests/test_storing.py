"""Results and verified papers in their owner's store: as they are given, replaced and revoked, and what was before."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.accounts.tests import factories as people
from motcua.dossiers import actions, storing
from motcua.dossiers.actions import Details
from motcua.dossiers.actions.storing import keep_paper, withdraw_paper
from motcua.dossiers.digitising import SIGNED
from motcua.dossiers.models import Digitisation, Dossier, PaperFile
from motcua.dossiers.rules.decisions import DecisionKind, Grounds
from motcua.dossiers.rules.filing import PaperData, PartyData
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.files import actions as files
from motcua.files.tests.samples import pdf
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.signing.actions import make_demo_key
from motcua.vault import actions as vault
from motcua.vault.models import Item
from motcua.vault.rules import ItemState

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
WRITTEN = Grounds("Ghi sai năm sinh", "Luật Hộ tịch 2014, Điều 27", number="12/QĐ-UBND", dated_on=date(2026, 11, 20))
RESULT = {
    "kind": "reference",
    "name": "Giấy xác nhận",
    "code": "KQ.G15.000038",
    "book": "Sổ",
    "validity": {"amount": 6, "unit": "month"},
    "purpose": ["content"],
}


@pytest.fixture
def leader(commune_leader: User, settings: LazySettings, tmp_path: Path) -> User:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    label, name = f"user:{commune_leader.username}", places.commune().name
    make_demo_key(label=label, holder_name=commune_leader.full_name, capacity="Chủ tịch", agency_name=name, now=NOW)
    return commune_leader


def delivered(
    by: User, officer: User, leader: User, *, of: ProcedureVersion | None = None, file: bool = False
) -> Dossier:
    dossier = done(factories.filed(by=by, of=of or factories.version(result=RESULT)), "accept", officer)
    given = Details(reference=factories.reference())
    if file:
        stored = files.store(data=pdf(), name="kq.pdf", purpose="result", by=actor(officer), now=NOW)
        given = Details(file_id=stored.public_id)
    done(dossier, "approve", officer, details=given)
    done(dossier, "sign", leader)
    done(dossier, "issue", officer)
    return done(dossier, "deliver", officer, details=Details(recipient=by.full_name))


def test_a_delivered_result_is_in_its_owners_store_with_what_it_says(
    citizen: User, commune_officer: User, leader: User
) -> None:
    assert citizen.person is not None
    dossier = delivered(citizen, commune_officer, leader)
    item = Item.objects.get()
    assert (item.name, item.number, item.result_code) == ("Giấy xác nhận", "17/XN-UBND", "KQ.G15.000038")
    assert (item.dossier_code, item.owner_number_id) == (dossier.code, citizen.person.identity_id)
    assert (item.issued_on, item.valid_until) == (date(2026, 11, 24), date(2027, 5, 24))
    assert item.purpose == "Xin xác nhận"
    assert item.agency == places.commune()


def test_a_replaced_result_points_at_the_new_one_and_a_revoked_one_says_why(
    citizen: User, commune_officer: User, leader: User
) -> None:
    """Decree 61/2018 art. 21: what replaces a result stands, the earlier one stays and says so."""
    dossier = delivered(citizen, commune_officer, leader, of=factories.version(result={**RESULT, "kind": "uploaded"}))
    stored = files.store(data=pdf(), name="moi.pdf", purpose="result", by=actor(leader), now=NOW)
    actions.replace(
        dossier_id=dossier.pk, kind=DecisionKind.REPLACE, grounds=WRITTEN, file_id=stored.public_id, by=leader, now=NOW
    )
    old, new = Item.objects.order_by("pk")
    assert (old.state, old.replaced_by, new.state) == (ItemState.REPLACED, new, ItemState.CURRENT)
    assert "Ghi sai năm sinh" in old.ended_because
    assert new.file is not None
    assert new.sha256 == new.file.sha256
    raised = files.store(data=pdf(pages=2), name="moi.pdf", purpose="result", by=actor(leader), now=NOW)
    vault.refile(source=new.source, file_id=raised.pk, sha256=raised.sha256, by=actor(leader), now=NOW)
    new.refresh_from_db()
    assert (new.file, new.sha256) == (raised, raised.sha256), "a signature that was raised to last is in another file"
    actions.revoke(dossier_id=dossier.pk, grounds=WRITTEN, by=leader, now=NOW)
    new.refresh_from_db()
    assert (new.state, new.ended_at) == (ItemState.REVOKED, NOW)


def test_what_was_delivered_before_there_were_stores_is_filled_in_once(
    citizen: User, commune_officer: User, leader: User
) -> None:
    dossier = delivered(citizen, commune_officer, leader)
    actions.replace(
        dossier_id=dossier.pk,
        kind=DecisionKind.REPLACE,
        grounds=WRITTEN,
        reference=factories.reference(),
        by=leader,
        now=NOW,
    )
    columns = ("source", "state", "number", "valid_until", "purpose", "replaced_by__source")
    before = list(Item.objects.order_by("source").values(*columns))
    Item.objects.update(replaced_by=None)
    Item.objects.all().delete()
    assert actions.fill_stores(now=NOW) == 2
    assert list(Item.objects.order_by("source").values(*columns)) == before
    assert actions.fill_stores(now=NOW) == 0


def test_nobodys_store_gets_a_result_whose_owner_has_no_number(commune_officer: User, leader: User) -> None:
    dossier = factories.at_counter(commune_officer, PartyData(name="Không Số", phone="0912345678"))
    assert storing.facts_of_results([], now=NOW) == []
    assert not dossier.parties.filter(identity__isnull=False).exists()
    assert Item.objects.count() == 0


def test_a_signed_scan_is_kept_where_an_original_was_seen_and_taken_out_with_its_scan(
    citizen: User, commune_officer: User
) -> None:
    version = factories.version(papers=[{**factories.PROOF, "type": "G-01"}])
    proof = PaperData("proof", (), originals=1, name="Giấy chứng sinh")
    photocopy = PaperData("proof", (), photocopies=1, name="Giấy chứng sinh")
    for paper, kept in ((proof, 1), (photocopy, 0)):
        Item.objects.all().delete()
        dossier = factories.filed(by=citizen, of=version, papers=(paper,))
        digitised = signed(dossier, commune_officer)
        keep(digitised, commune_officer)
        assert Item.objects.count() == kept
    dossier = factories.filed(by=citizen, of=version, papers=(proof,))
    digitised = signed(dossier, commune_officer)
    keep(digitised, commune_officer)
    item = Item.objects.get()
    assert (item.name, item.number, item.paper_type, item.signature) == ("Giấy chứng sinh", "217", "G-01", "digitiser")
    with transaction.atomic():
        withdraw_paper(digitised.paper, by=commune_officer, now=NOW)
    item.refresh_from_db()
    assert item.state == ItemState.WITHDRAWN
    keep(digitised, commune_officer)
    item.refresh_from_db()
    assert item.state == ItemState.CURRENT


def test_a_paper_in_another_persons_name_is_nobodys_item(citizen: User, commune_officer: User) -> None:
    """What a dossier holds of a third person gives its owner no right to use it elsewhere."""
    proof = PaperData("proof", (), originals=1, name="Giấy chứng sinh")
    dossier = factories.filed(by=citizen, of=factories.version(papers=[factories.PROOF]), papers=(proof,))
    digitised = signed(dossier, commune_officer)
    other = people.citizen("Lê Văn Khác").person
    assert other is not None
    digitised.identity = other.identity
    keep(digitised, commune_officer)
    assert Item.objects.count() == 0


def signed(dossier: Dossier, officer: User) -> Digitisation:
    """Give the first paper of a dossier a scan as if its official had signed it."""
    file = files.store(data=pdf(), name="q.pdf", purpose=SIGNED, by=actor(officer), now=NOW)
    files.attach(file_ids=[file.pk], by=actor(officer), now=NOW)
    paper = dossier.papers.get(key="proof")
    PaperFile.objects.create(paper=paper, file=file, number=1, added_at=NOW, added_by=str(officer.pk))
    return Digitisation.objects.create(
        paper=paper, stage="signed", number="217", accepted_at=NOW, accepted_by=officer, signed_at=NOW
    )


def keep(digitised: Digitisation, officer: User) -> None:
    with transaction.atomic():
        keep_paper(digitised, by=officer, now=NOW)
