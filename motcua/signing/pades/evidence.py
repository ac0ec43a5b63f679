"""What a document itself holds to prove its signatures: certificates, and who was revoked when (its `/DSS`)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import ValidationInfoReadingError
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule

from .common import BROKEN

# Whoever signs must be shown not to have been revoked; an authority above, where its certificate says where to ask.
# What was asked after the signature tells of its time as well: it is asked for only then.
_STRICT = CertRevTrustPolicy(
    RevocationCheckingPolicy(
        ee_certificate_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
        intermediate_ca_cert_rule=RevocationCheckingRule.CHECK_IF_DECLARED,
    ),
    retroactive_revinfo=True,
)


@dataclass(frozen=True)
class Evidence:
    """Certificates, and answers about them."""

    certificates: list[x509.Certificate] = field(default_factory=list)
    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)
    crls: list[crl.CertificateList] = field(default_factory=list)


@dataclass(frozen=True)
class Holder:
    """A certificate that signed something, with those that came along."""

    certificate: x509.Certificate
    others: list[x509.Certificate]


def evidence_in(handler: PdfHandler) -> Evidence:
    """Return what a document, or one of its revisions, holds; nothing where that cannot be read."""
    try:
        context = DocumentSecurityStore.read_dss(handler).as_validation_context({"trust_roots": []})
        return Evidence(list(context.certificate_registry), list(context.ocsps), list(context.crls))
    except (ValidationInfoReadingError, *BROKEN):
        return Evidence()


def holder_of(signed: cms.SignedData) -> Holder:
    """Return who signed CMS data. Raises one of BROKEN or a SignatureValidationError."""
    found = extract_certs_for_validation(signed)
    return Holder(found.signer_cert, list(found.other_certs))


def token_of(signature: EmbeddedPdfSignature) -> cms.SignedData | None:
    """Return the time stamp that a signature carries with it, if it carries one."""
    unsigned = signature.signer_info["unsigned_attrs"]
    found = next(find_cms_attribute_iter(unsigned or None, "signature_time_stamp_token"), None)
    return None if found is None else found["content"]


def context_at(
    moment: datetime | None, trusted: Iterable[x509.Certificate], evidence: Evidence, *, is_strict: bool
) -> ValidationContext:
    """Return what certificates are judged by; strictly, only those count that are shown not to have been revoked."""
    how = {"revinfo_policy": _STRICT} if is_strict else {"revocation_mode": "soft-fail", "retroactive_revinfo": True}
    return ValidationContext(
        trust_roots=list(trusted),
        other_certs=evidence.certificates,
        ocsps=evidence.ocsps,
        crls=evidence.crls,
        allow_fetching=False,
        moment=moment,
        **how,
    )


def path_of(holder: Holder, context: ValidationContext) -> ValidationPath | None:
    """Return the way from a trusted root to a certificate, None where there is no good one. Raises RevokedError."""
    try:
        validator = CertificateValidator(holder.certificate, holder.others, validation_context=context)
        return asyncio.run(validator.async_validate_path())
    except RevokedError:
        raise
    except (PathError, ValidationError, *BROKEN):
        return None


def is_shown_good(holder: Holder, context: ValidationContext) -> bool:
    """Tell whether a strict context shows that a certificate was good."""
    try:
        return path_of(holder, context) is not None
    except RevokedError:
        return False
