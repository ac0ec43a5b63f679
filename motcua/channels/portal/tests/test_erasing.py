"""What is held until when, and why; what may be erased goes for good, what must be kept is said with its basis."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import Session, User
from motcua.accounts.queries import actor
from motcua.audit.models import Entry
from motcua.channels.portal.tests.test_own_data import PAGE, sign_in
from motcua.channels.portal.tests.test_store import kept
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Draft, Party
from motcua.dossiers.tests import factories
from motcua.files import actions as files
from motcua.files.models import StoredFile, Upload
from motcua.files.tests.samples import pdf
from motcua.holdings.kinds import KINDS, Held, basis_of
from motcua.notices.actions import mark_read, notify
from motcua.notices.models import Notice
from motcua.notices.rules import NoticeKind
from motcua.ui.testing import fetch
from motcua.vault import sharing
from motcua.vault.models import Share, ShareLook

pytestmark = pytest.mark.django_db(transaction=True)


def erase(client: Client, word: str) -> str:
    page = fetch(client, f"{PAGE}/xoa/{word}")
    assert page.select("form button.govuk-button--warning")
    assert fetch(client, f"{PAGE}/xoa/{word}", method="post", expect=302).location == PAGE
    return fetch(client, PAGE).text


def test_every_kind_says_until_when_and_on_what_basis(citizen: User) -> None:
    dossiers.begin_draft(version_id=factories.version().pk, by=citizen, now=timezone.now())
    page = fetch(sign_in(citizen), PAGE)
    rows = page.select("#giu-den-khi-nao ~ .motcua-list .motcua-list__item")
    assert len(rows) == len(KINDS) == len(Held)
    # Sessions are not counted; of the other kinds only what there is can be erased.
    offered = [link.get("href") for link in page.select(f"a[href^='{PAGE}/xoa/']")]
    assert offered == [f"{PAGE}/xoa/ban-nhap", f"{PAGE}/xoa/phien"]
    for held in Held:
        basis = basis_of(held, date(2026, 11, 30))
        assert basis is not None, held
        assert basis.basis in page.text
    assert basis_of(Held.DOSSIERS, date(2025, 6, 30)) is None


def test_drafts_uploads_and_contact_go_and_the_trail_keeps_no_value(citizen: User, second_citizen: User) -> None:
    """Law 91/2025/QH15, article 14: erased where asked, except what another law wants kept."""
    now = timezone.now()
    over, running = factories.filed(by=citizen, now=now), factories.filed(by=citizen, now=now)
    foreign = factories.filed(by=second_citizen, now=now)
    dossiers.withdraw(dossier_id=over.pk, reason="Không cần nữa", by=citizen, now=now, revision=None)
    dossiers.withdraw(dossier_id=foreign.pk, reason="Không cần nữa", by=second_citizen, now=now, revision=None)
    version = factories.version(papers=[factories.PROOF])
    draft, _is_new = dossiers.begin_draft(version_id=version.pk, by=citizen, now=now)
    sent = files.store(data=pdf(), name="nhap.pdf", purpose="paper", by=actor(citizen), now=now)
    dossiers.add_draft_file(public_id=draft.public_id, paper_key="proof", file_id=sent.public_id, by=citizen, now=now)
    loose = files.store(data=pdf(), name="thua.pdf", purpose="paper", by=actor(citizen), now=now)
    files.begin_upload(name="do-dang.pdf", size=10, purpose="paper", by=actor(citizen), now=now)
    client = sign_in(citizen)
    assert "Đã xóa 1 mục" in erase(client, "ban-nhap")
    assert "Đã xóa 1 mục" in erase(client, "tep")
    assert "Đã xóa 2 mục" in erase(client, "lien-he")
    assert "Đã xóa 0 mục" in erase(client, "lien-he"), "pressed twice, nothing is left to go"
    assert not Draft.objects.exists()
    assert not Upload.objects.exists()
    assert not StoredFile.objects.filter(pk__in=[sent.pk, loose.pk]).exists()
    assert set(Party.objects.filter(dossier=over).values_list("phone", flat=True)) == {""}
    for other in (running, foreign):
        assert set(Party.objects.filter(dossier=other).values_list("phone", flat=True)) == {"0912345678"}
    assert over.answers.get().data == {"content": "Xin xác nhận"}, "what was filed stays as it was signed"
    told = [entry.details for entry in Entry.objects.filter(action="holding.erased", actor_id=str(citizen.pk))]
    assert {"kind": "contact", "count": 2} in told
    assert "0912345678" not in json.dumps(told)


def test_links_notices_sessions_and_copies_go(citizen: User, second_citizen: User) -> None:
    now = timezone.now()
    mine, theirs = kept(citizen), kept(second_citizen)
    share = sharing.share(item_id=mine.public_id, purpose="Vay ngân hàng", days=7, by=citizen, now=now)
    secret = sharing.secret_of(share)
    sharing.open_share(secret, takes_file=False, now=now)
    other = sharing.share(item_id=theirs.public_id, purpose="Vay", days=7, by=second_citizen, now=now)
    for kind in (NoticeKind.WITHDRAWN, NoticeKind.DELIVERED):
        notify(person_id=citizen.person_id, kind=kind, params={"code": "H"}, about=("x", "1"), email="", now=now)
    read = Notice.objects.get(person=citizen.person, kind=NoticeKind.WITHDRAWN)
    assert citizen.person_id is not None
    mark_read(public_id=read.public_id, person_id=citizen.person_id, now=now)
    sign_in(citizen)
    client = sign_in(citizen)
    assert "Đã xóa 1 mục" in erase(client, "lien-ket")
    assert "Đã xóa 1 mục" in erase(client, "thong-bao")
    assert "Đã xóa 1 mục" in erase(client, "phien")
    assert [share.pk for share in Share.objects.all()] == [other.pk]
    assert not ShareLook.objects.exists()
    fetch(Client(), f"/chia-se/{secret}", expect=404)
    assert [one.kind for one in Notice.objects.filter(person=citizen.person)] == [NoticeKind.DELIVERED]
    assert Session.objects.filter(user=citizen).count() == 1


def test_what_must_be_kept_has_no_such_address_and_an_old_session_erases_nothing(citizen: User) -> None:
    dossiers.begin_draft(version_id=factories.version().pk, by=citizen, now=timezone.now() - timedelta(days=1))
    for word in ("ho-so", "nhat-ky", "dossiers"):
        fetch(sign_in(citizen), f"{PAGE}/xoa/{word}", method="post", expect=404)
    stale = sign_in(citizen, ago=3000)
    assert fetch(stale, f"{PAGE}/xoa/ban-nhap").select("a[href^='/dang-nhap?lai=1']")
    fetch(stale, f"{PAGE}/xoa/ban-nhap", method="post", expect=422)
    assert Draft.objects.count() == 1
