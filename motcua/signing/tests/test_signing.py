"""Signatures hold what they promise: who, when, and that nothing was changed since."""

import io
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from motcua.lib.refusals import Unavailable
from motcua.signing import actions, authority
from motcua.signing.models import SigningKey
from motcua.signing.rules import PROBLEMS, Place, Report, SigningRefused
from motcua.signing.verify import check_pdf, fence

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    return tmp_path


def make(label: str = "ánh", now: datetime = NOW, years: int = 5, **more: Any) -> SigningKey:
    about: dict[str, Any] = {"holder_name": "Nguyễn Thị Ánh", "capacity": "Phó Giám đốc", "agency_name": "Sở Xây dựng"}
    return actions.make_demo_key(label=label, now=now, years=years, agency_code="H36.12", **{**about, **more})


@pytest.fixture
def leader() -> SigningKey:
    return make()


@pytest.fixture
def seal() -> SigningKey:
    return make("dấu", holder_name="Sở Xây dựng", capacity="")


def page(text: bytes = b"") -> bytes:
    document = pikepdf.new()
    leaf = document.add_blank_page(page_size=(595, 842))
    leaf.obj.Contents = pikepdf.Stream(document, b"0 0 m 100 100 l S " + text)
    return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def picture() -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(187, 68)).obj.Contents = pikepdf.Stream(document, b"0 0 187 68 re S")
    return saved(document)


def sign(pdf: bytes, key: SigningKey, place: str = "leader", at: datetime = NOW, spot: Place | None = None) -> bytes:
    return actions.sign_pdf(
        pdf=pdf, key=key, at=at, place=place, appearance=picture(), spot=spot, reason="Ký duyệt"
    )  # fmt: skip


def rectangle_of(pdf: bytes, number: int = 0) -> list[int]:
    document = pikepdf.open(io.BytesIO(pdf))
    return [round(float(side)) for side in document.Root.AcroForm.Fields[number].Rect]


def test_a_signed_document_tells_who_signed_when_and_as_what(leader: SigningKey) -> None:
    pdf = page()
    signed = sign(pdf, leader)
    assert signed.startswith(pdf), "what was there stays bit for bit"
    report = check_pdf(signed)
    (found,) = report.signatures
    assert (found.name, found.capacity) == ("Nguyễn Thị Ánh", "Phó Giám đốc")
    assert (found.agency, found.agency_code) == ("Sở Xây dựng", "H36.12")
    assert (found.signed_at, found.reason, found.field) == (NOW, "Ký duyệt", "leader")
    assert found.is_good
    assert found.covers_whole
    assert (report.is_signed, report.intact, report.trusted) == (True, True, True)


def test_the_agency_seals_after_the_leader(leader: SigningKey, seal: SigningKey) -> None:
    """Nghị định 30/2020/NĐ-CP art. 13: the competent person's signature and the agency's, one after the other."""
    report = check_pdf(sign(sign(page(), leader), seal, "agency", NOW + timedelta(minutes=5)))
    assert [found.field for found in report.signatures] == ["leader", "agency"]
    assert report.trusted
    assert [found.covers_whole for found in report.signatures] == [False, True]
    assert [found.capacity for found in report.signatures] == ["Phó Giám đốc", ""]


def test_one_changed_byte_is_found(leader: SigningKey) -> None:
    signed = sign(page(b"1 1 m"), leader)
    place = signed.index(b"MediaBox [ 0 0 595") + len(b"MediaBox [ 0 0 ")
    report = check_pdf(signed[:place] + b"6" + signed[place + 1 :])
    assert report.signatures[0].problem == "altered"
    assert (report.intact, report.trusted) == (False, False)


def test_a_page_added_after_the_signature_is_found(leader: SigningKey) -> None:
    signed = sign(page(), leader)
    tail = signed[signed.rindex(b"startxref") :].split()[1].decode()
    numbers = pikepdf.open(io.BytesIO(signed))
    leaf = numbers.pages[0].obj.objgen[0]
    # By hand, as an attacker would: the page again, saying something else, in an appended revision.
    at = len(signed)
    body = (
        f"{leaf} 0 obj\n<< /Type /Page /Parent {numbers.Root.Pages.objgen[0]} 0 R /MediaBox [0 0 100 100] >>\nendobj\n"
    )
    table = f"xref\n{leaf} 1\n{at:010d} 00000 n \n"
    size, root = int(str(numbers.trailer.Size)), numbers.Root.objgen[0]
    trailer = f"trailer\n<< /Size {size} /Root {root} 0 R /Prev {tail} >>\nstartxref\n{at + len(body)}\n%%EOF\n"
    report = check_pdf(signed + (body + table + trailer).encode())
    (found,) = report.signatures
    assert found.intact, "the signed bytes are untouched"
    assert not found.allowed_after
    assert found.problem == "added"
    assert not report.intact


def test_a_note_laid_over_the_page_is_found(leader: SigningKey) -> None:
    signed = sign(page(), leader)
    document = pikepdf.open(io.BytesIO(signed))
    leaf, size = document.pages[0].obj, int(str(document.trailer.Size))
    note = "<< /Type /Annot /Subtype /FreeText /Rect [0 0 500 500] /Contents (1.000.000) /DA (/Helv 12 Tf) >>"
    objects = [
        (leaf.objgen[0], leaf.unparse(resolved=True).decode("latin-1").replace("/Annots [", f"/Annots [ {size} 0 R")),
        (size, note),
    ]
    body, table, at = "", "xref\n", len(signed)
    for number, text in objects:
        table += f"{number} 1\n{at + len(body):010d} 00000 n \n"
        body += f"{number} 0 obj\n{text}\nendobj\n"
    previous = signed[signed.rindex(b"startxref") :].split()[1].decode()
    trailer = f"trailer\n<< /Size {size + 1} /Root {document.Root.objgen[0]} 0 R /Prev {previous} >>\n"
    end = f"startxref\n{at + len(body)}\n%%EOF\n"
    forged = signed + (body + table + trailer + end).encode("latin-1")
    shown = pikepdf.open(io.BytesIO(forged))
    assert len(shown.pages[0].obj.Annots) == 2, "readers show the note"
    (found,) = check_pdf(forged).signatures
    assert (found.intact, found.allowed_after, found.problem) == (True, False, "added")


def test_a_foreign_authority_is_not_trusted(leader: SigningKey, settings: LazySettings, tmp_path: Path) -> None:
    signed = sign(page(), leader)
    settings.SIGNING_TRUST = tmp_path / "others"
    authority.demo_issuer(tmp_path / "other-authority", tmp_path / "others", NOW)
    (found,) = check_pdf(signed).signatures
    assert (found.intact, found.trusted, found.problem) == (True, False, "untrusted")


def test_a_report_is_remembered_for_the_same_bytes_and_roots(
    leader: SigningKey, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = sign(page(), leader)
    report = check_pdf(signed)
    with monkeypatch.context() as patched:
        patched.setattr(fence, "call", None)
        assert check_pdf(signed) is report
    (keys / "trust" / "motcua-demo-root.pem").unlink()
    assert not check_pdf(signed).trusted, "other roots, other answer"


def test_a_certificate_out_of_its_time_is_not_trusted() -> None:
    key = make(years=1)
    late = NOW + timedelta(days=400)
    with pytest.raises(SigningRefused, match="key_expired"):
        sign(page(), key, at=late)
    key.valid_to = late + timedelta(days=1)  # our own table lies; the certificate does not
    (found,) = check_pdf(sign(page(), key, at=late)).signatures
    assert (found.intact, found.trusted, found.problem) == (True, False, "expired")


def test_a_place_is_signed_once(leader: SigningKey, seal: SigningKey) -> None:
    signed = sign(page(), leader)
    with pytest.raises(SigningRefused, match="place_taken"):
        sign(signed, seal)
    with pytest.raises(SigningRefused, match="place_taken"):
        sign(page(), leader, spot=Place(2, 0, 0))


def test_it_shows_where_the_document_keeps_a_place(leader: SigningKey, seal: SigningKey) -> None:
    document = pikepdf.open(io.BytesIO(page()))
    document.docinfo["/Keywords"] = "Giấy phép, motcua-place:leader:1:300.0:500.0:180.0:60.0"
    signed = sign(saved(document), leader)
    assert rectangle_of(signed) == [300, 282, 480, 342]
    assert rectangle_of(sign(page(), leader, spot=Place(1, 10, 20, 100, 50))) == [10, 772, 110, 822]


def test_without_a_place_it_shows_at_the_foot_of_the_last_page(leader: SigningKey, seal: SigningKey) -> None:
    first = sign(page(), leader)
    second = sign(first, seal, "agency")
    below, above = rectangle_of(second, 0), rectangle_of(second, 1)
    assert below == [363, 45, 550, 113]
    assert above[1] > below[3], "the second one stands above the first"


@pytest.mark.parametrize("name", ["K'Brếu", "H'Ŏng Ƀuôn Krŏng", "Nguyễn Thị Ánh-Nguyệt Đỗ", "漢字"])
def test_names_of_all_kinds_survive(name: str) -> None:
    report = check_pdf(sign(page(), make(name, holder_name=name)))
    assert report.signatures[0].name == name
    assert report.trusted


@pytest.mark.parametrize("pdf", [b"", b"no pdf", b"%PDF-1.7\n%%EOF", page()[:200]])
def test_what_is_no_document_is_refused_or_reported(leader: SigningKey, pdf: bytes) -> None:
    with pytest.raises(SigningRefused, match="document_unsignable"):
        sign(pdf, leader)
    assert check_pdf(pdf) == Report(problem="unreadable")


def test_an_unsigned_document_says_so() -> None:
    report = check_pdf(page())
    assert (report.is_signed, report.intact, report.trusted, report.problem) == (False, False, False, "unsigned")
    assert report.problem in PROBLEMS


def test_signing_works_without_showing(leader: SigningKey) -> None:
    signed = actions.sign_pdf(pdf=page(), key=leader, at=NOW, place="leader")
    assert check_pdf(signed).trusted
    assert rectangle_of(signed) == [0, 0, 0, 0]


def test_a_missing_private_key_can_be_tried_again(leader: SigningKey, keys: Path) -> None:
    (keys / leader.key_reference).unlink()
    with pytest.raises(Unavailable):
        sign(page(), leader)


def test_a_wrong_private_key_gives_no_good_signature(leader: SigningKey, seal: SigningKey) -> None:
    leader.key_reference = seal.key_reference
    (found,) = check_pdf(sign(page(), leader)).signatures
    assert (found.intact, found.problem) == (False, "altered")


def test_rsa_keys_sign_too(leader: SigningKey, keys: Path) -> None:
    """Trust services in Việt Nam issue RSA keys; the demo's are elliptic only because they are made in an instant."""
    issuer = authority.demo_issuer(keys / "demo-authority", keys / "trust", NOW)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = authority.demo_certificate(
        issuer=issuer, key=key.public_key(), holder=authority.name_of("Lê Văn Bình"), begins=NOW, years=1
    )
    authority.write_key(keys / "rsa.key", key)
    leader.key_reference, leader.certificate = "rsa.key", authority.pem(certificate) + authority.pem(issuer.certificate)
    report = check_pdf(sign(page(), leader))
    assert report.trusted
    assert report.signatures[0].name == "Lê Văn Bình"


def test_demo_keys_are_made_once_and_kept_private(keys: Path) -> None:
    call_command("make_demo_keys")
    call_command("make_demo_keys")
    assert SigningKey.objects.count() == 2
    assert set(SigningKey.objects.values_list("is_seal", flat=True)) == {True, False}
    private = list(keys.rglob("*.key"))
    assert len(private) == 3
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
    for key in SigningKey.objects.all():
        assert "PRIVATE" not in key.certificate
        (leaf, issuer) = x509.load_pem_x509_certificates(key.certificate.encode())
        assert leaf.issuer == issuer.subject


def test_the_private_key_is_out_of_reach_of_what_parses_pdf(leader: SigningKey) -> None:
    held = fence.warm()
    assert held["calls"] or held["files"]


@pytest.mark.skipif(which("pdfsig") is None, reason="poppler-utils is not installed")
def test_another_program_finds_the_signatures_valid(leader: SigningKey, seal: SigningKey, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(sign(sign(page(), leader), seal, "agency"))
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_a_key_is_entered_only_with_its_own_certificate(leader: SigningKey, seal: SigningKey, tmp_path: Path) -> None:
    chain = tmp_path / "dau.pem"
    chain.write_text(seal.certificate, encoding="ascii")
    reference = seal.key_reference
    seal.delete()
    given = {"certificate": str(chain), "holder": "UBND xã Đơn Dương", "code": "H36.201"}
    with pytest.raises(CommandError, match="không đúng với chứng thư"):
        call_command("signing_key", "seal:H36.201", **given, key=leader.key_reference)
    with pytest.raises(CommandError, match="Không tìm thấy khóa"):
        call_command("signing_key", "seal:H36.201", **given, key="khong-co.key")
    with pytest.raises(CommandError, match="mã cơ quan"):
        call_command("signing_key", "seal:H36.201", **{**given, "code": ""}, key=reference)
    call_command("signing_key", "seal:H36.201", **given, key=reference, stdout=io.StringIO())
    entered = SigningKey.objects.get(label="seal:H36.201")
    assert (entered.is_seal, entered.agency_code, entered.agency_name) == (True, "H36.201", "UBND xã Đơn Dương")
    with pytest.raises(CommandError, match="Đã có khóa"):
        call_command("signing_key", "seal:H36.201", **given, key=reference)


def test_a_key_is_renewed_by_the_command_and_the_audit_trail_has_one(leader: SigningKey, tmp_path: Path) -> None:
    issuer = authority.demo_issuer(tmp_path / "demo-authority", tmp_path / "trust", NOW)
    own, chain = authority.new_key(), tmp_path / "moi.pem"
    begins = datetime.now(UTC) - timedelta(hours=1)
    certificate = authority.demo_certificate(
        issuer=issuer, key=own.public_key(), holder=authority.name_of("A"), begins=begins, years=9
    )
    authority.write_key(tmp_path / "moi.key", own)
    chain.write_text(authority.pem(certificate) + authority.pem(issuer.certificate), encoding="ascii")
    given = {"certificate": str(chain), "key": "moi.key", "stdout": io.StringIO()}
    call_command("signing_key", "audit", holder="Nhật ký hệ thống", **given)
    with pytest.raises(CommandError, match="Chưa có khóa"):
        call_command("signing_key", "user:anh", renew=True, **given)
    SigningKey.objects.filter(pk=leader.pk).update(label="user:anh")
    call_command("signing_key", "user:anh", renew=True, **given)
    with pytest.raises(CommandError, match="no_renewal"):
        call_command("signing_key", "user:anh", renew=True, **given)
    new, old = SigningKey.objects.filter(label="user:anh").order_by("-pk")
    assert (new.holder_name, new.succeeded_at, old.pk) == (leader.holder_name, None, leader.pk)
    assert old.succeeded_at is not None
