"""What the stand-in answers: time stamps, and the standing of certificates that its authorities issued."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from motcua.signing import authority
from motcua.signing.authority import Issuer

POLICY = "1.3.6.1.4.1.99999.1"
GOOD_FOR = timedelta(hours=1)
TIME_STAMPING = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)


@dataclass
class Faults:
    """What goes wrong on demand: seconds that every answer takes, and whether there is none."""

    slow: float = 0.0
    down: bool = False


@dataclass
class Service:
    """A time witness and the authorities whose certificates it tells about; `revoked` maps serials to moments."""

    witness: Issuer
    issuers: Sequence[Issuer]
    clock: Callable[[], datetime]
    revoked: dict[int, datetime] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)

    def stamp(self, question: bytes) -> bytes:
        """Return the answer (TimeStampResp, DER) to a TimeStampReq."""
        asked = tsp.TimeStampReq.load(question)
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY,
                "message_imprint": asked["message_imprint"],
                "serial_number": x509.random_serial_number() >> 100,
                "gen_time": self.clock().astimezone(UTC).replace(microsecond=0),
                "nonce": asked["nonce"],
            }
        ).dump()
        chain = [_asn1(one.certificate) for one in (self.witness, *self.issuers)]
        token = cms.ContentInfo({"content_type": "signed_data", "content": self._signed(info, chain)})
        return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())

    def _signed(self, info: bytes, chain: list[asn1.Certificate]) -> cms.SignedData:
        own = chain[0]
        about = tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(own.dump()).digest()}]})
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(info).digest()]}),
                cms.CMSAttribute({"type": "signing_certificate_v2", "values": [about]}),
            ]
        )
        key = self.witness.key
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("the stand-in stamps with an elliptic-curve key")
        number = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(name="issuer_and_serial_number", value=number),
                "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "signed_attrs": attributes,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
                "signature": key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
            }
        )
        return cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
                "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(info)},
                "certificates": chain,
                "signer_infos": [signer],
            }
        )

    def status(self, question: bytes) -> bytes:
        """Return the OCSP answer (DER) to a question about one certificate."""
        asked = ocsp.load_der_ocsp_request(question)
        issuer = next((one for one in self.issuers if _key_hash(one.certificate) == asked.issuer_key_hash), None)
        if issuer is None:
            return _der(ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED))
        now = self.clock().astimezone(UTC).replace(microsecond=0)
        since = self.revoked.get(asked.serial_number)
        answer = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=hashes.SHA1(),  # noqa: S303 - only names a certificate (RFC 6960)
            cert_status=ocsp.OCSPCertStatus.GOOD if since is None else ocsp.OCSPCertStatus.REVOKED,
            this_update=now,
            next_update=now + GOOD_FOR,
            revocation_time=since,
            revocation_reason=None if since is None else x509.ReasonFlags.key_compromise,
        )
        answer = answer.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
        return _der(answer.sign(issuer.key, hashes.SHA256()))

    def crl(self, number: int) -> bytes:
        """Return the list (DER) of what an authority, counted from 0, revoked."""
        issuer, now = self.issuers[number], self.clock().astimezone(UTC).replace(microsecond=0)
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(now)
            .next_update(now + GOOD_FOR)
        )
        for serial, since in self.revoked.items():
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
            listed = listed.add_revoked_certificate(one)
        return listed.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def time_witness(folder: Path, issuer: Issuer, *, begins: datetime, ends: datetime) -> Issuer:
    """Return the time-stamping authority of a folder, made at the first call."""
    certificate_path, key_path = folder / "time.pem", folder / "time.key"
    if certificate_path.exists():
        return Issuer(x509.load_pem_x509_certificate(certificate_path.read_bytes()), authority.read_key(key_path))
    key = authority.new_key()
    certificate = witness_certificate(key, issuer, begins=begins, ends=ends)
    authority.write_key(key_path, key)
    certificate_path.write_text(authority.pem(certificate))
    return Issuer(certificate, key)


def witness_certificate(
    key: ec.EllipticCurvePrivateKey, issuer: Issuer, *, begins: datetime, ends: datetime
) -> x509.Certificate:  # fmt: skip
    """Return a certificate for stamping the time and nothing else (RFC 3161, 2.3)."""
    holder = authority.name_of("Motcua Demo Time", organisation="Motcua - chỉ để trình diễn")
    return authority.certify(
        holder=holder, key=key.public_key(), issuer=issuer, own=None,
        begins=begins, ends=ends, depth=None, more=[TIME_STAMPING],
    )  # fmt: skip


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _key_hash(certificate: x509.Certificate) -> bytes:
    return bytes(_asn1(certificate).public_key.sha1)


def _der(answer: ocsp.OCSPResponse) -> bytes:
    return answer.public_bytes(serialization.Encoding.DER)
