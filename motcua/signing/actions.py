"""Signing documents, and making the demo's keys."""

import hashlib
from datetime import datetime
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from motcua.lib.fence import Breach
from motcua.signing import authority
from motcua.signing.holders import sign_data
from motcua.signing.models import SigningKey
from motcua.signing.ports import TimeWitness
from motcua.signing.rules import Place, refused_document, refused_expired, refused_place, refused_renewal
from motcua.signing.verify import fence


def time_witness() -> TimeWitness | None:
    """Return the time-stamping service of this deployment, if there is one."""
    path = settings.PORTS.get("signing.time")
    witness: TimeWitness | None = import_string(path)() if path else None
    return witness


def sign_pdf(
    *,
    pdf: bytes,
    key: SigningKey,
    at: datetime,
    place: str,
    appearance: bytes | None = None,
    spot: Place | None = None,
    reason: str = "",
    location: str = "",
    only_kept: bool = False,
    is_timed: bool = True,
) -> bytes:
    """Return the PDF with a PAdES signature of this key; what was there before stays bit for bit.

    It is B-T where a time-stamping service is set and `is_timed`, else B-B: what is signed in a request waits for no
    service of time, and is raised later (`lasting`).

    `place` names the signature (`leader`, `agency`), once in a document. With an `appearance` (a PDF of one page,
    see `printing.rendering.stamp`) it shows at `spot`, or where the document keeps a place of that name free, or at
    the foot of the last page; `only_kept`: there, it does not show at all. Call it outside a transaction. Raises
    SigningRefused for a key out of its time, a document that takes no signature and a place already signed;
    Unavailable where the key or the service of time cannot be reached.
    """
    if not key.valid_from <= at <= key.valid_to:
        raise refused_expired(key.label)
    witness = time_witness() if is_timed else None
    blobs = [pdf] if appearance is None else [pdf, appearance]
    try:
        prepared = fence.call(
            "prepare",
            blobs,
            chain=key.certificate,
            name=key.holder_name,
            reason=reason,
            location=location,
            at=at.isoformat(),
            field=place,
            place=None if spot is None else vars(spot),
            timed=witness is not None,
            only_kept=only_kept,
        )
        if refusal := prepared.value.get("refused"):
            raise refused_place(place) if refusal == "place" else refused_document(prepared.value["why"])
        waiting, attributes = prepared.blobs
        value = sign_data(reference=key.key_reference, data=attributes)
        parts = [waiting, attributes, value]
        if witness is not None:
            parts.append(witness.witness(digest=hashlib.sha256(value).digest()))
        signed = fence.call("finish", parts, chain=key.certificate, **prepared.value)
    except Breach as breach:
        raise refused_document(str(breach)) from breach
    return signed.blobs[0]


def with_room(pdf: bytes) -> bytes:
    """Return a PDF of ours ready for others to sign, the same bytes each time; outside a transaction."""
    return fence.call("with_room", [pdf]).blobs[0]


def make_demo_key(
    *,
    label: str,
    holder_name: str,
    now: datetime,
    capacity: str = "",
    agency_name: str = "",
    agency_code: str = "",
    is_seal: bool = False,
    years: int = 5,
) -> SigningKey:
    """Return the demo key of this label, made with its certificate at the first call."""
    if existing := SigningKey.objects.filter(label=label).first():
        return existing
    folder = Path(settings.SIGNING_KEYS)
    issuer = authority.demo_issuer(folder / "demo-authority", Path(settings.SIGNING_TRUST), now)
    key = authority.new_key()
    holder = authority.name_of(holder_name, title=capacity, organisation=agency_name, code=agency_code)
    begins = max(now.replace(microsecond=0), issuer.certificate.not_valid_before_utc)
    certificate = authority.demo_certificate(
        issuer=issuer, key=key.public_key(), holder=holder, begins=begins, years=years
    )
    reference = f"{hashlib.sha256(label.encode()).hexdigest()[:12]}-{certificate.serial_number:x}.key"
    authority.write_key(folder / reference, key)
    return add_key(
        label=label,
        holder_name=holder_name,
        capacity=capacity,
        agency_name=agency_name,
        agency_code=agency_code,
        is_seal=is_seal,
        chain=authority.pem(certificate) + authority.pem(issuer.certificate),
        key_reference=reference,
        now=now,
    )


def add_key(
    *,
    label: str,
    holder_name: str,
    capacity: str,
    agency_name: str,
    agency_code: str,
    is_seal: bool,
    chain: str,
    key_reference: str,
    now: datetime,
) -> SigningKey:
    """Enter a key with its certificate and those that issued it (PEM, the holder's first)."""
    certificate = x509.load_pem_x509_certificates(chain.encode())[0]
    key, _ = SigningKey.objects.get_or_create(
        label=label,
        succeeded_at=None,
        defaults={
            "holder_name": holder_name,
            "capacity": capacity,
            "agency_name": agency_name,
            "agency_code": agency_code,
            "is_seal": is_seal,
            "certificate": chain,
            "key_reference": key_reference,
            "valid_from": certificate.not_valid_before_utc,
            "valid_to": certificate.not_valid_after_utc,
            "created_at": now,
        },
    )
    return key


@transaction.atomic
def renew_key(*, key: SigningKey, chain: str, key_reference: str, now: datetime) -> SigningKey:
    """Enter a new certificate of the same holder beside the old one, and sign with it from now on.

    Raises SigningRefused for one that is not valid now, or does not last longer: that would be no renewal.
    """
    certificate = x509.load_pem_x509_certificates(chain.encode())[0]
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    old = SigningKey.objects.select_for_update().get(pk=key.pk)
    if not begins <= now <= ends or ends <= old.valid_to or old.succeeded_at is not None:
        raise refused_renewal(old.label)
    old.succeeded_at = now
    old.save(update_fields=["succeeded_at"])
    return SigningKey.objects.create(
        label=old.label,
        holder_name=old.holder_name,
        capacity=old.capacity,
        agency_name=old.agency_name,
        agency_code=old.agency_code,
        is_seal=old.is_seal,
        certificate=chain,
        key_reference=key_reference,
        valid_from=begins,
        valid_to=ends,
        created_at=now,
    )
