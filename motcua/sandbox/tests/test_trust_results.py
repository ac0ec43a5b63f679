"""A given result comes to prove itself for years: the worker raises it, whatever the outside services do."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.actions.paperwork import letter_signing
from motcua.dossiers.actions.paperwork.letters import begin_letter, save_letter
from motcua.dossiers.models import Dossier, GivenForm, LastingFile, LetterVersion
from motcua.dossiers.paperwork.lasting_results import lasting_results
from motcua.dossiers.rules.history import Happening
from motcua.dossiers.rules.letters import Words
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.refusals import Unavailable
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.sandbox.tests.trust import Clock, new_witness, served, service
from motcua.sandbox.trust.service import Service
from motcua.signing.actions import make_demo_key
from motcua.signing.known import known
from motcua.signing.rules import Level
from motcua.signing.verify import check_pdf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = factories.NOW
LATER = NOW + timedelta(minutes=1)
TEMPLATE = """#import "/base.typ": *
#show: document-page.with(title: "Giấy xác nhận")
#official-head(agency: data.place, number: data.result.number, place: "Lâm Đồng", date: data.result.dated_on)
#kind-title("Giấy xác nhận")
Cấp cho #data.dossier.owner.
#civil-end(data)
"""


@pytest.fixture
def clock() -> Clock:
    return Clock(LATER)


@pytest.fixture
def trust(settings: LazySettings, tmp_path: Path, clock: Clock) -> Iterator[Service]:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    made = service(tmp_path, clock=clock)
    settings.PORTS = {
        **settings.PORTS,
        "signing.time": "motcua.connectors.timestamps.client.TimeStampingService",
        "signing.revocation": "motcua.connectors.revocation.client.RevocationServices",
    }
    with served(made) as address:
        settings.TIME_STAMPING_ADDRESS, settings.REVOCATION_LIST_ADDRESS = f"{address}/time", f"{address}/crl/0"
        yield made


@pytest.fixture
def issued(trust: Service, citizen: User, commune_officer: User, commune_leader: User) -> Dossier:
    """A dossier whose result is signed, sealed and issued; nothing outside was asked for that."""
    trust.faults.down = True
    commune = places.commune()
    label = f"user:{commune_leader.username}"
    make_demo_key(label=label, holder_name=commune_leader.full_name, capacity="Chủ tịch", now=NOW)
    about = {"agency_name": commune.name, "agency_code": commune.code}
    make_demo_key(label="seal", holder_name=commune.name, is_seal=True, now=NOW, **about)  # type: ignore[arg-type]
    result = {"kind": "template", "name": "Giấy xác nhận", "template": TEMPLATE}
    dossier = factories.filed(by=citizen, of=factories.version(result=result))
    for step, by in (("accept", commune_officer), ("approve", commune_officer), ("sign", commune_leader)):
        done(dossier, step, by)
    dossier = done(dossier, "issue", commune_officer)
    trust.faults.down = False
    return dossier


def file_of(dossier: Dossier) -> StoredFile:
    file = dossier.results.get().file
    assert file is not None
    return file


def level_of(dossier: Dossier) -> Level:
    return check_pdf(stored.read(file_of(dossier))).level


def test_the_worker_raises_an_issued_result_once(issued: Dossier) -> None:
    before = file_of(issued)
    content = stored.read(before)
    assert level_of(issued) == Level.B
    count = StoredFile.objects.count()
    actions.make_lasting(dossier_id=issued.pk, now=LATER)
    after = file_of(issued)
    assert level_of(issued) == Level.LTA
    assert stored.read(after).startswith(content), "it holds the issued one bit for bit"
    assert after.public_id == before.public_id, "whoever knows its address finds it"
    assert after.attached_at is not None
    assert StoredFile.objects.count() == count
    row = LastingFile.objects.get()
    assert (row.level, row.tries, row.trouble, row.file_id) == (Level.LTA, 1, "", after.pk)
    actions.make_lasting(dossier_id=issued.pk, now=LATER)
    assert file_of(issued).pk == after.pk, "a job that runs again finds nothing to do"


def test_issuing_sets_it_going(issued: Dossier) -> None:
    run_due_jobs()
    assert level_of(issued) == Level.LTA


def test_a_service_that_is_down_leaves_the_result_as_issued_and_on_the_list(issued: Dossier, trust: Service) -> None:
    trust.faults.down = True
    with pytest.raises(Unavailable):
        actions.make_lasting(dossier_id=issued.pk, now=LATER)
    assert level_of(issued) == Level.B
    hours = LATER + timedelta(hours=3)
    shown = lasting_results(hours)
    assert (shown.below, shown.oldest[0].dossier.code, shown.oldest[0].tries) == (1, issued.code, 1)
    assert shown.oldest[0].trouble
    assert actions.lasting_due(now=LATER) == [], "its job tries again by itself"
    assert actions.lasting_due(now=hours) == [shown.oldest[0].pk]
    trust.faults.down = False
    actions.raise_file(lasting_id=shown.oldest[0].pk, now=LATER)
    assert level_of(issued) == Level.LTA
    assert lasting_results(hours).below == 0


def test_a_result_signed_with_a_revoked_certificate_is_left_for_somebody_to_look_at(
    issued: Dossier, trust: Service
) -> None:
    signed = check_pdf(stored.read(file_of(issued))).signatures[0]
    trust.revoked[int(signed.serial, 16)] = NOW - timedelta(hours=1)
    actions.make_lasting(dossier_id=issued.pk, now=LATER)
    row = LastingFile.objects.get()
    assert (row.is_refused, row.trouble, level_of(issued)) == (True, "not_lasting revoked", Level.B)
    assert actions.lasting_due(now=LATER + timedelta(days=1)) == []


def test_the_archive_stamp_is_renewed_before_its_authority_ends(
    issued: Dossier, trust: Service, clock: Clock, settings: LazySettings
) -> None:
    actions.make_lasting(dossier_id=issued.pk, now=LATER)
    row = LastingFile.objects.get()
    assert row.archive_until == trust.witness.certificate.not_valid_after_utc
    early = row.archive_until - timedelta(days=settings.ARCHIVE_RENEWAL_DAYS + 1)
    assert actions.lasting_due(now=early) == []
    clock.now = row.archive_until - timedelta(days=settings.ARCHIVE_RENEWAL_DAYS - 1)
    trust.witness = new_witness(trust.issuers[0], clock(), days=1500)
    assert actions.lasting_due(now=clock()) == [row.pk]
    actions.raise_file(lasting_id=row.pk, now=clock())
    row.refresh_from_db()
    assert row.archive_until == trust.witness.certificate.not_valid_after_utc
    assert actions.lasting_due(now=clock()) == []
    assert len(check_pdf(stored.read(file_of(issued))).stamps) == 2


def test_results_given_before_are_taken_up(issued: Dossier) -> None:
    assert actions.take_up_results(now=LATER) == 1
    assert actions.take_up_results(now=LATER) == 0
    assert actions.lasting_due(now=LATER + timedelta(hours=3)) == [LastingFile.objects.get().pk]


def test_a_letter_is_signed_without_any_service_and_raised_and_renewed_like_a_result(
    issued: Dossier, commune_officer: User, commune_leader: User, trust: Service, clock: Clock
) -> None:
    """Nothing above B-B runs in a request: a service of time that is down keeps no leader waiting."""
    about: dict[str, Any] = {"dossier_id": issued.pk, "by": commune_officer, "now": NOW}
    letter = begin_letter(template="apology", **about)
    words = Words(issued.owner_name, "Về hồ sơ", "Xin lỗi ông/bà.")
    save_letter(letter_id=letter.public_id, words=words, expected=1, **about)
    letter_signing.ask_signature(letter_id=letter.public_id, expected=2, **about)
    trust.faults.down = True
    signed = letter_signing.sign_letter(dossier_id=issued.pk, letter_id=letter.public_id, by=commune_leader, now=NOW)
    assert signed.file is not None
    content, address = stored.read(signed.file), signed.file.public_id
    assert check_pdf(content).level == Level.B
    trust.faults.down = False
    run_due_jobs()
    raised = LetterVersion.objects.select_related("file").get(pk=signed.pk).file
    assert raised is not None
    assert (stored.read(raised).startswith(content), raised.public_id) == (True, address)
    assert check_pdf(stored.read(raised)).level == Level.LTA
    found = known(stored.read(raised))
    assert found is not None, "it grew and is known all the same"
    row = LastingFile.objects.get(file=raised)
    assert row.archive_until is not None
    clock.now = row.archive_until - timedelta(days=1)
    trust.witness = new_witness(trust.issuers[0], clock(), days=1500)
    assert row.pk in actions.lasting_due(now=clock())
    actions.raise_file(lasting_id=row.pk, now=clock())
    row.refresh_from_db()
    assert len(check_pdf(stored.read(row.file)).stamps) == 2


def test_forms_are_raised_by_the_timetable(issued: Dossier, trust: Service) -> None:
    trust.faults.down = True
    for event in issued.events.filter(kind=Happening.RECEIVED):
        actions.give_form(event_id=event.pk, now=NOW)
        assert actions.sign_form(event_id=event.pk, now=NOW)
    trust.faults.down = False
    form = GivenForm.objects.get(dossier=issued)
    assert check_pdf(stored.read(form.file)).level == Level.B
    row = LastingFile.objects.get(file=form.file)
    assert row.pk not in actions.lasting_due(now=NOW + timedelta(minutes=5))
    assert row.pk in actions.lasting_due(now=NOW + timedelta(minutes=11))
    actions.raise_file(lasting_id=row.pk, now=LATER)
    form.refresh_from_db()
    assert check_pdf(stored.read(form.file)).level == Level.LTA
