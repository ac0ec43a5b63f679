"""The keys that sign here, as an administrator looks over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db.models import QuerySet

from motcua.signing.models import SigningKey
from motcua.signing.rules import warning_due

PLACES = ("pkcs11", "csc")
SHOWN = 500


@dataclass(frozen=True)
class Listed:
    """A key with who issued its certificate, where it lies (`file`, `pkcs11`, `csc`) and whether it ends soon."""

    key: SigningKey
    issuer: str
    place: str
    ends_soon: bool
    is_over: bool


def listed_keys(now: datetime, *, limit: int = SHOWN) -> Sequence[Listed]:
    """Return the keys in use, those that end first before the others; one query."""
    return [_listed(key, now) for key in in_use().order_by("valid_to", "label")[:limit]]


def in_use() -> QuerySet[SigningKey]:
    """Return the keys that nothing has renewed yet."""
    return SigningKey.objects.filter(succeeded_at=None)


def ending_keys(now: datetime) -> list[tuple[SigningKey, int]]:
    """Return the keys in use that are about to end, each with how many days before its end is warned of now."""
    days = settings.KEY_WARNING_DAYS
    soon = in_use().filter(valid_to__gte=now, valid_to__lte=now + timedelta(days=max(days, default=0)))
    found = [(key, warning_due(key.valid_to, now=now, days=days)) for key in soon.order_by("valid_to", "pk")]
    return [(key, due) for key, due in found if due is not None]


def _listed(key: SigningKey, now: datetime) -> Listed:
    certificate = x509.load_pem_x509_certificates(key.certificate.encode())[0]
    names = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    place = key.key_reference.partition(":")[0]
    return Listed(
        key=key,
        issuer=str(names[0].value) if names else certificate.issuer.rfc4514_string(),
        place=place if place in PLACES else "file",
        ends_soon=warning_due(key.valid_to, now=now, days=settings.KEY_WARNING_DAYS) is not None,
        is_over=now > key.valid_to,
    )
