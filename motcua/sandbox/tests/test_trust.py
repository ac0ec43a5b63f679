"""Signatures that prove themselves for years: PAdES B-LT and B-LTA against a trust service of our own."""

import io
import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import which

import httpx
import pdfsigner
import pikepdf
import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID
from django.conf import LazySettings

from motcua.lib.refusals import Unavailable
from motcua.sandbox.tests.trust import Clock, new_witness, served, service
from motcua.sandbox.trust.service import Service
from motcua.signing import actions, authority, lasting
from motcua.signing.authority import Issuer
from motcua.signing.models import SigningKey
from motcua.signing.rules import Level, Report, Revocation, SigningRefused
from motcua.signing.verify import check_pdf, fence, trusted_roots

OCSP = AuthorityInformationAccessOID.OCSP
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def clock() -> Clock:
    return Clock()


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
def leader(trust: Service, clock: Clock) -> SigningKey:
    return actions.make_demo_key(label="leader", holder_name="Nguyễn Thị Ánh", capacity="Chủ tịch", now=clock())


@pytest.fixture
def seal(leader: SigningKey, clock: Clock) -> SigningKey:
    return actions.make_demo_key(label="seal", holder_name="UBND xã Đơn Dương", is_seal=True, now=clock())


@pytest.fixture
def signed(leader: SigningKey, seal: SigningKey, clock: Clock) -> bytes:
    """A result as a request leaves it: two signatures, no time but the signers' own."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(595, 842))
    document.save(out)
    first = actions.sign_pdf(pdf=out.getvalue(), key=leader, at=clock(), place="leader", is_timed=False)
    return actions.sign_pdf(pdf=first, key=seal, at=clock(), place="agency", is_timed=False)


def serial(key: SigningKey) -> int:
    return x509.load_pem_x509_certificate(key.certificate.encode()).serial_number


def told(report: Report) -> list[tuple[bool, Level, Revocation]]:
    return [(one.is_good, one.level, one.revocation) for one in report.signatures]


def test_a_raised_document_proves_both_signatures(signed: bytes, trust: Service, clock: Clock) -> None:
    """ETSI EN 319 142-1: answers on revocation inside, and a document time stamp over them."""
    assert check_pdf(signed).level == Level.B
    clock.now += timedelta(minutes=2)
    raised = lasting.raise_pdf(pdf=signed, now=clock())
    assert raised.pdf.startswith(signed), "what was there stays bit for bit"
    assert told(raised.report) == [(True, Level.LTA, Revocation.GOOD)] * 2
    assert [one.signed_at for one in raised.report.signatures] == [clock(), clock()], "the witnessed time counts"
    (stamp,) = raised.report.stamps
    assert (stamp.at, stamp.authority, stamp.is_good) == (clock(), "Motcua Demo Time", True)
    assert raised.report.archive_until == trust.witness.certificate.not_valid_after_utc
    assert check_pdf(raised.pdf) == raised.report


@pytest.mark.long
def test_a_signature_that_brings_its_time_stamp_is_raised_too(leader: SigningKey, clock: Clock) -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    timed = actions.sign_pdf(pdf=out.getvalue(), key=leader, at=clock(), place="leader")
    assert check_pdf(timed).level == Level.T
    raised = lasting.raise_pdf(pdf=timed, now=clock())
    assert (raised.report.level, len(raised.report.stamps)) == (Level.LTA, 1)


def test_the_next_stamp_covers_the_last(signed: bytes, trust: Service, clock: Clock) -> None:
    """Before the authority's certificate ends, another stamp proves that the first one was there in time."""
    first = lasting.raise_pdf(pdf=signed, now=clock())
    clock.now += timedelta(days=900)
    trust.witness = new_witness(trust.issuers[0], clock(), days=2000)
    second = lasting.raise_pdf(pdf=first.pdf, now=clock())
    assert second.pdf.startswith(first.pdf)
    assert told(second.report) == [(True, Level.LTA, Revocation.GOOD)] * 2
    assert len(second.report.stamps) == 2
    assert second.report.archive_until == trust.witness.certificate.not_valid_after_utc
    assert second.report.signatures[0].signed_at == first.report.signatures[0].signed_at


def test_what_was_signed_with_a_revoked_certificate_is_not_raised(
    signed: bytes, trust: Service, leader: SigningKey, clock: Clock
) -> None:
    trust.revoked[serial(leader)] = clock() - timedelta(hours=1)
    with pytest.raises(SigningRefused) as refused:
        lasting.raise_pdf(pdf=signed, now=clock())
    assert refused.value.params["problem"] == "revoked"


@pytest.mark.long
def test_a_certificate_revoked_later_signed_well(
    signed: bytes, trust: Service, leader: SigningKey, clock: Clock
) -> None:
    raised = lasting.raise_pdf(pdf=signed, now=clock())
    clock.now += timedelta(days=1)
    trust.revoked[serial(leader)] = clock()
    assert told(check_pdf(raised.pdf)) == [(True, Level.LTA, Revocation.GOOD)] * 2


def test_without_answers_the_time_is_witnessed_and_the_rest_comes_later(
    signed: bytes, settings: LazySettings, clock: Clock
) -> None:
    there, settings.REVOCATION_LIST_ADDRESS = settings.REVOCATION_LIST_ADDRESS, "http://127.0.0.1:9/"
    first = lasting.raise_pdf(pdf=signed, now=clock())
    assert first.trouble
    assert told(first.report) == [(True, Level.T, Revocation.UNKNOWN)] * 2
    with pytest.raises(Unavailable):
        lasting.raise_pdf(pdf=first.pdf, now=clock())
    settings.REVOCATION_LIST_ADDRESS = there
    assert lasting.raise_pdf(pdf=first.pdf, now=clock()).report.level == Level.LTA


def test_a_service_that_is_down_leaves_the_document_as_it_is(
    signed: bytes, settings: LazySettings, clock: Clock
) -> None:
    address = settings.REVOCATION_LIST_ADDRESS.removesuffix("/crl/0")
    httpx.post(f"{address}/faults", content=json.dumps({"down": True}))
    with pytest.raises(Unavailable):
        lasting.raise_pdf(pdf=signed, now=clock())
    httpx.post(f"{address}/faults", content="{}")
    assert lasting.raise_pdf(pdf=signed, now=clock()).report.level == Level.LTA


@pytest.mark.parametrize("kind", ["ocsp", "crl"])
def test_the_service_that_a_certificate_names_is_asked_and_so_is_its_issuers(
    kind: str, trust: Service, settings: LazySettings, clock: Clock, tmp_path: Path
) -> None:
    """As trust services do it: the certificate says where its responder or list is, and so does its issuer's."""
    address, settings.REVOCATION_LIST_ADDRESS = settings.REVOCATION_LIST_ADDRESS.removesuffix("/crl/0"), ""
    begins, ends = clock() - timedelta(days=2), clock() + timedelta(days=1000)

    def certify(name: str, issuer: Issuer | None, depth: int | None, at: int) -> Issuer:
        key = authority.new_key()
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{address}/crl/{at}")], None, None, None)
        responder = x509.AccessDescription(OCSP, x509.UniformResourceIdentifier(f"{address}/ocsp"))
        named = x509.CRLDistributionPoints([point]) if kind == "crl" else x509.AuthorityInformationAccess([responder])
        more = [] if issuer is None else [(named, False)]
        made = authority.certify(
            holder=authority.name_of(name), key=key.public_key(), issuer=issuer, own=key,
            begins=begins, ends=ends, depth=depth, more=more,
        )  # fmt: skip
        return Issuer(made, key)

    root = certify("Gốc", None, 1, 0)
    below = certify("Cấp phép", root, 0, 0)
    own = certify("Lê Văn Bình", below, None, 1)
    trust.issuers, trust.witness = [root, below], new_witness(below, clock(), days=900)
    (tmp_path / "trust" / "root.pem").write_text(authority.pem(root.certificate))
    authority.write_key(tmp_path / "own.key", own.key)
    chain = authority.pem(own.certificate) + authority.pem(below.certificate)
    about = dict.fromkeys(("capacity", "agency_name", "agency_code"), "")
    key = actions.add_key(
        label="b", holder_name="Bình", is_seal=False, chain=chain, key_reference="own.key", now=clock(), **about
    )
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    pdf = actions.sign_pdf(pdf=out.getvalue(), key=key, at=clock(), place="leader", is_timed=False)
    asked = fence.call("gaps", [pdf], roots=trusted_roots(), now=clock().isoformat())
    assert len(asked.blobs) == 4, "the signer's certificate and its issuer's, with who issued them"
    assert told(lasting.raise_pdf(pdf=pdf, now=clock()).report) == [(True, Level.LTA, Revocation.GOOD)]


def test_a_changed_document_is_not_raised(signed: bytes, clock: Clock) -> None:
    place = signed.index(b"595")
    with pytest.raises(SigningRefused, match="not_lasting"):
        lasting.raise_pdf(pdf=signed[:place] + b"6" + signed[place + 1 :], now=clock())


def test_one_changed_byte_of_a_raised_document_is_found(signed: bytes, clock: Clock) -> None:
    raised = lasting.raise_pdf(pdf=signed, now=clock()).pdf
    place = raised.index(b"595")
    report = check_pdf(raised[:place] + b"6" + raised[place + 1 :])
    assert not report.intact
    assert report.archive_until is None
    assert not report.stamps[0].is_good


def test_a_validator_of_others_finds_the_raised_document_good(signed: bytes, clock: Clock, tmp_path: Path) -> None:
    """pdfsigner (Rust) shares no code with pyHanko: PAdES, chains and document time stamps checked again."""
    path, root = tmp_path / "raised.pdf", tmp_path / "trust" / "motcua-demo-root.pem"
    raised = lasting.raise_pdf(pdf=signed, now=clock()).pdf
    path.write_bytes(raised)
    told = pdfsigner.verify_pdf_report(str(path), roots=str(root))
    assert (told["document_intact"], told["all_valid"], told["all_trusted"]) == (True, True, True)
    assert [one["is_timestamp"] for one in told["signatures"]] == [False, False, True]
    assert told["signatures"][2]["trusted_time"] == clock().timestamp()
    place = raised.index(b"595")
    path.write_bytes(raised[:place] + b"6" + raised[place + 1 :])
    assert not pdfsigner.verify_pdf_report(str(path), roots=str(root))["all_valid"]
    authority.demo_issuer(tmp_path / "other", tmp_path / "others", clock())
    path.write_bytes(raised)
    others = str(tmp_path / "others" / "motcua-demo-root.pem")
    assert not pdfsigner.verify_pdf_report(str(path), roots=others)["all_trusted"]


@pytest.mark.long
@pytest.mark.skipif(which("pdfsig") is None, reason="poppler-utils is not installed")
def test_another_program_finds_the_raised_document_whole(signed: bytes, clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "raised.pdf"
    path.write_bytes(lasting.raise_pdf(pdf=signed, now=clock()).pdf)
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2
    assert said.count("Total document signed") == 1, "the stamp covers all of it"
