"""What laying, keeping and checking signatures share."""

from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils import misc

Json = dict[str, Any]
DIGEST = "sha256"
BROKEN = (misc.PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError)


def certificates(chain: str) -> list[x509.Certificate]:
    """Return the certificates of a PEM text, in its order."""
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(chain.encode(), multiple=True)]
