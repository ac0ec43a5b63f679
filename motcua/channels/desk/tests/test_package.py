"""The whole of a dossier in one zip."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, FeeReceipt, PaperFile
from motcua.dossiers.rules.receipts import Cash
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.test_given_forms import text_of
from motcua.files.queries import Damaged
from motcua.organisations.models import Agency
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dossier() -> Dossier:
    found = cases.filed(by=people.citizen("Nguyễn Thị An"))
    actions.make_declarations(dossier_ids=[found.pk], now=cases.NOW)
    return found


def test_every_file_is_in_it_with_its_hash(receptionist: User, dossier: Dossier) -> None:
    answer = fetch(sign_in(receptionist), reverse("desk:whole", args=[dossier.public_id]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["01-to-khai.pdf", "muc-luc.txt"]
        listed = archive.read("muc-luc.txt").decode()
        assert hashlib.sha256(archive.read("01-to-khai.pdf")).hexdigest() in listed
    assert answer.response.headers["Content-Disposition"] == f'attachment; filename="ho-so-{dossier.code}.zip"'


def test_receipts_are_in_it_and_say_that_they_are_no_receipts(receptionist: User, dossier: Dossier) -> None:
    cases.done(dossier, "accept", receptionist)
    cash = Cash(8000, 5000, "Phí bản sao", "Nguyễn Thị An")
    wrong, _right = (
        actions.take_fee(dossier_id=dossier.pk, cash=cash, by=receptionist, now=cases.NOW) for _ in range(2)
    )
    actions.annul_receipt(receipt_id=wrong.pk, reason="Ghi nhầm", by=receptionist, now=cases.NOW)
    answer = fetch(sign_in(receptionist), reverse("desk:whole", args=[dossier.public_id]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = [name for name in archive.namelist() if "bien-lai" in name]
        assert [name.partition("-")[2] for name in names] == [
            "bien-lai-26nb-0000001-da-huy.pdf",
            "bien-lai-26nb-0000002.pdf",
        ]
        annulled, right = (text_of(archive.read(name)) for name in names)
        assert hashlib.sha256(archive.read(names[1])).hexdigest() in archive.read("muc-luc.txt").decode()
    assert "ĐÃ HỦY: Ghi nhầm" in annulled
    assert "Bản lưu theo hồ sơ, không thay biên lai" in right
    assert "13.000 đồng" in right
    assert "Liên" not in right
    assert set(FeeReceipt.objects.values_list("prints", flat=True)) == {0}


def test_a_damaged_file_gives_no_zip(receptionist: User, dossier: Dossier) -> None:
    row = PaperFile.objects.select_related("file").get(paper__dossier=dossier)
    default_storage.delete(row.file.key)
    answer = fetch(sign_in(receptionist), reverse("desk:whole", args=[dossier.public_id]))
    with pytest.raises(Damaged):
        _ = answer.content


def test_another_offices_dossier_is_not_there(dossier: Dossier, commune: Agency) -> None:
    stranger = people.official("Trần Văn Xa")
    fetch(sign_in(stranger), reverse("desk:whole", args=[dossier.public_id]), expect=403)
