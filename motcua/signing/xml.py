"""Signing XML for systems that want it so (XAdES, enveloped), and telling who signed some."""

from datetime import datetime

from django.conf import settings

from motcua.lib.fence import Breach, Fence
from motcua.signing.holders import sign_data
from motcua.signing.models import SigningKey
from motcua.signing.reports import xml_report_of
from motcua.signing.rules import Report, refused_document, refused_expired
from motcua.signing.verify import trusted_roots

fence = Fence("motcua.signing.xades", memory=1_000_000_000, cpu=20, timeout=30.0, processes=settings.SIGNERS)


def sign_xml(*, xml: bytes, key: SigningKey, at: datetime) -> bytes:
    """Return the XML document with a XAdES B-B signature of this key over all of it, as the last child of its root.

    Call it outside a transaction. Raises SigningRefused for a key out of its time and for what is no XML or brings a
    document type; Unavailable where the key cannot be reached.
    """
    if not key.valid_from <= at <= key.valid_to:
        raise refused_expired(key.label)
    try:
        prepared = fence.call("prepare", [xml], chain=key.certificate, at=at.isoformat())
        if "refused" in prepared.value:
            raise refused_document(prepared.value["why"])
        waiting, asked = prepared.blobs
        value = sign_data(reference=key.key_reference, data=asked)
        return fence.call("finish", [waiting, value], chain=key.certificate).blobs[0]
    except Breach as breach:
        raise refused_document(str(breach)) from breach


def check_xml(xml: bytes) -> Report:
    """Check the signature of an XML document. Never raises for a bad one: the report says what is wrong.

    The time is the one that the signer claims; a second signature, or one over a part only, is none
    that says anything of the whole: `partial`.
    """
    try:
        value = fence.call("check", [xml], roots=trusted_roots()).value
    except Breach:
        return Report(problem="unreadable")
    return xml_report_of(value)
