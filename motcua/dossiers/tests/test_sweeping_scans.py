"""Sources of scans go once their pages are checked papers and the province's days are over; nothing else goes."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.audit.models import Entry
from motcua.dossiers import actions
from motcua.dossiers.choices import scan_days
from motcua.dossiers.models import Digitisation, Dossier, Scan
from motcua.dossiers.rules.digitisation import Stage, Way
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.factories import NOW
from motcua.files import actions as files
from motcua.files.models import StoredFile
from motcua.files.tests.samples import pdf
from motcua.lib.dates import today
from motcua.worktime.actions import set_parameter

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=scan_days.USUAL, seconds=1)


@pytest.fixture
def dossier(citizen: User) -> Dossier:
    file = files.store(data=pdf(), name="giay.pdf", purpose="paper", by=actor(citizen), now=NOW)
    of = cases.version(papers=[cases.PROOF])
    return cases.filed(by=citizen, of=of, papers=(cases.paper("proof", str(file.public_id)),))


def scan(dossier: Dossier, by: User, paper: str, *, is_settled: bool = True) -> Scan:
    """Lay a scan of one page down that was sorted to a paper, to nothing for an empty key."""
    file = files.store(data=pdf(), name="xap.pdf", purpose="scan", by=actor(by), now=NOW)
    files.attach(file_ids=[file.pk], by=actor(by), now=NOW)
    return Scan.objects.create(
        unit=dossier.competent_agency,
        dossier=dossier,
        file=file,
        name="xap.pdf",
        way=Way.SENT,
        came_at=NOW,
        came_by=by,
        plan={"1": {"paper": paper, "turn": 0}},
        settled_at=NOW if is_settled else None,
    )


def test_sources_go_when_their_papers_were_accepted_long_enough_ago(
    dossier: Dossier, citizen: User, receptionist: User
) -> None:
    placed, dropped = scan(dossier, citizen, "proof"), scan(dossier, citizen, "")
    loose = scan(dossier, citizen, "", is_settled=False)
    kept = Digitisation.objects.create(paper=dossier.papers.get(key="proof"), stage=Stage.SCANNED)
    own, gone = placed.file, dropped.file
    assert own is not None
    assert gone is not None
    assert actions.sweep_scan_sources(now=LATER) == 1
    assert set(Scan.objects.all()) == {placed, loose}, "what nobody has checked keeps its source"
    assert not StoredFile.objects.filter(pk=gone.pk).exists()

    kept.stage, kept.accepted_at, kept.accepted_by = Stage.ACCEPTED, NOW + timedelta(days=3), receptionist
    kept.save()
    assert actions.sweep_scan_sources(now=LATER) == 0, "three days are left"
    before = Entry.objects.filter(action="scan.source_swept", about=f"dossier:{dossier.code}").count()
    assert actions.sweep_scan_sources(now=LATER + timedelta(days=3)) == 1
    assert Entry.objects.filter(action="scan.source_swept", about=f"dossier:{dossier.code}").count() == before + 1
    assert not default_storage.exists(own.key)
    assert set(Scan.objects.all()) == {loose}
    assert dossier.papers.get(key="proof").files.count() == 1, "the paper of the dossier stays"


def test_the_province_says_for_how_long(dossier: Dossier, citizen: User) -> None:
    scan(dossier, citizen, "")
    with transaction.atomic():
        set_parameter(key=scan_days.KEY, value="90", basis="Quyết định 5/QĐ-UBND", since=today(NOW))
    assert actions.sweep_scan_sources(now=LATER) == 0
    assert actions.sweep_scan_sources(now=NOW + timedelta(days=91)) == 1
