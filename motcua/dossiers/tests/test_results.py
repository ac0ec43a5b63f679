"""The draft of a result: four kinds, of which the newest way alone counts."""

import io
from pathlib import Path
from uuid import UUID

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.conf import LazySettings

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.dossiers import actions
from motcua.dossiers.actions import Details
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.result import ResultKind, ResultState
from motcua.dossiers.paperwork.documents import verification_address
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.files import actions as files
from motcua.files import queries as stored
from motcua.files.models import StoredFile
from motcua.lib.refusals import Refused
from motcua.organisations.tests import factories as places
from motcua.signing.actions import make_demo_key
from motcua.signing.verify import check_pdf

pytestmark = pytest.mark.django_db(transaction=True)
NOW = factories.NOW
TEMPLATE = '#import "/base.typ": *\n#show: document-page.with(title: "Giấy")\nCấp cho #data.dossier.owner.\n'


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"


def document(by: User) -> UUID:
    """Store a PDF of two pages that somebody drew up elsewhere."""
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(2):
        made.add_blank_page(page_size=(595, 842))
    made.save(out)
    return files.store(data=out.getvalue(), name="ket-qua.pdf", purpose="result", by=actor(by), now=NOW).public_id


def received(citizen: User, officer: User, **result: object) -> Dossier:
    values = {"kind": "uploaded", "name": "Giấy", "book": "Sổ của xã", **result}
    return done(factories.filed(by=citizen, of=factories.version(result=values)), "accept", officer)


def test_a_number_is_written_as_the_package_says_from_one_book_each_year(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    """Decree 30/2020 art. 15(1): the running number of the year; another pattern begins no other book."""
    make_demo_key(label=f"user:{commune_leader.username}", holder_name="Cil Múp", capacity="Chủ tịch", now=NOW)
    numbers = []
    for pattern in ({}, {"number_format": "{number:3}/GPXD-{yy}"}, {"numbered": False}):
        dossier = received(citizen, commune_officer, **pattern)
        details = Details(file_id=document(commune_officer))
        done(dossier, "approve", commune_officer, details=details)
        done(dossier, "sign", commune_leader)
        result = dossier.results.get()
        assert result.dated_on is not None
        numbers.append(result.number)
    assert numbers == ["01/2026", "002/GPXD-26", ""]


def test_a_file_takes_the_place_of_a_reference_and_gets_a_number_of_its_own(
    citizen: User, commune_officer: User, commune_leader: User
) -> None:
    """Number and date are reserved before the first signature and stand in the signed file, as does the QR."""
    label, name = f"user:{commune_leader.username}", places.commune().name
    make_demo_key(label=label, holder_name=commune_leader.full_name, capacity="Chủ tịch", agency_name=name, now=NOW)
    dossier = received(citizen, commune_officer)
    actions.draft(dossier_id=dossier.pk, reference=factories.reference(), by=commune_officer, now=NOW)
    actions.draft(dossier_id=dossier.pk, file_id=document(commune_officer), by=commune_officer, now=NOW)
    result = dossier.results.get()
    assert (result.kind, result.number, result.dated_on, result.book) == (ResultKind.UPLOADED, "", None, "Sổ của xã")
    done(dossier, "approve", commune_officer)
    done(dossier, "sign", commune_leader)
    result.refresh_from_db()
    assert (result.number, result.state) == ("01/2026", ResultState.SIGNED)
    assert result.file is not None
    signed = stored.read(result.file)
    assert check_pdf(signed).trusted
    pages = pypdfium2.PdfDocument(signed)
    pages.init_forms()  # what a signature shows is a field of a form
    last = pages[1].render(scale=3).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(last)] == [verification_address(result)]


def test_only_what_the_template_asks_for_fills_it(citizen: User, commune_officer: User) -> None:
    fields = [{"key": "note", "label": "Ghi chú"}, {"key": "class", "label": "Loại", "options": {"a": "A"}}]
    dossier = received(citizen, commune_officer, kind="template", template=TEMPLATE, fields=fields)
    for content, code in (({"signer": "Tôi"}, "no_such_content"), ({"class": "b"}, "no_such_choice")):
        with pytest.raises(Refused) as refused:
            actions.draft(dossier_id=dossier.pk, content=content, by=commune_officer, now=NOW)
        assert refused.value.code == code
    kept = {"class": "a", "note": "x"}
    assert actions.draft(dossier_id=dossier.pk, content=kept, by=commune_officer, now=NOW).content == kept


def test_what_the_template_draws_takes_the_place_of_an_uploaded_file(citizen: User, commune_officer: User) -> None:
    """What is shown at the signature is what is signed: the file that was let go is gone."""
    dossier = received(citizen, commune_officer, kind="template", template=TEMPLATE)
    actions.draft(dossier_id=dossier.pk, file_id=document(commune_officer), by=commune_officer, now=NOW)
    before = StoredFile.objects.filter(purpose="result").count()
    actions.draft(dossier_id=dossier.pk, content={}, by=commune_officer, now=NOW)
    result = dossier.results.get()
    assert (result.kind, result.draft_id) == (ResultKind.TEMPLATE, None)
    assert StoredFile.objects.filter(purpose="result").count() == before - 1


def test_a_newer_file_takes_the_place_of_the_earlier_one(citizen: User, commune_officer: User) -> None:
    dossier = received(citizen, commune_officer, kind="scanned")
    for _ in range(2):
        actions.draft(dossier_id=dossier.pk, file_id=document(commune_officer), by=commune_officer, now=NOW)
    assert dossier.results.get().kind == ResultKind.SCANNED
    assert StoredFile.objects.filter(purpose="result").count() == 1


def test_an_appraisal_owes_the_draft_of_what_no_template_draws(citizen: User, commune_officer: User) -> None:
    dossier = received(citizen, commune_officer)
    assert actions.needs_draft(dossier)
    with pytest.raises(Refused, match="no_draft_yet"):
        done(dossier, "approve", commune_officer)
    assert factories.task(dossier).kind == "appraise"
    done(dossier, "approve", commune_officer, details=Details(file_id=document(commune_officer)))
    assert not actions.needs_draft(dossier)
    assert factories.task(dossier).kind == "sign"
