"""Scanning after the person has gone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.channels.counter.tests.visits import sign_in
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.rules.filing import PaperData
from motcua.dossiers.rules.states import Channel, Origin
from motcua.dossiers.tests import factories as cases
from motcua.files.tests.samples import pdf
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = {"key": "birth", "name": "Giấy chứng sinh", "kind": "submit", "required": True, "originals": 1, "copies": 0}


@pytest.fixture
def dossier() -> Dossier:
    return cases.filed(
        by=people.citizen(),
        of=cases.version(papers=[PAPER]),
        origin=Origin.COUNTER,
        channel=Channel.DIRECT,
        papers=(PaperData("birth", (), originals=1, name="Giấy chứng sinh"),),
    )


def sent(client: Client, dossier: Dossier, name: str, *, expect: int) -> str:
    address = reverse("counter:scan", args=[dossier.public_id])
    scan = SimpleUploadedFile("quet.pdf", pdf())
    page = fetch(client, address, method="post", data={name: scan}, expect=expect)
    return page.text if page.is_html else ""


def test_scans_join_their_papers_and_what_was_counted_stays(receptionist: User, dossier: Dossier) -> None:
    client = sign_in(receptionist)
    assert "chưa quét" in fetch(client, reverse("counter:scan", args=[dossier.public_id])).text
    sent(client, dossier, "scan-birth", expect=302)
    sent(client, dossier, "scan-birth", expect=302)
    paper = dossier.papers.get(key="birth")
    assert (paper.files.count(), paper.originals) == (2, 1)
    assert "đã có 2 tệp" in fetch(client, reverse("counter:scan", args=[dossier.public_id])).text
    assert DossierEvent.objects.filter(dossier=dossier, kind="paper_added").count() == 2


def test_a_paper_that_the_dossier_does_not_have_gets_no_scan(receptionist: User, dossier: Dossier) -> None:
    assert "Hồ sơ không có giấy tờ này" in sent(sign_in(receptionist), dossier, "scan-other", expect=422)


def test_without_a_scan_it_says_so(receptionist: User, dossier: Dossier) -> None:
    address = reverse("counter:scan", args=[dossier.public_id])
    assert "ít nhất một bản quét" in fetch(sign_in(receptionist), address, method="post", data={}, expect=422).text


def test_what_is_no_document_is_refused_and_nothing_joins(receptionist: User, dossier: Dossier) -> None:
    address = reverse("counter:scan", args=[dossier.public_id])
    bad = SimpleUploadedFile("a.pdf", b"MZ")
    fetch(sign_in(receptionist), address, method="post", data={"scan-birth": bad}, expect=422)
    assert dossier.papers.get(key="birth").files.count() == 0
