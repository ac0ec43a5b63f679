"""XAdES signatures with signxml, enveloped in the XML they sign: the only module that knows it, behind the fence.

Plain Python, no Django, no network and no private key: what comes in and goes out is bytes and JSON. Source: ETSI
EN 319 132-1, level B-B, as Nghị định 23/2025/NĐ-CP names XML among the formats of signatures.
"""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.xades.xades import XAdESSigner, XAdESVerifier

from motcua.signing.authority import leads_to_trust

Json = dict[str, Any]
DS, XADES = "{http://www.w3.org/2000/09/xmldsig#}", "{http://uri.etsi.org/01903/v1.3.2#}"
LIBRARY = (SignXMLException, InvalidSignature)
BROKEN = (etree.LxmlError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)


class _Waiting:
    """Stands where signxml wants a private key: keeps what is to be signed; the key that signs it is elsewhere."""

    def __init__(self, public: Any) -> None:
        self.key_size = public.key_size
        self.is_curve = isinstance(public, ec.EllipticCurvePublicKey)
        self.asked = b""

    def sign(self, data: bytes, **_: object) -> bytes:
        """Keep the data and give a signature that is none, of the shape that is expected."""
        self.asked = data
        return utils.encode_dss_signature(1, 1) if self.is_curve else bytes(self.key_size // 8)


class _Signer(XAdESSigner):
    """Writes the time that it is told."""

    at: datetime

    def add_signing_time(self, signed_signature_properties: Any, sig_root: Any, signing_settings: Any) -> None:
        time = etree.SubElement(signed_signature_properties, f"{XADES}SigningTime")
        time.text = self.at.astimezone(UTC).isoformat(timespec="seconds")


def prepare(*, blobs: list[bytes], chain: str, at: str) -> tuple[Json, list[bytes]]:
    """Put a signature without its value into an XML document; return it, and the bytes that the key has to sign."""
    certificates = x509.load_pem_x509_certificates(chain.encode())
    waiting: Any = _Waiting(certificates[0].public_key())
    try:
        document = _parsed(blobs[0])
        signer = _Signer(
            method=SignatureConstructionMethod.enveloped,
            signature_algorithm=SignatureMethod.ECDSA_SHA256 if waiting.is_curve else SignatureMethod.RSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA256,
            # What XML Signature takes for a reference that names none, as signxml writes those of XAdES.
            c14n_algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        )
        signer.at = datetime.fromisoformat(at)
        signed = signer.sign(document, key=waiting, cert=certificates, always_add_key_value=False)
    except (*LIBRARY, *BROKEN) as problem:
        return {"refused": "document", "why": repr(problem)[:500]}, []
    return {}, [etree.tostring(signed, xml_declaration=True, encoding="UTF-8"), waiting.asked]


def finish(*, blobs: list[bytes], chain: str) -> tuple[Json, list[bytes]]:
    """Put a key's signature into the XML that waits for it: `blobs` is the XML and the signature."""
    waiting, value = blobs
    public = x509.load_pem_x509_certificates(chain.encode())[0].public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        # XML wants both numbers side by side, not as DER (RFC 4050, 3.3).
        size = (public.key_size + 7) // 8
        value = b"".join(number.to_bytes(size, "big") for number in utils.decode_dss_signature(value))
    document = _parsed(waiting)
    place = document.findall(f".//{DS}SignatureValue")[-1]
    place.text = base64.b64encode(value).decode()
    return {}, [etree.tostring(document, xml_declaration=True, encoding="UTF-8")]


def check(*, blobs: list[bytes], roots: list[str]) -> Json:
    """Return the signature of an XML document and what it is worth, trusting the given root certificates (PEM).

    A signature over a part, or one of several, is told as `partial`: it may be good, and does not say that all is.
    """
    try:
        document = _parsed(blobs[0])
        signatures = document.findall(f".//{DS}Signature")
    except BROKEN as problem:
        return {"problem": "unreadable", "why": repr(problem)[:300], "signatures": []}
    if not signatures:
        return {"problem": "unsigned", "signatures": []}
    trusted = [certificate for root in roots for certificate in x509.load_pem_x509_certificates(root.encode())]
    # One signature, over all of the document: what else there is, this does not judge.
    is_whole = len(signatures) == 1 and signatures[0].getparent() is document and _covers_all(signatures[0])
    return {"problem": "", "signatures": [_judge(document, signatures[0], trusted, is_whole=is_whole)]}


def _judge(document: Any, signature: Any, trusted: list[x509.Certificate], *, is_whole: bool) -> Json:
    found: Json = {"is_intact": False, "is_trusted": False, "signed_at": None, "problem": "unreadable"}
    try:
        ders = [base64.b64decode(each.text) for each in signature.findall(f"{DS}KeyInfo//{DS}X509Certificate")]
        given = [x509.load_der_x509_certificate(der) for der in ders]
        time = signature.find(f".//{XADES}SigningTime")
        at = datetime.fromisoformat(str(time.text).strip().replace("Z", "+00:00"))
        at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
        own = given[0]
    except (*BROKEN, binascii.Error):
        return found
    begins, ends = own.not_valid_before_utc, own.not_valid_after_utc
    found |= _names(own) | {"signed_at": at.isoformat(), "valid_to": ends.isoformat()}
    try:
        own_pem = own.public_bytes(Encoding.PEM).decode()
        XAdESVerifier().verify(document, x509_cert=own_pem, expect_references=3)
        is_intact = is_whole
    except (*LIBRARY, *BROKEN):
        is_intact = False
    is_trusted = leads_to_trust(given, trusted, at)
    problem = "" if is_intact and is_trusted else "untrusted"
    if not is_whole:
        problem = "partial"
    elif not is_intact:
        problem = "altered"
    elif not begins <= at <= ends:
        problem = "expired"
    chain = [_names(each)["name"] for each in given] if is_trusted else []
    return found | {"is_intact": is_intact, "is_trusted": is_trusted, "problem": problem, "chain": chain}


def _covers_all(signature: Any) -> bool:
    first = signature.find(f"{DS}SignedInfo/{DS}Reference")
    return first is not None and first.get("URI") == ""


def _names(certificate: x509.Certificate) -> Json:
    kinds = {
        "name": NameOID.COMMON_NAME,
        "capacity": NameOID.TITLE,
        "agency": NameOID.ORGANIZATION_NAME,
        "agency_code": NameOID.ORGANIZATIONAL_UNIT_NAME,
    }
    told = {
        name: ", ".join(str(each.value) for each in certificate.subject.get_attributes_for_oid(kind))
        for name, kind in kinds.items()
    }
    issuer = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return told | {"serial": f"{certificate.serial_number:x}", "issuer": str(issuer[0].value) if issuer else ""}


def _parsed(xml: bytes) -> Any:
    """Return the root of a document without a DTD: none of its tricks with entities is wanted here."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root: Any = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type is not taken")
    return root
