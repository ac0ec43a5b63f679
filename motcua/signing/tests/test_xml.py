"""XML signed by XAdES: whole, by whom, and nothing of a stranger's XML is believed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings
from lxml import etree

from motcua.signing import actions, authority
from motcua.signing.models import SigningKey
from motcua.signing.rules import Report, SigningRefused
from motcua.signing.xml import check_xml, sign_xml

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
XML = "<HoSo xmlns='urn:motcua'><Ma>H36.12-261127-0001</Ma><Ten>Nguyễn Thị Ánh</Ten></HoSo>".encode()
DS, XADES = "{http://www.w3.org/2000/09/xmldsig#}", "{http://uri.etsi.org/01903/v1.3.2#}"
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def key(settings: LazySettings, tmp_path: Path) -> SigningKey:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    return actions.make_demo_key(
        label="a", holder_name="UBND xã Đơn Dương", agency_name="UBND xã Đơn Dương", agency_code="H36.201", now=NOW
    )


def test_signed_xml_tells_who_signed_and_when(key: SigningKey) -> None:
    signed = sign_xml(xml=XML, key=key, at=NOW)
    report = check_xml(signed)
    (found,) = report.signatures
    assert (found.name, found.agency_code, found.signed_at) == ("UBND xã Đơn Dương", "H36.201", NOW)
    assert (found.problem, report.trusted) == ("", True)
    root = etree.fromstring(signed)
    assert root[-1].tag == f"{DS}Signature"
    assert root.find(f".//{XADES}SigningCertificateV2") is not None
    assert [child.text for child in list(root)[:2]] == ["H36.12-261127-0001", "Nguyễn Thị Ánh"]


def test_rsa_keys_sign_xml_too(key: SigningKey, tmp_path: Path) -> None:
    issuer = authority.demo_issuer(tmp_path / "demo-authority", tmp_path / "trust", NOW)
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    holder = authority.name_of("Lê Văn Bình")
    made = authority.demo_certificate(issuer=issuer, key=own.public_key(), holder=holder, begins=NOW, years=1)
    authority.write_key(tmp_path / "rsa.key", own)
    key.key_reference, key.certificate = "rsa.key", authority.pem(made) + authority.pem(issuer.certificate)
    assert check_xml(sign_xml(xml=XML, key=key, at=NOW)).trusted


def test_a_changed_word_is_found(key: SigningKey) -> None:
    signed = sign_xml(xml=XML, key=key, at=NOW)
    report = check_xml(signed.replace(b"0001", b"0002"))
    assert (report.intact, report.signatures[0].problem) == (False, "altered")


def test_a_changed_time_of_signing_is_found(key: SigningKey) -> None:
    signed = sign_xml(xml=XML, key=key, at=NOW)
    assert b"2026-11-27T07" in signed
    assert check_xml(signed.replace(b"2026-11-27T07", b"2026-11-27T08")).signatures[0].problem == "altered"


def test_what_wraps_a_signed_document_is_not_taken_for_it(key: SigningKey) -> None:
    signed = etree.fromstring(sign_xml(xml=XML, key=key, at=NOW))
    other = etree.fromstring(XML.replace(b"0001", b"0009"))
    other.append(signed)
    assert check_xml(etree.tostring(other)).signatures[0].problem == "partial"
    moved = etree.fromstring(XML.replace(b"0001", b"0009"))
    moved.append(signed[-1])
    assert check_xml(etree.tostring(moved)).signatures[0].problem == "altered"


def test_a_stranger_is_not_trusted_nor_a_certificate_out_of_its_time(
    key: SigningKey, settings: LazySettings, tmp_path: Path
) -> None:
    signed = sign_xml(xml=XML, key=key, at=NOW)
    settings.SIGNING_TRUST = tmp_path / "others"
    assert check_xml(signed).signatures[0].problem == "untrusted"
    key.valid_to = NOW + timedelta(days=9000)  # our own table lies; the certificate does not
    settings.SIGNING_TRUST = tmp_path / "trust"
    late = sign_xml(xml=XML, key=key, at=NOW + timedelta(days=8000))
    assert check_xml(late).signatures[0].problem == "expired"


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"no xml",
        b"<a>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    ],
)
def test_what_is_no_plain_xml_is_refused_or_reported(key: SigningKey, xml: bytes) -> None:
    with pytest.raises(SigningRefused, match="document_unsignable"):
        sign_xml(xml=xml, key=key, at=NOW)
    assert check_xml(xml) == Report(problem="unreadable")


def test_unsigned_xml_says_so(key: SigningKey) -> None:
    assert check_xml(XML).problem == "unsigned"
