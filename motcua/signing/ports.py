"""What signing needs from where private keys live."""

from typing import Protocol


class KeyHolder(Protocol):
    """Holds private keys: files, a token (PKCS#11), or a remote service.

    Chosen by a dotted path in `settings.PORTS["signing.keys"]`, and further ones in `PORTS["keys.<place>"]` for
    references that begin with their place (`holders`).
    """

    def open(self, *, reference: str, count: int, secret: str) -> str:
        """Begin a session of so many signatures; return what `sign` shall be given as its permit, empty for nothing.

        Raises Unavailable where it cannot now, Refused where the key's owner does not consent.
        """
        ...

    def sign(self, *, reference: str, data: bytes, permit: str) -> bytes:
        """Return the signature of the data with SHA-256: RSA PKCS#1 v1.5 or ECDSA (DER), as the key is.

        Raises Unavailable where it cannot now, Refused where the key's owner does not consent.
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
