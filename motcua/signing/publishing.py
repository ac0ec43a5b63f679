"""Publishes the trust list: anew when something on it changed, and so often that nobody reads an old one."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.conf import settings
from django.db import transaction

from motcua.lib.refusals import Unavailable
from motcua.signing.models import PublishedTrust, SigningKey
from motcua.signing.notary import KeyedNotary
from motcua.signing.trust import FORMAT, entry
from motcua.signing.verify import trusted_roots

# A reader fetches the list anew after a week; it is made anew before that, so that one who comes late has days left.
LASTS, MADE_ANEW = timedelta(days=7), timedelta(days=3)
KEEPS_TIME = ExtendedKeyUsageOID.TIME_STAMPING


def publish_trust(*, now: datetime) -> bool:
    """Publish the list where it changed or grows old; return whether it did.

    Asks the service of time which certificate it stamps with. Not inside a transaction. Raises Unavailable where a
    service or the key cannot be reached, and where no key is entered that signs what is published.
    """
    last = newest()
    told: dict[str, Any] = json.loads(last.statement) if last is not None else {}
    if last is None and not KeyedNotary().is_ready():
        return False
    content = _content(told)
    is_same = all(told.get(kind) == content[kind] for kind in content)
    if last is not None and is_same and now < last.made_at + MADE_ANEW:
        return False
    number = last.number + 1 if last is not None else 1
    statement = json.dumps(
        {
            "format": FORMAT,
            "publisher": settings.PROVINCE,
            "address": settings.SITE_ADDRESS,
            "number": number,
            "made_at": now.isoformat(),
            "renew_by": (now + LASTS).isoformat(),
            **content,
        },
        ensure_ascii=False,
        indent=1,
    )
    notary = KeyedNotary()
    signature, chain = notary.sign(data=statement.encode())
    token = notary.witness(data=statement.encode())
    with transaction.atomic():
        made = {"made_at": now, "statement": statement, "signature": signature, "chain": chain, "token": token}
        PublishedTrust.objects.get_or_create(number=number, defaults=made)
    return True


def newest() -> PublishedTrust | None:
    """Return the list as it was published last."""
    return PublishedTrust.objects.order_by("-number").first()


def published(row: PublishedTrust) -> str:
    """Return a list as it is given away (JSON)."""
    whole = {
        "statement": row.statement,
        "signature": base64.b64encode(bytes(row.signature)).decode(),
        "certificates": row.chain,
        "time_stamp": base64.b64encode(bytes(row.token)).decode() if row.token is not None else None,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _content(told: dict[str, Any]) -> dict[str, list[dict[str, str | None]]]:
    """Return who vouches for whom: no official by name, for their certificates are in what they sign.

    Roots are those trusted now. Authorities and services of time stay once they were told: old documents need them.
    """
    roots = [root for text in trusted_roots() for root in x509.load_pem_x509_certificates(text.encode())]
    authorities: dict[x509.Certificate, None] = {}
    seals = []
    for key in SigningKey.objects.order_by("agency_code", "valid_from", "pk"):
        own, *above = x509.load_pem_x509_certificates(key.certificate.encode())
        authorities |= {each: None for each in above if each not in roots}
        if key.is_seal:
            until = key.succeeded_at.isoformat() if key.succeeded_at is not None else None
            seals.append(entry(own, agency=key.agency_name, agency_code=key.agency_code, used_until=until))
    stamping = _stamping()
    authorities |= {each: None for each in stamping if not _keeps_time(each) and each not in roots}
    return {
        "roots": [entry(root) for root in roots],
        "authorities": _joined(told.get("authorities", []), list(authorities)),
        "time_stamping": _joined(told.get("time_stamping", []), [each for each in stamping if _keeps_time(each)]),
        "seals": seals,
    }


def _joined(known: list[dict[str, str | None]], found: list[x509.Certificate]) -> list[dict[str, str | None]]:
    entries = {one["sha256"]: one for one in known}
    entries |= {one["sha256"]: one for one in map(entry, found) if one["sha256"] not in entries}
    return list(entries.values())


def _stamping() -> list[x509.Certificate]:
    """Return the certificates that the service of time stamps with now; none where no service is set."""
    token = KeyedNotary().witness(data=FORMAT.encode())
    if token is None:
        return []
    try:
        return list(pkcs7.load_der_pkcs7_certificates(token))
    except ValueError as problem:
        raise Unavailable(f"a time stamp without certificates: {problem}") from problem


def _keeps_time(certificate: x509.Certificate) -> bool:
    try:
        return KEEPS_TIME in certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
