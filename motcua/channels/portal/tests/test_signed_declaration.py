"""Where a procedure's law asks for it, the applicant signs the declaration digitally; it is checked as it arrives."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.accounts.models import User
from motcua.channels.portal.tests.walking import PRESENTATION, SCHEMA, answer, begin
from motcua.dossiers.models import Dossier, DraftFile
from motcua.dossiers.rules.declaring import KEY, NAME, is_owned
from motcua.dossiers.tests.factories import version
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion
from motcua.signing import authority
from motcua.signing.actions import add_key, sign_pdf
from motcua.signing.models import SigningKey
from motcua.ui.testing import Page, fetch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SETTINGS = {
    "processing_system": "local",
    "channels": ["direct", "online", "post"],
    "declaration_signature": {"basis": "Luật chuyên ngành, điều 1"},
}
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    return tmp_path


@pytest.fixture
def procedure() -> ProcedureVersion:
    return version(form={"schema": SCHEMA, "presentation": PRESENTATION}, papers=[], settings=SETTINGS)


@pytest.fixture
def draft(signed_in: Client, procedure: ProcedureVersion) -> str:
    """A draft answered up to its papers; returns the address that its pages share."""
    made = begin(signed_in, procedure)
    answer(signed_in, f"{made}/nguoi-nop", on_behalf="no", phone="0912 345 678")
    answer(signed_in, f"{made}/to-khai/request", content="Xin đăng ký", kind="new")
    answer(signed_in, f"{made}/to-khai/child", child__full_name="K'Brể", child__identity="068216000001")
    answer(signed_in, f"{made}/nhan-ket-qua", area=places.commune().area.code, result_channel="counter")  # type: ignore[union-attr]
    return made


def key_of(folder: Path, identifier: str) -> SigningKey:
    """Return a citizen's key, its certificate with a number as authorities write it."""
    issuer = authority.demo_issuer(folder / "demo-authority", folder / "trust", NOW)
    private, label = authority.new_key(), f"citizen {identifier}"
    names = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.USER_ID, identifier),
        x509.NameAttribute(NameOID.COMMON_NAME, "Nguyễn Thị An"),
    ]
    begins = issuer.certificate.not_valid_before_utc
    made = authority.demo_certificate(
        issuer=issuer, key=private.public_key(), holder=x509.Name(names), begins=begins, years=2
    )
    authority.write_key(folder / f"{made.serial_number:x}.key", private)
    chain = authority.pem(made) + authority.pem(issuer.certificate)
    about = dict.fromkeys(("capacity", "agency_name", "agency_code"), "")
    return add_key(
        label=label, holder_name="Nguyễn Thị An", is_seal=False, chain=chain,
        key_reference=f"{made.serial_number:x}.key", now=NOW, **about,
    )  # fmt: skip


def declaration(client: Client, draft: str) -> bytes:
    return bytes(client.get(f"{draft}/to-khai.pdf").content)


def signed(pdf: bytes, key: SigningKey) -> bytes:
    return sign_pdf(pdf=pdf, key=key, at=NOW, place="applicant", is_timed=False)


def sent(client: Client, draft: str, pdf: bytes) -> Page:
    data = {f"files.{KEY}": SimpleUploadedFile("to-khai.pdf", pdf), "do": "send"}
    response = client.post(f"{draft}/giay-to", data)
    return Page(draft, client.get(f"{draft}/giay-to") if response.status_code == 302 else response)


def altered(pdf: bytes) -> bytes:
    """Return the PDF with another page laid over in an appended revision, before anybody signs it."""
    document = pikepdf.open(io.BytesIO(pdf))
    leaf, size = document.pages[0].obj.objgen[0], int(str(document.trailer.Size))
    root, info = document.Root.objgen[0], document.pages[0].obj.Parent.objgen[0]
    body = f"{leaf} 0 obj\n<< /Type /Page /Parent {info} 0 R /MediaBox [0 0 100 100] >>\nendobj\n"
    table = f"xref\n{leaf} 1\n{len(pdf):010d} 00000 n \n"
    tail = pdf[pdf.rindex(b"startxref") :].split()[1].decode()
    end = f"trailer\n<< /Size {size} /Root {root} 0 R /Prev {tail} >>\nstartxref\n{len(pdf) + len(body)}\n%%EOF\n"
    return pdf + (body + table + end).encode()


def test_a_signed_declaration_goes_with_the_dossier_and_the_officer_sees_that_it_is_theirs(
    signed_in: Client, draft: str, keys: Path, commune_officer: User
) -> None:
    page = fetch(signed_in, f"{draft}/giay-to")
    assert NAME in page.text
    ours = declaration(signed_in, draft)
    assert declaration(signed_in, draft) == ours, "the same answers, the same bytes"
    assert "Còn thiếu giấy tờ" in fetch(signed_in, f"{draft}/xem-lai").text
    sent(signed_in, draft, signed(ours, key_of(keys, "CCCD:068190012345")))
    assert DraftFile.objects.filter(paper_key=KEY).count() == 1
    review = fetch(signed_in, f"{draft}/xem-lai")
    fetch(
        signed_in, f"{draft}/xem-lai", method="post", data={**review.fields("main form"), "confirm": "yes"}, expect=302
    )
    dossier = Dossier.objects.get()
    assert [paper.name for paper in dossier.papers.filter(key=KEY)] == [NAME]
    officer = Client()
    officer.force_login(commune_officer)
    seen = fetch(officer, f"/ban-lam-viec/ho-so/{dossier.public_id}")
    assert "Hợp lệ: Nguyễn Thị An ký lúc" in seen.text
    assert "chứng thư ghi đúng số" in seen.text


def test_what_is_not_ours_whole_and_theirs_is_not_taken(signed_in: Client, draft: str, keys: Path) -> None:
    ours, own = declaration(signed_in, draft), key_of(keys, "CCCD:068190012345")
    for pdf, words in (
        (ours, "chưa có chữ ký số"),
        (signed(ours.replace(b"%PDF-1.7", b"%PDF-1.6", 1), own), "không phải tờ khai tải ở đây"),
        (signed(altered(ours), own), "bị sửa trước hoặc sau khi ký"),
        (altered(signed(ours, own)), "bị sửa trước hoặc sau khi ký"),
        (signed(ours, key_of(keys, "CCCD:068190012399")), "không ghi số định danh"),
    ):
        assert words in sent(signed_in, draft, pdf).text, words
    assert not DraftFile.objects.filter(paper_key=KEY).exists()


def test_a_strangers_authority_vouches_for_nobody(
    signed_in: Client, draft: str, keys: Path, settings: LazySettings
) -> None:
    mine = signed(declaration(signed_in, draft), key_of(keys, "CCCD:068190012345"))
    settings.SIGNING_TRUST = keys / "others"
    assert "không do tổ chức được tin cậy cấp" in sent(signed_in, draft, mine).text


def test_answers_changed_after_the_signature_ask_for_another(signed_in: Client, draft: str, keys: Path) -> None:
    sent(signed_in, draft, signed(declaration(signed_in, draft), key_of(keys, "068190012345")))
    answer(signed_in, f"{draft}/to-khai/request", content="Xin đăng ký lại", kind="new")
    page = fetch(signed_in, f"{draft}/xem-lai")
    assert "Câu trả lời đã sửa sau khi ký" in page.text
    fetch(signed_in, f"{draft}/xem-lai", method="post", data={"confirm": "yes"}, expect=302)
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("text", "is_theirs"),
    [
        ("CCCD:068190012345", True),
        ("PNOVN-068190012345", True),
        ("MST:0100109106-001", False),
        ("0068190012345", False),
        ("CCCD:06819001234", False),
    ],
)
def test_the_digits_of_a_certificate_count_whole(text: str, is_theirs: bool) -> None:
    assert is_owned([text], ["068190012345"]) == is_theirs
    assert is_owned(["MST:0100109106-001"], ["0100109106-001"])
    assert not is_owned([text], [""])
