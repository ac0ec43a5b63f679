"""The trust list that a province publishes: whose signatures its documents carry, and who vouches for them.

Plain Python, no Django: the offline verifier reads it too. It travels as what is published of the audit trail does: a
statement to the letter (JSON), the signature over it, the signer's certificates, a time stamp where there is one.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from motcua.signing.authority import is_signature, leads_to_trust, pem

FORMAT = "motcua.trust/1"
KINDS = ("roots", "authorities", "time_stamping", "seals")


class BadList(ValueError):
    """What was given is no trust list, or was altered; says what is wrong."""


@dataclass(frozen=True)
class Seal:
    """An agency's certificate: `used_until` is when a newer one took its place."""

    agency: str
    agency_code: str
    sha256: str
    serial: str
    used_until: datetime | None


@dataclass(frozen=True)
class TrustList:
    """A list that was read: who made it, its number and day, until when it should be fetched anew, what it vouches for.

    `signer` is the SHA-256 of the certificate that signed it: whoever got it by another way may compare.
    """

    publisher: str
    number: int
    made_at: datetime
    renew_by: datetime
    signer: str
    roots: tuple[str, ...]
    seals: tuple[Seal, ...]


def entry(certificate: x509.Certificate, **more: str | None) -> dict[str, str | None]:
    """Return a certificate as the list tells it."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return {
        "name": str(names[0].value) if names else certificate.subject.rfc4514_string(),
        "sha256": fingerprint(certificate),
        "serial": f"{certificate.serial_number:x}",
        "valid_from": certificate.not_valid_before_utc.isoformat(),
        "valid_to": certificate.not_valid_after_utc.isoformat(),
        "certificate": pem(certificate),
        **more,
    }


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate, as other programs show it but without colons."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def read_list(text: str) -> TrustList:
    """Return a published list whose signature is good and whose signer one of its own roots vouches for.

    Raises BadList. That the list is the province's, its reader knows by where it came from or by `signer`.
    """
    try:
        whole = json.loads(text)
        statement, chain = str(whole["statement"]), str(whole["certificates"])
        signature = base64.b64decode(whole["signature"], validate=True)
        told = json.loads(statement)
        if told["format"] != FORMAT:
            raise BadList(f"the format is {told['format']!r}, not {FORMAT!r}")
        made_at = datetime.fromisoformat(told["made_at"])
        roots = tuple(str(one["certificate"]) for one in told["roots"])
        given = x509.load_pem_x509_certificates(chain.encode())
        anchors = [root for one in roots for root in x509.load_pem_x509_certificates(one.encode())]
        if not is_signature(signature, data=statement.encode(), certificate=given[0]):
            raise BadList("the signature is not of this list: it was altered")
        if not leads_to_trust(given, anchors, made_at):
            raise BadList("no root of the list vouches for who signed it")
        return TrustList(
            publisher=str(told["publisher"]),
            number=int(told["number"]),
            made_at=made_at,
            renew_by=datetime.fromisoformat(told["renew_by"]),
            signer=fingerprint(given[0]),
            roots=roots,
            seals=tuple(_seal(one) for one in told["seals"]),
        )
    except BadList:
        raise
    except (ValueError, KeyError, TypeError, IndexError) as problem:
        raise BadList(f"not a trust list: {problem!r}"[:300]) from problem


def _seal(one: dict[str, Any]) -> Seal:
    until = one["used_until"]
    return Seal(
        agency=str(one["agency"]),
        agency_code=str(one["agency_code"]),
        sha256=str(one["sha256"]),
        serial=str(one["serial"]),
        used_until=datetime.fromisoformat(until) if until else None,
    )
