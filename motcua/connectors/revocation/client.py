"""The client of OCSP responders and of revocation lists."""

import threading
from collections import OrderedDict
from datetime import UTC, datetime

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID
from django.conf import settings

from motcua.lib.forks import per_process
from motcua.lib.refusals import Unavailable

SECONDS = 8.0
MOST = 20_000_000  # bytes of an answer: lists of large authorities have some millions
KEPT_LISTS = 16
_lists: OrderedDict[str, tuple[datetime, bytes]] = OrderedDict()
_lock = threading.Lock()
# One client for all calls of a process: to make one takes longer than an answer.
_client = per_process(lambda: httpx.Client(limits=httpx.Limits(max_keepalive_connections=0)))


class RevocationServices:
    """Fills signing's port `RevocationSource`: OCSP first, the list where there is none or it does not answer."""

    def standing_of(self, *, certificate: bytes, issuer: bytes) -> tuple[str, bytes]:
        """Return `ocsp` or `crl` and the answer (DER). Raises Unavailable where nobody tells."""
        own, above = (x509.load_der_x509_certificate(der) for der in (certificate, issuer))
        why = "the certificate names no service"
        responders, lists = _responders(own), _list_addresses(own)
        if not responders and not lists and settings.REVOCATION_LIST_ADDRESS:
            lists = [settings.REVOCATION_LIST_ADDRESS]
        for address in responders:
            try:
                return "ocsp", _asked(address, own, above)
            except (httpx.HTTPError, ValueError) as problem:
                why = f"{type(problem).__name__} {problem}"
        for address in lists:
            try:
                return "crl", _listed(address, above)
            except (httpx.HTTPError, ValueError) as problem:
                why = f"{type(problem).__name__} {problem}"
        raise Unavailable(f"revocation of {own.serial_number:x}: {why[:200]}")


def _responders(certificate: x509.Certificate) -> list[str]:
    try:
        told = certificate.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS).value
    except x509.ExtensionNotFound:
        return []
    return [
        each.access_location.value
        for each in told  # type: ignore[attr-defined]
        if each.access_method == AuthorityInformationAccessOID.OCSP
        and isinstance(each.access_location, x509.UniformResourceIdentifier)
        and _is_web(each.access_location.value)
    ]


def _list_addresses(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    names = [name for point in points for name in point.full_name or ()]
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier) and _is_web(name.value)]


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _asked(address: str, certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    # SHA-1 only names the certificate; it is what every responder understands (RFC 5019).
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303
    question = builder.build().public_bytes(serialization.Encoding.DER)
    headers = {"Content-Type": "application/ocsp-request"}
    with _client().stream("POST", address, content=question, headers=headers, timeout=SECONDS) as answer:
        content = _read(answer)
    told = ocsp.load_der_ocsp_response(content)
    if told.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise ValueError(f"OCSP says {told.response_status.name}")
    if told.serial_number != certificate.serial_number:
        raise ValueError("OCSP tells of another certificate")
    return content


def _listed(address: str, issuer: x509.Certificate) -> bytes:
    now = datetime.now(UTC)
    with _lock:
        until, content = _lists.get(address, (now, b""))
    if content and now < until:
        return content
    with _client().stream("GET", address, timeout=SECONDS) as answer:
        content = _read(answer)
    told = x509.load_der_x509_crl(content)
    if told.issuer != issuer.subject:
        raise ValueError("the list is another authority's")
    with _lock:
        _lists[address] = (told.next_update_utc or now, content)
        while len(_lists) > KEPT_LISTS:
            _lists.popitem(last=False)
    return content


def _read(answer: httpx.Response) -> bytes:
    answer.raise_for_status()
    parts, size = [], 0
    for part in answer.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > MOST:
            raise ValueError(f"an answer of more than {MOST} bytes")
    return b"".join(parts)
