"""Signs what is published of the audit trail: fills its port."""

import hashlib
from datetime import datetime

from cryptography import x509

from motcua.lib.refusals import Unavailable
from motcua.signing.actions import time_witness
from motcua.signing.authority import is_signature, leads_to_trust
from motcua.signing.holders import sign_data
from motcua.signing.models import SigningKey
from motcua.signing.verify import trusted_roots

LABEL = "audit"


class KeyedNotary:
    """A notary whose key is entered as `audit` (`manage.py signing_key audit …`), like those of agencies."""

    def is_ready(self) -> bool:
        """Tell whether the key is entered."""
        return SigningKey.objects.filter(label=LABEL).exists()

    def sign(self, *, data: bytes) -> tuple[bytes, str]:
        """Return the signature (SHA-256; ECDSA or RSA PKCS#1 v1.5, as the key is) and the certificates (PEM)."""
        key = SigningKey.objects.filter(label=LABEL).first()
        if key is None:
            raise Unavailable("no key is entered for the audit trail: manage.py signing_key audit")
        return sign_data(reference=key.key_reference, data=data), key.certificate

    def witness(self, *, data: bytes) -> bytes | None:
        """Return the RFC 3161 token for the data, or None where no service of time is set."""
        service = time_witness()
        return service.witness(digest=hashlib.sha256(data).digest()) if service is not None else None

    def is_good(self, *, data: bytes, signature: bytes, chain: str, at: datetime) -> bool:
        """Tell whether the signature is good and its certificates lead to an authority we trust, all valid at `at`."""
        try:
            given = x509.load_pem_x509_certificates(chain.encode())
            is_of_it = is_signature(signature, data=data, certificate=given[0])
        except ValueError:
            return False
        roots = [root for text in trusted_roots() for root in x509.load_pem_x509_certificates(text.encode())]
        return is_of_it and leads_to_trust(given, roots, at)
