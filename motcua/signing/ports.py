"""What signing needs from where private keys live."""

from typing import Protocol


class KeyHolder(Protocol):
    """Holds private keys: files, a token (PKCS#11), or a remote service.

    Chosen by a dotted path in `settings.PORTS["signing.keys"]`.
    """

    def sign(self, *, reference: str, data: bytes) -> bytes:
        """Return the signature of the data with SHA-256: RSA PKCS#1 v1.5 or ECDSA, as the key is.

        Raises Unavailable where it cannot now.
        """
        ...


class TimeWitness(Protocol):
    """A time-stamping service. Chosen by `settings.PORTS["signing.time"]`; without one, signatures are PAdES B-B."""

    def witness(self, *, digest: bytes) -> bytes:
        """Return the RFC 3161 token (DER) for a SHA-256 digest. Raises Unavailable."""
        ...


class RevocationSource(Protocol):
    """Who tells of revoked certificates. Chosen by `settings.PORTS["signing.revocation"]`; without one, nothing is
    raised above PAdES B-T.
    """

    def standing_of(self, *, certificate: bytes, issuer: bytes) -> tuple[str, bytes]:
        """Return `ocsp` or `crl` and the answer (DER) that tells of a certificate (DER). Raises Unavailable."""
        ...
