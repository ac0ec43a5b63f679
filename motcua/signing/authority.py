"""The demo authority: a root, an authority below it, and keys of demo officials and agencies.

Made at set-up into the folder of keys, never in the repository. Real keys come from the trust services named by law
(Nghị định 23/2025/NĐ-CP; for State bodies Nghị định 68/2024/NĐ-CP); nothing here is for them.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

ROOT_YEARS, ISSUER_YEARS = 20, 10
USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


@dataclass(frozen=True)
class Issuer:
    """A certificate that may issue others, and its private key."""

    certificate: x509.Certificate
    key: PrivateKey


def name_of(common: str, *, title: str = "", organisation: str = "", code: str = "") -> x509.Name:
    """Return the name of a certificate's holder; texts are cut to the lengths of X.520."""
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, organisation[:64]),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, code[:64]),
        (NameOID.TITLE, title[:64]),
        (NameOID.COMMON_NAME, common[:64]),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def new_key() -> ec.EllipticCurvePrivateKey:
    """Return a new private key: P-256, made in an instant where RSA takes a tenth of a second for each official."""
    return ec.generate_private_key(ec.SECP256R1())


def certify(
    *, holder: x509.Name, key: PublicKey, issuer: Issuer | None, own: PrivateKey | None,
    begins: datetime, ends: datetime, depth: int | None, more: Sequence[tuple[x509.ExtensionType, bool]] = ()
) -> x509.Certificate:  # fmt: skip
    """Return a certificate. Without issuer it is a root signed by `own`; `depth` None makes one that only signs.

    `more` are further extensions, each with whether it is critical.
    """
    signer = issuer.key if issuer else own
    if signer is None:
        raise ValueError("a root is signed by its own key")
    issuer_key = issuer.certificate.public_key() if issuer else key
    if not isinstance(issuer_key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise TypeError("an authority has an RSA or an elliptic-curve key")
    granted = ("digital_signature", "content_commitment") if depth is None else ("key_cert_sign", "crl_sign")
    builder = (
        x509.CertificateBuilder()
        .subject_name(holder)
        .issuer_name(issuer.certificate.subject if issuer else holder)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=depth is not None, path_length=depth), critical=True)
        .add_extension(x509.KeyUsage(**{use: use in granted for use in USES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )
    for extension, critical in more:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(signer, hashes.SHA256())


def is_signature(value: bytes, *, data: bytes, certificate: x509.Certificate) -> bool:
    """Tell whether a key holder's signature (SHA-256; ECDSA or RSA PKCS#1 v1.5) is of this data by this certificate.

    Raises ValueError for a certificate of another kind of key.
    """
    public = certificate.public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(value, data, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(value, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            raise ValueError("only RSA and ECDSA keys sign here")
    except InvalidSignature:
        return False
    return True


def leads_to_trust(given: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], at: datetime) -> bool:
    """Tell whether certificates (the holder's first) lead in their order to a trusted root, all valid at a moment."""
    chain = [*given, *(root for root in roots if root.subject == given[-1].issuer and root != given[-1])]
    if chain[-1] not in roots:
        return False
    for holder, issuer in pairwise(chain):
        try:
            holder.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            return False
    return all(each.not_valid_before_utc <= at <= each.not_valid_after_utc for each in chain)


def pem(certificate: x509.Certificate) -> str:
    """Return a certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def write_key(path: Path, key: PrivateKey) -> None:
    """Write a private key that only this account may read; never over another."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)


def read_key(path: Path) -> PrivateKey:
    """Return a private key."""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} is neither an RSA nor an elliptic-curve key")
    return key


def demo_issuer(folder: Path, trust: Path, now: datetime) -> Issuer:
    """Return the demo authority of a folder, made at the first call; its root goes among the trusted ones."""
    certificate_path, key_path = folder / "issuer.pem", folder / "issuer.key"
    if certificate_path.exists():
        return Issuer(x509.load_pem_x509_certificate(certificate_path.read_bytes()), read_key(key_path))
    begins = now - timedelta(days=1)
    root_key, issuer_key = new_key(), new_key()
    root_name = name_of("Motcua Demo Root", organisation="Motcua - chỉ để trình diễn")
    root = certify(
        holder=root_name, key=root_key.public_key(), issuer=None, own=root_key,
        begins=begins, ends=now + timedelta(days=365 * ROOT_YEARS), depth=1,
    )  # fmt: skip
    issuing = certify(
        holder=name_of("Motcua Demo Issuing CA", organisation="Motcua - chỉ để trình diễn"),
        key=issuer_key.public_key(), issuer=Issuer(root, root_key), own=None,
        begins=begins, ends=now + timedelta(days=365 * ISSUER_YEARS), depth=0,
    )  # fmt: skip
    # The root's private key is not kept: it has nothing more to sign.
    write_key(key_path, issuer_key)
    trust.mkdir(parents=True, exist_ok=True, mode=0o700)
    (trust / "motcua-demo-root.pem").write_text(pem(root))
    certificate_path.write_text(pem(issuing))
    return Issuer(issuing, issuer_key)


def demo_certificate(
    *, issuer: Issuer, key: PublicKey, holder: x509.Name, begins: datetime, years: int
) -> x509.Certificate:  # fmt: skip
    """Return a certificate for signing documents, not living longer than its issuer."""
    ends = min(begins + timedelta(days=365 * years), issuer.certificate.not_valid_after_utc)
    return certify(holder=holder, key=key, issuer=issuer, own=None, begins=begins, ends=ends, depth=None)
