"""A letter that goes out: handed in, given back, numbered and signed for an absent head, read and checked by people."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.accounts.absence_queries import seats_of
from motcua.accounts.absences import record_absence
from motcua.accounts.models import User
from motcua.accounts.rules.absences import Wanted
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.models import Dossier, Letter, LetterSignature
from motcua.dossiers.models.result import NumberBook
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.test_given_forms import text_of
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.outbox.testing import run_due_jobs
from motcua.signing.actions import make_demo_key
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/ban-lam-viec/ky/phieu"


@pytest.fixture
def dossier(citizen: User, commune_officer: User) -> Dossier:
    return factories.done(factories.filed(by=citizen), "accept", commune_officer)


def written(dossier: Dossier, client: Client, template: str = "apology") -> str:
    """Return the address of a letter without blanks, saved as its second version."""
    listed = reverse("desk:letters", args=[dossier.public_id])
    fetch(client, f"{listed}/moi", method="post", data={"template": template}, expect=302)
    here = reverse("desk:letter", args=[dossier.public_id, Letter.objects.latest("pk").public_id])
    mine = {"number": "1", "addressee": dossier.owner_name, "subject": "Về hồ sơ", "body": "Xin lỗi ông/bà."}
    fetch(client, f"{here}/luu", method="post", data=mine, expect=302)
    return here


def test_from_the_writer_to_the_citizen(
    dossier: Dossier, citizen: User, commune_officer: User, commune_leader: User, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    now, commune = timezone.now(), places.commune()
    deputy = official("Trần Thị Phó", (Role.AGENCY_LEADER, commune))
    for user, title in ((commune_leader, "Chủ tịch"), (deputy, "Phó Chủ tịch")):
        label = f"user:{user.username}"
        make_demo_key(label=label, holder_name=user.full_name, capacity=title, agency_name=commune.name, now=now)
    writer, head = sign_in(commune_officer), sign_in(commune_leader)
    here = written(dossier, writer)
    out = {"as": "sign", "number": "1"}
    assert "vừa có bản mới hơn" in fetch(writer, f"{here}/dua", method="post", data=out, expect=422).text
    fetch(writer, f"{here}/dua", method="post", data={**out, "number": "2"}, expect=302)
    assert "chờ ký" in fetch(writer, here).text
    assert "đã trình ký" in fetch(writer, f"{here}/dua", method="post", data={**out, "number": "2"}, expect=422).text
    # Given back with a reason, written better, handed in again.
    fetch(writer, f"{here}/tra-lai", method="post", data={"note": "x"}, expect=403)
    assert "ghi rõ lý do" in fetch(head, f"{here}/tra-lai", method="post", data={"note": " "}, expect=422).text
    fetch(head, f"{here}/tra-lai", method="post", data={"note": "Nói rõ vì sao"}, expect=302)
    assert "Nói rõ vì sao" in fetch(writer, here).text
    mine = {"number": "2", "addressee": dossier.owner_name, "subject": "Về hồ sơ", "body": "Xin lỗi vì chậm."}
    fetch(writer, f"{here}/luu", method="post", data=mine, expect=302)
    fetch(writer, f"{here}/dua", method="post", data={**out, "number": "3"}, expect=302)
    # The deputy signs in the absent head's place (Decree 30/2020/NĐ-CP article 13).
    seat = seats_of(commune_leader, today(now))[0]
    record_absence(
        user_id=commune_leader.pk,
        starts=today(now),
        ends=today(now) + timedelta(days=3),
        reason="sick",
        substitutes=[Wanted(seat.pk, deputy.pk, basis="QĐ 12/QĐ-UBND ngày 01/11/2026", scope="Văn bản")],
        by=commune_leader,
        now=now,
    )
    letter = str(Letter.objects.get().public_id)
    queue = fetch(sign_in(deputy), QUEUE)
    assert [box.get("value") for box in queue.select("input[name=letter]")] == [letter]
    assert "đã ký" in fetch(sign_in(deputy), QUEUE, method="post", data={"letter": letter}).text
    assert not fetch(sign_in(deputy), QUEUE).select("input[name=letter]")
    signed = LetterSignature.objects.signed().get()
    assert (signed.number, signed.dated_on, signed.is_for_applicant) == ("01/UBND", today(now), True)
    assert signed.capacity == "KT. Chủ tịch, Phó Chủ tịch"
    assert NumberBook.objects.get(book="Văn bản đi").last == 1
    assert dossier.events.get(kind="letter_given").for_name == commune_leader.full_name
    run_due_jobs()
    # The citizen reads the very file, and anybody can check it.
    person = sign_in(citizen)
    page = fetch(person, reverse("portal:dossier", args=[dossier.code]))
    address = reverse("portal:letter", args=[dossier.code, letter])
    assert address in {link.get("href") for link in page.select("a")}
    text = text_of(fetch(person, address).content)
    assert "01/UBND" in text
    assert "KT. CHỦ TỊCH" in text
    checked = fetch(Client(), reverse("portal:verify_result", args=[signed.token]))
    assert "Giấy này có thật" in checked.text
    assert "01/UBND" in checked.text
    assert citizen.full_name not in checked.text
    assert text_of(fetch(writer, f"{here}/in/3").content) == text
    fetch(person, reverse("portal:letter", args=[dossier.code, dossier.public_id]), expect=404)


def test_each_kind_has_its_book_and_letters_to_agencies_stay_inside(
    dossier: Dossier, citizen: User, commune_officer: User, commune_leader: User, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    make_demo_key(
        label=f"user:{commune_leader.username}", holder_name="Võ Văn Dũng", capacity="Chủ tịch", now=timezone.now()
    )
    writer, head = sign_in(commune_officer), sign_in(commune_leader)
    counts = []
    for template in ("come_in", "to_agency", "come_in"):
        here = written(dossier, writer, template)
        if template == "to_agency":
            mine = {"number": "2", "addressee": "Sở Xây dựng", "subject": "x", "body": "Xin ý kiến."}
            fetch(writer, f"{here}/luu", method="post", data=mine, expect=302)
        number = str(Letter.objects.latest("pk").versions.count())
        fetch(writer, f"{here}/dua", method="post", data={"as": "sign", "number": number}, expect=302)
        with CaptureQueriesContext(connection) as asked:
            queue = fetch(head, QUEUE)
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            fetch(writer, reverse("desk:letters", args=[dossier.public_id]))
        counts.append(len(asked))
    # As many queries for three as for one, in the queue and in the dossier's list.
    assert counts[0::2] == counts[:1] * 3
    assert counts[1::2] == counts[1:2] * 3
    ticked = [box.get("value") for box in queue.select("input[name=letter]")]
    fetch(head, QUEUE, method="post", data={"letter": ticked})
    numbers = LetterSignature.objects.order_by("pk").values_list("number", "is_for_applicant")
    assert list(numbers) == [("01/GM-UBND", True), ("01/UBND", False), ("02/GM-UBND", True)]
    events = list(dossier.events.filter(kind__startswith="letter_").order_by("pk").values_list("kind", "is_public"))
    assert events == [("letter_given", True), ("letter_signed", False), ("letter_given", True)]
    here = written(dossier, writer, "decision")
    out = {"as": "sign", "number": "2"}
    assert "ở bước ký kết quả" in fetch(writer, f"{here}/dua", method="post", data=out, expect=422).text
